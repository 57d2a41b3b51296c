"""Files and links that are shared, the shortcut that offers one, and the buttons of their cards."""

from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any, Protocol

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks.upload import ADD, AGAIN, ANYWAY, CORRECT, DISCARD, REPLACES
from bot.slack.blocks.upload_modal import MODAL
from bot.slack.correcting import Filled, read_filled
from bot.slack.failures import log_failure
from bot.slack.mrkdwn import clean, clip
from bot.slack.sharing import Brought, Deleted, read_deletion, read_message, read_shortcut
from bot.slack.upload_clicks import Click

SHORTCUT = "add_to_reports"
_EVENTS = ("message", "app_mention")
_MAX_NAME = 60


class Clicks(Protocol):
    """What people may do about what they share: see `UploadClicks`."""

    def receive(self, brought: Brought, reply_to: str | None = None) -> bool:
        """Offer what a message brings."""
        ...

    def click(self, click: Click) -> None:
        """Do what a button says."""
        ...

    def forget(self, deleted: Deleted) -> None:
        """Discard what is on offer of a message that was deleted."""
        ...

    def modal(self, click: Click) -> dict[str, Any] | None:
        """Return the modal of corrections."""
        ...

    def not_opened(self, click: Click) -> None:
        """Say that the modal could not be opened."""
        ...

    def choices(self, click: Click, typed: str) -> list[dict[str, Any]]:
        """Return the reports that fit what is typed."""
        ...

    def save(self, click: Click, filled: Filled, by: str) -> dict[str, str]:
        """Keep corrections; return what is wrong with them."""
        ...


class UploadListeners:
    """Reads payloads and hands them to `clicks`; `client_of` gives a team's own client."""

    def __init__(self, clicks: Clicks, client_of: Callable[[str], WebClient]) -> None:
        self._clicks = clicks
        self._client_of = client_of

    def register(self, app: App) -> None:
        """Listen. Messages are looked at on their way to whoever answers questions."""
        app.use(self.look_at_message)
        app.shortcut(SHORTCUT)(self.handle_shortcut)
        for action in (ADD, ANYWAY, DISCARD, AGAIN):
            app.action(action)(self.handle_click)
        app.action(CORRECT)(self.handle_correct)
        app.options(REPLACES)(self.handle_choices)
        app.view(MODAL)(self.handle_saved)

    def look_at_message(
        self,
        body: dict[str, Any],
        context: BoltContext,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name
    ) -> BoltResponse:
        """Offer what a message brings; a mention that says nothing else is no question."""
        event: Mapping[str, Any] = body.get("event") or {}
        if event.get("type") in _EVENTS:
            if (deleted := read_deletion(body)) is not None:
                self._clicks.forget(deleted)
            brought = read_message(body, context.bot_user_id)
            if brought and self._clicks.receive(brought) and brought.asks and not brought.words:
                return BoltResponse(status=200)
        return next()

    def handle_shortcut(self, body: dict[str, Any], ack: Ack) -> None:
        """Offer what the message under the shortcut brings."""
        self._clicks.receive(read_shortcut(body), body.get("response_url"))
        ack()

    def handle_click(self, body: dict[str, Any], ack: Ack) -> None:
        """Do what a button says."""
        if (click := _click(body)) is not None:
            self._clicks.click(click)
        ack()

    def handle_correct(self, body: dict[str, Any], ack: Ack) -> None:
        """Open the modal of corrections: Slack takes it for 3 s after the click only."""
        click = _click(body)
        view = self._clicks.modal(click) if click is not None else None
        if click is not None and view is not None:
            try:
                self._client_of(click.team).views_open(trigger_id=body["trigger_id"], view=view)
            except (SlackApiError, OSError, HTTPException) as error:
                log_failure(error, upload=click.number)
                self._clicks.not_opened(click)
        ack()

    def handle_choices(self, body: dict[str, Any], ack: Ack) -> None:
        """Give the reports that fit what is typed."""
        click = _in_view(body)
        options = self._clicks.choices(click, str(body.get("value") or "")) if click else []
        ack(options=options)

    def handle_saved(self, body: dict[str, Any], ack: Ack) -> None:
        """Keep the corrections of a modal, or show in it what is wrong with them."""
        click = _in_view(body)
        if click is None:
            ack()
            return
        filled = read_filled(body["view"]["state"]["values"])
        errors = self._clicks.save(click, filled, _name(body))
        if errors:
            ack(response_action="errors", errors=errors)
        else:
            ack()


def _click(body: Mapping[str, Any]) -> Click | None:
    action = (body.get("actions") or [{}])[0]
    return _on(body, str(action.get("value") or ""), str(action.get("action_id") or ""))


def _in_view(body: Mapping[str, Any]) -> Click | None:
    return _on(body, str((body.get("view") or {}).get("private_metadata") or ""), MODAL)


def _on(body: Mapping[str, Any], number: str, action: str) -> Click | None:
    team = str((body.get("team") or {}).get("id") or "")
    user = str((body.get("user") or {}).get("id") or "")
    if not number.isascii() or not number.isdigit():
        return None
    return Click(team, user, action, int(number), body.get("response_url"))


def _name(body: Mapping[str, Any]) -> str:
    """Return what a correction is signed with."""
    user = body.get("user") or {}
    name = clip(clean(str(user.get("username") or user.get("name") or "")), _MAX_NAME)
    return f"{name or user.get('id')} in Slack"
