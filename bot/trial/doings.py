"""What a person does on the page, told to the bot as Slack would tell it."""

from collections.abc import Callable
from typing import Any

from bot.trial import notation, payloads
from bot.trial.cast import APP_ID, BOT_USER, TEAM_ID, TEAM_NAME
from bot.trial.changes import JsonDict
from bot.trial.delivery import Delivery, UnansweredError
from bot.trial.methods import chat, views
from bot.trial.workspace import RefusedError, Workspace, hidden

NO_ANSWER = "The app did not respond in time. Please try again."


class Doings:
    """Does what the page asks for, in the name of a person. Raises RefusedError."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._all: dict[str, Callable[[str, JsonDict], JsonDict]] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "dismiss": self._dismiss,
            "command": self._command,
            "click": self._click,
            "click_in_view": self._click_in_view,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "open_home": self._open_home,
            "stop": self._stop,
        }

    def do(self, what: str, given: JsonDict) -> JsonDict:
        """Do one thing; `given["user"]` does it."""
        if what not in self._all:
            raise RefusedError("unknown_action")
        user = self._workspace.person(str(given.get("user"))).id
        try:
            return self._all[what](user, given)
        except UnansweredError:
            return {"problem": NO_ANSWER}

    def _say(self, user: str, given: JsonDict) -> JsonDict:
        workspace = self._workspace
        channel = workspace.channel(str(given.get("channel")))
        if user not in channel.members:
            raise RefusedError("not_in_channel")
        text, blocks = notation.read(str(given.get("text") or ""))
        files = [workspace.files[one].facts for one in given.get("files") or ()]
        if not text.strip() and not files:
            raise RefusedError("no_text")
        facts: JsonDict = {"user": user, "text": text, "blocks": blocks}
        if files:
            facts |= {"files": files, "subtype": "file_share"}
        said = workspace.post(channel.id, facts, given.get("thread_ts"))
        if BOT_USER in channel.members:
            self._tell(payloads.message(said, channel))
            if channel.kind != "im" and f"<@{BOT_USER}>" in text:
                self._tell(payloads.mention(said, channel))
            for file in files:
                shared = {"type": "file_shared", "file_id": file["id"], "file": {"id": file["id"]}}
                where = {"user_id": user, "channel_id": channel.id, "event_ts": said["ts"]}
                self._tell({**shared, **where})
        return {"ts": said["ts"], "thread_ts": said.get("thread_ts")}

    def _edit(self, user: str, given: JsonDict) -> JsonDict:
        workspace, said = self._workspace, self._mine(user, given)
        text, blocks = notation.read(str(given.get("text") or ""))
        if not text.strip():
            raise RefusedError("no_text")
        old = dict(said)
        edited = {"user": user, "ts": workspace.ts()}
        workspace.change(said, text=text, blocks=blocks, edited=edited)
        place = workspace.channel(said["channel"])
        self._tell(payloads.changed(workspace, old, said, place))
        return {}

    def _delete(self, user: str, given: JsonDict) -> JsonDict:
        said = self._mine(user, given)
        self._workspace.remove(said)
        place = self._workspace.channel(said["channel"])
        self._tell(payloads.changed(self._workspace, said, None, place))
        return {}

    def _dismiss(self, user: str, given: JsonDict) -> JsonDict:
        said = self._seen(user, given)
        if not hidden(said):
            raise RefusedError("cant_delete_message")
        self._workspace.remove(said)
        return {}

    def _command(self, user: str, given: JsonDict) -> JsonDict:
        workspace = self._workspace
        channel = workspace.channel(str(given.get("channel")))
        name, _, text = str(given.get("text") or "").strip().partition(" ")
        answer = self._delivery.command(
            {
                "token": "trial",
                "team_id": TEAM_ID,
                "team_domain": TEAM_NAME.lower().replace(" ", "-"),
                "channel_id": channel.id,
                "channel_name": channel.name or "directmessage",
                "user_id": user,
                "user_name": workspace.person(user).name,
                "command": name,
                "text": notation.read(text.strip())[0],
                "api_app_id": APP_ID,
                "is_enterprise_install": "false",
                "response_url": workspace.response_url(channel.id, user),
                "trigger_id": workspace.trigger(user),
            }
        )
        if answer.get("text") or answer.get("blocks"):
            respond_in(workspace, channel.id, user, answer)
        return {}

    def _click(self, user: str, given: JsonDict) -> JsonDict:
        workspace, said = self._workspace, self._seen(user, given)
        action = payloads.action_of(workspace, said, given)
        if action is None:
            raise RefusedError("no_such_element")
        payload = {
            **payloads.interaction(workspace, "block_actions", user),
            **payloads.on_message(workspace, said, user),
            "state": {"values": given.get("values") or {}},
            "actions": [action],
        }
        self._delivery.interact(payload)
        return {}

    def _click_in_view(self, user: str, given: JsonDict) -> JsonDict:
        workspace = self._workspace
        view = views.find(workspace, user, str(given.get("view_id")))
        action = payloads.action_of(workspace, view, given)
        if action is None:
            raise RefusedError("no_such_element")
        payload = {
            **payloads.interaction(workspace, "block_actions", user),
            **payloads.in_view(workspace, view, user, given.get("values") or {}),
            "actions": [action],
        }
        self._delivery.interact(payload)
        return {}

    def _suggest(self, user: str, given: JsonDict) -> JsonDict:
        """Ask the bot what a menu of its own making offers."""
        workspace = self._workspace
        if given.get("view_id"):
            holder = views.find(workspace, user, str(given["view_id"]))
            place = payloads.in_view(workspace, holder, user, {})
        else:
            holder = self._seen(user, given)
            place = payloads.on_message(workspace, holder, user)
        action = payloads.action_of(workspace, holder, given)
        if action is None:
            raise RefusedError("no_such_element")
        names = {"action_id": action["action_id"], "block_id": action["block_id"]}
        asked = {**names, "value": str(given.get("query") or "")}
        base = payloads.interaction(workspace, "block_suggestion", user)
        return self._delivery.interact({**base, **place, **asked})

    def _submit(self, user: str, given: JsonDict) -> JsonDict:
        workspace = self._workspace
        view = views.find(workspace, user, str(given.get("view_id")))
        facts = payloads.in_view(workspace, view, user, given.get("values") or {})
        del facts["container"]
        payload = {
            **payloads.interaction(workspace, "view_submission", user),
            **facts,
            "response_urls": [],
        }
        return self._answered(user, view, self._delivery.interact(payload))

    def _answered(self, user: str, view: JsonDict, answer: JsonDict) -> JsonDict:
        """Do what the bot answers to a submission."""
        workspace, wanted = self._workspace, answer.get("response_action")
        if wanted == "errors":
            return {"errors": answer.get("errors") or {}}
        if wanted == "update":
            views.replace(workspace, user, view, views.checked(answer))
        elif wanted == "push":
            views.push(workspace, user, views.checked(answer))
        elif wanted == "clear":
            views.show(workspace, user, [])
        else:
            self._drop(user, view)
        return {}

    def _close(self, user: str, given: JsonDict) -> JsonDict:
        workspace = self._workspace
        view = views.find(workspace, user, str(given.get("view_id")))
        every = bool(given.get("all") or view.get("clear_on_close"))
        closed = list(workspace.views.get(user) or ()) if every else [view]
        for one in closed:
            self._drop(user, one)
        for one in closed:
            if one.get("notify_on_close"):
                self._delivery.interact(
                    {
                        **payloads.interaction(workspace, "view_closed", user),
                        "view": one,
                        "is_cleared": every,
                    }
                )
        return {}

    def _drop(self, user: str, view: JsonDict) -> None:
        with self._workspace.lock:
            stack = self._workspace.views.get(user) or []
            views.show(self._workspace, user, [one for one in stack if one["id"] != view["id"]])

    def _shortcut(self, user: str, given: JsonDict) -> JsonDict:
        workspace = self._workspace
        facts: JsonDict = {"callback_id": given.get("callback_id"), "action_ts": workspace.ts()}
        if given.get("ts"):
            said = self._seen(user, given)
            on = payloads.on_message(workspace, said, user)
            del on["container"]
            base = payloads.interaction(workspace, "message_action", user)
            payload = {**base, **on, **facts, "message_ts": said["ts"]}
        else:
            base = payloads.interaction(workspace, "shortcut", user)
            payload = {**base, **facts, "trigger_id": workspace.trigger(user)}
        self._delivery.interact(payload)
        return {}

    def _open_home(self, user: str, given: JsonDict) -> JsonDict:
        tab = "home" if given.get("tab") == "home" else "messages"
        channel = self._workspace.channel(user).id
        facts: JsonDict = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
        if tab == "home" and (view := self._workspace.homes.get(user)):
            facts["view"] = view
        self._tell({**facts, "event_ts": self._workspace.ts()})
        return {}

    def _stop(self, user: str, given: JsonDict) -> JsonDict:
        facts = {"channel": given.get("channel"), "thread_ts": given.get("thread_ts")}
        streams: list[Any] = []
        stopped = {"type": "agent_session_stopped", "user": user, "streaming_message_ts": streams}
        self._tell({**stopped, **facts, "event_ts": self._workspace.ts()})
        return {}

    def _tell(self, inner: JsonDict) -> None:
        self._delivery.event(payloads.event(self._workspace, inner))

    def _seen(self, user: str, given: JsonDict) -> JsonDict:
        channel = self._workspace.channel(str(given.get("channel")))
        said = self._workspace.find(channel.id, given.get("ts"))
        if user not in channel.members or said.get("to") not in (None, user):
            raise RefusedError("message_not_found")
        return said

    def _mine(self, user: str, given: JsonDict) -> JsonDict:
        said = self._seen(user, given)
        if said.get("user") != user:
            raise RefusedError("cant_update_message")
        return said


def respond(workspace: Workspace, name: str, given: JsonDict) -> None:
    """Do what the bot writes to a `response_url`. Raises RefusedError."""
    place = workspace.respond(name)
    old = None
    if place.message_ts:
        try:
            old = workspace.find(place.channel, place.message_ts)
        except RefusedError:
            old = None
    if given.get("delete_original") and old:
        workspace.remove(old)
    elif given.get("replace_original") and old:
        workspace.change(old, **{"blocks": None, **chat.said(given)})
    else:
        thread = given.get("thread_ts") or place.thread_ts
        respond_in(workspace, place.channel, place.user, {**given, "thread_ts": thread})


def respond_in(workspace: Workspace, channel: str, user: str, given: JsonDict) -> None:
    """Show an answer to a command or a click: to the person alone unless it says otherwise."""
    if given.get("response_type") == "in_channel":
        facts = {**chat.said(given), **chat.author()}
        workspace.post(channel, facts, given.get("thread_ts"))
    else:
        chat.whisper(workspace, channel, user, given)
