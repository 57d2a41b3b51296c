"""Clicks on an answer: its passages, more of it, sharing it, a person, what one thinks of it."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.blocks.actions import FEEDBACK, MORE, NOT_HELPFUL, PASSAGES, PERSON, SHARE
from bot.slack.blocks.modals import COMMENT, REASON, REASON_VIEW, reason_view
from bot.slack.blocks.passages import in_context, passages_view
from bot.slack.blocks.person import RESOLVE
from bot.slack.desk import Desk
from bot.slack.kept import from_body
from bot.slack.listeners.replies import open_modal
from bot.slack.viewers import viewer_of
from store.feedback import Opinion, Reason, Verdict
from store.inbox import Entry, Task, about

_TASKS = {MORE: Task.MORE, SHARE: Task.SHARE, PERSON: Task.PERSON, RESOLVE: Task.RESOLVE}


def register(app: App) -> None:
    """Listen for the buttons under answers and on the cards that call a person."""
    for action in _TASKS:
        app.action(action)(handle_task)
    app.action(PASSAGES)(handle_passages)
    app.action(FEEDBACK)(handle_feedback)
    app.view(REASON_VIEW)(handle_reason)


def handle_task(ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk) -> None:
    """Hand over what is wanted about an answer."""
    entry = _entry(body, action["value"], desk)
    if entry is not None:
        task, user = _TASKS[action["action_id"]], body["user"]["id"]
        desk.receive(about(entry, task, user, body.get("response_url")))
    ack()


def handle_passages(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk, client: WebClient
) -> None:
    """Show what the answer cites where it stands, as far as its reader may see it now."""
    ack()
    entry, person = _entry(body, action["value"], desk), body["user"]["id"]
    kept = desk.parts.answers.get(entry.id) if entry else None
    answer = from_body(kept.body) if kept else None
    if entry is None or answer is None or not _may_ask(entry, person, desk):
        open_modal(client, body["trigger_id"], passages_view(()))
        return
    catalog = desk.parts.catalog
    settings = desk.parts.channels.get(entry.asked.team, entry.asked.channel)
    seen = catalog.seen_ids(viewer_of(entry.asked, settings))
    cited = (citation for one in answer.statements for citation in one.citations)
    view = passages_view(in_context(cited, seen, catalog.text))
    desk.parts.audit.record(
        "passages_shown",
        {"id": f"slack-{entry.id}", "person": person, "reports": list(answer.rests_on)},
    )
    open_modal(client, body["trigger_id"], view)


def handle_feedback(
    ack: Ack, body: dict[str, Any], action: dict[str, Any], desk: Desk, client: WebClient
) -> None:
    """Keep what somebody thinks of an answer; where it did not help, ask why."""
    ack()
    verdict, _, number = str(action["value"]).partition(":")
    entry = _entry(body, number, desk)
    if entry is None:
        return
    opinion = Opinion(entry.id, entry.asked.team, body["user"]["id"], Verdict(verdict))
    desk.parts.feedback.give(opinion)
    if verdict == NOT_HELPFUL:
        open_modal(client, body["trigger_id"], reason_view(str(entry.id)))


def handle_reason(ack: Ack, body: dict[str, Any], view: dict[str, Any], desk: Desk) -> None:
    """Keep why an answer did not help."""
    entry = _entry(body, view.get("private_metadata") or "", desk)
    if entry is not None:
        values = view["state"]["values"]
        reason = values[REASON][REASON]["selected_option"]["value"]
        comment = values[COMMENT][COMMENT].get("value") or None
        team, person = entry.asked.team, body["user"]["id"]
        opinion = Opinion(entry.id, team, person, Verdict.NOT_HELPFUL, Reason(reason), comment)
        desk.parts.feedback.give(opinion)
    ack()


def _may_ask(entry: Entry, person: str, desk: Desk) -> bool:
    return desk.permissions.may_ask(entry.asked.team, entry.asked.channel, person)


def _entry(body: dict[str, Any], number: str, desk: Desk) -> Entry | None:
    """Return the question that a click is about, None where it is not of this workspace."""
    entry = desk.parts.inbox.get(int(number)) if number.isdecimal() else None
    team = (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id") or ""
    return entry if entry is not None and entry.asked.team in ("", team) else None
