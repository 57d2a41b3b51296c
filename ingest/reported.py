"""Which bodies a report is on, by the ways in which inspectorates title their reports."""

import re
from collections import Counter

from ingest.lead import Paragraph, lead, salutation, short
from ingest.organisations import bodies_in_title, bodies_named
from ingest.records import Loaded
from ingest.subjects import Aliases, canonical, is_place
from store.records import NOT_FOUND, Sourced

_NAME = r"(?:the\s+)?(?P<name>[A-Z][^\n|:;.]{1,80}?)"
_OF = (
    re.compile(
        rf"\b(?:[Ii]nspection\s+of|[Vv]isit\s+(?:of|to)|[Rr]eview\s+of)\s+{_NAME}\s+(?:local\s+authority\s+)?children[’']s\s+"
        r"(?:social\s+care\s+)?services\s*\Z",
    ),
    re.compile(
        rf"\b(?:area|[Ll]ocal\s+[Aa]rea|SEND)\s+inspection\s+of\s+{_NAME}"
        r"(?:\s+[Ll]ocal\s+[Aa]rea(?:\s+[Pp]artnership)?)?\s*\Z",
    ),
    re.compile(
        rf"\b[Ii]nspection\b.*\b(?:responses?|services|provision|arrangements)\b.*\bin\s+{_NAME}\s*\Z"
    ),
    re.compile(rf"\b(?:[Ii]nspection|[Rr]eview|[Vv]isit)\s+(?:of|to)\s+{_NAME}\s*\Z"),
)
_BODY = re.compile(
    r"\A(?:(?:the\s+)?(?:(?:london|royal)\s+)?(?:borough|city)\s+of\s+.+|.+\s(?:council|children(?:"
    r"[’']s)?\s+(?:services|trust)|children\s+and\s+families\s+trust))\Z",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\A(?:re-?)?inspection\s+of\s+", re.IGNORECASE)
_SERVICES_IN = re.compile(
    r"\A(?:Children[’']s\s+services|Services\s+for\s+children(?:\s+and\s+young\s+people)?)\s+in\s+"
    r"(?P<name>[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'-]+|and|of|upon)){0,4}?)\s+(?:are|is|require|have)\b"
)
_JOINT = re.compile(
    r"\b(?:inspection\s+of\s+the\s+multi-agency\s+response|individual\s+agencies)\b[^.]*?\bin\s+"
    r"(?:the\s+)?(?P<name>[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'-]+|and|of|upon)){0,5})"
    r"(?:\s+local\s+authority)?\s*\."
)
_TOP = 10
_MAX_TITLE = 300
_LEAD = 3500
_EARLY = 600
_MIN_MENTIONS = 2
_FAR_MORE = 2
# A name of which each part is a body's whole name names as many bodies; "Windsor and Maidenhead
# Council" is one.
_PARTS = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+(?:the\s+)?")
_WHOLE_BODY = re.compile(
    r"(?:\b(?:Council|Constabulary|Police|Trust|Authority|Service)|\A(?:the\s+)?(?:[Cc]ity|"
    r"(?:(?:London|Royal|Metropolitan)\s+)*[Bb]orough)\s+of\s+.+)\Z"
)
_SEVERAL = re.compile(r"\s+(?P<kind>(?:(?:City|County|Borough|District)\s+)?Council)s\Z")


def find_subjects(
    loaded: Loaded, title: Sourced[str], aliases: Aliases
) -> tuple[Sourced[str], Sourced[tuple[str, ...]]]:
    """Return who is reported on, and on whom else, each under the name of its other reports.

    A report that names no body in its title or first lines has a subject only where its beginning
    names one body far more often than any other, and then not for certain.
    """
    words = title.value or ""
    opening = lead(loaded)
    dear = salutation(opening)
    above, opening = opening[: dear or 0], opening[0 if dear is None else dear + 1 :]
    titled = bodies_in_title(words, aliases)
    if len(titled) > 1:
        return _sourced(titled, f"the title: “{short(words)}”", aliases)
    if found := authority_in(words, opening):
        return _sourced(_several(found[0]), f"the text: “{short(found[1])}”", aliases)
    if titled:
        return _sourced(titled, f"the title: “{short(words)}”", aliases)
    if dear is not None and (whom := _addressee(above, aliases)):
        return whom, NOT_FOUND
    return _most_named(loaded, opening, aliases), NOT_FOUND


def _sourced(
    names: list[str], origin: str, aliases: Aliases
) -> tuple[Sourced[str], Sourced[tuple[str, ...]]]:
    main, *others = dict.fromkeys(canonical(name, aliases) for name in names)
    return Sourced(main, origin), Sourced(tuple(others), origin) if others else NOT_FOUND


def _several(name: str) -> list[str]:
    """Return the bodies that a name in a title names: mostly one, whose name may hold an "and"."""
    if several := _SEVERAL.search(name):
        parts = _PARTS.split(name[: several.start()])
        # "Norbridge and Southbridge Councils"; with more "and"s it is not clear which are names.
        if len(parts) == 1 + len(_PARTS.findall(name)) == 2:  # noqa: PLR2004 - two names
            return [f"{part} {several['kind']}" for part in parts]
        return [name]
    parts = _PARTS.split(name)
    return parts if all(map(_WHOLE_BODY.search, parts)) else [name]


def _addressee(above: list[Paragraph], aliases: Aliases) -> Sourced[str] | None:
    """Return the one body named above a letter's salutation: letters on a body go to it."""
    named = {name: part.text for part in above for name, _ in bodies_named(part.text, aliases)}
    if len(named) != 1:
        return None
    ((name, words),) = named.items()
    return Sourced(name, f"the letter's address: “{short(words)}”", sure=False)


def _most_named(loaded: Loaded, opening: list[Paragraph], aliases: Aliases) -> Sourced[str]:
    """Return the body that the beginning names far more often than any other."""
    start = opening[0].start if opening else 0
    named = bodies_named(loaded.text[start : start + _LEAD], aliases)
    ranked = Counter(name for name, _ in named).most_common(2)
    early = {name for name, at in named if at < _EARLY}
    if ranked and ranked[0][1] >= _MIN_MENTIONS and ranked[0][0] in early:
        second = ranked[1][1] if len(ranked) > 1 else 0
        if ranked[0][1] >= _FAR_MORE * second:
            return Sourced(ranked[0][0], f"named {ranked[0][1]} times at the beginning", sure=False)
    return NOT_FOUND


def authority_in(title: str, opening: list[Paragraph]) -> tuple[str, str] | None:
    """Return the name of the authority that a report is on, and the words that say so."""
    top = opening[:_TOP]
    for words in (title, *(part.text for part in top)):
        if name := _titled(words):
            return name, words
    for index, part in enumerate(top):
        after = top[index + 1].text if index + 1 < len(top) else ""
        before = top[index - 1].text if index else ""
        beside = _REPORT.match(after) or _REPORT.match(before)
        body = _BODY.match(part.text) is not None
        if beside and is_place(part.text) and (body or _REPORT.match(after)):
            return part.text, part.text
    for part in top:
        if found := _SERVICES_IN.match(part.text) or _JOINT.search(part.text):
            return found["name"], found[0]
    return None


def _titled(words: str) -> str | None:
    words = " ".join(words.split()).rstrip(" .")
    if len(words) > _MAX_TITLE:
        return None
    for pattern in _OF:
        if (found := pattern.search(words)) and is_place(found["name"]):
            return found["name"]
    return None
