"""How the bot behaves in a channel: set in a modal by people who are allowed to."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.blocks.channel_settings import (
    PUBLISHERS,
    SETTINGS_VIEW,
    SUBJECTS,
    options,
    read_settings,
    settings_view,
)
from bot.slack.desk import Desk
from bot.slack.listeners.replies import open_modal, said
from bot.slack.wording import NOT_AN_ADMIN, TRY_AGAIN
from store.records import Filters, Viewer


def register(app: App) -> None:
    """Listen for the modal and for its menus of subjects and publishers."""
    app.view(SETTINGS_VIEW)(handle_settings)
    app.options(SUBJECTS)(handle_options)
    app.options(PUBLISHERS)(handle_options)


def open_settings(ack: Ack, command: dict[str, Any], desk: Desk, client: WebClient) -> None:
    """Open the modal for the channel that a command was given in."""
    if not desk.permissions.may_configure(command["user_id"]):
        ack(**said(NOT_AN_ADMIN))
        return
    channel = command["channel_id"]
    settings = desk.parts.channels.get(command.get("team_id") or "", channel)
    view = settings_view(channel, settings)
    if open_modal(client, command["trigger_id"], view):
        ack()
    else:
        ack(**said(TRY_AGAIN))


def handle_settings(ack: Ack, body: dict[str, Any], view: dict[str, Any], desk: Desk) -> None:
    """Keep what was set, if whoever set it still may."""
    person = body["user"]["id"]
    if not desk.permissions.may_configure(person):
        ack(response_action="errors", errors={SUBJECTS: NOT_AN_ADMIN})
        return
    team, channel = (body.get("team") or {}).get("id") or "", view["private_metadata"]
    settings = read_settings(view["state"]["values"])
    desk.parts.channels.set(team, channel, settings, person)
    ack()


def handle_options(ack: Ack, body: dict[str, Any], desk: Desk) -> None:
    """Offer the subjects or publishers that hold what was typed."""
    catalog = desk.parts.catalog
    filters = Filters(viewer=Viewer(person=body["user"]["id"]))
    names = (
        catalog.subjects(filters) if body["action_id"] == SUBJECTS else catalog.publishers(filters)
    )
    ack(options=options(names, body.get("value") or ""))
