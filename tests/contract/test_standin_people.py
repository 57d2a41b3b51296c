"""Commands, shortcuts, modals and App Home come from the stand-in as they come from Slack."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_standin import SlackStandIn, text_of
from slack_standin.echo import served_over_http


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict:
    return {"text": plain(value.title()), "value": value}


def modal(callback_id: str = "why", *blocks: dict, **more) -> dict:
    view = {"type": "modal", "callback_id": callback_id, "title": plain("Why"), **more}
    if blocks:
        view["submit"] = plain("Send")
    return {**view, "blocks": list(blocks)}


def asks(block_id: str, element: dict, **more) -> dict:
    return {
        "type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **more
    }  # fmt: skip


NOTE = {"type": "plain_text_input", "action_id": "note", "initial_value": "as before"}
REASON = {
    "type": "static_select",
    "action_id": "reason",
    "options": [option("wrong"), option("old")],
}
WHEN = {"type": "datepicker", "action_id": "when", "initial_date": "2024-05-09"}
WHO = {"type": "multi_users_select", "action_id": "who"}
FORM = modal(
    "form",
    asks("n", NOTE),
    asks("r", REASON),
    asks("d", WHEN, optional=True),
    asks("p", WHO, optional=True),
    notify_on_close=True,
    private_metadata="kept",
)

pytestmark = pytest.mark.slow
BUTTON = {"type": "button", "action_id": "more", "text": plain("More"), "value": "v"}


def an_app(slack: SlackStandIn) -> App:
    """Answers every kind of interaction in the plainest way that Bolt has."""
    client = WebClient(token=slack.app.bot_token, base_url=slack.api_url)
    app = App(token=slack.app.bot_token, signing_secret=slack.app.signing_secret, client=client)
    app.got = []
    for add in (commands, modals, clicks):
        add(app)
    return app


def commands(app: App) -> None:
    @app.command("/reports")
    def reports(ack, command, respond):
        verb, _, rest = command["text"].partition(" ")
        if verb == "ack":
            ack(text=rest, response_type="in_channel" if rest == "loud" else "ephemeral")
            return
        ack()
        if verb == "twice":
            respond(text="wait")
            respond(text="there", replace_original=True)
        elif verb == "loud":
            respond(text=rest, response_type="in_channel")
        elif verb == "gone":
            respond(text="gone")
            respond(delete_original=True)
        else:
            respond(text=rest)


def modals(app: App) -> None:
    @app.shortcut("ask")
    def ask(ack, shortcut, client):
        ack()
        app.got.append(shortcut)
        client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.view("form")
    def form(ack, view, body):
        app.got.append(body)
        note = view["state"]["values"]["n"]["note"]["value"]
        if note == "errors":
            ack(response_action="errors", errors={"n": "not that"})
        elif note == "update":
            ack(response_action="update", view=modal("done"))
        elif note == "push":
            ack(response_action="push", view=modal("next"))
        elif note == "clear":
            ack(response_action="clear")
        else:
            ack()

    @app.view_closed("form")
    def closed(ack, body):
        ack()
        app.got.append(body)


def clicks(app: App) -> None:
    @app.action("more")
    def more(ack, body, client):
        ack()
        app.got.append(body)
        if body["view"]["type"] == "modal":
            client.views_push(trigger_id=body["trigger_id"], view=modal("pushed"))

    @app.options("pick")
    def pick(ack, payload):
        ack(options=[option(payload["value"]), option("other")])

    @app.event("message")
    def message():
        """Bolt leaves unacknowledged what nobody listens to."""

    @app.event("app_home_opened")
    def home(event, client):
        view = {"type": "home", "blocks": [{"type": "actions", "elements": [BUTTON]}]}
        client.views_publish(user_id=event["user"], view=view)


@contextmanager
def connected(slack: SlackStandIn, app: App, mode: str) -> Iterator[App]:
    if mode == "http":
        with served_over_http(app) as url:
            slack.subscribe(url)
            yield app
            slack.unsubscribe()
        return
    handler = SocketModeHandler(app, slack.app.app_token, ping_interval=1)
    handler.connect()
    slack.wait_for_connections()
    yield app
    handler.client.auto_reconnect_enabled = False
    slack.drop_connections()
    handler.close()
    slack.wait_for_connections(0)


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(retry_delays=(0.0,), ack_within=3.0, trigger_seconds=1.0) as running:
        yield running


@pytest.fixture(scope="module", params=["socket", "http"])
def app(slack, request) -> Iterator[App]:
    with connected(slack, an_app(slack), request.param) as running:
        yield running


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(token=slack.app.bot_token, base_url=slack.api_url)


def error_of(call, **arguments) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


def form_of(slack, user="maya") -> dict:
    slack.shortcut("ask", user)
    return slack.wait_for_view(user, containing="form")


@pytest.fixture
def clean(slack) -> Iterator[None]:
    yield
    for user in ("maya", "tom"):
        if slack.view(user):
            slack.close(user, everything=True)
    slack.wait_for_deliveries()


@pytest.fixture(autouse=True)
def nothing_shown_yet(slack):
    slack._ledger.ephemerals.clear()


# Commands.


def test_a_command_is_answered_to_the_asker_alone(slack, app):
    sent = slack.command("/reports", "ask about the Met", "maya", "press")
    (shown,) = slack.wait_for_shown("maya", containing="about the Met")
    assert sent.payload["channel_name"] == "press"
    assert (shown["channel"], shown["is_ephemeral"]) == (slack.channel("press"), True)
    assert not slack.shown_to("tom")


def test_an_acknowledgement_with_a_text_is_a_message(slack, app):
    slack.command("/reports", "ack hello", "maya", "press")
    slack.wait_for_shown("maya", containing="hello")
    slack.command("/reports", "ack loud", "tom", "newsroom")
    (posted,) = slack.wait_for_messages("newsroom", containing="loud")
    assert posted["bot_id"] == slack.app.bot_id


def test_a_commands_first_answer_can_be_replaced_and_removed(slack, app):
    slack.command("/reports", "twice", "tom", "press")
    slack.wait_for_shown("tom", containing="there")
    slack.command("/reports", "gone", "tom", "press")
    slack.wait_for(lambda: any(c.arguments.get("delete_original") for c in slack.posted))
    assert [text_of(seen) for seen in slack.shown_to("tom")] == ["there"]


def test_a_command_can_answer_everybody(slack, app):
    slack.command("/reports", "loud for all", "tom", "embargo")
    slack.wait_for_messages("embargo", containing="for all")
    told = [d.event for d in slack.deliveries if d.event.get("text") == "for all"]
    assert told[0]["bot_id"] == slack.app.bot_id


# Shortcuts and modals.


def test_a_shortcut_opens_a_modal_for_the_person_who_chose_it(slack, app, clean):
    view = form_of(slack)
    assert app.got[-1]["callback_id"] == "ask"
    assert (view["callback_id"], view["private_metadata"]) == ("form", "kept")
    assert view["state"]["values"]["n"]["note"]["value"] == "as before"
    assert slack.view("tom") is None


def test_a_message_shortcut_brings_the_message(slack, app, clean):
    said = slack.say("press", "tom", "look at this", mention=False)
    slack.message_shortcut("ask", said, "maya")
    slack.wait_for_view("maya")
    got = app.got[-1]
    assert got["type"] == "message_action"
    assert (got["message"]["text"], got["channel"]["id"]) == ("look at this", said.channel)


def test_a_submission_holds_what_was_put_in_and_what_stood_there(slack, app, clean):
    form_of(slack)
    slack.submit("maya", {"reason": "old", "who": ["tom", "maya"]})
    values = app.got[-1]["view"]["state"]["values"]
    assert values["n"]["note"] == {"type": "plain_text_input", "value": "as before"}
    assert values["r"]["reason"]["selected_option"] == option("old")
    assert values["d"]["when"]["selected_date"] == "2024-05-09"
    assert values["p"]["who"]["selected_users"] == [
        slack.workspace.user("tom"), slack.workspace.user("maya")
    ]  # fmt: skip
    assert slack.view("maya") is None


def test_what_is_required_is_asked_for_first(slack, app, clean):
    form_of(slack)
    with pytest.raises(AssertionError, match="asks for reason"):
        slack.submit("maya")


@pytest.mark.parametrize(
    ("answer", "stack"),
    [("errors", ["form"]), ("update", ["done"]), ("push", ["form", "next"]), ("clear", [])],
)
def test_the_answer_to_a_submission_is_carried_out(slack, app, clean, answer, stack):
    form_of(slack)
    slack.submit("maya", {"note": answer, "reason": "old"})
    assert [view["callback_id"] for view in slack.views("maya")] == stack
    assert slack.view_errors("maya") == ({"n": "not that"} if answer == "errors" else {})


def test_a_closed_modal_is_told_of_when_the_app_asked_for_that(slack, app, clean):
    form_of(slack)
    (told,) = slack.close("maya")
    slack.wait_for_deliveries()
    assert app.got[-1]["type"] == "view_closed"
    assert told.payload["view"]["private_metadata"] == "kept"
    assert slack.view("maya") is None


def test_a_click_in_a_modal_knows_the_view_and_can_push_another(slack, app, client, clean):
    trigger = slack.shortcut("ask", "maya").payload["trigger_id"]
    slack.wait_for_view("maya", containing="form")
    blocks = [*FORM["blocks"], {"type": "actions", "block_id": "a", "elements": [BUTTON]}]
    client.views_update(view_id=slack.view("maya")["id"], view={**FORM, "blocks": blocks})
    assert error_of(client.views_open, trigger_id=trigger, view=FORM) == "exchanged_trigger_id"
    slack.fill("maya", {"note": "typed"})
    slack.click(slack.view("maya"), "more", "maya")
    slack.wait_for_view("maya", containing="pushed")
    got = app.got[-1]
    assert got["container"] == {"type": "view", "view_id": got["view"]["id"]}
    assert got["view"]["state"]["values"]["n"]["note"]["value"] == "typed"
    assert slack.view("maya")["previous_view_id"] == got["view"]["id"]
    assert slack.view("maya")["root_view_id"] == got["view"]["id"]


def test_an_external_select_is_filled_by_the_app(slack, app, client, clean):
    trigger = slack._triggers.new(slack.workspace.user("tom"))
    pick = {"type": "external_select", "action_id": "pick", "min_query_length": 1}
    client.views_open(trigger_id=trigger, view=modal("form", asks("x", pick), asks("n", NOTE)))
    first, _ = slack.suggest("tom", "pick", "met")
    assert first == option("met")
    slack.submit("tom", {"pick": first})
    assert app.got[-1]["view"]["state"]["values"]["x"]["pick"]["selected_option"] == first


def test_home_is_published_and_its_buttons_work(slack, app):
    slack.open_home("priya", "home")
    home = slack.wait_for_home("priya")
    slack.click(home, "more", "priya")
    slack.wait_for_deliveries()
    got = app.got[-1]
    assert got["view"]["type"] == "home"
    assert got["container"]["type"] == "view"
    assert "channel" not in got


# What views.* refuses.


@pytest.fixture
def trigger(slack):
    return lambda user="omar": slack._triggers.new(slack.workspace.user(user))


def test_a_trigger_lives_three_seconds_and_opens_once(slack, client, trigger):
    assert SlackStandIn.__init__.__kwdefaults__["trigger_seconds"] == 3.0
    late = trigger()
    time.sleep(1.1)  # This stand-in's triggers live a second.
    assert error_of(client.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
    assert error_of(client.views_open, trigger_id="1.2.x", view=modal()) == "invalid_trigger_id"
    used = trigger()
    client.views_open(trigger_id=used, view=modal())
    assert error_of(client.views_open, trigger_id=used, view=modal()) == "exchanged_trigger_id"


def test_three_modals_stand_on_each_other_and_no_more(slack, client, trigger):
    user = slack.workspace.user("omar")
    view = client.views_open(trigger_id=trigger(), view=modal())["view"]

    def push(**more):
        return client.views_push(trigger_id=slack._triggers.new(user, view["id"]), **more)

    push(view=modal())
    push(view=modal())
    assert error_of(push, view=modal()) == "push_limit_reached"
    assert error_of(client.views_push, trigger_id=trigger(), view=modal()) == "not_found"
    assert len(slack.views("omar")) == 3


def test_an_update_with_an_old_hash_or_of_nothing_is_refused(slack, client, trigger):
    view = client.views_open(trigger_id=trigger(), view=modal(external_id="x1"))["view"]
    update = client.views_update
    new = update(view_id=view["id"], view=modal("again"), hash=view["hash"])["view"]
    assert new["hash"] != view["hash"]
    stale = {"view_id": view["id"], "view": modal(), "hash": view["hash"]}
    assert error_of(update, **stale) == "hash_conflict"
    assert error_of(update, view_id="V404", view=modal()) == "not_found"
    assert error_of(update, external_id="x1", view=modal()) == "not_found"
    slack.close("omar", everything=True)
    assert error_of(update, view_id=view["id"], view=modal()) == "not_found"


def select(**more) -> dict:
    return {**REASON, **more}


REFUSED = {
    "title": modal(title=plain("x" * 25)),
    "title in mrkdwn": modal(title={"type": "mrkdwn", "text": "x"}),
    "no title": {"type": "modal", "blocks": []},
    "submit": modal("x", asks("n", NOTE)) | {"submit": plain("x" * 25)},
    "close": modal(close=plain("x" * 25)),
    "input without submit": {**FORM, "submit": None},
    "101 blocks": modal("x", *[{"type": "divider"}] * 101),
    "metadata": modal(private_metadata="x" * 3_001),
    "callback": modal("x" * 256),
    "label": modal("x", asks("n", NOTE) | {"label": plain("x" * 2_001)}),
    "initial": modal("x", asks("n", {**NOTE, "initial_value": "x" * 3_001})),
    "option text": modal("x", asks("r", select(options=[option("x" * 76)]))),
    "option value": modal(
        "x", asks("r", select(options=[{"text": plain("x"), "value": "x" * 151}]))
    ),
    "101 options": modal("x", asks("r", select(options=[option(str(n)) for n in range(101)]))),
    "no options": modal("x", asks("r", select(options=[]))),
    "initial option": modal("x", asks("r", select(initial_option=option("new")))),
    "same action": modal("x", {"type": "actions", "elements": [BUTTON, BUTTON]}),
    "empty text": modal("x", {"type": "section", "text": plain("")}),
    "home": {"type": "home", "blocks": []},
}


@pytest.mark.parametrize("name", REFUSED)
def test_views_that_slack_refuses_are_refused(client, trigger, name):
    view = REFUSED[name]
    assert error_of(client.views_open, trigger_id=trigger(), view=view) == "invalid_arguments"


def test_a_view_too_large_has_its_own_error(client, trigger):
    blocks = [{"type": "section", "text": plain("x" * 2_999)}] * 90
    view = modal("x", *blocks)
    assert error_of(client.views_open, trigger_id=trigger(), view=view) == "view_too_large"
