"""Several workspaces, installed as Slack's OAuth does it, through Bolt's own install pages."""

import http.server
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_standin import SlackStandIn
from slack_standin.echo import serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(installed=False, retry_delays=()) as running:
        yield running


@pytest.fixture(scope="module")
def other(slack):
    return slack.new_team("northdesk", people=("rosa", "lee"), channels=("desk",))


@pytest.fixture(scope="module")
def app(slack, tmp_path_factory) -> App:
    folder = Path(tmp_path_factory.mktemp("oauth"))
    settings = OAuthSettings(
        client_id=slack.app.client_id,
        client_secret=slack.app.client_secret,
        scopes=["chat:write"],
        redirect_uri="https://bot.example/slack/oauth_redirect",
        installation_store=FileInstallationStore(base_dir=str(folder / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(folder / "states")),
    )
    client = WebClient(base_url=slack.api_url)
    settings.installation_store.client_id = slack.app.client_id
    app = App(signing_secret=slack.app.signing_secret, oauth_settings=settings, client=client)
    app.oauth_flow.client.base_url = slack.api_url

    @app.event("app_mention")
    def answer(event, say):
        say(text="here", thread_ts=event["ts"])

    @app.event("message")
    def message():
        """Acknowledged."""

    return app


@pytest.fixture(scope="module")
def served(slack, app) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.give(app.dispatch(BoltRequest(body=body, headers=self.given())))

        def do_GET(self):
            path, _, query = self.path.partition("?")
            request = BoltRequest(body="", query=query, headers=self.given())
            flow = app.oauth_flow
            callback = path == flow.redirect_uri_path
            self.give(
                flow.handle_callback(request) if callback else flow.handle_installation(request)
            )

        def given(self):
            return {name: [value] for name, value in self.headers.items()}

        def give(self, response):
            self.send_response(response.status)
            for name, values in response.headers.items():
                for value in values:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.body.encode())

        def log_message(self, *_args):
            pass

    with serving(Handler) as request_url:
        slack.subscribe(request_url)
        yield request_url.replace("/slack/events", "/slack/install")


def test_each_workspace_gets_its_own_token_and_hears_its_own_events(slack, other, served):
    for team in (slack, other):
        user = next(iter(team._population.people))
        done = slack.install_app(served, team, user)
        assert done.status == 200
        assert team.installed
    assert slack.app.bot_token != other.app.bot_token
    said = other.say("desk", "rosa", "anyone?")
    (answer,) = other.wait_for_messages("desk", said.ts)
    assert said.events[0].payload["team_id"] == other.workspace.team_id == "T000000002"
    assert said.events[0].event["team"] == "T000000002"
    assert (answer["user"], answer["bot_id"]) == (other.app.bot_user, other.app.bot_id)
    assert slack.messages("press") == []
    asked = WebClient(token=other.app.bot_token, base_url=slack.api_url).auth_test()
    assert (asked["team_id"], asked["user_id"]) == ("T000000002", other.app.bot_user)


def test_whoever_does_not_allow_it_installs_nothing(slack, served):
    third = slack.new_team("third", people=("ann",), channels=())
    done = slack.install_app(served, third, "ann", allow=False)
    assert done.code is None
    assert "access_denied" in done.page
    assert not third.installed
    token = WebClient(token=third.app.bot_token, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        token.auth_test()


def test_a_code_is_good_once_and_for_its_redirect_address(slack, other):
    client = WebClient(base_url=slack.api_url)
    own = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}

    def exchange(**more) -> str:
        with pytest.raises(SlackApiError) as caught:
            client.oauth_v2_access(**{**own, **more})
        return caught.value.response["error"]

    assert exchange(code="x") == "invalid_code"
    assert exchange(code="x", client_secret="wrong") == "bad_client_secret"
    assert exchange(code="x", client_id="9.9") == "invalid_client_id"
    query = {"scope": "chat:write", "redirect_uri": "https://bot.example/back"}
    code = slack._oauth.allow(query, other.workspace.user("lee"), other.install)
    assert exchange(code=code) == "bad_redirect_uri"


def test_removing_the_app_is_told_and_ends_its_token(slack, served):
    team = slack.new_team("fourth", people=("kim",), channels=())
    slack.install_app(served, team, "kim")
    before = len(slack.deliveries)
    team.uninstall()
    kinds = [d.event["type"] for d in slack.deliveries[before:]]
    assert kinds == ["tokens_revoked", "app_uninstalled"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        WebClient(token=team.app.bot_token, base_url=slack.api_url).auth_test()
