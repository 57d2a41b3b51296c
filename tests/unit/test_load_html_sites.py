"""Pages in the style of three kinds of sites; the bodies and people in them are invented."""

from datetime import date
from pathlib import Path

import pytest

from ingest.errors import UnreadableError
from ingest.load import load
from ingest.records import Loaded, RawFile

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> Loaded:
    # The council's page is kept in UTF-8 here and was served in what it declares.
    content = (PAGES / name).read_bytes()
    if name == "council.html":
        content = content.decode().encode("cp1252")
    return load(RawFile(Path(name), content, ""))


def html(source: str | bytes, name: str = "a.html") -> Loaded:
    content = source.encode() if isinstance(source, str) else source
    return load(RawFile(Path(name), content, ""))


def headings(loaded: Loaded) -> list[str]:
    return [loaded.text[each.start : each.end] for each in loaded.headings]


def test_a_news_story_on_a_blog():
    loaded = page("wordpress.html")
    assert loaded.text.split("\n\n") == [
        "Commissioner welcomes harbour report",
        "Posted on 9 May 2024",
        "The harbour team of Wexmouth Police has improved, a report published today finds.",
        "“The boats are out every night, and people notice.”",
        "Imogen Farrow, police and crime commissioner",
        "What the report says",
        "Inspectors found that calls from the harbour were answered within 12 minutes in 2023–24.",
        "• Two boats were bought",
        "• Nine officers were trained",
        "What happens next",
        "A third boat will be bought by March 2025.",
        "The figures",
        "Year | Calls | Answered\n2023 | 410 | 97%\n| 389 | 95%",
        "Calls to the harbour team",
        "1. From April to March.",
    ]
    assert loaded.metadata.title == "Commissioner welcomes harbour report"
    assert loaded.metadata.published_on == date(2024, 5, 9)
    assert loaded.metadata.url == "https://www.wexmouth-pcc.example/2024/05/harbour-report/"
    assert loaded.metadata.publisher == "Wexmouth Police and Crime Commissioner"


def test_a_report_on_a_council_s_site():
    loaded = page("council.html")
    assert loaded.text.split("\n\n") == [
        "Review of children’s homes",
        "Published: 14 June 2023",
        "What we looked at",
        "Reviewers visited six homes.",
        "They read 40 files – all of them in full — and spoke to “every young person”.",
        "What we found",
        "Staff knew the children well. Records were poor in two homes.",
        "Homes must:",
        *("• keep records every day", "• train each member of staff", "• tell the council at once"),
        "Responsible officer",
        "Sunil Ferris, director of children’s services",
        *("b. Second action", "c. Third action"),
    ]
    assert headings(loaded) == [
        *("Review of children’s homes", "What we looked at", "What we found")
    ]
    assert loaded.metadata.published_on == date(2019, 7, 22)
    assert loaded.notes == ("Words that the page strikes out were left out.",)


def test_a_report_on_a_hospital():
    loaded = page("nhs.html")
    assert loaded.text.split("\n\n") == [
        "Night cover at Ashvale Hospital",
        "Two doctors cover 180 beds at night.",
        "Safety at night",
        "Calls were answered late on 11 nights in October 2022.",
        "What we recommend",
        "Staffing",
        "The trust should appoint a third doctor by 1 April 2023.",
        "Training",
        "Every doctor should be trained twice a year.",
        *("Adults", "120 beds.", "Children", "60 beds."),
        "This report was corrected on 9 December 2022.",
        "Doses are given in 5 to 1/2 ml.",
        "Page last reviewed: 3 November 2022",
    ]
    assert loaded.metadata.title == "Night cover at Ashvale Hospital"
    assert loaded.metadata.published_on == date(2022, 11, 3)
    assert loaded.notes == ("An embedded frame or video was not read.",)


def test_dates_that_disagree_are_called_a_guess():
    head = (
        '<meta name="dcterms.issued" content="2019-07-22">'
        '<meta property="article:published_time" content="2023-06-14">'
    )
    metadata = html(f"<head>{head}</head><main><p>The lamps burn.</p></main>").metadata
    assert metadata.published_on == date(2019, 7, 22)
    assert "a guess" in (metadata.published_on_from or "")
    moved = (
        '<head><link rel="canonical" href="https://a.example/2017/03/x">'
        '<meta property="article:published_time" content="2023-06-14"></head>'
        "<main><p>The lamps burn.</p></main>"
    )
    assert "a guess, for the address says 2017" in (html(moved).metadata.published_on_from or "")


@pytest.mark.parametrize(
    "written", ["Published 3 Jun 2016", "Date posted: June 3, 2016", "Published on 03/06/2016"]
)
def test_visible_dates_in_several_ways_of_writing(written):
    metadata = html(f"<main><p>{written}</p><p>The lamps burn.</p></main>").metadata
    assert metadata.published_on == date(2016, 6, 3)


ARCHIVE = """From: <Saved by Blink>
Snapshot-Content-Location: https://a.example/lamps
Subject: Lamps
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b1"

--b1
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://a.example/lamps

<html><head><title>Lamps</title></head><body><main><h1>Lamps</h1><p>The keeper=E2=80=99s lamp b=
urned.</p></main></body></html>
--b1
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://a.example/x.png

iVBORw0KGgo=
--b1--
"""


@pytest.mark.parametrize("name", ["lamps.mhtml", "lamps.mht", "lamps.html"])
def test_a_web_archive_is_the_page_in_it(name):
    loaded = html(ARCHIVE, name)
    assert loaded.text == "Lamps\n\nThe keeper’s lamp burned."
    assert loaded.metadata.url == "https://a.example/lamps"


def test_a_saved_page_knows_where_it_was_saved_from():
    saved = "<!-- saved from url=(0026)https://a.example/lamps -->"
    body = "<html><head></head><body><main><p>The lamps burn.</p></main></body></html>"
    assert html(f"<!DOCTYPE html>\n{saved}\n{body}").metadata.url == "https://a.example/lamps"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("iso-8859-1", "cp1252"), ("", "utf-16")],
)
def test_what_the_bytes_say_wins_over_what_the_page_says(declared, codec):
    source = f'<meta charset="{declared}"><main><p>The keeper’s “lamp” – café</p></main>'
    assert html(source.encode(codec)).text == "The keeper’s “lamp” – café"


def test_characters_encoded_twice_are_restored_and_stray_bytes_read():
    twice = "<main><p>The keeper’s lamp – café</p></main>".encode().decode("cp1252").encode()
    loaded = html(twice)
    assert loaded.text == "The keeper’s lamp – café"
    assert loaded.notes
    mixed = "<main><p>“The keeper’s” lamp – café, ".encode() + b"it\x92s dark</p></main>"
    assert html(mixed).text == "“The keeper’s” lamp – café, it’s dark"


def test_nothing_is_lost_below_deep_nesting_or_it_is_refused():
    assert html("<main>" + "<div>" * 1500 + "dark lamp" + "</div>" * 1500).text == "dark lamp"
    with pytest.raises(UnreadableError, match="nested"):
        html("<main>" + "<div>" * 5000 + "dark lamp")


def test_an_element_with_endless_attributes_is_refused_before_it_is_parsed():
    names = " ".join(f'a{i}="<>"' for i in range(50_000))
    with pytest.raises(UnreadableError, match="attributes"):
        html(f"<main><p {names}>The lamps burn.</p></main>")


def test_a_link_list_of_documents_is_no_contents_list():
    listed = "".join(f'<li><a href="/doc{i}.pdf#page=2">Annex {i}</a></li>' for i in range(4))
    assert "• Annex 3" in html(f"<main><h1>Annexes</h1><p>All.</p><ul>{listed}</ul></main>").text
