"""Passages: exact, in order, whole sentences, within a section or of several short ones."""

from itertools import pairwise

from fakes import make_description
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import Loaded
from ingest.segment import sections, segment
from ingest.sentences import sentences
from ingest.settings import SegmentSettings
from store.records import Heading, Page

SHORT = SegmentSettings(target_characters=100, max_characters=150)
_words = st.one_of(
    st.integers(30, 140).map(lambda size: ("officers wait " * 20)[:size].strip()),
    st.integers(1, 220).map(lambda size: ("officers wait " * 20)[:size].strip()),
    st.lists(st.sampled_from(["met", "x" * 170, "é", "𝔐𝔢𝔱", "a|b"]), min_size=1).map(" ".join),
)
_sentence = st.builds(
    lambda words, stop: words.capitalize() + stop,
    _words,
    st.sampled_from([".", ".", "?", ":", ":", "", ".”"]),
)
_paragraph = st.lists(_sentence, min_size=1, max_size=6).map(" ".join)
_table = st.lists(st.just("Force | Grade"), min_size=1, max_size=30).map("\n".join)
_blocks = st.lists(
    # A colon ends a sentence at the end of a paragraph only.
    st.tuples(st.sampled_from([0, 0, 0, 0, 0, 1, 2, 3]), st.one_of(_sentence, _paragraph, _table)),
    max_size=12,
)


@st.composite
def loaded_texts(draw):
    """Canonical text: paragraphs, tables and headings, with a blank line between."""
    text, headings = "", []
    for level, block in draw(_blocks):
        text += "\n\n" if text else ""
        words = block.split("\n")[0][:80].strip() if level else block
        if level:
            headings.append(Heading(level, len(text), len(text) + len(words)))
        text += words
    cut = draw(st.integers(0, len(text)))
    pages = draw(st.sampled_from([(), (Page(1, None, 0, cut), Page(2, None, cut, len(text)))]))
    return Loaded(text, pages, tuple(headings))


_settings = st.builds(
    SegmentSettings,
    target_characters=st.integers(100, 200),
    max_characters=st.integers(100, 300),
)


def cut(loaded, settings=SHORT):
    return segment(loaded, make_description(), settings)


@given(loaded_texts(), _settings)
def test_a_passage_is_exactly_its_text_in_order_and_not_too_long(loaded, settings):
    passages = cut(loaded, settings)

    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert all(before.end <= after.start for before, after in pairwise(passages))
    for passage in passages:
        assert passage.text == loaded.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert len(passage.text) <= settings.max_characters
        assert passage.search_text.endswith(passage.text)


@given(loaded_texts(), _settings)
def test_every_sentence_is_in_exactly_one_passage(loaded, settings):
    text, passages = loaded.text, cut(loaded, settings)
    for section in sections(text, loaded.headings):
        for start, end in sentences(text, section.start, section.end):
            if end - start <= settings.max_characters:
                assert sum(p.start <= start and end <= p.end for p in passages) == 1
            else:
                parts = [p for p in passages if start < p.end and p.start < end]
                held = sum(min(p.end, end) - max(p.start, start) for p in parts)
                # Only the blanks at which it was cut are left out.
                assert held >= end - start - len(parts)


@given(loaded_texts(), _settings)
def test_a_passage_names_what_it_stands_under_and_what_its_sections_share(loaded, settings):
    above = paths(loaded)
    for passage in cut(loaded, settings):
        named = passage.section.split(" > ") if passage.section else []
        inside = [h for h in above if passage.start <= h.start < passage.end]
        before = [h for h in above if h.end <= passage.start]
        if inside:
            assert inside[0].start == passage.start
            assert all(h.end <= passage.end for h in inside)
            assert all(above[h][: len(named)] == named for h in inside)
        else:
            assert named == (above[before[-1]] if before else [])


def paths(loaded):
    """Return the titles that each heading stands under, its own last."""
    found, held = {}, []
    for heading in loaded.headings:
        held = [one for one in held if one.level < heading.level] + [heading]
        found[heading] = [loaded.text[one.start : one.end] for one in held]
    return found


@given(loaded_texts(), _settings)
def test_an_announcing_sentence_is_last_only_alone_or_before_a_heading(loaded, settings):
    text, passages = loaded.text, cut(loaded, settings)
    for passage, following in pairwise(passages):
        same_section = text[passage.end : following.start].strip() == ""
        if same_section and passage.text.endswith(":"):
            assert len(sentences(passage.text)) == 1


@given(loaded_texts())
def test_the_page_is_where_the_passage_starts(loaded):
    for passage in cut(loaded):
        pages = [p.number for p in loaded.pages if p.start <= passage.start < p.end]
        assert passage.page == (pages[0] if pages else None)


def test_an_announcing_sentence_goes_with_what_it_announces():
    first, announces = "A" * 60 + ".", "We found that the force:"
    item = "• has too few officers in its control rooms to answer all calls in time"
    text = f"{first}\n\n{announces}\n\n{item}"

    assert [p.text for p in cut(Loaded(text))] == [first, f"{announces}\n\n{item}"]


def test_an_announcing_sentence_stays_although_the_target_is_reached():
    announces = "We found " + "that the force " * 6 + "needs:"
    text = f"{announces}\n\n• more officers"

    assert [p.text for p in cut(Loaded(text))] == [text]


def test_announcing_sentences_do_not_make_a_passage_too_long():
    parts = ["A" * 70 + ".", "B" * 70 + ":", "C" * 140 + "."]

    assert [p.text for p in cut(Loaded("\n\n".join(parts)))] == parts


def test_a_paragraph_is_kept_together_past_the_target():
    text = "A" * 60 + ". " + "B" * 60 + ". " + "C" * 20 + "."

    assert [p.text for p in cut(Loaded(text))] == [text]


def test_a_passage_stops_at_a_paragraph_near_the_target():
    parts = ["A" * 60 + ". " + "B" * 60 + ".", "C" * 10 + "."]

    assert [p.text for p in cut(Loaded("\n\n".join(parts)))] == parts


def test_what_is_embedded_names_the_report_the_date_and_the_section():
    text = "Calls\n\nCallers wait."
    loaded = Loaded(text, (), (Heading(1, 0, 5),))

    (passage,) = segment(loaded, make_description("Inspection", "Met"), SHORT)

    assert passage.search_text == "Inspection\nMet May 2024\nCalls\nCallers wait."
    assert passage.section == "Calls"


def test_the_section_is_the_path_of_headings():
    text = "One\n\nTwo\n\na\n\nThree\n\nb"
    headings = (Heading(1, 0, 3), Heading(2, 5, 8), Heading(1, 13, 18))

    assert [p.section for p in cut(Loaded(text, (), headings))] == ["One > Two", "Three"]


def titled(text):
    """Load text in which `#` marks headings."""
    parts, headings, at = [], [], 0
    for part in text.split("\n\n"):
        words = part.lstrip("# ")
        if part.startswith("#"):
            headings.append(Heading(part.count("#"), at, at + len(words)))
        parts.append(words)
        at += len(words) + 2
    return Loaded("\n\n".join(parts), (), tuple(headings))


def shown(loaded, settings=SHORT):
    return [(p.section, p.text) for p in cut(loaded, settings)]


def test_short_sections_under_one_heading_make_one_passage_with_their_headings():
    loaded = titled("# Report\n\n## Calls\n\nLate.\n\n## Visits\n\nRare.\n\n# Other\n\nMore.")

    assert shown(loaded) == [
        ("Report", "Calls\n\nLate.\n\nVisits\n\nRare."),
        ("Other", "More."),
    ]


def test_a_section_with_short_ones_below_it_keeps_its_path():
    loaded = titled("# Report\n\n## Calls\n\nLate.\n\n### At night\n\nLater.")

    assert shown(loaded) == [("Report > Calls", "Calls\n\nLate.\n\nAt night\n\nLater.")]


def test_a_section_of_some_length_stands_alone():
    long = "A" * 60 + "."
    loaded = titled(f"# Report\n\n## Calls\n\n{long}\n\n## Visits\n\n{long}")

    assert [section for section, _ in shown(loaded)] == ["Report > Calls", "Report > Visits"]


def test_notes_to_editors_are_never_joined_with_findings():
    loaded = titled("## Calls\n\nLate.\n\n## Notes to editors\n\nAda.\n\n### Contact\n\nBob.")

    assert [section for section, _ in shown(loaded)] == ["Calls", "Notes to editors"]


def test_a_list_taken_for_headings_is_not_lost():
    loaded = titled("# Judges\n\nThey are:\n\n## Ada Stone\n\n## Bob Reed\n\n# Fees\n\nNone.")

    assert shown(loaded)[0] == ("Judges", "Judges\n\nThey are:\n\nAda Stone\n\nBob Reed")


def test_no_section_stands_under_the_list_of_contents():
    long = "A" * 60 + "."
    loaded = titled(f"# Contents\n\n## Summary\n\n{long}\n\n### Calls\n\n{long}")

    assert [section for section, _ in shown(loaded)] == ["Summary", "Summary > Calls"]


def test_headings_alone_can_be_found():
    (passage,) = cut(Loaded("Grades", (), (Heading(1, 0, 6),)))

    assert passage.text == "Grades"


def test_an_empty_text_has_no_passages():
    assert cut(Loaded("")) == ()
