"""Takes a draft apart: its quotations with their speakers, its sentences that state facts."""

import re
from collections.abc import Sequence

from bot.answering.checks.dates import dates_in
from bot.answering.checks.grades import graded_in
from bot.answering.checks.names import names_said
from bot.answering.checks.numbers import counts_in
from bot.answering.checks.words import plain, words
from bot.checking.records import Quoted, Said, SaidBy
from ingest.load.canonical import BULLET
from ingest.quotation import Paragraph, Piece, paragraphs, pieces
from ingest.quotes import find_quotes
from ingest.records import Loaded
from ingest.sentences import sentences
from ingest.speakers import Who, speaker_in
from store.records import Quote

# Single marks anywhere in a sentence; an apostrophe inside or after a word opens nothing.
_SINGLE = re.compile(
    r"(?<![\w’'])[‘'](?=\S)(?P<inside>[^‘“”\"\n]*?[^\s‘“”\"])[’'](?![\w’'])(?!\s*[‘'])"
)
_SAYS = (
    r"(?:said|says|told|tells|added|adds|argued|argues|warned|warns|explained|explains|stated"
    r"|states|claimed|claims|described|describes|concluded|concludes|insisted|admitted|admits"
    r"|acknowledged|conceded|called|calls|wrote|writes|noted|notes|commented|stressed|found"
    r"|reported|judged|praised|criticised|complained|spoke|speaks|remarked|observed|believes)"
)
_NAMED = r"(?:[Tt]he\s+)?(?:[A-Z][\w’'&.-]*|HM)(?:\s+(?:(?:of|for|and|the)\s+)*[A-Z][\w’'&.-]*)*"
_BEFORE = re.compile(
    rf"(?P<who>{_NAMED}(?:,\s[^,]{{3,80}},)?|[Ii]nspectors|[Tt]he (?:force|inspectorate|council"
    rf"|authority|inspectors))\s+(?:has\s+|have\s+|had\s+|also\s+|then\s+|later\s+)*{_SAYS}\b"
)
_AFTER = re.compile(rf"\b(?:{_SAYS}|[Aa]ccording to|in the words of)\s+(?P<who>{_NAMED})")
_SPOKE = re.compile(rf"\b{_SAYS}\b")
_FEWEST_LETTERS = 2
_LEAD_IN_WORDS = 3


def quotations(loaded: Loaded) -> list[Quoted]:
    """Return every quotation in a draft, in order, with whom the draft gives as its speaker."""
    text = loaded.text
    found = paragraphs(text, frozenset())
    speeches = find_quotes(text, loaded.headings)
    marked = _pieces(text, found)
    people = [who for speech in speeches if (who := _recorded(speech))]
    result: list[Quoted] = []
    for piece in marked:
        words_in = text[piece.start : piece.end].strip()
        if sum(map(str.isalpha, words_in)) < _FEWEST_LETTERS:
            continue
        start, end = _around(text, found[piece.paragraph], marked, piece)
        outside = _masked(text[start:end], [(p.opened - start, p.closed - start) for p in marked])
        speaker = _of_speech(piece, speeches) or _of_sentence(outside, people)
        lead_in = " ".join(words(plain(text[start : piece.opened]))[-_LEAD_IN_WORDS:])
        result.append(Quoted(words_in, piece.start, speaker, lead_in, text[start:end]))
    return result


def statements(loaded: Loaded, common: str) -> list[Said]:
    """Return the sentences of a draft with a number, date, grade or name outside quotations.

    Headings and questions are left out, and so are sentences that besides a quotation only name
    somebody: whose words they are is part of the quotation's own check. `common` is text whose
    lower-case words are taken to be ordinary ones.
    """
    text = loaded.text
    headings = {heading.start for heading in loaded.headings}
    found = paragraphs(text, frozenset())
    marked = _pieces(text, found)
    speakers = _speakers(find_quotes(text, loaded.headings), quotations(loaded))
    result: list[Said] = []
    for number, paragraph in enumerate(found):
        if paragraph.start in headings:
            continue
        for start, end in _sentences(text, paragraph, marked, number):
            inside = [
                (max(p.opened, start) - start, min(p.closed, end) - start)
                for p in marked
                if p.opened < end and start < p.closed
            ]
            own = _masked(text[start:end], inside)
            bare = _without_speakers(own, speakers) if inside or _SPOKE.search(own) else own
            states = has_figures(bare) if inside else checkable(bare, f"{text}\n{common}")
            if states and not own.rstrip().endswith("?"):
                result.append(Said(text[start:end], start, tuple(inside)))
    return result


def checkable(sentence: str, common: str) -> bool:
    """Whether a sentence holds a number, a date, a grade or a name.

    `common` is text whose lower-case words are taken to be ordinary ones.
    """
    return has_figures(sentence) or bool(names_said(plain(sentence), plain(common)))


def has_figures(sentence: str) -> bool:
    """Whether a sentence holds a number, a date or a grade."""
    given = plain(sentence)
    return bool(dates_in(given) or counts_in(given) or graded_in(given))


def _pieces(text: str, found: Sequence[Paragraph]) -> list[Piece]:
    """Return what stands in quotation marks, double or single, not one inside another."""
    double = [piece for piece in pieces(text, found) if not piece.single]
    taken = [(piece.opened, piece.closed) for piece in double]
    single = [
        Piece(*match.span("inside"), match.start(), match.end(), number, single=True)
        for number, paragraph in enumerate(found)
        for match in _SINGLE.finditer(text, paragraph.start, paragraph.end)
        if not any(match.start() < end and start < match.end() for start, end in taken)
    ]
    return sorted([*double, *single], key=lambda piece: piece.opened)


def _sentences(
    text: str, paragraph: Paragraph, marked: Sequence[Piece], number: int
) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph; a full stop inside a quotation ends none."""
    inside = [(p.start, p.end - 1) for p in marked if p.paragraph == number]
    start = paragraph.start + len(BULLET) * text.startswith(BULLET, paragraph.start)
    return sentences(_masked(text, inside), start, paragraph.end)


def _around(
    text: str, paragraph: Paragraph, marked: Sequence[Piece], piece: Piece
) -> tuple[int, int]:
    """Return the sentence that a quotation stands in."""
    for start, end in _sentences(text, paragraph, marked, piece.paragraph):
        if start <= piece.opened < end:
            return start, max(end, piece.closed)
    return paragraph.start, paragraph.end


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Blank out spans with a letter that is no word of any name, keeping every offset."""
    for start, end in spans:
        first, last = max(0, start), min(len(text), end)
        if first < last:
            text = text[:first] + "x" * (last - first) + text[last:]
    return text


def _of_speech(piece: Piece, speeches: Sequence[Quote]) -> SaidBy | None:
    over = next((s for s in speeches if s.start < piece.end and piece.start < s.end), None)
    return _recorded(over) if over else None


def _recorded(speech: Quote) -> SaidBy | None:
    if speech.speaker is None:
        return None
    who = speaker_in(speech.speaker)
    person = (who is not None and who.person) or bool(speech.role)
    return SaidBy(speech.speaker, person)


def _of_sentence(outside: str, people: Sequence[SaidBy]) -> SaidBy | None:
    """Return whom a sentence names as the speaker of words quoted in the middle of it."""
    match = _BEFORE.search(outside) or _AFTER.search(outside)
    if match is None:
        return None
    who = speaker_in(match["who"].strip(" ,"), inverted=match.re is _AFTER)
    if who is None or who.pronoun:
        return None
    return _in_full(who, people)


def _in_full(who: Who, people: Sequence[SaidBy]) -> SaidBy:
    """Return a person under the full name that the draft gives elsewhere."""
    if who.surname_only:
        full = next((p for p in people if p.person and p.name.split()[-1] == who.surname), None)
        if full is not None:
            return full
    return SaidBy(who.name, who.person)


def _without_speakers(own: str, speakers: Sequence[str]) -> str:
    """Replace the names and roles of those who are quoted, which the quotation's check covers."""
    for name in sorted(speakers, key=len, reverse=True):
        own = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "it", own)
    return own


def _speakers(speeches: Sequence[Quote], quoted: Sequence[Quoted]) -> list[str]:
    """Return every name, surname and role by which a draft names those whom it quotes."""
    named: list[str] = []
    for speech in speeches:
        named += [speech.speaker or "", speech.role or "", *(speech.role or "").split(", ")]
    named += [one.speaker.name for one in quoted if one.speaker and one.speaker.person]
    surnames = [name.split()[-1] for name in named if name and name[0].isupper()]
    return [name for name in dict.fromkeys((*named, *surnames)) if name]
