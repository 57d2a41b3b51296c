"""Any card, modal and Home tab is one that Slack takes, and pings nobody."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from slack_standin.contract import Contract
from slack_standin.rules import refuse_blocks
from slack_standin.view_rules import refuse_view

from bot.slack.blocks.home import Home, Item, home_view
from bot.slack.blocks.upload import Card, card_blocks, card_text
from bot.slack.blocks.upload_modal import choice, modal
from bot.slack.files import safe_name
from bot.slack.offer import Offer
from ingest.records import Correction, Overrides
from store.records import Description, Embargo, ReportKind, Sourced
from store.uploads import Shared, Upload, UploadKind, UploadState

NASTY = st.sampled_from(
    [
        "<!channel>",
        "<@U123>",
        "&lt;!here&gt;",
        "<http://evil.example|Home Office>",
        "*bold* `code` > quote",
        "\u202egnp.exe\u202c",
        "\u200b\u200d\ufeff\x00\x1b[31m",
        "\ud800",
        "word " * 700,
        "x" * 4_000,
        "",
        "   ",
        "../../etc/passwd",
    ]
)
TEXT = st.one_of(st.text(st.characters(codec=None), max_size=40), NASTY)
MAYBE = st.one_of(st.none(), TEXT)
DAY = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
CONTRACT = Contract()
# Checking against the schema is slow, and shrinking would do it for minutes.
QUICK = {"deadline": None, "phases": (Phase.explicit, Phase.reuse, Phase.generate)}
_DATES = ("published_on", "inspected_from", "inspected_to", "updated_on")


def sourced(values):
    return st.builds(Sourced, values, TEXT, st.booleans())


FACTS = {
    one.name: sourced(DAY) if one.name in _DATES else sourced(MAYBE) for one in fields(Description)
}
FACTS |= {
    "kind": sourced(st.sampled_from(ReportKind)),
    "also_on": sourced(st.lists(TEXT.filter(bool), max_size=3).map(tuple)),
    "reference": sourced(st.lists(TEXT.filter(bool), max_size=3).map(tuple)),
}
DESCRIPTION = st.builds(Description, **FACTS)
OFFER = st.builds(
    Offer,
    change=st.sampled_from(["new", "changed", "unchanged", "moved", "duplicate"]),
    same=MAYBE,
    description=st.one_of(st.none(), DESCRIPTION),
    pages=st.integers(0, 9_999),
    passages=st.integers(0, 99_999),
    notes=st.lists(TEXT, max_size=6).map(tuple),
    replaces=st.lists(st.tuples(st.just("old"), TEXT), max_size=2).map(tuple),
)
EMBARGO = st.builds(
    Embargo,
    st.just(datetime(2030, 1, 2, 3, 4, tzinfo=UTC)),
    st.lists(st.just("C1"), max_size=1).map(tuple),
    st.lists(st.just("U1"), max_size=1).map(tuple),
)
SAID = st.builds(
    Overrides,
    supersedes=st.sampled_from([None, "old"]),
    embargo=st.one_of(st.none(), EMBARGO),
    corrections=st.lists(
        st.builds(Correction, st.just("title"), TEXT.filter(bool), TEXT, st.just(date(2026, 1, 1))),
        max_size=1,
    ).map(tuple),
).map(Overrides.said)


@st.composite
def uploads(draw):
    kind = draw(st.sampled_from(UploadKind))
    shared = Shared("T1", "C1", "1.1", "1.1", "U1", kind, "F1", draw(TEXT))
    state = draw(st.sampled_from(UploadState))
    offer = draw(OFFER).data() if state is not UploadState.RECEIVED else None
    by = draw(st.sampled_from([None, "U2"]))
    return Upload(
        7, shared, state, 1, 2, 1, None, None, offer, draw(SAID), "r", 1, draw(MAYBE), by, 0.0
    )


def assert_harmless(blocks):
    words = json.dumps(blocks, ensure_ascii=True)
    assert "<!channel>" not in words
    assert "<@U123>" not in words
    assert "\\u202e" not in words
    assert "\\u0000" not in words


@settings(max_examples=30, **QUICK)
@given(uploads(), MAYBE)
def test_any_card_is_one_that_slack_takes(upload, progress):
    card = Card(upload, progress or None)
    blocks = card_blocks(card)

    assert refuse_blocks(blocks, CONTRACT) is None
    assert_harmless(blocks)
    assert "<" not in card_text(card)
    assert len(json.dumps(blocks)) < 13_000


@settings(max_examples=20, **QUICK)
@given(uploads(), DESCRIPTION)
def test_any_modal_is_one_that_slack_takes(upload, description):
    offer = replace(
        Offer.of(upload.offer) if upload.offer else Offer("new"), description=description
    )
    view = modal(upload, offer.corrected(upload.said), "Europe/London")

    assert refuse_view(view, "modal", CONTRACT) is None
    assert_harmless(view)


@settings(max_examples=20, **QUICK)
@given(st.text(min_size=1, max_size=80), TEXT, DAY)
def test_any_choice_fits_an_option(value, title, day):
    made = choice(value, title, day)

    assert 1 <= len(made["text"]["text"]) <= 75


ITEMS = st.lists(st.builds(Item, TEXT, MAYBE, TEXT), max_size=6)


@settings(max_examples=20, **QUICK)
@given(
    st.builds(
        Home,
        st.integers(0, 9_999),
        st.integers(0, 999_999),
        DAY,
        DAY,
        newest=ITEMS,
        subjects=st.lists(TEXT, max_size=40),
        questions=st.lists(TEXT, max_size=4),
        threads=ITEMS,
        added=ITEMS,
        failed=st.one_of(st.none(), ITEMS),
        lines=ITEMS,
        paused=MAYBE,
    )
)
def test_any_home_is_one_that_slack_takes(home):
    view = home_view(home)

    assert refuse_view(view, "home", CONTRACT) is None
    assert_harmless(view)


@given(TEXT, st.sampled_from(["pdf", "docx", "none", "text"]))
def test_any_file_name_is_one_part_of_a_path(name, kind):
    made = safe_name(name, {"filetype": kind})

    assert "/" not in made
    assert made not in ("", ".", "..")
    assert not made.startswith(".")
    assert len(made.encode()) <= 206
    assert made.isprintable()
