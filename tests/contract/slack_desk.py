"""The real app behind a fake Web API, for tests to feed with events."""

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from slack_bolt import BoltRequest
from slack_fake_api import FakeApi

from bot.answering.records import Answer, Citation, Statement, StatementKind, Status
from bot.slack.parts import SlackParts
from bot.slack.register import build_app
from bot.slack.settings import SlackSecrets, SlackSettings
from store.answers import KeptAnswers
from store.audit import AuditLog
from store.catalog import Catalog
from store.channels import Channels
from store.database import open_database
from store.feedback import Feedback
from store.inbox import Inbox
from store.leases import Lease
from store.rates import Rates
from store.records import Coverage
from store.retention import Retention
from store.slack_tables import inbox as inbox_table
from store.switch import Switch
from store.threads import Threads

PAYLOADS = Path(__file__).parents[3] / "shared/reference/slack/payloads"
SECRETS = SlackSecrets(bot_token="xoxb-made-up", app_token="xapp-made-up", signing_secret="s")
DAY = date(2019, 3, 28)


def recorded(name):
    path = PAYLOADS / f"{name}.json"
    if not path.exists():
        pytest.skip("Slack's recorded payloads lie beside the repository, and are not there")
    return json.loads(path.read_text())


def event(number=1, **given):
    inner = {
        "type": "app_mention",
        "user": "U222",
        "text": "<@W111> What concerns remain?",
        "ts": f"{number}.000100",
        "channel": "C111",
    }
    body = {"type": "event_callback", "team_id": "T111", "event_id": f"Ev{number}"}
    return body | {"event": inner | given}


def an_answer(question):
    citation = Citation(
        "r1", 1, "Fire review", "r1.pdf", "https://x.example/r1.pdf", DAY, 4, "", 0, 1, ""
    )
    statement = Statement("Two concerns remain.", StatementKind.EXTRACT, None, (citation,))
    return Answer(question, Status.ANSWERED, DAY, (statement,), (), (), Coverage(3, DAY, DAY))


@dataclass
class Desk:
    app: object
    api: FakeApi
    engine: object
    asked: list

    def send(self, body, mode="socket_mode"):
        started = time.monotonic()
        response = self.app.dispatch(BoltRequest(body=body, mode=mode))
        return response.status, time.monotonic() - started

    def reply(self, body, mode="socket_mode"):
        """Send what is answered in the acknowledgement itself; return that answer."""
        response = self.app.dispatch(BoltRequest(body=body, mode=mode))
        assert response.status == 200
        return json.loads(response.body)

    def states(self):
        with self.engine.connect() as connection:
            rows = connection.execute(inbox_table.select().order_by(inbox_table.c.id)).all()
        return [row.state for row in rows]

    def wait_for_state(self, *states):
        deadline = time.monotonic() + 8
        while self.states() != list(states):
            assert time.monotonic() < deadline, self.states()
            time.sleep(0.02)


def parts_over(engine, ask, settings):
    """What Slack is connected to, over one database and with no library to search."""
    return SlackParts(
        ask=ask,
        search=lambda query, viewer: [],
        catalog=Catalog(engine),
        audit=AuditLog(engine),
        inbox=Inbox(engine),
        threads=Threads(engine),
        answers=KeptAnswers(engine),
        channels=Channels(engine, settings.channel_defaults),
        feedback=Feedback(engine),
        paused=Switch(engine).reason,
        rates=Rates(engine),
        retention=Retention(engine),
    )


@contextmanager
def desks_over(tmp_path, api):
    """Open desks over the same data folder, as often as a test restarts it."""
    desks = []

    def open_desk(ask=an_answer, *, start=True, **given):
        asked = []

        def ask_and_note(question, on_step):
            asked.append(question)
            return ask(question)

        engine = open_database(tmp_path)
        settings = SlackSettings(api_url=api.url, **given)
        parts = replace(parts_over(engine, ask_and_note, settings), lease=Lease(tmp_path))
        desk = Desk(build_app(SECRETS, settings, parts), api, engine, asked)
        desks.append(desk)
        if start:
            desk.app.desk.start()
        return desk

    yield open_desk
    for desk in desks:
        desk.app.desk.stop(5)
        desk.engine.dispose()
        desk.app.desk.parts.lease.release()
