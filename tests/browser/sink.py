"""A message, a modal and listeners with one of everything that the page can show."""

from typing import Any

from slack_bolt import Ack, App

OPTIONS = [
    {"text": {"type": "plain_text", "text": name}, "value": name.lower()}
    for name in ("Wrong", "Incomplete", "Old")
]
DESCRIBED = [
    {
        "text": {"type": "plain_text", "text": "In public"},
        "description": {"type": "plain_text", "text": "Everybody in the channel sees it"},
        "value": "public",
    },
    {"text": {"type": "plain_text", "text": "Only to the asker"}, "value": "asker"},
]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": "1", **more}


def field(name: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    whole = {"action_id": name, **element}
    label = plain(name.replace("_", " ").capitalize())
    return {"type": "input", "block_id": name, "label": label, "element": whole, **more}


RICH = [
    {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "Bold", "style": {"bold": True}},
            {"type": "text", "text": ", "},
            {"type": "text", "text": "italic", "style": {"italic": True}},
            {"type": "text", "text": ", "},
            {"type": "text", "text": "struck", "style": {"strike": True}},
            {"type": "text", "text": ", "},
            {"type": "text", "text": "code", "style": {"code": True}},
            {"type": "text", "text": ", "},
            {"type": "link", "url": "https://reports.example/a.pdf#page=3", "text": "a link"},
            {"type": "link", "url": "javascript:alert(1)", "text": " no link"},
            {"type": "text", "text": ", "},
            {"type": "user", "user_id": "U0MAYA"},
            {"type": "text", "text": " <b>not HTML</b>"},
        ],
    },
    {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "One"}]},
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "Two"}]},
        ],
    },
    {
        "type": "rich_text_list",
        "style": "bullet",
        "indent": 1,
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "Two, deeper"}]}
        ],
    },
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "“As it was said.”"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "as  typed\n  so"}]},
]
TABLE = [
    ["Question", "2019", "2023"],
    ["Preventing crime", "Good", "Adequate"],
    ["Answering the public", "Requires improvement", "Inadequate"],
]
MESSAGE: list[dict[str, Any]] = [
    {"type": "header", "text": plain("A heading")},
    {
        "type": "section",
        "text": {
            "type": "mrkdwn",
            "text": "*Bold* and _italic_, `code`, <https://x.example|a link>, <@U0TOM>\n"
            ">quoted &lt;here&gt;",
        },
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": OPTIONS[:2],
        },
    },
    {
        "type": "section",
        "fields": [
            {"type": "mrkdwn", "text": f"*{name}*\n{value}"}
            for name, value in (("Published", "9 May 2024"), ("Subject", "Northmarch Police"))
        ],
    },
    {"type": "divider"},
    {"type": "rich_text", "elements": RICH},
    {"type": "table", "rows": [[{"type": "raw_text", "text": c} for c in row] for row in TABLE]},
    {"type": "markdown", "text": "## Marked down\n**Bold** and [a link](https://x.example)\n- one"},
    {"type": "image", "image_url": "https://x.example/map.png", "alt_text": "A map of Northmarch"},
    {"type": "carousel", "elements": []},
    {
        "type": "actions",
        "block_id": "clicks",
        "elements": [
            button("open_modal", "Open", style="primary"),
            button("count", "Count"),
            button("risky", "Delete", style="danger", confirm={
                "title": plain("Delete it?"), "text": plain("It will be gone."),
                "confirm": plain("Delete it"), "deny": plain("Keep it"),
            }),
            {
                "type": "static_select", "action_id": "why", "placeholder": plain("Why?"),
                "options": OPTIONS,
            },
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Helpful"), "value": "yes"},
                "negative_button": {"text": plain("Not helpful"), "value": "no"},
            }
        ],
    },
    {"type": "context", "elements": [plain("A quiet footer"), {"type": "mrkdwn", "text": "*too*"}]},
]  # fmt: skip
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "sink",
    "title": plain("Everything"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "notify_on_close": True,
    "blocks": [
        field("title", {"type": "plain_text_input"}, hint=plain("As it stands on the cover")),
        field("notes", {"type": "plain_text_input", "multiline": True}, optional=True),
        field("reason", {"type": "static_select", "options": OPTIONS, "placeholder": plain("Why?")},
              optional=True),
        field("subjects", {"type": "multi_static_select", "options": OPTIONS}, optional=True),
        field("people", {"type": "multi_users_select"}, optional=True),
        field("channel", {"type": "channels_select"}, optional=True),
        field("place", {"type": "conversations_select"}, optional=True),
        field("flags", {"type": "checkboxes", "options": OPTIONS}, optional=True),
        field("answer_in", {"type": "radio_buttons", "options": DESCRIBED,
                            "initial_option": DESCRIBED[0]}),
        field("published", {"type": "datepicker", "initial_date": "2024-05-09"}),
        field("at", {"type": "timepicker"}, optional=True),
        field("until", {"type": "datetimepicker"}, optional=True),
        field("file", {"type": "file_input", "filetypes": ["pdf", "txt"]}, optional=True),
    ],
}  # fmt: skip


class Listeners:
    """What the listeners were told."""

    def __init__(self) -> None:
        self.actions: list[dict[str, Any]] = []
        self.submitted: list[dict[str, Any]] = []
        self.closed = 0
        self.commands: list[str] = []
        self.shortcuts: list[str] = []

    def listen(self, app: App) -> None:
        app.action("open_modal")(self._open)
        for name in ("count", "risky", "why", "more", "feedback"):
            app.action(name)(self._act)
        app.view("sink")(self._submit)
        app.view_closed("sink")(self._closed)
        app.command("/reports")(self._command)

    def _open(self, ack: Ack, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    def _act(self, ack: Ack, body: dict[str, Any], respond: Any) -> None:
        ack()
        self.actions.append(body["actions"][0])
        respond(
            text=f"Clicked {body['actions'][0]['action_id']}", replace_original=False,
            response_type="ephemeral",
        )  # fmt: skip

    def _submit(self, ack: Ack, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if values["title"]["title"]["value"] == "wrong":
            ack(response_action="errors", errors={"title": "That is not on any cover."})
            return
        self.submitted.append(values)
        ack()

    def _closed(self, ack: Ack) -> None:
        self.closed += 1
        ack()

    def _command(self, ack: Ack, command: dict[str, Any]) -> None:
        self.commands.append(command["text"])
        ack(text=f"You asked for: {command['text']}")
