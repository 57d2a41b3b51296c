"""Modals and App Home: what each person has open, and the views.* methods that change it."""

import secrets
import threading
import time
from collections.abc import Callable

from .contract import Contract
from .elements import Typed, state_of
from .messages import with_ids
from .records import JsonDict
from .rules import Refusal
from .triggers import TriggerError, Triggers
from .view_rules import refuse_view
from .workspace import Workspace

STACK = 3
Method = Callable[[JsonDict], JsonDict]


class ViewError(Exception):
    """A refusal in Slack's words."""

    def __init__(self, error: str, messages: tuple[str, ...] = ()) -> None:
        super().__init__(error)
        self.refusal = Refusal(error, messages)


class Views:
    """The open views of one workspace."""

    def __init__(self, workspace: Workspace, triggers: Triggers) -> None:
        self._workspace, self._triggers = workspace, triggers
        self._contract = Contract()
        self._lock = threading.RLock()
        self._stacks: dict[str, list[JsonDict]] = {}
        self._homes: dict[str, JsonDict] = {}
        self._typed: dict[str, Typed] = {}
        self._errors: dict[str, dict[str, str]] = {}

    # What a person sees.

    def stack(self, user: str) -> list[JsonDict]:
        """The person's open modals as the app is shown them, the topmost last."""
        with self._lock:
            return [self.shown(view) for view in self._stacks.get(user, ())]

    def home(self, user: str) -> JsonDict | None:
        with self._lock:
            view = self._homes.get(user)
            return self.shown(view) if view else None

    def shown(self, view: JsonDict) -> JsonDict:
        return {**view, "state": state_of(view["blocks"], self._typed.get(view["id"], {}))}

    def errors(self, user: str) -> dict[str, str]:
        """The errors that the app has put under the inputs of the topmost modal."""
        with self._lock:
            return dict(self._errors.get(user, {}))

    def put(self, view_id: str, typed: Typed) -> None:
        with self._lock:
            self._typed.setdefault(view_id, {}).update(typed)

    # What an app may do.

    def answer(self, method: str, arguments: JsonDict) -> JsonDict:
        """Answer one of views.open, push, update and publish."""
        known: dict[str, Method] = {
            "views.open": self._open,
            "views.push": self._push,
            "views.update": self._update,
            "views.publish": self._publish,
        }
        try:
            with self._lock:
                return {"ok": True, "view": self.shown(known[method](arguments))}
        except TriggerError as reason:
            return {"ok": False, "error": str(reason)}
        except ViewError as reason:
            found = reason.refusal
            answer: JsonDict = {"ok": False, "error": found.error}
            if found.messages:
                answer["response_metadata"] = {"messages": list(found.messages)}
            return answer

    def respond(self, user: str, view_id: str, response: JsonDict) -> str | None:
        """Do what an app's answer to a submission asks for; what was wrong with it, if anything."""
        with self._lock:
            stack = self._stacks.get(user, [])
            view = next((one for one in stack if one["id"] == view_id), None)
            action = response.get("response_action")
            try:
                if view is None:
                    return None if action is None else f"{action}: the view is closed already"
                self._errors.pop(user, None)
                if action == "errors":
                    self._show_errors(user, view, response.get("errors"))
                elif action == "update":
                    self._check(response.get("view"), "modal", view)
                    self._replace(stack, view, response["view"])
                elif action == "push":
                    self._stack_up(user, response.get("view"))
                elif action == "clear":
                    stack.clear()
                elif action is None:
                    stack.remove(view)
                else:
                    return f"response_action {action!r} is none that Slack knows"
            except ViewError as reason:
                return f"response_action {action}: {reason} {list(reason.refusal.messages)}"
            return None

    def close(self, user: str, *, everything: bool) -> list[JsonDict]:
        """The person closes the topmost modal, or all of them; those that were closed."""
        with self._lock:
            stack = self._stacks.get(user, [])
            everything = everything or bool(stack and stack[-1]["clear_on_close"])
            count = len(stack) if everything else 1
            closed = [self.shown(stack.pop()) for _ in range(min(count, len(stack)))]
            self._errors.pop(user, None)
            return closed

    def _open(self, arguments: JsonDict) -> JsonDict:
        self._check(arguments.get("view"), "modal")
        trigger = self._triggers.take(arguments.get("trigger_id"))
        self._stacks[trigger.user] = []
        return self._stack_up(trigger.user, arguments["view"], checked=True)

    def _push(self, arguments: JsonDict) -> JsonDict:
        self._check(arguments.get("view"), "modal")
        trigger = self._triggers.take(arguments.get("trigger_id"))
        stack = self._stacks.get(trigger.user, [])
        if trigger.view_id is None or trigger.view_id not in [view["id"] for view in stack]:
            raise ViewError("not_found")
        return self._stack_up(trigger.user, arguments["view"], checked=True)

    def _update(self, arguments: JsonDict) -> JsonDict:
        wanted = arguments.get("view_id"), arguments.get("external_id")
        for stack in [*self._stacks.values(), [*self._homes.values()]]:
            for view in stack:
                if view["id"] == wanted[0] or (wanted[1] and view["external_id"] == wanted[1]):
                    return self._updated(stack, view, arguments)
        raise ViewError("not_found")

    def _updated(self, stack: list[JsonDict], view: JsonDict, arguments: JsonDict) -> JsonDict:
        self._check(arguments.get("view"), view["type"], view)
        if arguments.get("hash") and arguments["hash"] != view["hash"]:
            raise ViewError("hash_conflict")
        changed = self._replace(stack, view, arguments["view"])
        for user, home in self._homes.items():
            if home["id"] == view["id"]:
                self._homes[user] = changed
        return changed

    def _publish(self, arguments: JsonDict) -> JsonDict:
        user = arguments.get("user_id")
        if user not in self._workspace.users.values():
            raise ViewError("invalid_arguments", ("[ERROR] user_id is nobody here",))
        previous = self._homes.get(user)
        self._check(arguments.get("view"), "home", previous)
        if arguments.get("hash") and previous and arguments["hash"] != previous["hash"]:
            raise ViewError("hash_conflict")
        view = self._made(arguments["view"], previous["id"] if previous else None)
        view |= {"root_view_id": view["id"]}
        self._homes[user] = view
        return view

    def _check(self, view: object, kind: str, replacing: JsonDict | None = None) -> None:
        refusal = refuse_view(view, kind, self._contract)
        if refusal:
            raise ViewError(refusal.error, refusal.messages)
        external = view.get("external_id") if isinstance(view, dict) else None
        everything = [*self._homes.values(), *(v for s in self._stacks.values() for v in s)]
        others = [one for one in everything if replacing is None or one["id"] != replacing["id"]]
        if external and external in [one["external_id"] for one in others]:
            raise ViewError("duplicate_external_id")

    def _stack_up(self, user: str, view: object, *, checked: bool = False) -> JsonDict:
        if not checked:
            self._check(view, "modal")
        assert isinstance(view, dict)
        stack = self._stacks.setdefault(user, [])
        if len(stack) >= STACK:
            raise ViewError("push_limit_reached")
        made = self._made(view)
        below = stack[-1] if stack else None
        made |= {
            "root_view_id": below["root_view_id"] if below else made["id"],
            "previous_view_id": below["id"] if below else None,
        }
        stack.append(made)
        self._errors.pop(user, None)
        return made

    def _replace(self, stack: list[JsonDict], view: JsonDict, wanted: JsonDict) -> JsonDict:
        """The same view with other contents; what was typed into the same places stays."""
        made = self._made(wanted, view["id"])
        made |= {key: view[key] for key in ("root_view_id", "previous_view_id")}
        stack[stack.index(view)] = made
        return made

    def _made(self, view: JsonDict, view_id: str | None = None) -> JsonDict:
        app, team = self._workspace.app, self._workspace.team_id
        blank = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "close": None,
            "submit": None,
            "title": {"type": "plain_text", "text": app.bot_name},
            "previous_view_id": None,
        }
        return {
            **blank,
            **view,
            "id": view_id or f"V{secrets.token_hex(5).upper()}",
            "team_id": team,
            "blocks": [with_ids(block) for block in view["blocks"]],
            "hash": f"{int(time.time())}.{secrets.token_hex(4)}",
            "app_id": app.app_id,
            "app_installed_team_id": team,
            "bot_id": app.bot_id,
        }

    def _show_errors(self, user: str, view: JsonDict, errors: object) -> None:
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise ViewError("invalid_arguments", (f"errors {errors} for inputs {inputs}",))
        self._errors[user] = {key: str(text) for key, text in errors.items()}
