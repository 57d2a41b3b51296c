"""One app for several workspaces: each with its own token and data, and nothing of another's."""

import json
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import httpx
import pytest
from fakes import HashEmbedder, WordReranker, make_revision, new_revision
from slack_bolt import BoltRequest
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation
from slack_standin import SlackStandIn
from sqlalchemy import text

from bot.app import App
from bot.serve import INSTALLATIONS, Mode, serve_slack
from bot.settings import Settings
from bot.slack.blocks.actions import PASSAGES
from bot.slack.installations import INSTALL_PATH, Installations
from bot.slack.register import build_distributed_app
from bot.slack.run import run_http
from bot.slack.settings import read_secrets
from bot.teams import TeamFolders
from store.audit import AuditLog
from store.channels import AnswerIn, ChannelSettings
from store.database import open_database, open_plain
from store.errors import SettingsError
from store.inbox import Asked, InboxState, Surface
from store.vectors import VectorAccess

pytestmark = pytest.mark.slow

TITLE = "The Wexbridge secret inquiry"
SECRET = "Wexbridge Police lost forty lanterns in the harbour."
QUESTION = "How many lanterns did Wexbridge Police lose in the harbour?"


@pytest.fixture(scope="module")
def slack():
    people, channels = ("maya", "tom"), ("press",)
    with SlackStandIn(installed=False, people=people, channels=channels, retry_delays=()) as one:
        yield one


@pytest.fixture(scope="module")
def other(slack):
    return slack.new_team("northdesk", people=("rosa",), channels=("desk",))


@pytest.fixture(scope="module")
def served(slack, other, tmp_path_factory):
    """The distributed app, over HTTP, in this process; its models are none, its data is real."""
    patch = pytest.MonkeyPatch()
    # One server of vectors for each workspace takes seconds; that is a journey's business.
    patch.setattr(VectorAccess, "serve", lambda *_, **__: None)
    folder = tmp_path_factory.mktemp("teams")
    given = {"api_url": slack.api_url, "distributed": {"enabled": True}}
    app = App(Settings.model_validate({"slack": given}), folder)
    models = SimpleNamespace(embedder=HashEmbedder, reranker=WordReranker)
    app.library.__dict__.update(models=models)
    secrets = read_secrets(slack.oauth_environment, "http", distributed=True)
    engine = open_plain(folder / INSTALLATIONS)
    installations = Installations(engine, secrets.client_id)
    bolt = build_distributed_app(secrets, app.settings.slack, installations, TeamFolders(app))
    stop, ready, ports = threading.Event(), threading.Event(), []

    def on_ready(port):
        ports.append(port)
        ready.set()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(run_http, bolt, app.settings.slack, 0, stop, on_ready)
        assert ready.wait(20)
        host = f"http://127.0.0.1:{ports[0]}"
        slack.subscribe(f"{host}/slack/events")
        for team, user in ((slack, "maya"), (other, "rosa")):
            assert slack.install_app(f"{host}{INSTALL_PATH}", team, user).status == 200
        add_report(app, slack.workspace.team_id)
        yield SimpleNamespace(
            app=app, bolt=bolt, folder=folder, installations=installations, host=host
        )
        stop.set()
        done.result(timeout=30)
    app.close()
    engine.dispose()
    patch.undo()


def add_report(app, team):
    """What `reportdesk ingest --data DATA/teams/TEAM` does, without a model."""
    at = app.another(app.library.folder / "teams" / team)
    revision = make_revision(SECRET, "The harbour is old.", title=TITLE, subject="Wexbridge Police")
    at.library.index.replace(new_revision("/r/wexbridge.txt", revision))
    at.close()


def ask(team, channel, user, question=QUESTION):
    said = team.say(channel, user, question)
    (answer,) = team.wait_for_messages(channel, said.thread)
    return said, json.dumps(answer, ensure_ascii=False)


def rows(served, team, table):
    engine = open_database(served.folder / "teams" / team.workspace.team_id)
    with engine.connect() as connection:
        found = [row._asdict() for row in connection.execute(text(f"SELECT * FROM {table}"))]
    engine.dispose()
    return found


def test_nothing_of_one_workspace_reaches_another(slack, other, served):
    _, known = ask(slack, "press", "maya")
    # Not a word of the report, so that whatever is said of it was taken from it.
    _, unknown = ask(other, "desk", "rosa", "What was lost?")
    assert TITLE in known
    assert "no reports to search" in unknown
    for team, user in ((slack, "tom"), (other, "rosa")):
        team.open_home(user, tab="home")
        team.open_home(user, tab="messages")
        who = team.workspace.user(user)
        slack.wait_for(lambda who=who: shown_to(slack, who))
    assert TITLE in shown_to(slack, slack.workspace.user("tom"))
    rosa = unknown + shown_to(slack, other.workspace.user("rosa"))
    rosa += json.dumps(other.prompts("rosa"))
    assert not [word for word in ("Wexbridge", "lantern", "1 report", "secret") if word in rosa]
    tokens = {team.workspace.team_id: team.app.bot_token for team in (slack, other)}
    assert len(set(tokens.values())) == 2
    for team, foreign in ((slack, other), (other, slack)):
        assert foreign.workspace.team_id not in json.dumps(rows(served, team, "inbox"))


def shown_to(slack, person):
    """The last Home tab that a person was shown."""
    views = [c for c in slack.calls("views.publish") if c.arguments["user_id"] == person]
    return json.dumps(views[-1].arguments, ensure_ascii=False) if views else ""


def test_questions_turns_answers_and_settings_are_kept_apart(slack, other, served):
    ask(slack, "press", "maya")
    ask(other, "desk", "rosa", "What of Florence?")
    for team, foreign in ((slack, "Florence"), (other, "Wexbridge")):
        kept = [rows(served, team, one) for one in ("inbox", "turns", "answers", "said", "audit")]
        assert all(kept)
        assert foreign not in json.dumps(kept)
        assert {row["team"] for row in kept[0]} == {team.workspace.team_id}
    channel = slack.workspace.channel("press")
    parts = served.bolt.desks.of(slack.workspace.team_id).desk.parts
    private = ChannelSettings(answer_in=AnswerIn.ASKER)
    parts.channels.set(slack.workspace.team_id, channel, private, "UX")
    others = served.bolt.desks.of(other.workspace.team_id).desk.parts
    for team in (slack, other):
        seen = others.channels.get(team.workspace.team_id, channel)
        assert seen.answer_in is AnswerIn.PUBLIC
    parts.channels.set(slack.workspace.team_id, channel, ChannelSettings(), "UX")


def test_tokens_are_readable_by_us_alone_and_an_installation_is_audited(slack, other, served):
    files = list(served.folder.glob(f"{INSTALLATIONS}*"))
    assert files
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    for team in (slack, other):
        names = [row["event"] for row in rows(served, team, "audit")]
        assert names[0] == "installed"


def test_a_pause_and_a_limit_of_one_workspace_are_its_own(slack, other, served):
    at = served.app.another(served.folder / "teams" / slack.workspace.team_id)
    at.library.switch.pause("we check a figure", "ana")
    assert "paused: we check a figure" in ask(slack, "press", "maya")[1]
    assert "paused" not in ask(other, "desk", "rosa", "What of it?")[1]
    at.library.switch.resume("ana")
    at.close()
    assert TITLE in ask(slack, "press", "maya")[1]


def test_a_pause_of_the_whole_app_is_everybodys(slack, other, served):
    served.app.library.switch.pause("we move house", "ana")
    assert "paused: we move house" in ask(slack, "press", "maya")[1]
    assert "paused: we move house" in ask(other, "desk", "rosa", "What of it?")[1]
    served.app.library.switch.resume("ana")
    assert TITLE in ask(slack, "press", "maya")[1]


def test_what_is_too_old_is_erased_in_folders_that_nobody_opens(served):
    days = served.app.settings.slack.model_copy(update={"retention_days": 1})
    settings = served.app.settings.model_copy(update={"slack": days})
    folders = TeamFolders(App(settings, served.folder, beside=served.app))
    at = served.app.another(served.folder / "teams" / "T0OLD")
    asked = Asked("Ev1", "T0OLD", "C1", "1.1", "1.1", "U1", "Why?", Surface.MENTION)
    at.inbox.finish(at.inbox.begin(at.inbox.add(asked)), InboxState.ANSWERED, "So.", ())
    assert "T0OLD" in folders.known()
    assert not folders.visit("T0OLD")
    assert at.inbox.get(1).asked.text == "Why?"
    with at.library.engine.begin() as connection:
        connection.execute(text("UPDATE inbox SET received_at = received_at - 90000"))
    at.inbox.add(replace(asked, event_id="Ev2", ts="2.1"))
    assert folders.visit("T0OLD")
    assert [at.inbox.get(number).state for number in (1, 2)] == ["erased", "received"]
    at.close()


def test_an_idle_workspace_is_closed_and_opened_again_when_it_asks(slack, other, served):
    desks = served.bolt.desks
    ask(slack, "press", "maya")
    ask(other, "desk", "rosa", "What of it?")
    slack.wait_for(lambda: all(one.office.is_idle() for one in desks._open.values()))
    assert len(desks.open_teams()) == 2
    clock = desks._clock
    desks._clock = lambda: clock() + 20
    desks.close_idle()
    assert len(desks.open_teams()) == 2
    desks._clock = lambda: clock() + 20 * 60
    desks.close_idle()
    assert desks.open_teams() == []
    desks._clock = clock
    assert TITLE in ask(slack, "press", "maya")[1]
    assert desks.open_teams() == [slack.workspace.team_id]


def test_room_is_made_for_others(slack, other, served):
    desks = served.bolt.desks
    ask(slack, "press", "maya")
    ask(other, "desk", "rosa", "What of it?")
    slack.wait_for(lambda: all(one.office.is_idle() for one in desks._open.values()))
    given, clock = desks._settings, desks._clock
    few = given.distributed.model_copy(update={"open_teams": 1})
    desks._settings = given.model_copy(update={"distributed": few})
    desks._clock = lambda: clock() + 31
    desks.close_idle()
    desks._settings, desks._clock = given, clock
    assert desks.open_teams() == [other.workspace.team_id]


def test_what_waited_when_the_process_ended_is_answered_at_the_next_start(slack, other, served):
    team = slack.workspace.team_id
    desks = served.bolt.desks
    desks.close(team, 5)
    at = served.app.another(served.folder / "teams" / team)
    said = slack.say("press", "maya", "Anything on lanterns?")
    slack.wait_for_messages("press", said.thread)
    entry = at.inbox.get(max(row["id"] for row in rows(served, slack, "inbox")))
    desks.close(team, 5)
    left = replace(entry.asked, event_id="EvLeft", ts=f"{said.ts}9", text=QUESTION)
    assert at.inbox.add(left)
    at.close()
    desks._visit()
    assert len(slack.wait_for_messages("press", said.thread, count=2)) == 2


def test_an_uninstalled_workspace_is_forgotten_and_may_come_back(slack, other, served):
    team = slack.new_team("third", people=("kim",), channels=("room",))
    slack.install_app(f"{served.host}{INSTALL_PATH}", team, "kim")
    token = team.app.bot_token
    assert "no reports to search" in ask(team, "room", "kim")[1]
    team.uninstall()
    slack.wait_for(lambda: served.installations.find(team.workspace.team_id) is None)
    kept = b"".join(one.read_bytes() for one in served.folder.glob(f"{INSTALLATIONS}*"))
    assert token.encode() not in kept
    slack.wait_for(lambda: team.workspace.team_id not in served.bolt.desks.open_teams())
    assert [row["event"] for row in rows(served, team, "audit")][-1] == "uninstalled"
    slack.install_app(f"{served.host}{INSTALL_PATH}", team, "kim")
    assert team.app.bot_token != token
    assert "no reports to search" in ask(team, "room", "kim")[1]


def test_a_workspace_that_may_not_install_it_is_told(slack, served, monkeypatch):
    team = slack.new_team("fourth", people=("ann",), channels=())
    monkeypatch.setattr(served.bolt.oauth_flow, "_allowed", ("T1",))
    done = slack.install_app(f"{served.host}{INSTALL_PATH}", team, "ann")
    assert done.status == 500
    assert "not one that may install" in done.page
    assert served.installations.find(team.workspace.team_id) is None


def test_a_name_that_is_no_workspace_opens_no_folder(served):
    for name in ("../T1", "T1/..", "", "t1", "T" * 40):
        with pytest.raises(SettingsError):
            TeamFolders(served.app).open(name)


@pytest.mark.parametrize(
    ("mode", "environment", "named"),
    [
        (Mode.SOCKET, {}, "Use --http"),
        (Mode.HTTP, {"REPORTDESK_DATABASE_URL": "sqlite:///x.sqlite"}, "unset it"),
        (None, {}, "SLACK_CLIENT_ID"),
    ],
)
def test_what_a_distributed_app_cannot_be_is_said(tmp_path, monkeypatch, mode, environment, named):
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "REPORTDESK_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    settings = Settings.model_validate({"slack": {"distributed": {"enabled": True}}})
    with pytest.raises(SettingsError, match=named):
        serve_slack(App(settings, tmp_path), mode, 0, None)


def test_the_chain_of_each_workspace_holds(slack, other, served):
    for team in (slack, other):
        engine = open_database(served.folder / "teams" / team.workspace.team_id)
        assert AuditLog(engine).broken_at() is None
        engine.dispose()


def test_an_organisation_a_stranger_and_a_forged_return_install_nothing(slack, served):
    begun = httpx.get(f"{served.host}{INSTALL_PATH}")
    assert "oauth/v2/authorize" in begun.text
    assert "chat%3Awrite" in begun.text or "chat:write" in begun.text
    back = f"{served.host}/slack/oauth_redirect"
    forged = httpx.get(back, params={"code": "1", "state": "made-up"})
    assert forged.status_code == 400
    shown = httpx.get(back, params={"error": "<script>alert(1)</script>"})
    assert "<script>alert" not in shown.text
    flow = served.bolt.oauth_flow
    grid = Installation(app_id="A1", user_id="U1", enterprise_id="E1", is_enterprise_install=True)
    with pytest.raises(BoltError, match="whole organisation"):
        flow.store_installation(None, grid)


def test_states_of_installations_that_nobody_finished_go(slack, served, monkeypatch):
    states = served.installations.states
    states.expiration_seconds = -1
    states.issue()
    states.expiration_seconds = 600
    httpx.get(f"{served.host}{INSTALL_PATH}")
    with states.engine.connect() as connection:
        left = connection.execute(states.oauth_states.select()).all()
    assert left
    assert all(row.expire_at > datetime.now(UTC).replace(tzinfo=None) for row in left)


def test_a_workspace_that_did_not_install_it_is_told_so(slack, served):
    command = {"command": "/reports", "team_id": "T9", "user_id": "U1", "text": "status"}
    answered = served.bolt.dispatch(BoltRequest(body=command, mode="socket_mode"))
    assert answered.status == 200
    assert "not installed here" in answered.body


def test_a_click_on_another_workspaces_message_is_none_of_ours(slack, other, served):
    ask(slack, "press", "maya")
    before = len(slack.calls("views.open"))
    body = {
        "type": "block_actions",
        "team": {"id": other.workspace.team_id},
        "user": {"id": "U1"},
        "trigger_id": "1.1",
        "actions": [{"action_id": PASSAGES, "value": "1", "type": "button", "block_id": "b"}],
        "message": {"ts": "1.1", "bot_id": slack.app.bot_id},
        "channel": {"id": "C1"},
    }
    answered = served.bolt.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert answered.status == 200
    assert len(slack.calls("views.open")) == before
    body["message"]["bot_id"] = other.app.bot_id
    served.bolt.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert len(slack.calls("views.open")) == before + 1
