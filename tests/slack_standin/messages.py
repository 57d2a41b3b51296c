"""What Slack does to a message on its way in and out, and the core does not."""

import base64
import copy
import secrets

from .contract import Contract
from .elements import STATE
from .notation import rich_text
from .records import JsonDict
from .rules import MARKDOWN_TOTAL, Refusal, refuse_blocks, walk
from .view_rules import element_problems
from .workspace import Workspace

UPDATE_TEXT, EPHEMERAL_TEXT = 4_000, 40_000
ACTIONABLE = {*STATE, "button", "feedback_buttons", "icon_button", "overflow", "workflow_button"}


def refuse(method: str, arguments: JsonDict, contract: Contract) -> Refusal | None:
    """Why Slack would refuse a chat.* call before it looks at channel and timestamp."""
    text, markdown = arguments.get("text") or "", arguments.get("markdown_text")
    blocks = arguments.get("blocks")
    if markdown is not None and (text or blocks):
        return Refusal("markdown_text_conflict")
    if len(markdown or "") > MARKDOWN_TOTAL:
        return Refusal("msg_too_long")
    limit = {"chat.update": UPDATE_TEXT, "chat.postEphemeral": EPHEMERAL_TEXT}.get(method)
    if limit and len(text) > limit:
        return Refusal("msg_too_long")
    if not blocks:
        return None
    refusal = refuse_blocks(blocks, contract)
    if refusal:
        return refusal
    problems = tuple(f"[ERROR] {problem}" for problem in element_problems(blocks))
    return Refusal("invalid_blocks", problems) if problems else None


def as_stored(arguments: JsonDict) -> JsonDict:
    """The arguments with what Slack fills in: markdown as a block, block ids, action ids."""
    stored = dict(arguments)
    markdown = stored.pop("markdown_text", None)
    if markdown is not None:
        stored |= {"text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}
    if stored.get("blocks"):
        stored["blocks"] = [with_ids(block) for block in stored["blocks"]]
    return stored


def with_ids(block: JsonDict) -> JsonDict:
    """A copy of a block in which everything that needs an id has one, as Slack gives them."""
    filled: JsonDict = copy.deepcopy(block)
    filled["block_id"] = filled.get("block_id") or _short_id()
    for part in walk(filled):
        if part.get("type") in ACTIONABLE and not part.get("action_id"):
            part["action_id"] = _short_id()
    return filled


def _short_id() -> str:
    return secrets.token_urlsafe(4)


def composed(text: str) -> list[JsonDict]:
    """The block that Slack's own client sends for what a person typed."""
    return rich_text(text, _short_id())


class Messages:
    """Adds to the core's messages the fields that Slack has and the core lacks."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._latest_reply: dict[tuple[str, str], str] = {}
        self._more: dict[tuple[str, str], JsonDict] = {}

    def note(self, channel: str, ts: str, thread_ts: str | None) -> None:
        """Remember a stored message: a parent says when its last reply came."""
        if thread_ts:
            self._latest_reply[channel, thread_ts] = ts

    def add(self, channel: str, ts: str, more: JsonDict) -> None:
        """What the core does not keep of a message: files, previews of links."""
        self._more.setdefault((channel, ts), {}).update(more)

    def enrich(
        self, message: JsonDict, channel: str, parents: dict[str, str] | None = None
    ) -> JsonDict:
        """One message of the core as Slack shows it. `parents` has the author of each thread."""
        app, full = self._workspace.app, dict(message)
        full |= self._more.get((channel, full["ts"]), {})
        full.setdefault("team", self._workspace.team_id)
        if full.get("user") == app.bot_user:
            full |= {"bot_id": app.bot_id, "app_id": app.app_id, "bot_profile": self.bot_profile()}
        if full.get("blocks"):
            full["blocks"] = [with_ids(block) for block in full["blocks"]]
        if full.get("reply_count"):
            full |= {
                "thread_ts": full["ts"],
                "reply_users_count": len(full.get("reply_users", ())),
                "latest_reply": self._latest_reply.get((channel, full["ts"]), full["ts"]),
                "is_locked": False,
                "subscribed": False,
            }
        thread = full.get("thread_ts")
        if parents and thread in parents and thread != full["ts"]:
            full["parent_user_id"] = parents[thread]
        return full

    def thread(self, messages: list[JsonDict], channel: str) -> list[JsonDict]:
        """A list of messages, with the replies saying whose thread they are in."""
        parents = {m["ts"]: m["user"] for m in messages if m.get("user")}
        return [self.enrich(message, channel, parents) for message in messages]

    def bot_profile(self) -> JsonDict:
        app = self._workspace.app
        return {
            "id": app.bot_id,
            "app_id": app.app_id,
            "name": app.bot_name,
            "deleted": False,
            "updated": 1_700_000_000,
            "team_id": self._workspace.team_id,
            "icons": {"image_36": "", "image_48": "", "image_72": ""},
        }


class BadCursorError(ValueError):
    """A cursor that this stand-in never gave out."""


def page_of(messages: list[JsonDict], arguments: JsonDict, default_limit: int) -> JsonDict:
    """The part that `limit`, `cursor`, `oldest`, `latest` and `inclusive` ask for."""
    oldest, latest = str(arguments.get("oldest") or "0"), str(arguments.get("latest") or "9" * 12)
    inclusive = str(arguments.get("inclusive", "")).lower() in {"1", "true"}
    kept = [
        m
        for m in messages
        if float(oldest) < float(m["ts"]) < float(latest)
        or (inclusive and m["ts"] in {oldest, latest})
    ]
    start = _read_cursor(arguments.get("cursor"))
    limit = min(int(arguments.get("limit") or default_limit), 1_000)
    more = start + limit < len(kept)
    answer: JsonDict = {"ok": True, "messages": kept[start : start + limit], "has_more": more}
    if more:
        cursor = base64.b64encode(f"next:{start + limit}".encode()).decode()
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def _read_cursor(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).removeprefix(b"next:"))
    except ValueError as reason:
        raise BadCursorError(cursor) from reason
