"""Whether the speaker that a draft gives is the one whom the report records."""

import re
from collections.abc import Mapping, Sequence

from bot.checking.records import SaidBy
from store.records import Quote, ReportSummary

_INSPECTING = re.compile(
    r"\b(?:inspect\w*|hmi|hmic|hmicfrs|ofsted|report|letter|review|watchdog"
    r"|regulator)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_TITLES = frozenset("mr mrs ms miss mx dr sir dame lord lady baroness professor prof cllr".split())


def recorded(quotes: Sequence[Quote], start: int, end: int) -> tuple[Quote | None, bool]:
    """Return the quote that holds all of a span, and whether any quote touches it."""
    over = [quote for quote in quotes if quote.start < end and start < quote.end]
    one = len({quote.speech for quote in over}) == 1
    whole = bool(over) and over[0].start <= start and end <= over[-1].end
    return (over[0] if one and whole else None), bool(over)


def wrong_speaker(
    said_by: SaidBy, quote: Quote | None, report: ReportSummary, aliases: Mapping[str, str]
) -> str | None:
    """Return in plain words why `said_by` is not who spoke, None where the record agrees."""
    if quote is None:
        if not said_by.person and _is_publisher(said_by.name, report, aliases):
            return None
        return (
            f"the words are the report's own, and it does not record them as said by {said_by.name}"
        )
    if quote.speaker is None:
        return f"the report does not name who said this, so not {said_by.name}"
    if same_person(said_by.name, quote.speaker) or _speaks_for(said_by, quote, report, aliases):
        return None
    role = f", {quote.role}" if quote.role else ""
    return f"the report records it as said by {quote.speaker}{role}, not by {said_by.name}"


def same_person(one: str, other: str) -> bool:
    """Whether two names are one: the same last word, and no first names that differ."""
    mine, theirs = (_parts(name) for name in (one, other))
    if not mine or not theirs or mine[-1] != theirs[-1]:
        return False
    if len(mine) == 1 or len(theirs) == 1:
        return True
    first, second = mine[0], theirs[0]
    short = 1 in (len(first), len(second))
    return first == second or (short and first[0] == second[0])


def _parts(name: str) -> list[str]:
    words = re.findall(r"[^\W\d_][\w’'-]*", _ARTICLE.sub("", name).replace("’", "'").lower())
    return [word.removesuffix("'s") for word in words if word not in _TITLES]


def _speaks_for(
    said_by: SaidBy, quote: Quote, report: ReportSummary, aliases: Mapping[str, str]
) -> bool:
    """Whether a draft gives a person's words to the body that the person speaks for."""
    if said_by.person:
        return False
    inspector = bool(_INSPECTING.search(f"{quote.speaker} {quote.role or ''}"))
    if _is_publisher(said_by.name, report, aliases):
        return inspector
    name, role = _full(said_by.name, aliases).lower(), f"{quote.speaker} {quote.role or ''}".lower()
    # A chief constable speaks for the force that the report is about, an inspector does not.
    return name in role or (
        name == (report.description.subject.value or "").lower() and not inspector
    )


def _is_publisher(name: str, report: ReportSummary, aliases: Mapping[str, str]) -> bool:
    publisher = report.description.publisher.value or ""
    if publisher and _full(name, aliases).lower() in publisher.lower():
        return True
    return bool(_INSPECTING.search(name)) and not _names_another(name, publisher)


def _names_another(name: str, publisher: str) -> bool:
    """Whether a name is an inspectorate's own and not the publisher's: Ofsted for HMICFRS."""
    own = [word for word in re.findall(r"[A-Z]\w+", name) if _INSPECTING.search(word)]
    return any(word.lower() not in publisher.lower() for word in own if word.lower() in _PROPER)


_PROPER = frozenset("hmi hmic hmicfrs ofsted".split())


def _full(name: str, aliases: Mapping[str, str]) -> str:
    bare = _ARTICLE.sub("", name)
    return aliases.get(name) or aliases.get(bare) or bare
