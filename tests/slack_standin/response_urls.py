"""Response URLs: how an app answers a click without a token, five times within half an hour."""

import secrets
from dataclasses import dataclass

from .contract import Contract
from .core import Core
from .faults import Answer
from .messages import as_stored, refuse
from .records import Call, JsonDict, Ledger, now
from .workspace import Workspace

USES, LIFETIME = 5, 30 * 60.0


@dataclass
class _Place:
    channel: str
    user: str
    ts: str
    thread_ts: str | None
    made_at: float
    uses: int = 0


class ResponseUrls:
    """Makes the URLs and takes what is posted to them."""

    def __init__(self, core: Core, workspace: Workspace, ledger: Ledger) -> None:
        self._core, self._workspace, self._ledger = core, workspace, ledger
        self._contract = Contract()
        self._places: dict[str, _Place] = {}

    def new_path(self, message: JsonDict, user: str) -> str:
        path = f"/actions/{self._workspace.team_id}/{secrets.token_hex(8)}"
        self._places[path] = _Place(
            message["channel"], user, message["ts"], message.get("thread_ts"), now()
        )
        return path

    def post(self, path: str, arguments: JsonDict) -> Answer:
        answer = self._take(path, arguments)
        call = Call("response_url", arguments, now(), answer.body, answer.status)
        self._ledger.add(self._ledger.calls, call)
        return answer

    def _take(self, path: str, arguments: JsonDict) -> Answer:
        place = self._places.get(path)
        if place is None or now() - place.made_at > LIFETIME:
            return Answer({"ok": False, "error": "expired_url"}, 404)
        if place.uses >= USES:
            return Answer({"ok": False, "error": "used_url"}, 404)
        place.uses += 1
        refusal = refuse("response_url", arguments, self._contract)
        if refusal:
            return Answer({"ok": False, "error": refusal.error}, 400)
        return Answer(self._carry_out(place, as_stored(arguments)))

    def _carry_out(self, place: _Place, arguments: JsonDict) -> JsonDict:
        token = self._workspace.app.bot_token
        content = {k: arguments[k] for k in ("text", "blocks") if k in arguments}
        here = {"channel": place.channel, "ts": place.ts}
        if arguments.get("delete_original"):
            return self._core.call("chat.delete", token, **here)
        if arguments.get("replace_original"):
            return self._core.call("chat.update", token, **here, **content)
        thread = {"thread_ts": arguments.get("thread_ts") or place.thread_ts}
        if arguments.get("response_type") == "in_channel":
            return self._core.call(
                "chat.postMessage", token, channel=place.channel, **thread, **content
            )
        seen = {**content, **thread, "user": place.user, "is_ephemeral": True, **here}
        self._ledger.add(self._ledger.ephemerals, seen)
        return {"ok": True}
