"""Adding reports from Slack, and the Home tab, through the real process."""

import io
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import yaml
from desk import reportdesk, serving
from reportlab.pdfgen import canvas
from slack_standin import SlackStandIn, text_of

from store.channels import Channels, ChannelSettings
from store.database import open_database

ASKED = "What concerns remain for Ostermere Police?"
PARAGRAPH = (
    "Ostermere Police does not answer emergency calls quickly enough.",
    "Callers to 101 in Ostermere still wait too long, and too many of them hang up.",
    "We recommend that Ostermere Police should hire more call handlers by 31 March 2025.",
)


def a_pdf(*lines: str) -> bytes:
    kept = io.BytesIO()
    page = canvas.Canvas(kept, invariant=True)
    page.setFont("Helvetica-Bold", 18)
    page.drawString(60, 780, "Ostermere Police: inspection report 2024")
    page.setFont("Helvetica", 11)
    for number, line in enumerate(("Published 7 May 2024", *PARAGRAPH, *lines)):
        page.drawString(60, 740 - 30 * number, line)
    page.save()
    return kept.getvalue()


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(retry_delays=(0.0, 0.2, 0.2), ack_within=3.0) as running:
        yield running


@pytest.fixture(params=["socket", pytest.param("http", marks=pytest.mark.slow)], scope="module")
def mode(request) -> str:
    return request.param


@contextmanager
def desk(folder, slack, mode):
    """A bot on `folder` in a workspace where Priya may add reports from the press channel."""
    engine = open_database(folder / "data")
    allowed = ChannelSettings(ingest_by=(slack.workspace.user("priya"),))
    place = slack.workspace.team_id, slack.channel("press")
    Channels(engine, ChannelSettings()).set(*place, allowed, "test")
    engine.dispose()
    (folder / "config.yaml").write_text(yaml.safe_dump({"slack": {"api_url": slack.api_url}}))
    flags = ["--http", "--port", "0"] if mode == "http" else ["--socket"]
    with serving(folder, *flags, environment=slack.environment) as bot:
        if mode == "http":
            port = bot.wait_for(r"Listening on http://127\.0\.0\.1:(\d+)")[1]
            slack.subscribe(f"http://127.0.0.1:{port}/slack/events")
        else:
            slack.unsubscribe()
            slack.wait_for_connections()
        yield bot


@pytest.fixture(scope="module")
def folder(library, mode, tmp_path_factory):
    made = tmp_path_factory.mktemp("uploads")
    shutil.copytree(library / "data", made / "data")
    return made


@pytest.fixture(scope="module")
def bot(folder, slack, mode):
    with desk(folder, slack, mode) as running:
        yield running


def share(slack, user, *files):
    return slack.say("press", user, "", mention=False, files=files)


def card(slack, said, words, number=0):
    """Wait until a card under a message says something, and return it as it then is."""

    def there():
        found = slack.answers("press", said.ts)
        return len(found) > number and words in text_of(found[number])

    try:
        slack.wait_for(there, timeout=60)
    except AssertionError:
        raise AssertionError([text_of(one) for one in slack.answers("press", said.ts)]) from None
    return slack.answers("press", said.ts)[number]


def test_a_shared_pdf_is_corrected_added_and_answered_from(slack, bot, folder):
    said = share(slack, "priya", ("ostermere-2024.pdf", a_pdf()))
    offered = card(slack, said, "Nothing is added yet.")
    assert "Ostermere Police: inspection report 2024" in text_of(offered)
    assert "7 May 2024" in text_of(offered)

    slack.click(offered, "upload_correct", "priya")
    slack.wait_for_view("priya", containing="upload_corrections")
    found = slack.suggest("priya", "upload_replaces", "northmarch")
    assert "Northmarch Police" in str(found)
    slack.submit("priya", {"embargo_day": "2020-01-01", "embargo_time": "10:00"})
    assert "is past" in slack.view_errors("priya")["embargo_day"]
    untold = {"embargo_day": None, "embargo_time": None}
    slack.submit("priya", {"published_on": "2024-05-17", **untold})
    corrected = card(slack, said, "17 May 2024 (corrected by priya in Slack")
    slack.click(corrected, "upload_add", "priya")
    added = card(slack, said, "Indexed as revision 1")
    asked = slack.say("press", "maya", ASKED)
    (answer,) = slack.wait_for_messages("press", asked.thread, timeout=60)

    assert "still wait too long" in text_of(answer)
    assert "As of 17 May 2024" in text_of(answer)
    assert "actions" not in [block["type"] for block in added["blocks"]]
    listed = reportdesk("reports", "list", "--json", cwd=folder).stdout
    assert '"path": "' + str((folder / "data/uploads").resolve()) in listed


def test_a_file_of_who_may_not_add_is_not_read(slack, bot):
    calls = len(slack.calls("files.info"))
    said = share(slack, "omar", ("ostermere.pdf", a_pdf("Of Omar.")))
    (note,) = slack.wait_for_shown("omar", containing="I have not read your file")

    assert slack.answers("press", said.ts) == []
    assert len(slack.calls("files.info")) == calls
    assert note["channel"] == slack.channel("press")


def test_a_broken_file_with_a_hostile_name_gets_one_clear_line(slack, bot):
    name = "<!channel> ../../\u202eetc/passwd.pdf"
    said = share(slack, "priya", (name, b"%PDF-1.4\n\x00\x01 nothing here"))
    failed = text_of(card(slack, said, "Not added"))

    assert "<!channel>" not in failed
    assert "\u202e" not in failed
    assert len(failed.splitlines()) <= 4
    assert "Traceback" not in failed


def test_the_home_tab_shows_the_library_and_what_was_asked(slack, bot):
    slack.open_home("maya", "home")
    slack.wait_for(lambda: "What concerns remain" in str(slack.home("maya")), timeout=60)
    home = str(slack.home("maya"))

    assert "The library" in home
    assert "Ostermere Police: inspection report 2024" in home
    assert "Your latest questions" in home
    assert "Not added lately" not in home


def test_who_may_add_sees_what_failed(slack, bot):
    slack.open_home("priya", "home")

    slack.wait_for(lambda: "Not added lately" in str(slack.home("priya")), timeout=60)
    assert "Added lately" in str(slack.home("priya"))


def test_opening_the_messages_suggests_what_is_answered(slack, bot):
    slack.open_home("tom", "messages")
    slack.wait_for(lambda: slack.calls("assistant.threads.setSuggestedPrompts"), timeout=60)
    arguments = slack.calls("assistant.threads.setSuggestedPrompts")[0].arguments

    assert "thread_ts" not in arguments
    assert 1 <= len(arguments["prompts"]) <= 4
    dm = slack.dm("tom")
    said = slack.say(dm, "tom", arguments["prompts"][0]["message"])
    (answer,) = slack.wait_for_messages(dm, said.thread, timeout=60)
    assert "The reports do not say" not in text_of(answer)


@pytest.mark.slow
def test_killed_between_the_click_and_the_result_it_is_finished_once(
    library, tmp_path, slack, bot, mode
):
    bot.stop()
    shutil.copytree(library / "data", tmp_path / "data")
    with desk(tmp_path, slack, mode) as running:
        said = share(slack, "priya", ("killed.pdf", a_pdf("Killed midway.")))
        offered = card(slack, said, "Nothing is added yet.")
        slack.click(offered, "upload_add", "priya")
        slack.wait_for_deliveries()
        running.stop(signal.SIGKILL)
    assert "Nothing is added yet." in text_of(
        slack.answers("press", said.ts)[0]
    ) or "Adding" in text_of(slack.answers("press", said.ts)[0])

    with desk(tmp_path, slack, mode):
        card(slack, said, "Indexed as revision 1")
        slack.click(offered, "upload_add", "priya")
        slack.wait_for_shown("priya", containing="settled already")
        time.sleep(0.5)

    assert len(slack.answers("press", said.ts)) == 1
    listed = reportdesk("reports", "list", "--json", cwd=tmp_path).stdout
    assert listed.count('"report_id": "killed') == 1
    assert reportdesk("audit", "verify", cwd=tmp_path).returncode == 0
