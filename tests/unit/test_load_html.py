import hashlib
from datetime import date
from pathlib import Path

import pytest

from ingest.load.html import load_html
from ingest.records import Loaded, RawFile

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>Lamps review - Harbour Board</title>
<link rel="canonical" href="https://example.org/lamps">
<meta property="og:site_name" content="Harbour Board">
{head}</head><body>
<header><a href="/">Home</a></header>
<div class="cookie-banner">We use cookies</div>
<main><nav>Contents</nav>
<h1>Review of the lamps</h1>
<p>The board visited <a href="/n">nine</a> stations.<br>It took a week.</p>
<h2>What we found</h2>
<ul><li><p>North was dark.</p></li><li>South burned:<ol><li>inner</li><li>outer</li></ol></li></ul>
<blockquote><p>“No lamp may be dark,” said Ada Stone.</p></blockquote>
<table><caption>Lamps</caption><tr><th>Station</th><th>Lamp</th></tr>
<tr><td>North</td><td>dark</td></tr></table>
<div class="related-links"><h2>Related</h2><p>Other pages</p></div>
<script>var x = "never";</script>
</main><footer>{foot}</footer></body></html>"""


def load(source: str | bytes) -> Loaded:
    data = source.encode() if isinstance(source, str) else source
    return load_html(RawFile(Path("a.html"), data, hashlib.sha256(data).hexdigest()))


def page(head: str = "", foot: str = "Cookies") -> Loaded:
    return load(PAGE.format(head=head, foot=foot))


def test_the_main_text_is_kept_and_the_site_is_not():
    loaded = page()
    assert loaded.text.split("\n\n") == [
        "Review of the lamps",
        "The board visited nine stations. It took a week.",
        "What we found",
        *("• North was dark.", "• South burned:", "1. inner", "2. outer"),
        "“No lamp may be dark,” said Ada Stone.",
        "Lamps",
        "Station | Lamp\nNorth | dark",
    ]
    assert [(each.level, loaded.text[each.start : each.end]) for each in loaded.headings] == [
        (1, "Review of the lamps"),
        (2, "What we found"),
    ]


def test_the_page_says_who_published_it_where():
    metadata = page().metadata
    assert metadata.title == "Review of the lamps"
    assert metadata.publisher == "Harbour Board"
    assert metadata.url == "https://example.org/lamps"
    assert metadata.published_on is None


@pytest.mark.parametrize(
    ("head", "foot", "origin"),
    [
        (
            '<meta property="article:published_time" content="2016-05-03T09:00:00Z">',
            "",
            "meta article:published_time",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2016-05-03"}</script>',
            "",
            "JSON-LD datePublished",
        ),
        ("", '<time itemprop="datePublished" datetime="2016-05-03">x</time>', "time element"),
        ("", "Published 3 May 2016. Updated 9 June 2020.", "text “Published 3 May 2016”"),
    ],
)
def test_the_publication_date_comes_with_its_origin(head, foot, origin):
    # The braces of JSON are no fields of the page's template.
    metadata = load(PAGE.replace("{head}", head).replace("{foot}", foot)).metadata
    assert metadata.published_on == date(2016, 5, 3)
    assert metadata.published_on_from == origin


def test_a_date_of_change_is_no_publication_date():
    head = '<meta property="article:modified_time" content="2021-01-01">'
    assert page(head=head).metadata.published_on is None


def test_without_a_main_element_the_text_is_still_found():
    prose = "<p>The board visited every station on the coast and wrote down what it saw.</p>" * 8
    loaded = load(
        "<html><head><title>Lamps review | Harbour Board</title></head><body>"
        f"<div id='menu'><a href='/'>Home</a></div><h1>Lamps</h1><div>{prose}</div></body></html>"
    )
    assert loaded.text.startswith("Lamps\n\nThe board visited")
    assert "Home" not in loaded.text
    assert loaded.metadata.title == "Lamps"


def test_the_declared_encoding_is_used():
    source = '<meta charset="windows-1251"><main><p>Маяк горит всю ночь</p></main>'
    assert load(source.encode("cp1251")).text == "Маяк горит всю ночь"


def test_deep_nesting_is_no_crash():
    assert load("<main>" + "<div>" * 220 + "dark lamp" + "</div>" * 220).text == "dark lamp"


def test_a_page_that_is_one_form_is_still_a_page():
    assert load("<body><form><p>The lamps burned all night.</p></form></body>").text
