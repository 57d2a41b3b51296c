"""The commands that pause, resume and erase: one clear line each."""

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from store.database import open_database
from store.inbox import Asked, Inbox, InboxState, Surface

ASKED = Asked("Ev1", "T1", "C1", "1.1", "1.1", "UANA", "Who?", Surface.MENTION)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli, [str(one) for one in arguments])


def test_pausing_says_so_and_doctor_would_too(run):
    paused = run("pause", "a wrong\nfigure")
    assert (paused.exit_code, paused.stdout.splitlines()[0]) == (0, "Paused: a wrong figure")
    assert run("resume").stdout == "Questions are answered again.\n"
    assert run("resume").stdout == "Nothing was paused.\n"


@pytest.mark.parametrize("reason", ["", " \n", "x" * 301])
def test_a_reason_is_wanted_that_fits(run, reason):
    assert run("pause", reason).exit_code == 2


def test_forgetting_a_person(run, tmp_path):
    engine = open_database(tmp_path / "data")
    inbox = Inbox(engine)
    inbox.finish(inbox.begin(inbox.add(ASKED)), InboxState.ANSWERED, "Nobody.")
    engine.dispose()
    assert run("forget", "--person", "UBEN").stdout == "Erased 0 questions.\n"
    assert run("forget", "--person", "UANA").stdout == "Erased 1 question.\n"
    assert run("forget", "--older-than", 0).stdout == "Erased 0 questions.\n"


@pytest.mark.parametrize(
    "given", [(), ("--person", "ana"), ("--person", "UANA", "--older-than", "3")]
)
def test_forgetting_wants_one_of_the_two(run, given):
    assert run("forget", *given).exit_code == 2
