"""Whose words a question asks for, and whether a sentence is theirs."""

import re

from bot.answering.asks import SAID
from bot.answering.lift import Candidate
from bot.answering.names import holds_name

# What a report itself says needs no recorded speaker.
_NARRATORS = re.compile(
    r"(?:inspect(?:ors?|ions?)|reports?|review|letter|paper|memorandum|page|document|statement|it"
    r"|they|you|we|judges?|court|judgment|press release|release|guidance|findings?)\b.*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|an?|his|her|their)\s+|[’']s?\Z", re.IGNORECASE)
_HE_OR_SHE = frozenset({"he", "she"})
_SAYS = (
    r"(?:said|says?|told|tells|held|holds?|found|finds?|argue[ds]?|conclude[ds]?|rule[ds]?"
    r"|state[ds]?|warn(?:s|ed)?|add(?:s|ed)|dismiss\w*|allow\w*|uph[eo]l?d\w*|decide[ds]?"
    r"|consider\w*|thought|thinks|agree[ds]?|accept\w*|reject\w*|announced?|confirm\w*|explain\w*)"
)
_ROLE = re.compile(r"\b(?:of|secretary|minister|chief|director|mayor|court)\b")
_NEAR = 80  # Characters between a name and its verb.


def speaker_asked(query: str, names: tuple[str, ...]) -> str | None:
    """Return whose words are asked for, None where it is the report's own."""
    said = SAID.search(query)
    if said is None:
        return None
    who = _ARTICLE.sub("", said["who"].strip())
    if who.lower() in _HE_OR_SHE:
        return names[-1] if names else None
    return None if not who or _NARRATORS.fullmatch(who) else who


def is_by(one: Candidate, who: str) -> bool:
    """Whether a sentence is what `who` said: a quote, what a report tells of it, or its own report.

    `who` may be a name or a role, in any spelling of capitals.
    """
    wanted = who.casefold()
    if one.quote is not None:
        speaker = f"{one.quote.speaker or ''}, {one.quote.role or ''}"
        return _holds(speaker, wanted)
    publisher = one.hit.report.description.publisher.value or ""
    if _holds(publisher, wanted):
        return True
    told = rf"(?<!\w){re.escape(wanted)}(?!\w)[^.;]{{0,{_NEAR}}}\b{_SAYS}\b"
    return re.search(told, one.text.casefold()) is not None


def _holds(text: str, wanted: str) -> bool:
    """Whether a record names `wanted`, of a person perhaps by the last name alone."""
    plain = text.casefold()
    if holds_name(plain, wanted):
        return True
    *first, last = wanted.split()
    return bool(first) and not _ROLE.search(wanted) and holds_name(plain, last)
