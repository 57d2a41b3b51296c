"""What must hold for any quotation of any text."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.answering.checks.quotes import Verdict, quote_verdict

# Different words, so that deleting or moving one can never leave another true quotation.
WORDS = st.lists(
    st.text("abcdefghilmnorstuﬁé’", min_size=2, max_size=9).filter(
        lambda word: not word.startswith("’") and not word.endswith("’")
    ),
    min_size=6,
    max_size=30,
    unique_by=lambda word: word.replace("ﬁ", "fi"),
)
ANY_TEXT = st.text(min_size=1, max_size=120)


@given(WORDS, st.data())
@settings(max_examples=150, deadline=None)
def test_a_text_without_one_of_its_words_is_no_quotation(words, data):
    gone = data.draw(st.integers(1, len(words) - 2))
    quoted = " ".join(words[:gone] + words[gone + 1 :])
    assert quote_verdict(quoted, [" ".join(words)]).verdict is not Verdict.VERBATIM


@given(WORDS, st.data(), st.sampled_from(["not", "never", "no", "cannot"]))
@settings(max_examples=150, deadline=None)
def test_a_dropped_negation_is_no_quotation(words, data, negation):
    assume(negation not in words)
    at = data.draw(st.integers(1, len(words) - 1))
    text = " ".join([*words[:at], negation, *words[at:]])
    for joint in (" ", " ... ", " […] "):
        quoted = " ".join(words[:at]) + joint + " ".join(words[at:])
        assert quote_verdict(quoted, [text]).verdict is not Verdict.VERBATIM


@given(WORDS, st.data())
@settings(max_examples=100, deadline=None)
def test_fragments_in_another_order_are_no_quotation(words, data):
    cut = data.draw(st.integers(1, len(words) - 1))
    quoted = " ".join(words[cut:] + words[:cut])
    assert quote_verdict(quoted, [" ".join(words)]).verdict is not Verdict.VERBATIM


@given(ANY_TEXT, ANY_TEXT, st.data())
@settings(max_examples=300, deadline=None)
def test_any_run_of_whole_words_of_a_text_is_verbatim_with_a_true_span(left, right, data):
    text = f"{left} {right}"
    words = list(re.finditer(r"\S+", text))
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quoted = text[words[first].start() : words[last].end()]
    assume(re.search(r"\w", quoted))
    verdict, span = quote_verdict(quoted, [text])
    assert verdict is Verdict.VERBATIM
    assert quote_verdict(text[span.start : span.end], [text]).verdict is Verdict.VERBATIM
