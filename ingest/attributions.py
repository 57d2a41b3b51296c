"""Which words beside a quotation say who spoke: before it, after it, or between two parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.quotation import Paragraph, Piece
from ingest.sentences import sentences
from ingest.speakers import Who, may_be_name, speaker_in
from ingest.unnamed import role_in

_VERBS = (
    r"said|says|added|adds|told|tells|commented|comments|explained|explains|warned|warns|stated|"
    r"states|concluded|concludes|continued|continues|insisted|argued|noted|remarked|replied|"
    r"responded|announced|admitted|stressed|urged|asked|observed|declared|confirmed|wrote|"
    r"acknowledged|recalled|emphasised|emphasized|reflected|reported|claimed|puts?\s+it|emailed|"
    r"posted|tweeted|saying|adding|likes?\s+to\s+say|goes\s+on|went\s+on|described|made\s+it\s+(?:clear|plain|explicit)"
)
# What somebody feels as much as says; a whole quotation set off below makes it speech.
_FOUND = re.compile(rf"\b(?:{_VERBS}|found|felt|feels|believes|thinks|praised|welcomed)\b")
_VERB = re.compile(rf"\b(?:{_VERBS})\b")
_PREDICATE = re.compile(r"(?:,|\band(?:\s+(?:then|also))?)\s*\Z")
_SUBJECT_VERB = re.compile(rf"\b(?:{_VERBS}|was|is|had|has|accepted|maintained|denied|gave)\b")
_NAME_SAID = re.compile(rf"\b([A-Z][a-z]+)\s+(?:{_VERBS}|accepted|maintained)\b")
_PASSIVE = re.compile(
    r"(?:\b(?:was|were|been|being|is|are|be|not|to|will|would|should)|n[’']t)(?:\s+then)?\s+\Z"
)
_BY = re.compile(
    r"\b(?:described|said|put|stated|explained|expressed|observed|written|noted|summarised)\s+by\s+"
    r"(?P<who>[A-Z][^:,]{2,80}?)(?=\s*(?:,|:|\(|\[|\b(?:in|at|on|as)\b))"
)
# "told inspectors that", "said of her advocate,", "stated that he was", "said – there are".
_TOLD = re.compile(
    r"(?:(?:of|to)\s+)?(?:us|me|(?:the\s+)?(?:inspectors?|reporters?|BBC|committee|inquiry|court)|"
    r"her\s+\w+|his\s+\w+|their\s+\w+)?(?:,?\s*(?:how|that|this|thus))?\Z"
)
_PARTIAL = re.compile(
    r"(?:that\s+(?:he|she|they|it|there|this|these)(?:\s+[a-z’]+){1,3}|as(?:\s+[a-z’]+){0,4})\Z"
)
_DASHED = re.compile(r"\s*[–—]\s+(?:he|she|they|it|there|this|these|we)(?:\s+[a-z’]+){1,3}\s*\Z")
_IN_HIS_WORDS = re.compile(
    r"\b(?:in\s+(?:his|her|their)(?:\s+own)?\s+words|and\s+I\s+quote),(?:\s+an?|\s+the)?\Z"
)
_TAIL = re.compile(r"[^“”\"\n]{0,90}\Z")
_INVERTED = re.compile(rf"[\s,–—-]*\b(?:{_VERBS}|according\s+to)\s+(?P<who>\S.*)\Z", re.DOTALL)
_AFTER = re.compile(
    rf"[\s,–—-]*(?P<who>[^“”\"\n]{{2,120}}?)\s+(?:{_VERBS})\b(?P<tail>[^“”\"\n]*)\Z", re.DOTALL
)
_MIN_UNMARKED_WORDS = 4
_MIN_PARTIAL_WORDS = 6
_MAX_COMMA_TAIL = 45
_MAX_CLAUSE = 600
_TWO_CAPITALS = re.compile(r"\b[A-Z][a-z][\w’'-]*\s+[A-Z][a-z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that say who spoke: `text[start:end]`; `who` is None where they name nobody.

    `role` is then what they call the speaker: "One young person". `quoted` is whether the text
    says in so many words that these are the speaker's: "in her own words", "and I quote".
    """

    start: int
    end: int
    who: Who | None
    paragraph: int
    role: str | None = None
    quoted: bool = False


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
    if clause is None or text[clause[1] - 1] in '.!?…;|”’"':
        return None
    return _introduces(text, clause, piece, above)


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
        return Attribution(
            start, stop, who, piece.paragraph, None if who else role_in(inverted["who"])
        )
    told = _AFTER.match(words)
    # “It is over.” Ann Hill said the rest was fine. That sentence reports something else.
    if told and (last in ",?!…—–-" or follows == "," or not told["tail"].strip()):
        if text[stop - 1] == ":" and last == ".":
            return None
        return _by(start, stop, told["who"], piece.paragraph)
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
    if (said_by := _BY.search(words)) and words.rstrip().endswith(":"):
        return Attribution(start, end, speaker_in(said_by["who"]), paragraph)
    for verb in reversed(list((_FOUND if piece.set_off else _VERB).finditer(words))):
        if _PASSIVE.search(words, 0, verb.start()) or not _leads(text, words, verb.end(), piece):
            continue
        found = _by(start, end, words[: verb.start()], paragraph)
        return replace(found, quoted=_IN_HIS_WORDS.search(words) is not None)
    return None


def _by(start: int, end: int, words: str, paragraph: int) -> Attribution:
    """Return an attribution to whom the words in front of a verb name or describe."""
    who = speaker_in(words)
    role = None if who else role_in(words)
    if who is None and role is None and _PREDICATE.search(words):
        # "Dr Hill gave evidence and said", "One parent described it, saying".
        first = _SUBJECT_VERB.search(words)
        words = words[: first.start()] if first else ""
        who = speaker_in(words)
    return Attribution(start, end, who, paragraph, None if who else role_in(words))


def _leads(text: str, words: str, verb_end: int, piece: Piece) -> bool:
    """Whether what stands between a verb and a quotation makes the quotation what was said."""
    mark = words.rstrip()[-1:]
    tail = words[verb_end:].strip(" :,–—-")
    spoken = text[piece.start : piece.end]
    number = len(spoken.split())
    if not _TAIL.match(tail):
        return False
    if _IN_HIS_WORDS.search(words) or _DASHED.match(words[verb_end:]):
        return True
    if mark == ":":
        return not piece.single or spoken[-1] in ".,!?…" or number >= _MIN_UNMARKED_WORDS
    if mark in ",–—":
        return len(tail) <= _MAX_COMMA_TAIL
    stated = mark == "." and not tail.strip(".") and words[:-1].endswith("s")
    if _TOLD.match(tail) or stated:
        return number >= _MIN_UNMARKED_WORDS
    # A sentence that goes on in the quotation: the words must be enough to be somebody's own.
    above = text[piece.opened - 2 : piece.opened] == "\n\n"
    return number >= _MIN_PARTIAL_WORDS and bool(above or _PARTIAL.match(tail))


def subject_of(text: str, start: int, end: int) -> Who | None:
    """Return the person whom the sentence `text[start:end]` is about, by its first verb."""
    verb = _SUBJECT_VERB.search(text, start, end)
    return speaker_in(text[start : verb.start()]) if verb else None


def spoken_names(text: str) -> frozenset[str]:
    """Return the single names that stand right before a speech verb somewhere: "Ann said"."""
    return frozenset(match[1] for match in _NAME_SAID.finditer(text) if may_be_name(match[1]))


def people_between(text: str, start: int, end: int) -> Iterator[str]:
    """Yield what could be names of people in `text[start:end]`."""
    for match in _TWO_CAPITALS.finditer(text, start, end):
        yield match[0]
