import hashlib
from pathlib import Path

import pytest

from ingest.load.text import load_text
from ingest.records import Loaded, RawFile

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"


def load(content: str | bytes) -> Loaded:
    data = content.encode() if isinstance(content, str) else content
    return load_text(RawFile(Path("note.txt"), data, hashlib.sha256(data).hexdigest()))


def paragraphs(content: str | bytes) -> list[str]:
    return load(content).text.split("\n\n")


def headings(loaded: Loaded) -> list[tuple[int, str]]:
    return [(each.level, loaded.text[each.start : each.end]) for each in loaded.headings]


WRAPPED = """\
The harbour board has published its yearly review of the lighthouse
service, and it finds that repairs were late in most of the stations
it visited this year.
Inspectors welcomed the new training, which every keeper has now
finished, and the better record of faults that came with it.
The chair of the board, Ada Stone, said:
“We saw keepers who care about their work. We also saw lamps that had
been dark for weeks, which no harbour can accept.
“The board will return in spring, and we expect every lamp to burn.”
We will report again within a year.
Background
- The board
inspects every lighthouse on the coast. It was set up to keep ships
safe.
- In 1921, Her
Majesty’s harbour office first asked for a yearly review of all the
stations.
"""


def test_paragraphs_are_found_in_hard_wrapped_lines_without_blanks():
    found = paragraphs(WRAPPED)
    assert [each.split()[0] for each in found] == [
        *("The", "Inspectors", "The", "“We", "“The", "We", "Background", "•", "•")
    ]
    assert found[2] == "The chair of the board, Ada Stone, said:"
    assert found[7].startswith("• The board inspects every lighthouse on the coast. It was")
    assert found[8].startswith("• In 1921, Her Majesty’s harbour office")


def test_a_bare_short_line_before_a_list_is_a_heading():
    assert headings(load(WRAPPED)) == [(2, "Background")]


def test_a_run_of_bare_lines_is_a_list_of_which_only_the_last_can_be_a_heading():
    text = "Lights\n\nThe lamps burn.\n\nNorth Station\n\nSouth Pier\n\nThe Mole\n\nIt is dark.\n"
    assert headings(load(text)) == [(1, "Lights"), (2, "The Mole")]


def test_a_chapter_keeps_its_heading_above_that_of_its_first_section():
    text = "Lights\n\nThe lamps burn.\n\nNotes to editors\n\nAbout us\n\nWe look at lamps.\n"
    assert [title for _, title in headings(load(text))] == [
        "Lights",
        "Notes to editors",
        "About us",
    ]


def test_an_address_of_a_page_is_no_heading():
    text = "Lights\n\nThe lamps burn.\n\nMore at https://lamps.example/more\n\nIt is dark.\n"
    assert headings(load(text)) == [(1, "Lights")]


def test_blank_lines_separate_paragraphs():
    text = "REVIEW OF LAMPS\n\nThe first lamp\nwas dark.\n\n\nThe second\nlamp burned.\n"
    loaded = load(text)
    assert loaded.text == "REVIEW OF LAMPS\n\nThe first lamp was dark.\n\nThe second lamp burned."
    assert headings(loaded) == [(1, "REVIEW OF LAMPS")]


def test_a_word_broken_at_a_line_end_is_joined_and_a_compound_kept():
    text = """\
The inspection was a follow-up. Each inspec-
tion had a plan, and every follow-
up was written down, with a well-
known keeper at each light-
house on the coast.
"""
    assert load(text).text == (
        "The inspection was a follow-up. Each inspection had a plan, and every follow-up was "
        "written down, with a well-known keeper at each lighthouse on the coast."
    )


def test_unwrapped_text_has_a_paragraph_a_line():
    long = "The lamp burned all night and the keeper wrote it down. " * 6
    assert paragraphs(f"{long}\n{long}\n") == [long.strip(), long.strip()]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(codec):
    assert paragraphs("The keeper’s “lamp” – café.".encode(codec)) == [
        "The keeper’s “lamp” – café."
    ]


def test_characters_are_canonical():
    text = "The of\ufb01ce co\u00adoperates\u00a0well.\u200b Cafe\u0301  \t open."
    assert paragraphs(text) == ["The office cooperates well. Café open."]


def test_numbered_items_and_own_tables_survive():
    text = "1. First thing.\n2. Second thing.\n\nStation | Lamp\nNorth | Dark\n\n• One point"
    assert paragraphs(text) == [
        *("1. First thing.", "2. Second thing.", "Station | Lamp\nNorth | Dark", "• One point")
    ]


def test_canonical_text_loads_as_itself():
    text = load(WRAPPED).text
    assert load(text).text == text


def test_the_seed_press_release_has_its_paragraphs():
    if not SEEDS.is_dir():
        pytest.skip("the shared seed texts are not here")
    [path] = SEEDS.glob("000_*.txt")
    loaded = load(path.read_bytes())
    found = loaded.text.split("\n\n")
    assert len(found) == 13
    assert found[0].startswith("The Metropolitan")
    assert found[0].endswith("warns today.")
    assert found[1].startswith("Following our")
    assert found[1].endswith("frontline.")
    assert found[2] == "HM Inspector of Constabulary Matt Parr said:"
    assert all(each.startswith("“") for each in found[3:6])
    assert found[6].startswith("We will revisit")
    assert found[6].endswith("recommendations.")
    assert headings(loaded) == [(2, "Notes")]
    assert all(each.startswith("• ") for each in found[8:])


END = "So ends the report on all lamps."


def test_a_form_feed_begins_a_page():
    loaded = load("LAMPS\n\nThe lamps burn all\n\fnight long.\n\nNobody knows why.\n\f" + END)
    assert loaded.text.split("\n\n") == [
        *("LAMPS", "The lamps burn all night long.", "Nobody knows why.", END)
    ]
    assert [loaded.text[page.start : page.end].strip() for page in loaded.pages] == [
        "LAMPS\n\nThe lamps burn all",
        "night long.\n\nNobody knows why.",
        END,
    ]


def test_a_pasted_mail_keeps_its_headers_apart_and_loses_its_marks():
    text = "From: Ada Stone\nSubject: Lamps\nSent: 3 May 2024\n\n> The lamps burn\n> all night.\n"
    assert paragraphs(text) == [
        *("From: Ada Stone", "Subject: Lamps", "Sent: 3 May 2024", "The lamps burn all night.")
    ]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros(codec):
    assert paragraphs("The keeper’s lamp burned.".encode(codec)) == ["The keeper’s lamp burned."]
