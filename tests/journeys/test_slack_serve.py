"""Journeys of people in Slack, through the real process, in both of its modes."""

import http.server
import json
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from desk import SAMPLES, in_slack, reportdesk
from slack_sdk import WebClient
from slack_standin import SlackStandIn, text_of

CONCERNS = "What concerns remain for Northmarch Police?"
GRADE = "Is Northmarch Police still in enhanced monitoring?"


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(retry_delays=(0.0, 0.2, 0.2), ack_within=3.0) as running:
        yield running


@pytest.fixture
def own_slack() -> Iterator[SlackStandIn]:
    """A workspace in which no other bot is connected."""
    with SlackStandIn(retry_delays=(0.0, 0.2, 0.2), ack_within=3.0) as running:
        yield running


@pytest.fixture(params=["socket", "http"], scope="module")
def mode(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def bot(library, slack, mode):
    with in_slack(library, slack, mode) as running:
        yield running


def message_with_a_button(slack):
    """A message of the app with a button that nothing listens to."""
    button = {
        "type": "button",
        "action_id": "anything",
        "text": {"type": "plain_text", "text": "Go"},
    }
    client = WebClient(token=slack.app.bot_token, base_url=slack.api_url)
    posted = client.chat_postMessage(
        channel=slack.channel("press"),
        text="a button",
        blocks=[{"type": "actions", "elements": [button]}],
    )
    return next(m for m in slack.messages("press") if m["ts"] == posted["ts"])


def only_answer(slack, place, said):
    (answer,) = slack.wait_for_messages(place, said.thread, timeout=60)
    return answer


def test_a_mention_gets_one_verified_answer_in_its_thread(slack, bot):
    said = slack.say("press", "maya", CONCERNS)

    answer = only_answer(slack, "press", said)
    seen = text_of(answer)

    assert answer["thread_ts"] == said.ts
    assert "As of 9 May 2024" in seen
    assert "Callers to 101 still wait too long" in seen
    assert re.search(r"Searched \d reports", seen)
    assert any(status.status for status in slack.statuses)
    assert slack.status("press", said.ts) == ""


def test_sources_name_the_page(slack, bot):
    said = slack.say("press", "tom", GRADE)

    seen = text_of(only_answer(slack, "press", said))

    assert "Northmarch Police: inspection report 2023" in seen
    assert "p. 2" in seen


def test_a_quotation_is_shown_with_its_speaker(slack, bot):
    said = slack.say("press", "tom", "What did Rosalind Teague say about the control room?")

    seen = text_of(only_answer(slack, "press", said))

    assert "The control room is a different story." in seen
    assert "Rosalind Teague" in seen


def test_a_direct_message_is_answered(slack, bot):
    dm = slack.dm("priya")
    said = slack.say(dm, "priya", GRADE)

    assert "no longer in enhanced monitoring" in text_of(only_answer(slack, dm, said))


def test_a_follow_up_in_its_thread_needs_no_mention(slack, bot):
    said = slack.say("newsroom", "maya", CONCERNS)
    slack.wait_for_messages("newsroom", said.ts, timeout=60)

    slack.say("newsroom", "maya", "and what about 101 calls?", said.ts, mention=False)
    answers = slack.wait_for_messages("newsroom", said.ts, count=2, timeout=60)

    assert "101" in text_of(answers[1])


def test_chatter_in_other_threads_is_left_alone(slack, bot):
    chatter = slack.say("newsroom", "omar", "lunch?", mention=False)
    said = slack.say("newsroom", "omar", GRADE)
    slack.wait_for_messages("newsroom", said.ts, timeout=60)

    assert slack.answers("newsroom", chatter.ts) == []


def test_what_the_reports_do_not_say_is_said_so(slack, bot):
    said = slack.say("press", "omar", "Does Northmarch Police use facial recognition cameras?")

    seen = text_of(only_answer(slack, "press", said))

    assert "The reports do not say" in seen
    assert re.search(r"I searched \d reports", seen)


def test_a_redelivered_event_is_answered_once(slack, bot):
    said = slack.say("press", "priya", GRADE)
    slack.wait_for_messages("press", said.ts, timeout=60)

    slack.redeliver(said)
    slack.redeliver(said.events[1])
    slack.wait_for_deliveries()
    later = slack.say("press", "priya", GRADE)
    slack.wait_for_messages("press", later.ts, timeout=60)

    assert len(slack.answers("press", said.ts)) == 1


def test_a_rate_limit_delays_the_answer_and_does_not_lose_it(slack, bot):
    slack.fault("chat.postMessage", "429", times=2, seconds=1)
    said = slack.say("press", "tom", GRADE)

    assert "enhanced monitoring" in text_of(only_answer(slack, "press", said))


def test_other_commands_work_meanwhile_and_their_reports_are_answered_from(library, slack, bot):
    done = reportdesk("ingest", SAMPLES / "saltmere-constabulary-inspection-2024.md", cwd=library)
    asked = reportdesk("ask", "Is Saltmere Constabulary in enhanced monitoring?", cwd=library)
    said = slack.say("press", "maya", "Is Saltmere Constabulary in enhanced monitoring?")

    seen = text_of(only_answer(slack, "press", said))

    assert done.returncode == 0, done.stderr
    assert "since 15 July 2024" in asked.stdout
    assert "since 15 July 2024" in seen


def test_a_pause_holds_at_once_everywhere_and_ends_with_resume(library, slack, bot):
    assert reportdesk("pause", "we check a figure", cwd=library).returncode == 0
    said = slack.say("press", "maya", GRADE)
    told = text_of(only_answer(slack, "press", said))
    asked = reportdesk("ask", GRADE, "--json", cwd=library)
    searched = reportdesk("search", "enhanced monitoring", cwd=library)
    assert reportdesk("resume", cwd=library).returncode == 0
    again = slack.say("press", "maya", GRADE)

    assert told == "Reportdesk is paused: we check a figure"
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert (answer["status"], answer["statements"]) == ("paused", [])
    assert "Northmarch" in searched.stdout
    assert "enhanced monitoring" in text_of(only_answer(slack, "press", again))
    assert len(slack.answers("press", said.ts)) == 1


def test_no_secret_reaches_the_log(slack, bot):
    assert not [word for word in slack.environment.values() if word in bot.printed]


class SlowModel(http.server.BaseHTTPRequestHandler):
    """A chat model that never answers in time."""

    def do_POST(self) -> None:
        self.server.stop.wait(30)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def slow_model() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowModel) as server:
        server.stop = threading.Event()
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.stop.set()
        server.shutdown()


def test_slow_answers_delay_neither_the_next_ack_nor_a_click(
    library, tmp_path, own_slack, mode, slow_model, monkeypatch
):
    slack = own_slack
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    shutil.copytree(library / "data", tmp_path / "data")
    model = {"model": "openai:slow", "model_base_url": slow_model, "model_timeout_seconds": 3}
    with in_slack(tmp_path, slack, mode, answer=model):
        slow = [slack.say("press", "maya", GRADE) for _ in range(5)]
        time.sleep(0.5)
        sixth = slack.say("press", "tom", GRADE)
        click = slack.click(message_with_a_button(slack), "anything", "tom")
        slack.wait_for_deliveries()
        acks = [d.ack_seconds for said in [*slow, sixth] for d in said.events]
        acks.append(click.ack_seconds)
        answers = [only_answer(slack, "press", said) for said in [*slow, sixth]]

    assert max(acks) < 1
    assert all("chat model did not answer" in text_of(answer) for answer in answers)


def test_a_killed_bot_answers_what_it_had_acknowledged_and_nothing_twice(
    library, tmp_path, own_slack, mode, slow_model, monkeypatch
):
    slack = own_slack
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    shutil.copytree(library / "data", tmp_path / "data")
    model = {"model": "openai:slow", "model_base_url": slow_model, "model_timeout_seconds": 60}
    with in_slack(tmp_path, slack, mode, answer=model) as bot:
        said = slack.say("press", "priya", GRADE)
        slack.wait_for_deliveries()
        bot.stop(signal.SIGKILL)

    with in_slack(tmp_path, slack, mode):
        slack.wait_for_messages("press", said.ts, timeout=60)
        slack.redeliver(said)
        slack.wait_for_deliveries()
        later = slack.say("press", "priya", GRADE)
        slack.wait_for_messages("press", later.ts, timeout=60)

    assert len(slack.answers("press", said.ts)) == 1


def test_sigterm_ends_it_at_once_and_frees_the_data_folder(library, tmp_path, own_slack, mode):
    shutil.copytree(library / "data", tmp_path / "data")
    with in_slack(tmp_path, own_slack, mode) as bot:
        assert bot.stop() == 0

    done = reportdesk("doctor", cwd=tmp_path)

    assert done.returncode == 0, done.stdout


def test_a_missing_token_is_named_with_where_to_find_it(library):
    done = reportdesk("serve", cwd=library)

    assert done.returncode == 2
    assert "SLACK_BOT_TOKEN" in done.stderr
