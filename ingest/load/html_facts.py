"""What a web page says of itself: title, publisher, publication date, address."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from ingest.load.canonical import clean
from ingest.load.html_text import inline_text
from ingest.records import Metadata

_PUBLISHED = (
    "article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date.issued",
    "datepublished",
    "govuk:first-published-at",
    "citation_publication_date",
    "citation_date",
    "og:published_time",
    "publication_date",
    "publish-date",
    "pubdate",
)
_UPDATED = (
    "govuk:public-updated-at",
    "article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "datemodified",
    "last-modified",
)
# Dates that need not be those of publication.
_DATED = ("dc.date", "dcterms.date", "dcterms.created")
_PUBLISHERS = (
    "govuk:primary-publishing-organisation-title",
    "dcterms.publisher",
    "dc.publisher",
    "citation_publisher",
)
_SITES = ("og:site_name", "application-name")
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
_DAY_FIRST = rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_MONTH}),?\s+(?P<y>\d{{4}})"
_MONTH_FIRST = rf"(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
_FIGURES = r"(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>\d{4})"
_DATE_WORDS = rf"(?:{_DAY_FIRST}|{_MONTH_FIRST})\b"
_VISIBLE = re.compile(
    r"\b(?:(?:first\s+)?published(?:\s+(?:on|date))?|(?:date\s+)?posted(?:\s+on)?|"
    r"(?:publication|release)\s+date)\s*:?\s+(?:[a-z]{3,9}day,?\s+)?"
    rf"(?:{_DATE_WORDS}|{_FIGURES})",
    re.IGNORECASE,
)
_WRITTEN = re.compile(_DATE_WORDS, re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")
_SITE_SUFFIX = re.compile(r"^(.{3,}?)\s+(?:[|–—·»-]|::)\s+[^|–—]{2,60}$")
_SITE_PREFIX = re.compile(r"([^|–—]{2,60}?)\s+[|–—·»-]\s+(.{3,})$")
_MAX_VISIBLE = 200_000
_AGREE = timedelta(days=31)
_ADDRESS_YEAR = re.compile(r"/((?:19|20)\d\d)(?=[/-])")


def metadata_of(tree: etree._Element, main: etree._Element, address: str | None = None) -> Metadata:
    """Return what the page says of itself outside its text; `address` is where it was saved."""
    metas = _metas(tree)
    linked = list(_linked_data(tree))
    updated, updated_from = _updated(metas, linked)
    url = _url(tree, metas, address)
    published, origin = _published(tree, metas, linked, url)
    return Metadata(
        title=_title(tree, main, metas),
        publisher=_publisher(metas, linked),
        published_on=published,
        published_on_from=origin,
        url=url,
        updated_on=updated,
        updated_on_from=updated_from,
    )


def parsed_date(text: str) -> date | None:
    """Return the day that an ISO or written date names."""
    iso = _ISO.search(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    written = _WRITTEN.search(text)
    return _written_day(written) if written else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _written_day(found: re.Match[str]) -> date | None:
    """Return the day that a match of one of the three ways to write a date names."""
    parts = found.groupdict()
    for day, month, year in (("d", "m", "y"), ("d2", "m2", "y2"), ("d3", "m3", "y3")):
        if parts.get(year):
            written = str(parts[month])
            number = int(written) if written.isdecimal() else _month(written)
            return _day(int(str(parts[year])), number, int(str(parts[day])))
    return None


def _month(word: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(word.lower()[:3]))


def _metas(tree: etree._Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = clean(meta.get("content") or "")
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _linked_data(tree: etree._Element) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            found = found.get("@graph", [found])
        for thing in found if isinstance(found, list) else [found]:
            if isinstance(thing, dict):
                yield thing


def _title(tree: etree._Element, main: etree._Element, metas: dict[str, str]) -> str | None:
    """Return the page's title: its main heading, unless that only names the site."""
    names = {metas[name].casefold() for name in _SITES if name in metas}
    window = next((clean(title.text or "") for title in tree.iter("title")), "")
    announced = metas.get("og:title") or ""
    for root in (main, tree):
        headings = [words for each in root.iter("h1") if (words := inline_text(each))]
        own = [words for words in headings if words.casefold() not in names]
        # Of several, the one that the window's title or what the page tells other sites names.
        named = [words for words in own if words in window or words in announced]
        if own:
            return (named or own)[0]
        if root is main and announced:
            return _without_site(announced, names)
    return _without_site(window, names) or None


def _without_site(words: str, names: set[str]) -> str:
    parted = _SITE_SUFFIX.match(words)
    if parted:
        return parted[1]
    first = _SITE_PREFIX.match(words)
    return first[2] if first and first[1].casefold() in names else words


def _publisher(metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    """Return the body that published the page, the site's name where no body is named."""
    found = [metas.get(name) for name in _PUBLISHERS]
    found += [_organisation(thing.get("author")) for thing in linked]
    found += [metas.get(name) for name in _SITES]
    found += [_organisation(thing.get("publisher")) for thing in linked]
    return next((name for name in found if name), None)


def _organisation(thing: object) -> str | None:
    if isinstance(thing, dict) and "Organization" in str(thing.get("@type")):
        return clean(str(thing.get("name") or "")) or None
    return None


def _published(
    tree: etree._Element, metas: dict[str, str], linked: list[dict[str, Any]], url: str | None
) -> tuple[date | None, str | None]:
    """Return the publication date and where it stands, the earliest where several disagree.

    A page that was moved to a new site carries the day of the move as well; a date that another
    contradicts is called a guess.
    """
    found = list(_dates(tree, metas, linked))
    if not found:
        day, origin = _visible_date(tree)
        dated = ((parsed_date(metas.get(name, "")), f"meta {name}") for name in _DATED)
        return (day, origin) if day else next((each for each in dated if each[0]), (None, None))
    day, origin = min(found, key=lambda each: each[0])
    latest, other = max(found, key=lambda each: each[0])
    if latest - day > _AGREE:
        return day, f"{origin}; a guess, for {other} says {latest}"
    year = max(map(int, _ADDRESS_YEAR.findall(url or "")), default=day.year)
    if year < day.year - 1:
        return day, f"{origin}; a guess, for the address says {year}"
    return day, origin


def _dates(
    tree: etree._Element, metas: dict[str, str], linked: list[dict[str, Any]]
) -> Iterator[tuple[date, str]]:
    """Yield each date that the page's markup calls one of publication."""
    for name in _PUBLISHED:
        day = parsed_date(metas.get(name, ""))
        if day:
            yield day, f"meta {name}"
    days = (parsed_date(str(thing.get("datePublished", ""))) for thing in linked)
    day = next(filter(None, days), None)
    if day:
        yield day, "JSON-LD datePublished"
    inside = (time for main in tree.iter("main") for time in main.iter("time"))
    for element in (*inside, *tree.iter("time")):
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if "publish" in names or element.get("pubdate") is not None:
            day = parsed_date(element.get("datetime") or inline_text(element))
            if day:
                yield day, "time element"
                break


def _updated(metas: dict[str, str], linked: list[dict[str, Any]]) -> tuple[date | None, str | None]:
    for name in _UPDATED:
        if day := parsed_date(metas.get(name, "")):
            return day, f"meta {name}"
    for thing in linked:
        if day := parsed_date(str(thing.get("dateModified", ""))):
            return day, "JSON-LD dateModified"
    return None, None


def _visible_date(tree: etree._Element) -> tuple[date | None, str | None]:
    found = _VISIBLE.search(inline_text(tree)[:_MAX_VISIBLE])
    day = _written_day(found) if found else None
    return (day, f"text “{clean(found[0])}”") if found and day else (None, None)


def _url(tree: etree._Element, metas: dict[str, str], saved: str | None) -> str | None:
    """Return the page's canonical address, the one it was saved from where it names none."""
    bases = [element.get("href") or "" for element in tree.iter("base")]
    base = next((each for each in (*bases, saved or "") if each.startswith("http")), "")
    links = [
        link.get("href") or ""
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for address in (*links, metas.get("og:url", ""), saved or ""):
        whole = _joined(base, clean(address))
        if whole.startswith("http"):
            return whole
    return None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base and address else address
    except ValueError:
        return ""
