"""What a web page says of itself: title, publisher, publication date, address."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

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
    "dc.date",
    "dcterms.date",
    "dcterms.created",
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
_DATE_WORDS = rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(_MONTHS)}),?\s+(\d{{4}})"
_VISIBLE = re.compile(
    rf"\b(?:first\s+)?published(?:\s+(?:on|date))?\s*:?\s+(?:\w+day,?\s+)?{_DATE_WORDS}",
    re.IGNORECASE,
)
_WRITTEN = re.compile(_DATE_WORDS, re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")
_SITE_SUFFIX = re.compile(r"^(.{3,}?)\s+(?:[|–—·»-]|::)\s+[^|–—]{2,60}$")
_MAX_VISIBLE = 200_000


def metadata_of(tree: etree._Element, main: etree._Element) -> Metadata:
    """Return what the page says of itself outside its main text."""
    metas = _metas(tree)
    linked = list(_linked_data(tree))
    published, origin = _published(tree, metas, linked)
    updated, updated_from = _updated(metas, linked)
    return Metadata(
        title=_title(tree, main, metas),
        publisher=_publisher(metas, linked),
        published_on=published,
        published_on_from=origin,
        url=_url(tree, metas),
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
    return _day(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))


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
    for root in (main, tree):
        for heading in root.iter("h1"):
            words = inline_text(heading)
            if words:
                return words
        if root is main and metas.get("og:title"):
            return metas["og:title"]
    for title in tree.iter("title"):
        words = clean(title.text or "")
        without = _SITE_SUFFIX.match(words)
        return (without[1] if without else words) or None
    return None


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
    tree: etree._Element, metas: dict[str, str], linked: list[dict[str, Any]]
) -> tuple[date | None, str | None]:
    for name in _PUBLISHED:
        day = parsed_date(metas.get(name, ""))
        if day:
            return day, f"meta {name}"
    for thing in linked:
        day = parsed_date(str(thing.get("datePublished", "")))
        if day:
            return day, "JSON-LD datePublished"
    for element in tree.iter("time"):
        names = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if "publish" in names or element.get("pubdate") is not None:
            day = parsed_date(element.get("datetime") or inline_text(element))
            if day:
                return day, "time element"
    return _visible_date(tree)


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


def _url(tree: etree._Element, metas: dict[str, str]) -> str | None:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if (link.get("rel") or "").lower() == "canonical" and address.startswith("http"):
            return clean(address)
    address = metas.get("og:url", "")
    return address if address.startswith("http") else None
