"""Whatever the text: spans are in order, inside it, and lose nothing."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import date_in_name, find_dates
from ingest.quotes import find_quotes
from ingest.sentences import sentences
from ingest.speakers import speaker_in
from ingest.subjects import mentions, place
from store.records import Heading

_WORDS = (
    "Ann Hill|said|added|Mr.|Dr.|No.|4.2|p. 12|the Met|She|he|chief constable|HM Inspector|"
    "Ofsted|good|It is late.|Why?|U.K.|e.g.|12 March 2024|to|and|Bradford|City of London Police|"
    '“|”|"|‘|’|:|,|.|…|!|(|)|•|\n|\n\n| | |\u00a0|6"|I|。'
).split("|")
_texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=60).map("".join),
)


@given(_texts, st.integers(0, 40), st.integers(0, 200))
def test_sentences_are_ordered_disjoint_and_cover_every_character(text, start, length):
    end = min(len(text), start + length)
    spans = sentences(text, start, end)
    assert all(start <= first < last <= end for first, last in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {at for first, last in spans for at in range(first, last)}
    assert all(text[at].isspace() for at in range(start, end) if at not in covered)
    for first, last in spans:
        assert text[first:last] == text[first:last].strip()
        assert "\n" not in text[first:last]


@given(_texts, st.integers(0, 60))
def test_quotes_are_valid_spans_with_a_sentence_behind_every_speaker(text, heading):
    headings = [Heading(1, heading, heading + 5)]
    found = find_quotes(text, headings)
    assert all(one.start < two.start for one, two in pairwise(found))
    assert all(one.speech <= two.speech for one, two in pairwise(found))
    for quote in found:
        words = text[quote.start : quote.end]
        assert words
        assert words == words.strip()
        assert "\n\n" not in words
        assert (quote.speaker is None) == (quote.attribution_start is None)
        if quote.speaker is not None:
            said = text[quote.attribution_start : quote.attribution_end]
            assert quote.speaker.split()[-1] in said


@given(_texts)
def test_dates_and_subjects_never_raise_and_point_into_the_text(text):
    assert all(0 <= one.start < one.end <= len(text) for one in find_dates(text))
    assert all(one.first <= one.last for one in find_dates(text))
    aliases = {"Metropolitan Police Service": ["Met", "the Met"], "City of London Police": []}
    for mention in mentions(text, aliases, ["Bradford", "London"]):
        assert text[mention.start : mention.end].strip()
    date_in_name(text)
    place(text)
    speaker_in(text)
    speaker_in(text, inverted=True)
