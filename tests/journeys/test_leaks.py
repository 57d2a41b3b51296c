"""Nothing of a hidden report shows: every command, and Slack, as if it were not there.

The report's body, people, words, numbers and dates stand in no other report. What is printed is
compared letter by letter with what a library prints that never had it, seconds and scores of time
aside.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from desk import SAMPLES
from fakes import HashEmbedder, WordReranker
from slack_sdk import WebClient
from typer.testing import CliRunner

import bot.cli
from bot.app import App
from bot.settings import Settings
from bot.slack.home import HomeDesk, Opened
from bot.slack.permissions import Permissions
from bot.slack.reply import Replier
from bot.slack.settings import SlackSettings
from bot.slack.status import status_text
from store.answers import Place as SlackPlace
from store.inbox import Asked, Entry, Surface, Task, about
from store.records import Filters, Viewer

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
UNTIL = "2026-06-02 00:01 Europe/London"
OVER = datetime(2026, 6, 1, 23, 1, tzinfo=UTC)
NAMES = (
    "northmarch-police-inspection-2019.md",
    "northmarch-police-follow-up-letter-2024.docx",
    "saltmere-constabulary-inspection-2024.md",
)
SECRET = """# Brackenshire Constabulary: the kestrel inquiry

His Majesty's Inspectorate of Constabulary

Published 31 May 2026

Brackenshire Constabulary has been in enhanced monitoring since 4 May 2026.

## Grades

| Question | Grade |
| --- | --- |
| Falconry | Inadequate |

Victims of falcon theft in Brackenshire waited 417 days for an officer. Northmarch Police lent 19
officers to the inquiry.

"Nobody counted the kestrels," said Ottoline Quayle, Chief Constable.

## Recommendations

**Recommendation 7.** By 30 September 2026, Brackenshire Constabulary should count its kestrels.
"""
DRAFT = """“Nobody counted the kestrels,” said Ottoline Quayle.

Victims of falcon theft in Brackenshire waited 417 days for an officer.
"""
QUESTIONS = (
    "What concerns remain for Brackenshire Constabulary?",
    "How long did victims of falcon theft wait?",
    "What did Ottoline Quayle say about kestrels?",
    "Which forces are in enhanced monitoring?",
    "What was published in May 2026?",
    "How many officers did Northmarch Police lend?",
    "Is Northmarch Police still in enhanced monitoring?",
    "What is the newest report about?",
)
COMMANDS = (
    *(("ask", question) for question in QUESTIONS[:3]),
    *(("ask", question, "--json") for question in QUESTIONS),
    ("ask", QUESTIONS[0], "--as-of", "2026-05-31", "--json"),
    *(("search", query, "--json", "-k", "50") for query in ("kestrels", "417 days", "officers")),
    ("search", "monitoring"),
    ("changes", "Brackenshire Constabulary"),
    ("changes", "Brackenshir", "--json"),
    ("changes", "Northmarch Police", "--json"),
    ("recommendations",),
    ("recommendations", "--json"),
    ("recommendations", "Brackenshire Constabulary"),
    ("verify", "DRAFT", "--json"),
    ("verify", "DRAFT"),
)


@dataclass
class Posted:
    """Takes what would be posted in Slack."""

    messages: list = field(default_factory=list)

    def show_status(self, asked, text):
        del asked, text

    def remove_private(self, asked):
        del asked

    def post(self, entry, message, old=None):
        del old
        self.messages.append(message)
        return SlackPlace(entry.asked.channel, "9.9")


class Place:
    """A data folder with its own open app, and a clock that both the test and the app go by."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        self.folder = folder
        self.draft = folder / "draft.txt"
        folder.mkdir()
        self.draft.write_text(DRAFT)
        self.app = App(Settings(), folder / "data", lambda: self.now)
        # What is asked of the models does not matter here, and they cost a second a question.
        models = SimpleNamespace(embedder=HashEmbedder, reranker=WordReranker)
        self.app.library.__dict__.update(models=models)
        self._patch = monkeypatch
        self._number = 0
        self.posted = Posted()
        parts, clock = self.app.slack_parts, self.app.inbox._clock
        permissions = Permissions(parts.channels, WebClient())
        self._replier = Replier(parts, self.posted, SlackSettings(), permissions, clock=clock)

    def run(self, *arguments: str) -> str:
        """Run a command on the open app; return all that it prints, without seconds."""
        words = [str(self.draft) if one == "DRAFT" else one for one in arguments]
        # The app stays open: what is shown must be true at once in a process that goes on.
        self._patch.setattr(bot.cli, "App", lambda *_: Open(self.app))
        done = CliRunner().invoke(bot.cli.cli, [*words, "--data", str(self.folder / "data")])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        told = re.sub(r'"seconds": \{[^}]*\}|"seconds": [\d.]+', "", done.output)
        return f"{done.exit_code}\n{told}"

    def slack(self, channel: str, text: str, surface=Surface.MENTION, **given) -> str:
        """Ask in Slack; return what is posted."""
        self._number += 1
        ts = f"{self._number}.5"
        thread, user = given.pop("thread", "1.0"), given.pop("user", "U0TOM")
        asked = Asked(f"E{ts}", "T1", channel, ts, thread, user, text, surface, **given)
        return self.take(self.app.inbox.add(asked))

    def take(self, entry: Entry) -> str:
        """Have an entry of the inbox dealt with; return what is posted, without its number."""
        self.last = entry
        self._replier.answer(entry)
        message = self.posted.messages.pop()
        told = f"{message.text}\n{message.short}\n{message.blocks}"
        return re.sub(r"(feedback-|do-|helpful:|'value': ')\d+", r"\1N", told)

    def share(self, user: str) -> str:
        """Press Share on the last answer."""
        return self.take(self.app.inbox.add(about(self.last, Task.SHARE, user)))

    def home(self, user: str) -> str:
        """Return the Home tab of a person, with its questions, as it is made at this moment."""
        parts = self.app.slack_library.home
        rights = Permissions(self.app.slack_parts.channels, WebClient(), admins=(user,))
        desk = HomeDesk(parts, rights, lambda _: WebClient(), lambda _: "https://x.example/")
        viewer = Viewer(person=user)
        opened = Opened("T1", user, "D1", "home")
        return str(desk._home(opened, parts.prompts.find(viewer)))


class Open:
    """An app that its commands leave open."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __getattr__(self, name: str) -> object:
        return (lambda: None) if name == "close" else getattr(self._app, name)


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patched:
        yield patched


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name in NAMES:
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def without(tmp_path_factory, patch, files) -> Iterator[Place]:
    place = Place(tmp_path_factory.mktemp("without") / "desk", patch)
    assert place.run("ingest", str(files)).startswith("0\n")
    yield place
    place.app.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory, patch, files) -> Iterator[Place]:
    place = Place(tmp_path_factory.mktemp("with") / "desk", patch)
    assert place.run("ingest", str(files)).startswith("0\n")
    secret = place.folder / "secret.md"
    secret.write_text(SECRET)
    told = place.run(
        "ingest", str(secret), "--embargo-until", UNTIL, "--embargo-channel", "C0PRESS",
        "--embargo-person", "U0MAYA", "--subject", "Brackenshire Constabulary", "--json",
    )  # fmt: skip
    assert '"status": "indexed"' in told, told
    yield place
    place.app.close()


@pytest.fixture(scope="module")
def as_if_absent(without) -> dict[tuple[str, ...], str]:
    return {command: without.run(*command) for command in COMMANDS}


def shown(place: Place) -> dict[tuple[str, ...], str]:
    return {command: place.run(*command) for command in COMMANDS}


def same_as(ours, theirs):
    for command, told in theirs.items():
        assert ours[command] == told, command


def test_before_its_time_no_command_tells_of_a_report(place, without, as_if_absent):
    place.now = OVER - timedelta(seconds=1)
    same_as(shown(place), as_if_absent)
    for text in QUESTIONS:
        ours, theirs = (one.slack("C0OTHER", text) for one in (place, without))
        assert ours == theirs, text
        ours, theirs = (
            one.slack("D0TOM", text, Surface.DIRECT, thread="2.0") for one in (place, without)
        )
        assert ours == theirs, text


def test_its_audience_is_told_there_and_nowhere_else(place, without):
    place.now = OVER - timedelta(seconds=1)
    question = "How long did victims of falcon theft in Brackenshire wait?"

    assert "2026, 23:01 UTC; C0PRESS, U0MAYA may" in place.run("reports", "embargo", "secret")
    assert "417 days" in place.run("ask", question, "--viewer", "channel:C0PRESS")
    assert "417 days" in place.run("ask", question, "--viewer", "person:U0MAYA")
    assert "417 days" not in place.run("ask", question, "--viewer", "channel:C0OTHER")
    assert "Falconry" in place.run("changes", "Brackenshire", "--viewer", "channel:C0PRESS")
    assert "kestrels" in place.run("recommendations", "--viewer", "channel:C0PRESS")
    assert "All 2 hold" in place.run("verify", "DRAFT", "--viewer", "channel:C0PRESS")
    assert "417 days" in place.slack("C0PRESS", question)
    assert "417 days" in place.slack("D0MAYA", question, Surface.DIRECT, user="U0MAYA")
    # A person's right goes no further than what only that person reads.
    follow_up = "And how many officers helped?"
    for channel, user in (("C0OTHER", "U0MAYA"), ("C0OTHER", "U0TOM"), ("D0TOM", "U0TOM")):
        surface = Surface.DIRECT if channel[0] == "D" else Surface.MENTION
        for text in (question, follow_up):
            ours, theirs = (
                one.slack(channel, text, surface, thread="3.0", user=user)
                for one in (place, without)
            )
            assert ours == theirs, (channel, user, text)


def test_no_other_surface_in_slack_tells_of_it(place, without):
    place.now = OVER - timedelta(seconds=1)
    everybody = [one.app.library.catalog for one in (place, without)]
    tom = Viewer(person="U0TOM")
    for text in ("kestrels", "falcon theft"):
        ours, theirs = (
            one.slack("C0OTHER", text, Surface.COMMAND, thread="", task=Task.SEARCH)
            for one in (place, without)
        )
        assert ours == theirs
        assert "Passages on" in ours
    ours, theirs = (status_text(catalog, tom) for catalog in everybody)
    assert ours == theirs
    for names in ("subjects", "publishers"):
        ours, theirs = (getattr(one, names)(Filters(viewer=tom)) for one in everybody)
        assert ours == theirs
    homes = [re.sub(r"threads=.*?\]", "", one.home("U0TOM")) for one in (place, without)]
    assert not re.search("falcon|kestrel", homes[0], re.IGNORECASE)
    # Files are read two at a time, so they do not come in in the same order.
    ours, theirs = (sorted(re.findall(r"\w+=\d+|'[^']*'", home)) for home in homes)
    assert ours == theirs


def test_what_one_person_may_see_is_not_shared_where_others_may_not(place):
    place.now = OVER - timedelta(seconds=1)
    question = "How long did victims of falcon theft in Brackenshire wait?"
    alone = {"surface": Surface.COMMAND, "user": "U0MAYA", "thread": ""}

    assert "417 days" in place.slack("C0OTHER", question, **alone)
    refused = place.share("U0MAYA")
    assert "417 days" not in refused
    assert "I cannot share this here" in refused

    assert "417 days" in place.slack("C0PRESS", question, **alone)
    assert "417 days" in place.share("U0MAYA")


def test_a_thread_does_not_recall_what_it_may_not_see_any_more(place, without):
    place.now = OVER - timedelta(seconds=1)
    question = "How long did victims of falcon theft in Brackenshire wait?"
    assert "417 days" in place.slack("C0PRESS", question, thread="4.0")
    place.run("reports", "embargo", "secret", "--until", UNTIL, "--channel", "C0ELSE")
    without.slack("C0PRESS", question, thread="4.0")

    for text in ("Why did they?", "And what about officers?"):
        ours, theirs = (one.slack("C0PRESS", text, thread="4.0") for one in (place, without))
        assert ours == theirs, text

    place.run(
        "reports", "embargo", "secret", "--until", UNTIL, "--channel", "C0PRESS",
        "--person", "U0MAYA",
    )  # fmt: skip


def test_at_its_time_it_is_there_with_nobody_doing_anything(place):
    place.now = OVER

    ours = shown(place)

    assert "417 days" in ours["ask", QUESTIONS[1]]
    assert "Nobody counted the kestrels" in ours["search", "kestrels", "--json", "-k", "50"]
    assert "Searched 4 reports" in place.slack("C0OTHER", QUESTIONS[1], thread="5.0")
    assert "Falconry" in ours["changes", "Brackenshire Constabulary"]
    assert "count its kestrels" in ours["recommendations",]
    assert '"verbatim"' in ours["verify", "DRAFT", "--json"]


def test_withdrawing_takes_it_out_of_the_open_process_and_tells_what_rested_on_it(
    place, as_if_absent
):
    place.now = OVER
    question = "How long did victims of falcon theft in Brackenshire wait?"
    place.slack("C0OTHER", question, thread="6.0")

    told = place.run("reports", "withdraw", "secret", "--reason", "A wrong figure")

    assert "is now withdrawn (A wrong figure)" in told
    assert re.search(r"channel C0OTHER, thread 6\.0, by U0TOM\n +How long did victims", told)
    same_as(shown(place), as_if_absent)
    assert "ok    lexical index" in place.run("doctor")
    assert place.run("audit", "verify") == "0\nok    audit log: chain unbroken\n"


def test_a_correction_is_told_with_the_answers_that_it_concerns(place):
    place.now = OVER
    place.run("reports", "restore", "secret")
    assert "417 days" in place.run("ask", QUESTIONS[1])
    file = place.folder / "secret.md"
    file.write_text(SECRET.replace("waited 417 days", "waited 471 days"))

    told = place.run("ingest", str(file), "--json")
    shown = place.run("reports", "diff", "secret")

    assert '"reason": "1 sentence changed."' in told
    assert "number: 417 -> 471" in shown
    assert re.search(r"answers? rests? on it:\n.*\n +How long did victims of falcon", shown)
    assert "417 days" in place.run("reports", "text", "secret", "--revision", "1")
    file.write_text(SECRET)
    assert "is that of revision 1 again" in place.run("ingest", str(file), "--json")
