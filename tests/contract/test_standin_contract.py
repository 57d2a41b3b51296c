"""The stand-in's checks hold: Slack's own recorded payloads pass them, bad blocks do not."""

import json

import pytest
from slack_standin import Contract, StandInError, contract, core, ensure_core
from slack_standin.rules import BLOCKS_TOTAL, refuse_blocks

PLACE = contract.folder()
needs_schemas = pytest.mark.skipif(
    PLACE is None,
    reason="Slack's contract schemas (shared/reference/slack) are not at hand: "
    "only our own rules and slack_sdk's models check what goes in and out",
)


def recorded() -> dict[str, dict]:
    """Slack's own payloads for which its types have a definition."""
    found = {}
    for path in sorted((PLACE / "payloads").glob("*.json")) if PLACE else []:
        payload = json.loads(path.read_text("utf-8"))
        payload = payload.get("payload", payload)  # Some lie in a Socket Mode envelope.
        view = payload.get("view")
        # Some were shortened by hand or are of retired workflow steps: their views lack this.
        whole = not isinstance(view, dict) or "clear_on_close" in view
        if whole and contract.definition_of(payload):
            found[path.stem] = payload
    return found


RECORDED = recorded()


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def button(text: str = "Go", **more) -> dict:
    return {"type": "button", "action_id": "go", "text": plain(text), **more}


def actions(*elements: dict, **more) -> dict:
    return {"type": "actions", "elements": list(elements), **more}


def section(text: str, **more) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def table(rows: int = 1, columns: int = 1) -> dict:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def feedback(**more) -> dict:
    good = {"text": plain("Good"), "value": "good"}
    return {"type": "feedback_buttons", "action_id": "feedback", "positive_button": good, **more}


@needs_schemas
def test_what_slack_itself_sent_passes_the_contract():
    assert len(RECORDED) >= 30
    broken = {name: Contract().to_app(payload) for name, payload in RECORDED.items()}

    assert not any(broken.values()), broken


@needs_schemas
def test_a_payload_that_slack_could_not_have_sent_does_not_pass():
    payload = {"type": "event_callback", "event": {"type": "app_mention", "text": "hello"}}
    assert Contract().to_app(payload)


GOOD = {
    "answer": [section("As of 12 March 2024"), actions(button()), {"type": "divider"}],
    "fifty blocks": [{"type": "divider"}] * 50,
    "one table": [table(20, 20)],
    "markdown": [{"type": "markdown", "text": "x" * 12_000}],
    "feedback": [
        {
            "type": "context_actions",
            "elements": [feedback(negative_button={"text": plain("Bad"), "value": "bad"})],
        }
    ],
    "newer than the checkers": [{"type": "data_visualization", "title": "Grades"}],
}
BAD = {
    "button text": [actions(button("x" * 76))],
    "button value": [actions(button(value="x" * 2_001))],
    "cumulative markdown": [{"type": "markdown", "text": "x" * 6_001}] * 2,
    "duplicate block_id": [section("a", block_id="b"), section("c", block_id="b")],
    "two tables": [table(), table()],
    "wide table": [table(columns=21)],
    "long table": [table(rows=101)],
    "alert in a message": [{"type": "alert", "text": plain("no")}],
    "51 blocks": [{"type": "divider"}] * 51,
    "long block_id": [section("a", block_id="b" * 256)],
    "empty text": [section("")],
    "empty rich text": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
        }
    ],
    "section without text": [{"type": "section"}],
    "long section": [section("x" * 3_001)],
    "long header": [{"type": "header", "text": plain("x" * 151)}],
    "26 actions": [actions(*[button()] * 26)],
    "unknown block": [{"type": "poem", "text": "x"}],
    "feedback without negative": [{"type": "context_actions", "elements": [feedback()]}],
}
BAD_BY_SHAPE = {
    "header in mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "unknown field": [section("a", colour="red")],
    "text as string": [{"type": "section", "text": "a"}],
    "button in context_actions": [{"type": "context_actions", "elements": [button()]}],
}


@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_pass(name):
    assert refuse_blocks(GOOD[name], Contract()) is None


@pytest.mark.parametrize("name", BAD)
def test_bad_blocks_are_refused_without_the_schemas_too(name, monkeypatch):
    alone = Contract()
    monkeypatch.setattr(alone, "available", False)
    assert refuse_blocks(BAD[name], alone).error == "invalid_blocks"


@needs_schemas
@pytest.mark.parametrize("name", BAD_BY_SHAPE)
def test_blocks_of_the_wrong_shape_are_refused(name):
    assert refuse_blocks(BAD_BY_SHAPE[name], Contract()).error == "invalid_blocks"


def test_too_much_text_in_all_blocks_has_its_own_error():
    many = [section("x" * 2_900)] * 5
    assert sum(len(block["text"]["text"]) for block in many) > BLOCKS_TOTAL
    assert refuse_blocks(many, Contract()).error == "msg_blocks_too_long"
    assert refuse_blocks("text", Contract()).error == "invalid_blocks_format"


def test_the_core_is_pinned_and_its_lock_names_no_registry():
    wanted = json.loads((core.HERE / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((core.HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert wanted == {"emulate": "0.12.2"}
    assert locked["node_modules/emulate"]["version"] == "0.12.2"
    assert not any("resolved" in package for package in locked.values())


def test_without_node_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StandInError, match=r"needs Node\.js 20 or newer with npm.*Install"):
        ensure_core()
