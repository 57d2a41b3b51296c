"""Any answer renders within Slack's limits, footer intact, and pings nobody."""

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from answer_kit import answer_blocks
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.answering.records import (
    Answer,
    Citation,
    Question,
    Speaker,
    Statement,
    StatementKind,
    Status,
    Withheld,
)
from bot.slack.blocks.actions import Controls
from bot.slack.blocks.answer import MAX_BLOCKS, MAX_TOTAL, show_answer, size
from bot.slack.blocks.plain import MAX_TEXT, answer_text
from bot.slack.blocks.sheet import is_showable
from bot.slack.mrkdwn import clean
from store.records import (
    Coverage,
    Description,
    Hit,
    Passage,
    ReportKind,
    ReportStatus,
    ReportSummary,
    Sourced,
)

SCHEMA = Path(__file__).parents[3] / "shared/reference/slack/slack-contract.strict.schema.json"

NASTY = st.sampled_from(
    [
        "<!channel>",
        "<!here|here>",
        "<@U123>",
        "<#C1|x>",
        "<!subteam^S1>",
        "&lt;!channel&gt;",
        "<<!everyone>>",
        "<http://evil.example|Home Office>",
        "*bold* _it_ ~no~ `code` > quote",
        "\u202egnp.exe\u202c",
        "\u200b\u200d\ufeff\x00\x1b[31m",
        "\U000e0041\U000e0042",
        "\ud800",
        "line\nline\u2028line",
        "“” ‘’ \\ \" '",
        "word " * 700,
        "x" * 4_000,
        "&" * 900,
    ]
)
TEXT = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    NASTY,
    st.lists(st.one_of(NASTY, st.text(max_size=20)), max_size=3).map(" ".join),
)
DAY = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
PAGE = st.one_of(st.none(), st.integers(1, 9_999))
URL = st.one_of(
    st.none(),
    TEXT,
    st.sampled_from(["https://x.example/a.pdf", "javascript:alert(1)", "http://[", "https://a|b>"]),
    TEXT.map(lambda text: f"https://x.example/{text}.pdf"),
)
CITATION = st.builds(
    Citation,
    report_id=st.sampled_from("abcdef"),
    revision=st.integers(1, 2),
    title=TEXT,
    path=TEXT,
    url=URL,
    published_on=DAY,
    page=PAGE,
    section=TEXT,
    start=st.just(0),
    end=st.just(1),
    quote=TEXT,
)
STATEMENT = st.builds(
    Statement,
    text=st.one_of(TEXT, st.tuples(TEXT, TEXT).map(" | ".join)),
    kind=st.sampled_from(StatementKind),
    speaker=st.one_of(st.none(), st.builds(Speaker, TEXT, st.one_of(st.none(), TEXT))),
    citations=st.lists(CITATION, max_size=9).map(tuple),
)
COVERAGE = st.builds(Coverage, st.integers(0, 99_999), DAY, DAY)


def near(title, text, day, page, url):
    description = Description(
        title=Sourced(title, "test"),
        publisher=Sourced(None, "test"),
        subject=Sourced(None, "test"),
        kind=Sourced(ReportKind.OTHER, "test"),
        published_on=Sourced(day, "test"),
        inspected_from=Sourced(None, "test"),
        inspected_to=Sourced(None, "test"),
        url=Sourced(url, "test"),
    )
    report = ReportSummary("r", 1, "r.pdf", "0", ReportStatus.INDEXED, description, 1, 1)
    return Hit(report, Passage(0, 0, 1, page, "", text, text), 0.5)


ANSWER = st.builds(
    Answer,
    question=st.just(Question("q")),
    status=st.sampled_from(Status),
    as_of=DAY,
    statements=st.lists(STATEMENT, max_size=14).map(tuple),
    withheld=st.lists(st.builds(Withheld, TEXT, TEXT), max_size=3).map(tuple),
    nearest=st.lists(st.builds(near, TEXT, TEXT, DAY, PAGE, URL), max_size=6).map(tuple),
    coverage=COVERAGE,
    notices=st.lists(TEXT, max_size=9).map(tuple),
    further=st.lists(STATEMENT, max_size=3).map(tuple),
)
GRADES = st.lists(
    st.builds(
        Statement,
        text=st.tuples(TEXT, TEXT).map(" | ".join),
        kind=st.just(StatementKind.JUDGEMENT),
        speaker=st.none(),
        citations=st.just((Citation("a", 1, "A", "a", None, None, 1, "", 0, 1, ""),)),
    ),
    max_size=14,
)
CONTROLS = Controls(12_345, passages=True, share=True, person=True)


def strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def shown(blocks):
    return "".join(strings([strip_types(block) for block in blocks]))


def strip_types(node):
    if isinstance(node, dict):
        kept = {key: value for key, value in node.items() if key not in ("type", "style", "url")}
        return {key: strip_types(value) for key, value in kept.items()}
    return [strip_types(one) for one in node] if isinstance(node, list) else node


TYPES = {
    "rich_text": "RichTextBlock",
    "context": "ContextBlock",
    "divider": "DividerBlock",
    "table": "TableBlock",
    "actions": "ActionsBlock",
    "context_actions": "ContextActionsBlock",
}


@cache
def validator(kind):
    definitions = json.loads(SCHEMA.read_text())["definitions"]
    schema = {"definitions": definitions, "$ref": f"#/definitions/{TYPES[kind]}"}
    return jsonschema.Draft7Validator(schema)


@settings(max_examples=60, deadline=None)
@given(ANSWER)
def test_any_answer_fits_and_keeps_its_footer(answer):
    blocks = answer_blocks(answer)
    assert 1 <= len(blocks) <= MAX_BLOCKS
    assert size(blocks) <= MAX_TOTAL
    for block in Block.parse_all(blocks):
        block.validate_json()
    text = shown(blocks)
    if answer.status in (Status.ANSWERED, Status.PARTLY_ANSWERED):
        assert "As of " in text or "Date of publication unknown" in text
    if answer.withheld:
        assert "withheld" in text
    if answer.status is Status.ANSWERED:
        assert "Searched" in text
    marks = {int(number) for number in re.findall(r"(?<!\n)\[(\d{1,3})\]", body_marks(blocks))}
    listed = {
        int(number) for number in re.findall(r"^\n?\[(\d+)\] $", listing(blocks), re.MULTILINE)
    }
    assert marks <= listed, "a source number without its source"
    assert all(len(one.get("elements", [])) <= 10 for one in blocks if one["type"] == "context")


@settings(max_examples=60, deadline=None)
@given(ANSWER, GRADES)
def test_any_answer_keeps_its_buttons_and_loses_no_statement(answer, grades):
    answer = replace(answer, statements=(*answer.statements, *grades))
    made = show_answer(answer, CONTROLS)
    for blocks in (made.blocks, made.without_table):
        assert len(blocks) <= MAX_BLOCKS
        assert size(blocks) <= MAX_TOTAL
        for block in Block.parse_all(blocks):
            block.validate_json()
        assert [block["type"] for block in blocks[-2:]] == ["actions", "context_actions"]
    kinds = [block["type"] for block in made.blocks]
    assert kinds.count("table") <= 1
    assert "table" not in [block["type"] for block in made.without_table]
    labels = [element["text"]["text"] for element in made.blocks[-2]["elements"]]
    more = len(made.left) + len(answer.further)
    assert (f"More ({more})" in labels) == bool(more)
    fitting = [one for one in answer.statements if is_showable(one)]
    lost = [one for one in fitting if one not in made.left and not is_shown(one, made.blocks)]
    assert not lost


def is_shown(statement, blocks):
    return all(
        clean(part)[:40] in clean(shown(blocks)) for part in statement.text.split(" | ") if part
    )


def body_marks(blocks):
    """The source numbers behind statements: the trailing marks of each statement's element."""
    found = []
    for block in blocks[: divider(blocks)]:
        for text in strings(strip_types(block)):
            found += re.findall(r"((?:\[\d+\] ?)+)$", text)
    return " ".join(found) if divider(blocks) < len(blocks) else ""


def divider(blocks):
    kinds = [block["type"] for block in blocks]
    return kinds.index("divider") if "divider" in kinds else len(blocks)


def listing(blocks):
    return "\n".join(
        text for block in blocks[divider(blocks) :] for text in strings(strip_types(block))
    )


@settings(max_examples=40, deadline=None)
@given(ANSWER)
def test_nobody_is_pinged_and_nothing_is_hidden(answer):
    blocks, text = answer_blocks(answer), answer_text(answer)
    for one in [*strings(blocks), text]:
        assert not re.search(r"<[!@#]", one)
        assert not any(
            unicodedata.category(character) in ("Cc", "Cf", "Cs")
            for character in one
            if character != "\n"
        )
    assert "<" not in text
    assert ">" not in text
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)
    for link in re.findall(r'"url": "([^"]*)', json.dumps(blocks)):
        assert re.match(r"https?://[^\s|<>]+$", link)
    json.dumps(blocks, ensure_ascii=False).encode()


@settings(max_examples=40, deadline=None)
@given(ANSWER, st.sampled_from([3_500, MAX_TEXT]))
def test_the_plain_text_fits_too(answer, limit):
    footer_alone = len(answer_text(answer, limit=0))
    text = answer_text(answer, limit=limit)
    assert text
    assert len(text) <= max(limit, footer_alone)
    assert len(text) <= 40_000


@settings(max_examples=40, deadline=None)
@given(ANSWER)
def test_slacks_own_types_accept_the_blocks(answer):
    if not SCHEMA.exists():
        pytest.skip("Slack's schema lies beside the repository, and is not there")
    for block in show_answer(answer, CONTROLS).blocks:
        errors = list(validator(block["type"]).iter_errors(block))
        assert not errors, errors[0].message
