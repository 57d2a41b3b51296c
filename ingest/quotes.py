"""Direct speech in a text, word for word, with who spoke where the text says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.attributions import (
    Attribution,
    after,
    before,
    people_between,
    spoken_names,
    subject_of,
)
from ingest.quotation import Paragraph, Piece, paragraphs, pieces
from ingest.sentences import sentences
from ingest.speakers import Who, speaker_in
from store.records import Heading, Quote

_MIN_SENTENCE_WORDS = 6
_MIN_TOLD_WORDS = 3
_MAX_HEADING_WORDS = 18
_NEAR = 90
# A statute or a form of words is cited, not spoken.
_ENACTED = re.compile(
    r"\b(?:provid(?:es?|ed|ing)|reads?|material|defin(?:ed|es?|ition)|headed|headings?|terms)\b"
    r"[^.]*\Z"
)
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|we|us|our)\b")
_WHOLE_SENTENCE = re.compile(r"(?s)[^\W_a-z].*[.!?…]\Z")


def find_quotes(
    text: str, headings: Sequence[Heading], set_off: Sequence[int] = ()
) -> tuple[Quote, ...]:
    """Return the direct speech in a text, in order; `text[start:end]` has no quotation marks.

    `set_off` are the offsets of paragraphs marked as block quotations. Quoted words with neither
    a speaker nor a whole sentence are terms, not speech.
    """
    # Word's heading styles are put on whole numbered paragraphs too, in judgments above all.
    starts = frozenset(
        heading.start
        for heading in headings
        if len(text[heading.start : heading.end].split()) <= _MAX_HEADING_WORDS
    )
    found = paragraphs(text, starts, frozenset(set_off))
    reader = _Reader(text, found, single_names=spoken_names(text))
    for speech in _speeches(text, found, pieces(text, found)):
        reader.read(speech)
    return tuple(reader.quotes)


@dataclass(slots=True)
class _Speech:
    """Pieces that one speaker says in one go, with the words that say who."""

    pieces: list[Piece]
    attributions: list[Attribution]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Who spoke last, the words that named them, and where their speech ended."""

    who: Who
    start: int
    end: int
    paragraph: int
    stop: int


def _speeches(text: str, found: Sequence[Paragraph], all_pieces: Sequence[Piece]) -> list[_Speech]:
    """Put together the pieces of one speech: over paragraphs, or around "said Ann Hill"."""
    speeches: list[_Speech] = []
    said: Attribution | None = None
    for index, piece in enumerate(all_pieces):
        last = all_pieces[index - 1] if index else None
        beside = last is not None and last.paragraph == piece.paragraph
        paragraph = found[piece.paragraph]
        spoken = _said_after(text, found, all_pieces, index)
        linked = said is not None and _links(text, said, piece, spoken)
        if not linked and not (last and _goes_on(last, piece, paragraph)):
            floor = last.closed if last is not None and beside else 0
            introduced = before(text, found, piece, floor)
            speeches.append(_Speech([], [introduced] if introduced else []))
        speeches[-1].pieces.append(piece)
        if spoken:
            speeches[-1].attributions.append(spoken)
        said = spoken
    return speeches


def _said_after(
    text: str, found: Sequence[Paragraph], all_pieces: Sequence[Piece], index: int
) -> Attribution | None:
    piece = all_pieces[index]
    if piece.continues:
        return None
    near = all_pieces[index + 1 : index + 2]
    ceiling = found[piece.paragraph].end
    if near and near[0].paragraph == piece.paragraph:
        ceiling = near[0].opened
    return after(text, found, piece, ceiling)


def _links(text: str, said: Attribution, piece: Piece, spoken: Attribution | None) -> bool:
    """Whether `piece` goes on after "said Ann Hill": at once, and not as somebody else's."""
    if said.paragraph != piece.paragraph or text[said.end : piece.opened].strip(" ,"):
        return False
    return spoken is None or text[said.end - 1] not in ".!?"


def _goes_on(last: Piece, piece: Piece, paragraph: Paragraph) -> bool:
    return (
        last.continues
        and last.single == piece.single
        and last.paragraph == piece.paragraph - 1
        and piece.opened == paragraph.start
    )


@dataclass(slots=True)
class _Reader:
    """Reads speeches in order and remembers who was named."""

    text: str
    found: Sequence[Paragraph]
    quotes: list[Quote] = field(default_factory=list)
    single_names: frozenset[str] = frozenset()
    people: list[Who] = field(default_factory=list)
    narrative: dict[str, list[tuple[int, Who]]] = field(default_factory=dict)
    last: _Spoken | None = None
    speech: int = 0

    def read(self, speech: _Speech) -> None:
        """Record the quotes of one speech, unless it is none."""
        spoken = self._speaker(speech)
        if spoken is None and not self._stands_alone(speech):
            return
        said = speech.attributions[:1] if spoken is None else []
        unnamed = said[0] if said and said[0].role else None
        by = spoken or unnamed
        role = spoken.who.role if spoken else unnamed.role if unnamed else None
        for piece in speech.pieces:
            self.quotes.append(
                Quote(
                    start=piece.start,
                    end=piece.end,
                    speech=self.speech,
                    speaker=spoken.who.name if spoken else None,
                    role=role,
                    attribution_start=by.start if by else None,
                    attribution_end=by.end if by else None,
                )
            )
        self.speech += 1
        self.last = spoken

    def _stands_alone(self, speech: _Speech) -> bool:
        """Whether quoted words without a known speaker are speech all the same."""
        first, last = speech.pieces[0], speech.pieces[-1]
        words = self.text[first.start : last.end]
        number = len(words.split())
        if first.set_off:
            return bool(speech.attributions) and speech.attributions[0].role is not None
        if speech.attributions:
            return number >= _MIN_TOLD_WORDS or any(one.quoted for one in speech.attributions)
        above = self.text[max(0, first.opened - _NEAR) : first.opened].rstrip()
        introduced = above.endswith(":")
        if first.paragraph != last.paragraph or (introduced and _ENACTED.search(above)):
            return False
        least = _MIN_SENTENCE_WORDS if words[0].isupper() else 2 * _MIN_SENTENCE_WORDS
        if number < least or not (words[0].isupper() or introduced):
            return False
        if first.single:
            return introduced and bool(_FIRST_PERSON.search(words))
        return introduced or bool(_WHOLE_SENTENCE.match(words))

    def _speaker(self, speech: _Speech) -> _Spoken | None:
        """Return the one speaker whom all attributions of a speech agree on."""
        last = speech.pieces[-1]
        spoken: list[_Spoken] = []
        for attribution in speech.attributions:
            opened = speech.pieces[0].opened
            known = spoken[-1] if spoken else self._last_speaker(attribution, opened)
            resolved = self._resolved(attribution, known)
            if resolved is None:
                return None
            stop = max(last.closed, attribution.end)
            spoken.append(replace(resolved, paragraph=last.paragraph, stop=stop))
        names = {one.who.name for one in spoken}
        return spoken[0] if len(names) == 1 else None

    def _resolved(self, attribution: Attribution, known: _Spoken | None) -> _Spoken | None:
        """Return the named speaker behind an attribution, "she" and "Mr Hill" resolved."""
        who = attribution.who
        if who is None:
            return None
        if who.pronoun:
            known = known or self._subject_before(attribution, who)
            fits = known is not None and (
                who.name == "they" or (who.name != "it") == known.who.person
            )
            return known if fits else None
        if who.person or who.surname_only:
            who = self._full(who, attribution.start)
        if who.person and not who.surname_only and who not in self.people:
            self.people.append(who)
        return _Spoken(who, attribution.start, attribution.end, attribution.paragraph, 0)

    def _subject_before(self, attribution: Attribution, who: Who) -> _Spoken | None:
        """Return whom the sentence before is about, where it names nobody else."""
        paragraph = self.found[attribution.paragraph]
        earlier = sentences(self.text, paragraph.start, attribution.start)
        if who.name not in ("he", "she") or not earlier:
            return None
        start, end = earlier[-1]
        subject = subject_of(self.text, start, end)
        if subject is None or subject.pronoun:
            return None
        if not subject.person and subject.name not in self.single_names:
            return None
        said = self.text[start : attribution.end]
        others = {name for name in self.single_names if re.search(rf"\b{name}\b", said)}
        others |= set(people_between(self.text, start, attribution.end))
        if any(subject.surname not in name for name in others):
            return None
        full = self._full(subject, attribution.start) if subject.person else subject
        person = Who(full.name, full.role, person=True)
        return _Spoken(person, attribution.start, attribution.end, attribution.paragraph, 0)

    def _full(self, who: Who, before: int) -> Who:
        """Return the person as first named, for a surname alone or a name without its role."""
        if who.surname_only:
            named = [person for person in self.people if person.surname == who.surname]
        else:
            named = [person for person in self.people if person.name == who.name]
        if who.role:
            words = set(who.role.lower().split())
            named = [one for one in named if one.role and words & set(one.role.lower().split())]
        if not named and who.surname_only and who.person:
            return self._in_narrative(who, before)
        if len({person.name for person in named}) != 1:
            return who
        return Who(
            named[0].name,
            who.role if not who.surname_only and who.role else named[0].role,
            person=True,
        )

    def _in_narrative(self, who: Who, before: int) -> Who:
        """Return the one person of that surname whom the text named in full before."""
        if who.surname not in self.narrative:
            pattern = rf"(?:[A-Z][\w’]+\s+){{0,5}}[A-Z][a-z’-]+\s+{re.escape(who.surname)}\b"
            self.narrative[who.surname] = [
                (match.start(), person)
                for match in re.finditer(pattern, self.text)
                if (person := speaker_in(match[0])) and person.person and not person.surname_only
            ]
        found = {one.name: one for at, one in reversed(self.narrative[who.surname]) if at < before}
        return next(iter(found.values())) if len(found) == 1 else who

    def _last_speaker(self, attribution: Attribution, opened: int) -> _Spoken | None:
        """Return who spoke just before, with nobody else named and no heading in between."""
        last = self.last
        if last is None or attribution.paragraph - last.paragraph > 1:
            return None
        if any(self.found[index].heading for index in range(last.paragraph, attribution.paragraph)):
            return None
        between = people_between(self.text, last.stop, min(opened, attribution.start))
        surname = last.who.surname
        return None if any(surname not in name for name in between) else last
