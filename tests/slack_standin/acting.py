"""What people do with the app: commands, shortcuts, clicks, modals."""

from collections.abc import Callable, Mapping

from . import interactions
from .elements import clicked, elements_of, filled, find, is_empty, state_of
from .people import People
from .records import Delivery, JsonDict, Said
from .response_urls import ResponseUrls
from .triggers import Triggers
from .views import Views


class Acting(People):
    """Each method is one thing a person does; what it starts is a delivery."""

    _triggers: Triggers
    _views: Views
    _responses: ResponseUrls
    _edge_url: Callable[[], str]

    def command(self, command: str, text: str, user: str, channel: str) -> Delivery:
        """Type a slash command, `/reports ask ...`; the app's acknowledgement may be a message."""
        place, user_id = self._place(channel), self.workspace.user(user)
        known = self._manifest.commands if self._manifest else {command}
        assert command in known, f"the manifest has no command {command}, only {sorted(known)}"
        path = self._responses.new_place("commands", place, user_id)
        payload = interactions.slash_command(
            self.workspace,
            (command, text),
            (place, user_id),
            self._triggers.new(user_id),
            f"{self._edge_url()}{path}",
        )

        def take(delivery: Delivery) -> None:
            self._responses.acknowledge(path, delivery.body)

        return self._dispatcher.send("slash_commands", payload, then=take)

    def shortcut(self, callback_id: str, user: str) -> Delivery:
        """Choose a global shortcut of the app."""
        user_id = self.workspace.user(user)
        self._check_shortcut(callback_id)
        payload = interactions.shortcut(
            self.workspace, callback_id, user_id, self._triggers.new(user_id)
        )
        return self._dispatcher.send("interactive", payload)

    def message_shortcut(self, callback_id: str, message: JsonDict | Said, user: str) -> Delivery:
        """Choose a shortcut of the app in a message's menu."""
        self._check_shortcut(callback_id)
        if isinstance(message, Said):
            message = self._seen[message.channel, message.ts] | {"channel": message.channel}
        user_id = self.workspace.user(user)
        url = f"{self._edge_url()}{self._responses.new_path(message, user_id)}"
        made = self._triggers.new(user_id), url
        payload = interactions.message_shortcut(self.workspace, callback_id, message, user_id, made)
        return self._dispatcher.send("interactive", payload)

    def _check_shortcut(self, callback_id: str) -> None:
        known = self._manifest.shortcuts if self._manifest else {callback_id}
        assert callback_id in known, f"the manifest has no {callback_id}, only {sorted(known)}"

    def click(self, thing: JsonDict, action_id: str, user: str, value: object = None) -> Delivery:
        """Click the element with this `action_id` in a message, a modal or App Home.

        `value` picks a feedback button or an option, or is what is put in.
        """
        user_id = self.workspace.user(user)
        if thing.get("type") in {"modal", "home"}:
            return self._click_in_view(thing, action_id, user_id, value)
        if thing.get("is_ephemeral") and thing["user"] != user_id:
            raise AssertionError(f"{user} does not see that message, it is {thing['user']}'s")
        action, typed = clicked(thing.get("blocks") or [], action_id, value, self.workspace)
        state = state_of(thing.get("blocks") or [], typed)
        payload = interactions.message_click(self.workspace, thing, user_id, action, state)
        payload["trigger_id"] = self._triggers.new(user_id)
        payload["response_url"] = f"{self._edge_url()}{self._responses.new_path(thing, user_id)}"
        return self._dispatcher.send("interactive", payload)

    def _click_in_view(self, view: JsonDict, action_id: str, user: str, value: object) -> Delivery:
        action, typed = clicked(view["blocks"], action_id, value, self.workspace)
        self._views.put(view["id"], typed)
        now_shown = self._views.shown(view)
        payload = interactions.view_click(self.workspace, now_shown, user, action)
        payload["trigger_id"] = self._triggers.new(user, view["id"])
        return self._dispatcher.send("interactive", payload)

    # Modals and App Home.

    def view(self, user: str) -> JsonDict | None:
        """The topmost modal that this person has open."""
        stack = self._views.stack(self.workspace.user(user))
        return stack[-1] if stack else None

    def views(self, user: str) -> list[JsonDict]:
        """All modals that this person has open, the topmost last."""
        return self._views.stack(self.workspace.user(user))

    def view_errors(self, user: str) -> dict[str, str]:
        """What the app has put under the inputs of the topmost modal: block ids to texts."""
        return self._views.errors(self.workspace.user(user))

    def home(self, user: str) -> JsonDict | None:
        """The home view that the app has published for this person."""
        return self._views.home(self.workspace.user(user))

    def wait_for_view(
        self, user: str, *, containing: str | None = None, timeout: float = 15.0
    ) -> JsonDict:
        """Wait until this person has a modal open (whose callback_id or title contains this)."""

        def there() -> bool:
            view = self.view(user)
            if view is None:
                return False
            return containing is None or containing in view["callback_id"] + view["title"]["text"]

        self.wait_for(there, timeout)
        view = self.view(user)
        assert view is not None
        return view

    def wait_for_home(self, user: str, timeout: float = 15.0) -> JsonDict:
        """Wait until the app has published a home view for this person."""
        self.wait_for(lambda: self.home(user) is not None, timeout)
        view = self.home(user)
        assert view is not None
        return view

    def fill(self, user: str, values: Mapping[str, object]) -> JsonDict:
        """Put values into the topmost modal's inputs, by action id or block id; the view then."""
        view = self._top(user)
        for name, given in values.items():
            block, element = find(view["blocks"], name)
            entry = filled(element, given, self.workspace)
            self._views.put(view["id"], {(block["block_id"], element["action_id"]): entry})
        return self._top(user)

    def submit(
        self, user: str, values: Mapping[str, object] | None = None, *, wait: float = 10.0
    ) -> Delivery:
        """Submit the topmost modal and wait for the app's answer, which is carried out."""
        view = self.fill(user, values or {})
        for block, element in elements_of(view["blocks"]):
            if block["type"] == "input" and not block.get("optional"):
                entry = view["state"]["values"][block["block_id"]][element["action_id"]]
                assert not is_empty(entry), f"Slack asks for {element['action_id']} first"
        user_id = self.workspace.user(user)
        payload = interactions.submission(
            self.workspace,
            view,
            user_id,
            self._triggers.new(user_id, view["id"]),
            self._response_urls(view, user_id),
        )

        def carry_out(delivery: Delivery) -> None:
            problem = self._views.respond(user_id, view["id"], delivery.body)
            if problem:
                self._ledger.add(self._ledger.violations, f"view_submission: {problem}")

        delivery = self._dispatcher.send("interactive", payload, then=carry_out)
        delivery.finished.wait(wait)
        return delivery

    def close(self, user: str, *, everything: bool = False) -> list[Delivery]:
        """Press Cancel in the topmost modal, or with `everything` the X; the app may be told."""
        self._top(user)
        user_id = self.workspace.user(user)
        closed = self._views.close(user_id, everything=everything)
        cleared = everything or len(closed) > 1
        return [
            self._dispatcher.send(
                "interactive",
                interactions.closing(self.workspace, view, user_id, everything=cleared),
            )
            for view in closed
            if view["notify_on_close"]
        ]

    def suggest(
        self, user: str, action_id: str, typed: str = "", wait: float = 5.0
    ) -> list[JsonDict]:
        """Type into an external select of the topmost modal; the options that the app offers."""
        view = self._top(user)
        block, element = find(view["blocks"], action_id)
        place = block["block_id"], element["action_id"]
        user_id = self.workspace.user(user)
        payload = interactions.suggestion(self.workspace, view, user_id, place, typed)
        delivery = self._dispatcher.send("interactive", payload)
        delivery.finished.wait(wait)
        groups = delivery.body.get("option_groups") or [delivery.body]
        return [option for group in groups for option in group.get("options") or ()]

    def _top(self, user: str) -> JsonDict:
        view = self.view(user)
        assert view is not None, f"{user} has no modal open"
        return view

    def _response_urls(self, view: JsonDict, user: str) -> list[JsonDict]:
        """One for each conversation chosen in a select that asks for it."""
        urls = []
        for block, element in elements_of(view["blocks"]):
            if not element.get("response_url_enabled"):
                continue
            entry = view["state"]["values"][block["block_id"]][element["action_id"]]
            channel = entry.get("selected_conversation") or entry.get("selected_channel")
            if channel:
                path = self._responses.new_place("app", channel, user)
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": f"{self._edge_url()}{path}",
                    }
                )
        return urls
