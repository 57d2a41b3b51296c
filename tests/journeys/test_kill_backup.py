"""Backup and restore, killed at any moment: what was before, or what is new, and that whole."""

import random
import time

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from cli_kit import Desk
from test_kill import opened, tell
from test_kill_sources import killed

from store.backups.restore import restore

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

KILLS = 12
TEXT = "Report {0}\n\nPublished 3 June 2021\n\nForce {0} kept 14 dogs.\n"


def state(folder):
    with opened(folder / "data") as library:
        assert library.audit.broken_at() is None
        owners = library.catalog.owners()
        assert library.lexical.owners() == owners
        assert library.access.vectors().owners() == owners
    # As the end of a process does: Chroma keeps a folder's client for the next.
    SharedSystemClient.clear_system_cache()
    return sorted(owners)


def took(desk, *command):
    began = time.monotonic()
    done = desk.run(*command)
    assert done.code == 0, done.err
    return time.monotonic() - began


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("kept"))
    for name in ("a", "b"):
        (desk.folder / f"{name}.txt").write_text(TEXT.format(name))
    took(desk, "ingest", "a.txt", "b.txt")
    took(desk, "backup", "two.zip")
    return desk


def test_a_killed_backup_leaves_the_file_before_or_the_new_one(desk, capsys):
    file, moments, struck = desk.folder / "nightly.zip", random.Random(5), 0
    usual = took(desk, "backup", "nightly.zip")
    for turn in range(KILLS):
        before = file.read_bytes()
        after = moments.uniform(0.3, 0.95) * usual
        hit = killed(desk.folder, after, "backup", "nightly.zip", at_work=False)
        struck += hit
        assert hit or file.read_bytes() != before
        (desk.folder / f"new-{turn}").mkdir()
        restore(desk.folder / f"new-{turn}", file, "passages", replace=False)

    tell(capsys, struck)
    assert struck >= 7
    took(desk, "backup", "nightly.zip")
    assert not list(desk.folder.glob(".*.partial"))


def test_a_killed_restore_leaves_the_old_state_or_the_new(desk, capsys):
    moments, struck = random.Random(6), 0
    usual = took(desk, "restore", "two.zip", "--replace")
    (desk.folder / "c.txt").write_text(TEXT.format("c"))
    took(desk, "ingest", "c.txt")
    took(desk, "backup", "three.zip")
    held = {"two.zip": ["a@1", "b@1"], "three.zip": ["a@1", "b@1", "c@1"]}
    before = held["three.zip"]
    for turn in range(KILLS):
        name = ("two.zip", "three.zip")[turn % 2]
        after = moments.uniform(0.3, 0.95) * usual
        struck += killed(desk.folder, after, "restore", name, "--replace", at_work=False)
        now = state(desk.folder)
        assert now in (before, held[name])
        # A machine that is shared is faster at one time than at another.
        usual = took(desk, "restore", name, "--replace")
        before = held[name]
        assert state(desk.folder) == before

    tell(capsys, struck)
    assert struck >= 7
    assert desk.run("doctor").code == 0
