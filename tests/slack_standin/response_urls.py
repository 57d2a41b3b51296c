"""Response URLs: how an app answers a click or a command without a token, five times at most."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from .contract import Contract
from .core import Core
from .ephemerals import Ephemerals
from .faults import Answer
from .messages import as_stored, refuse
from .records import Call, JsonDict, Ledger, now
from .workspace import Workspace

USES, LIFETIME = 5, 30 * 60.0
Announce = Callable[[str, JsonDict], None]


@dataclass
class Place:
    """Where answers go. `ts` is of the message to replace; a command has none at first."""

    channel: str
    user: str
    ts: str | None
    thread_ts: str | None
    made_at: float
    is_ephemeral: bool = True
    uses: int = 0


class ResponseUrls:
    """Makes the URLs and takes what is posted to them."""

    def __init__(
        self, core: Core, workspace: Workspace, ledger: Ledger, ephemerals: Ephemerals
    ) -> None:
        self._core, self._workspace, self._ledger = core, workspace, ledger
        self._ephemerals = ephemerals
        self._contract = Contract()
        self._places: dict[str, Place] = {}
        # Told of each message that an app has posted for everybody: channel and message.
        self.announce: Announce = lambda _channel, _message: None

    def new_path(self, message: JsonDict, user: str) -> str:
        """For a click on this message."""
        place = Place(
            message["channel"],
            user,
            message["ts"],
            message.get("thread_ts"),
            now(),
            is_ephemeral=bool(message.get("is_ephemeral")),
        )
        return self._path("actions", place)

    def new_place(self, kind: str, channel: str, user: str) -> str:
        """For a command or a modal: a place without a message."""
        return self._path(kind, Place(channel, user, None, None, now()))

    def knows(self, path: str) -> bool:
        return path in self._places

    def post(self, path: str, arguments: JsonDict) -> Answer:
        answer = self._take(path, arguments)
        call = Call("response_url", arguments, now(), answer.body, answer.status)
        self._ledger.add(self._ledger.calls, call)
        return answer

    def acknowledge(self, path: str, body: JsonDict) -> None:
        """A command's acknowledgement with a text or blocks is a message like a first answer."""
        if not (body.get("text") or body.get("blocks")):
            return
        refusal = refuse("response_url", body, self._contract)
        if refusal:
            text = f"the acknowledgement of a command was refused: {refusal}"
            self._ledger.add(self._ledger.violations, text)
            return
        answer = self._carry_out(self._places[path], as_stored(body))
        self._ledger.add(
            self._ledger.calls, Call("response_url", body, now(), answer, http_status=200)
        )

    def _path(self, kind: str, place: Place) -> str:
        path = f"/{kind}/{self._workspace.team_id}/{secrets.token_hex(8)}"
        self._places[path] = place
        return path

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

    def _carry_out(self, place: Place, arguments: JsonDict) -> JsonDict:
        content = {k: arguments[k] for k in ("text", "blocks") if k in arguments}
        if arguments.get("delete_original") and place.ts:
            return self._delete(place)
        if arguments.get("replace_original") and place.ts:
            return self._replace(place, content)
        thread = arguments.get("thread_ts") or place.thread_ts
        if arguments.get("response_type") == "in_channel":
            return self._post(place, content, thread)
        seen = self._ephemerals.show(place.channel, place.user, content, thread)
        if place.ts is None:  # `replace_original` of a command replaces its first answer.
            place.ts = seen["ts"]
        return {"ok": True}

    def _delete(self, place: Place) -> JsonDict:
        if place.is_ephemeral:
            self._ephemerals.remove(place.channel, str(place.ts))
            return {"ok": True}
        token = self._workspace.app.bot_token
        return self._core.call("chat.delete", token, channel=place.channel, ts=place.ts)

    def _replace(self, place: Place, content: JsonDict) -> JsonDict:
        if place.is_ephemeral:
            self._ephemerals.replace(place.channel, str(place.ts), content)
            return {"ok": True}
        here = {"channel": place.channel, "ts": place.ts}
        return self._core.call("chat.update", self._workspace.app.bot_token, **here, **content)

    def _post(self, place: Place, content: JsonDict, thread: str | None) -> JsonDict:
        token, app = self._workspace.app.bot_token, self._workspace.app
        own = {"bot_id": app.bot_id, "app_id": app.app_id}
        answer = self._core.call(
            "chat.postMessage", token, channel=place.channel, thread_ts=thread, **own, **content
        )
        if answer.get("ok"):
            self.announce(place.channel, answer["message"])
            if place.ts is None:
                place.ts, place.is_ephemeral = answer["ts"], False
        return answer
