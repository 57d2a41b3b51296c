"""RSS and Atom feeds: which reports they list."""

from dataclasses import dataclass
from io import BytesIO

import feedparser

from ingest.errors import UnreadableError
from ingest.sources.body import Body
from ingest.sources.fetch import is_address


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: where its report is, and what tells one version of the entry from another."""

    address: str
    mark: str


def entries(address: str, body: Body, limit: int) -> list[FeedEntry]:
    """Return the entries of a feed in its order, each address once, at most `limit`.

    Raises UnreadableError for what is no feed.
    """
    # Bytes in a file object: what looks like an address or a path would be opened.
    headers = {"content-location": address, "content-type": _content_type(body)}
    parsed = feedparser.parse(BytesIO(body.content), response_headers=headers, sanitize_html=False)
    if not parsed.version and not parsed.entries:
        raise UnreadableError("The feed cannot be read; it is neither RSS nor Atom.")
    found: dict[str, FeedEntry] = {}
    for entry in parsed.entries:
        link = entry.get("link") or _enclosure(entry)
        if link and is_address(link):
            # Plainly a dict's: feedparser's own takes one name for another, with a warning.
            said = (str(dict.get(entry, name, "")) for name in ("id", "updated", "published"))
            found.setdefault(link, FeedEntry(link, "\n".join(said)))
    return list(found.values())[:limit]


def _enclosure(entry: feedparser.FeedParserDict) -> str:
    return next((str(one.get("href", "")) for one in entry.get("enclosures", [])), "")


def _content_type(body: Body) -> str:
    charset = f"; charset={body.charset}" if body.charset else ""
    return f"{body.media_type or 'application/xml'}{charset}"
