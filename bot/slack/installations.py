"""Which workspaces have installed the app, with their tokens: slack_sdk's own store and flow.

The tokens stand in a SQLite file that only the account running this may read (mode 0600). They are
not encrypted: a key beside them would protect nothing. Whoever can read the file, or a backup of
it, can act as the app; guard both, and keep the disk encrypted.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPException
from importlib.resources import files
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.context import BoltContext
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import FailureArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from bot.slack.settings import SlackSecrets, SlackSettings

_log = structlog.get_logger(__name__)

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
# How long somebody may take on Slack's page.
_STATE_SECONDS = 600


class Installations:
    """The installed workspaces, in a database (an `engine` of SQLAlchemy's) for slack_sdk's tables.

    `on_change` is told the team that was installed or removed, which of the two, and who did it.
    """

    def __init__(self, engine: Any, client_id: str) -> None:
        self.store = SQLAlchemyInstallationStore(client_id, engine)
        self.states = SQLAlchemyOAuthStateStore(_STATE_SECONDS, engine)
        self.store.create_tables()  # type: ignore[no-untyped-call]
        self.states.create_tables()  # type: ignore[no-untyped-call]
        self.on_change: Callable[[str, str, str | None], None] = lambda *_: None

    def find(self, team: str) -> Installation | None:
        """Return a workspace's installation, None where there is none."""
        found = self._rows(team)
        return found[-1] if found else None

    def save(self, installation: Installation) -> None:
        """Keep an installation in place of earlier ones, whose tokens are forgotten."""
        team = installation.team_id
        assert team is not None, "an installation for a whole organisation is refused before"
        self._delete(team)
        self.store.save(installation)
        _log.info("slack.installed", team=team)
        self.on_change(team, "installed", installation.user_id)

    def remove(self, team: str) -> bool:
        """Forget a workspace's tokens; return False where there were none."""
        if not self._delete(team):
            return False
        _log.info("slack.uninstalled", team=team)
        self.on_change(team, "uninstalled", None)
        return True

    def forget_old_states(self) -> None:
        """Forget which installations were begun and not finished in time."""
        states, now = self.states.oauth_states, datetime.now(UTC).replace(tzinfo=None)
        with self.states.engine.begin() as connection:
            connection.execute(states.delete().where(states.c.expire_at < now))

    def _delete(self, team: str) -> bool:
        found = self._rows(team)
        for one in found:
            self.store.delete_all(enterprise_id=one.enterprise_id, team_id=team)
        return bool(found)

    def _rows(self, team: str) -> list[Installation]:
        # By the workspace alone: it may have joined an organisation since it was installed.
        c = self.store.installations.c
        query = self.store.installations.select().where(
            c.client_id == self.store.client_id, c.team_id == team
        )
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(c.installed_at, c.id)).mappings()
            return [self.store.build_installation_entity(row) for row in rows]


class TeamAuthorize(Authorize):
    """Answers each request of Slack as its own workspace, without asking Slack again."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_actors: str | None,
    ) -> AuthorizeResult | None:
        """Return whose token a request is answered with, None where nobody installed us."""
        del context, enterprise_id
        found = self._installations.find(team_id) if team_id else None
        if found is None or not found.bot_token:
            return None
        return AuthorizeResult(
            enterprise_id=found.enterprise_id,
            team_id=team_id,
            team=found.team_name,
            user_id=user_id,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_token=found.bot_token,
        )


class InstallFlow(OAuthFlow):
    """Slack's installation flow, for the workspaces that may install the app."""

    def __init__(
        self,
        installations: Installations,
        secrets: SlackSecrets,
        settings: SlackSettings,
        client: WebClient,
    ) -> None:
        self._installations = installations
        self._allowed = settings.distributed.teams
        given = OAuthSettings(
            client_id=secrets.client_id,
            client_secret=secrets.client_secret,
            scopes=bot_scopes(),
            redirect_uri=_redirect_uri(settings),
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=_authorization_url(settings.api_url),
            installation_store=installations.store,
            state_store=installations.states,
            state_expiration_seconds=_STATE_SECONDS,
        )
        super().__init__(client=client, settings=given)
        self.failure_handler = self._refused

    def issue_new_state(self, request: BoltRequest) -> str:
        """Give out a state; those that were not used in time go, since anybody may ask for one."""
        self._installations.forget_old_states()
        return super().issue_new_state(request)

    def run_installation(self, code: str) -> Installation | None:
        """Turn Slack's code into tokens; None, which is shown as a failure, where that fails."""
        try:
            return super().run_installation(code)
        except (OSError, HTTPException) as error:
            _log.warning("slack.not_installed", reason=type(error).__name__)
            return None

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        """Keep an installation. Raises BoltError, which is shown as a failure, where it may not."""
        del request
        team = installation.team_id
        if team is None or installation.is_enterprise_install:
            raise BoltError("Please install it in one workspace, not for a whole organisation.")
        if self._allowed and team not in self._allowed:
            _log.warning("slack.not_installed", team=team, reason="not in slack.distributed.teams")
            raise BoltError("This workspace is not one that may install Reportdesk.")
        self._installations.save(installation)

    def _refused(self, args: FailureArgs) -> BoltResponse:
        """Show in the browser why nothing was installed."""
        reason = str(args.error) if args.error is not None else args.reason
        renderer = self.settings.redirect_uri_page_renderer
        return BoltResponse(
            status=args.suggested_status_code,
            headers={
                "Content-Type": "text/html; charset=utf-8",
                "Set-Cookie": self.settings.state_utils.build_set_cookie_for_deletion(),
            },
            body=renderer.render_failure_page(reason),
        )


def bot_scopes() -> list[str]:
    """Return the scopes that the manifest asks for."""
    manifest: dict[str, Any] = json.loads(files("bot.slack").joinpath("manifest.json").read_text())
    return [str(scope) for scope in manifest["oauth_config"]["scopes"]["bot"]]


def _redirect_uri(settings: SlackSettings) -> str | None:
    url = settings.distributed.public_url
    return None if url is None else url.rstrip("/") + REDIRECT_PATH


def _authorization_url(api_url: str) -> str:
    return api_url.removesuffix("/").removesuffix("/api") + "/oauth/v2/authorize"
