"""What a report is: every fact with where it came from and whether that is certain."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from ingest.bodies import HOSTS, PUBLISHERS, SUBJECTS
from ingest.inspectors import find_lead_inspector
from ingest.kinds import find_kind
from ingest.lead import Paragraph, lead, salutation
from ingest.publication import find_inspected, find_published
from ingest.records import Loaded, Overrides, RawFile
from ingest.reported import authority_in
from ingest.sentences import sentences
from ingest.subjects import bodies_named, canonical, mentions, police_named
from ingest.titles import WEB_SUFFIXES, find_title
from store.records import Description, Sourced

_LEAD = 3500
_TAIL = 4000
_EARLY = 600
_TOP = 8
_BODY_KINDS = "Inspectorate|Commission|Ombudsman|Office|Department|Ministry|Agency|Authority"
_TOP_BODY = re.compile(
    r"(?:(?:[Aa]\s+)?[Rr]eport\s+(?:by|of|from)\s+(?:the\s+)?)?"
    rf"(?P<name>(?=[^,|]*\b(?:{_BODY_KINDS})\b)[A-Z][\w’&-]*(?:\s+(?:of|for|and|the|&|[A-Z][\w’&-]*))*)"
    r"(?:\s+\([A-Z]{2,8}\))?(?:,\s+\d.*)?\Z"
)
_MIN_MENTIONS = 2
_FAR_MORE = 2
_AUTHOR = re.compile(
    r"\b(?:carried\s+out|undertook|conducted\s+by|inspectors\s+from|produces?\s+this\s+report|"
    r"regulates\s+and\s+inspects|was\s+led\s+by|asks?\s+that|published\s+by|(?:a|this)\s+report\s+by|report\s+from|"
    r"(?:is|are)\s+inspecting|issued\s+by|prepared\s+by|(?:has|have)\s+(?:today\s+)?published)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:council|office|department|ministry|commission|inspectorate|ofsted|court|agency|police|"
    r"service|authority|government|committee|trust|board|treasury|gov\.uk|hmi\w*)\b",
    re.IGNORECASE,
)


class DescribeSettings(BaseModel):
    """Names by which bodies are recognised: the canonical name, then its other names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subjects: dict[str, list[str]] = Field(
        default_factory=lambda: {name: list(other) for name, other in SUBJECTS.items()},
        description="Who is reported on. A name that is here needs no other rule.",
    )
    publishers: dict[str, list[str]] = Field(
        default_factory=lambda: {name: list(other) for name, other in PUBLISHERS.items()},
        description="Who publishes reports.",
    )


def describe(
    raw: RawFile, loaded: Loaded, overrides: Overrides, settings: DescribeSettings
) -> Description:
    """Describe a loaded report; what a person says of it wins over what is found."""
    title = find_title(raw, loaded)
    # An inspection date without a year takes it from the publication date; then the inspection
    # tells which dates cannot be the publication's.
    first_guess = find_published(raw, loaded, overrides, None)
    inspected_from, inspected_to = find_inspected(loaded, first_guess.value)
    published = find_published(raw, loaded, overrides, inspected_to.value)
    return Description(
        title=title,
        publisher=_publisher(raw, loaded, settings),
        subject=_subject(loaded, title, overrides, settings),
        kind=find_kind(raw, loaded, title),
        published_on=published,
        inspected_from=inspected_from,
        inspected_to=inspected_to,
        url=_url(raw, loaded),
        lead_inspector=find_lead_inspector(loaded),
    )


def _url(raw: RawFile, loaded: Loaded) -> Sourced[str]:
    if loaded.metadata.url:
        return Sourced(loaded.metadata.url, "the page's canonical address")
    if raw.address:
        return Sourced(raw.address, "the address that it was fetched from")
    return Sourced(None, "not found", sure=False)


def _publisher(raw: RawFile, loaded: Loaded, settings: DescribeSettings) -> Sourced[str]:
    """Return who published a report: its metadata, its own words, then its address."""
    given = " ".join((loaded.metadata.publisher or "").split())
    known = {
        name.casefold(): body
        for body, names in settings.publishers.items()
        for name in (body, *names)
    }
    # Office programs put the typist into the author field, so a name must look like a body's.
    if given and (raw.path.suffix.lower() in WEB_SUFFIXES or _ORGANISATION.search(given)):
        return Sourced(known.get(given.casefold(), given), "the page's metadata")
    for sentence in _sentences(loaded):
        if _AUTHOR.search(sentence):
            bodies = list(
                dict.fromkeys(found.subject for found in mentions(sentence, settings.publishers))
            )
            if bodies:
                return Sourced(_listed(bodies), f"the text: “{_short(sentence)}”")
    for part in lead(loaded)[:_TOP]:
        if named := _TOP_BODY.match(part.text):
            return Sourced(named["name"], f"the text: “{_short(part.text)}”", sure=False)
    host = (urlsplit(loaded.metadata.url or "").hostname or "").removeprefix("www.")
    for known_host, body in HOSTS.items():
        if host == known_host or host.endswith(f".{known_host}"):
            return Sourced(body, f"the address: {host}", sure=False)
    counts = Counter(found.subject for found in mentions(loaded.text[:_LEAD], settings.publishers))
    for body, _ in counts.most_common(1):
        return Sourced(body, "named most at the beginning", sure=False)
    return Sourced(None, "not found", sure=False)


def _sentences(loaded: Loaded) -> Iterator[str]:
    """Yield the sentences of the beginning and of the end, where publishers name themselves."""
    text = loaded.text
    split = min(len(text), _LEAD)
    for start, end in (*sentences(text, 0, split), *sentences(text, max(split, len(text) - _TAIL))):
        yield text[start:end]


def _listed(bodies: list[str]) -> str:
    return " and ".join([", ".join(bodies[:-1]), bodies[-1]]) if len(bodies) > 1 else bodies[0]


def _short(sentence: str) -> str:
    limit = 100
    return sentence if len(sentence) <= limit else sentence[:limit].rsplit(" ", 1)[0] + "…"


def _subject(
    loaded: Loaded, title: Sourced[str], overrides: Overrides, settings: DescribeSettings
) -> Sourced[str]:
    """Return who is reported on, under the one name that its other reports have too."""
    if overrides.subject:
        return Sourced(overrides.subject, "--subject")
    opening = lead(loaded)
    dear = salutation(opening)
    opening = opening if dear is None else opening[dear + 1 :]
    if found := authority_in(title.value or "", opening):
        return Sourced(canonical(found[0], settings.subjects), f"the text: “{_short(found[1])}”")
    if force := police_named(title.value or "", settings.subjects):
        return Sourced(
            canonical(force, settings.subjects), f"the title: “{_short(title.value or '')}”"
        )
    return _most_named(loaded, opening, settings)


def _most_named(
    loaded: Loaded, opening: list[Paragraph], settings: DescribeSettings
) -> Sourced[str]:
    """Return the body that the beginning names far more often than any other."""
    start = opening[0].start if opening else 0
    named = bodies_named(loaded.text[start : start + _LEAD], settings.subjects)
    ranked = Counter(name for name, _ in named).most_common(2)
    early = {name for name, at in named if at < _EARLY}
    if ranked and ranked[0][1] >= _MIN_MENTIONS and ranked[0][0] in early:
        second = ranked[1][1] if len(ranked) > 1 else 0
        if ranked[0][1] >= _FAR_MORE * second:
            return Sourced(ranked[0][0], f"named {ranked[0][1]} times at the beginning", sure=False)
    return Sourced(None, "not found", sure=False)
