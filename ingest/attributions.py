"""Which words beside a quotation say who spoke: before it, after it, or between two parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.quotation import Paragraph, Piece
from ingest.sentences import sentences
from ingest.speakers import Who, speaker_in

_VERBS = (
    r"said|says|added|adds|told|tells|commented|comments|explained|explains|warned|warns|stated|"
    r"states|concluded|concludes|continued|continues|insisted|argued|noted|remarked|replied|"
    r"responded|announced|admitted|stressed|urged|asked|observed|declared|confirmed|wrote|"
    r"acknowledged|recalled|emphasised|emphasized|reflected|reported|claimed|puts?\s+it"
)
_VERB = re.compile(rf"\b(?:{_VERBS})\b")
_PASSIVE = re.compile(
    r"(?:\b(?:was|were|been|being|is|are|be|not|to|will|would|should)|n[’']t)\s+\Z"
)
_TAIL = re.compile(r"[^“”\"\n]{0,90}\Z")
_INVERTED = re.compile(rf"[\s,–—-]*\b(?:{_VERBS}|according\s+to)\s+(?P<who>\S.*)\Z", re.DOTALL)
_AFTER = re.compile(
    rf"[\s,–—-]*(?P<who>[^“”\"\n]{{2,120}}?)\s+(?:{_VERBS})\b(?P<tail>[^“”\"\n]*)\Z", re.DOTALL
)
_MIN_UNMARKED_WORDS = 4
_MAX_COMMA_TAIL = 45
_MAX_CLAUSE = 600
_TWO_CAPITALS = re.compile(r"\b[A-Z][a-z][\w’'-]*\s+[A-Z][a-z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that say who spoke: `text[start:end]`; `who` is None where they name nobody."""

    start: int
    end: int
    who: Who | None
    paragraph: int


def before(text: str, found: Sequence[Paragraph], piece: Piece, floor: int) -> Attribution | None:
    """Return the attribution in front of a piece: in its paragraph, after `floor`, or above."""
    paragraph = found[piece.paragraph]
    start = max(paragraph.start, floor)
    if text[start : piece.opened].strip():
        clause = _last_sentence(text, start, piece.opened)
        return _introduces(text, clause, piece, piece.paragraph)
    above = piece.paragraph - 1
    if above < 0 or found[above].heading or start > paragraph.start:
        return None
    clause = _last_sentence(text, found[above].start, found[above].end)
    introduces = clause is not None and text[clause[1] - 1] in ":,"
    return _introduces(text, clause, piece, above) if introduces else None


def after(text: str, found: Sequence[Paragraph], piece: Piece, ceiling: int) -> Attribution | None:
    """Return the attribution that follows a piece, up to `ceiling`, where the next one opens."""
    end = min(ceiling, found[piece.paragraph].end)
    clauses = sentences(text, piece.closed, end) or _below(text, found, piece)
    last = text[piece.end - 1]
    follows = text[piece.closed : piece.closed + 1]
    unmarked = last not in ".,?!…—–-"
    if not clauses or (unmarked and (follows != "," or _is_term(text, piece))):
        return None
    start, stop = clauses[0]
    if stop - start > _MAX_CLAUSE:
        return None
    while start < stop and text[start] in " ,–—-":
        start += 1
    words = text[start:stop].rstrip(" .,:;")
    if inverted := _INVERTED.match(words):
        who = speaker_in(inverted["who"], inverted=True)
        return Attribution(start, stop, who, piece.paragraph)
    told = _AFTER.match(words)
    # “It is over.” Ann Hill said the rest was fine. That sentence reports something else.
    if told and (last in ",?!…—–-" or follows == "," or not told["tail"].strip()):
        if text[stop - 1] == ":" and last == ".":
            return None
        return Attribution(start, stop, speaker_in(told["who"]), piece.paragraph)
    return None


def _below(text: str, found: Sequence[Paragraph], piece: Piece) -> list[tuple[int, int]]:
    """Return the sentences of the next paragraph where it goes on: "said Ann Hill."."""
    below = piece.paragraph + 1
    if below >= len(found) or found[below].heading or not text[found[below].start].islower():
        return []
    return sentences(text, found[below].start, found[below].end)[:1]


def _is_term(text: str, piece: Piece) -> bool:
    words = text[piece.start : piece.end]
    return not words[0].isupper() or len(words.split()) < _MIN_UNMARKED_WORDS


def _last_sentence(text: str, start: int, end: int) -> tuple[int, int] | None:
    found = sentences(text, start, end)
    return found[-1] if found else None


def _introduces(
    text: str, clause: tuple[int, int] | None, piece: Piece, paragraph: int
) -> Attribution | None:
    """Return the attribution that a clause makes, where it introduces speech at all."""
    if clause is None or clause[1] - clause[0] > _MAX_CLAUSE:
        return None
    start, end = clause
    words = text[start:end]
    mark = words.rstrip()[-1:]
    long_enough = len(text[piece.start : piece.end].split()) >= _MIN_UNMARKED_WORDS
    for verb in reversed(list(_VERB.finditer(words))):
        tail = words[verb.end() :].strip(" :,–—-")
        introduced = mark in ":,–—" or (tail in ("", "that") and long_enough)
        if not introduced or not _TAIL.match(tail) or (mark == "," and len(tail) > _MAX_COMMA_TAIL):
            continue
        if _PASSIVE.search(words, 0, verb.start()):
            continue
        return Attribution(start, end, speaker_in(words[: verb.start()]), paragraph)
    return None


def people_between(text: str, start: int, end: int) -> Iterator[str]:
    """Yield what could be names of people in `text[start:end]`."""
    for match in _TWO_CAPITALS.finditer(text, start, end):
        yield match[0]
