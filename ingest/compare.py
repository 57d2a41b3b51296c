"""What a correction changed: two revisions of a report, compared sentence by sentence."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum

from ingest.dates import find_dates
from ingest.sentences import sentences
from store.records import Description, Page, Revision

# From so alike on, by their words, a sentence counts as the other one changed.
_ALIKE = 0.5
# A sentence is looked for among so many that follow the last one found.
_NEAR = 12
_TOKEN = re.compile(r"[£$€]?\w+(?:[.,:/’'-]\w+)*%?|[^\w\s]")
_NAMES = {"published_on": "published date", "inspected_from": "inspected from",
          "inspected_to": "inspected until", "url": "address"}  # fmt: skip


class ChangeKind(StrEnum):
    """What became of a sentence."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class WordsKind(StrEnum):
    """What sort of words were changed."""

    NUMBER = "number"
    DATE = "date"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a revision: `text[start:end]`, with its blanks made single."""

    text: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """Words of a sentence and what stands in their place; "" where nothing does."""

    before: str
    after: str
    kind: WordsKind


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence before and after; `words` are those changed within it."""

    kind: ChangeKind
    before: Sentence | None
    after: Sentence | None
    words: tuple[ChangedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A fact of the description before and after, None where it was unknown."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that two revisions do not have in common, in the order of the later one."""

    changes: tuple[Change, ...]
    described: tuple[ChangedField, ...]

    @property
    def summary(self) -> str:
        """In short: "3 sentences changed, 1 added; published date 2024-05-01 -> 2024-05-03"."""
        counts = Counter(change.kind for change in self.changes)
        told = [f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind]]
        if told:
            number, _, rest = told[0].partition(" ")
            told[0] = f"{number} sentence{'' if number == '1' else 's'} {rest}"
        facts = [
            f"{one.name} {one.before or 'unknown'} -> {one.after or 'unknown'}"
            for one in self.described
        ]
        return "; ".join([", ".join(told) or "no sentence changed", *facts])


def compare(before: Revision, after: Revision) -> Comparison:
    """Return what was changed between two revisions of a report."""
    changes = list(_changes(_sentences(before), _sentences(after)))
    described = _described(before.description, after.description)
    return Comparison(tuple(_with_moves(changes)), tuple(described))


def _sentences(revision: Revision) -> list[Sentence]:
    text = revision.text
    return [
        Sentence(" ".join(text[a:b].split()), _page(revision.pages, a), a, b)
        for a, b in sentences(text)
    ]


def _page(pages: Sequence[Page], offset: int) -> int | None:
    return next((page.number for page in pages if page.start <= offset < page.end), None)


def _changes(before: list[Sentence], after: list[Sentence]) -> Iterator[Change]:
    for a, b, c, d in _unlike([one.text for one in before], [one.text for one in after]):
        yield from _paired(before[a:b], after[c:d])


def _unlike(one: list[str], other: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where two lists differ, as (start, end) in the one and in the other."""
    # Without `autojunk` every item counts, however often it comes.
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield a, b, c, d


def _paired(removed: list[Sentence], added: list[Sentence]) -> Iterator[Change]:
    """Yield a changed stretch: each sentence with the one that it was made into, if any."""
    done = 0
    for new in added:
        near = range(done, min(len(removed), done + _NEAR))
        score, best = max(((_alike(removed[at], new), -at) for at in near), default=(0.0, 0))
        best = -best
        if score < _ALIKE:
            yield Change(ChangeKind.ADDED, None, new)
            continue
        for old in removed[done:best]:
            yield Change(ChangeKind.REMOVED, old, None)
        done = best + 1
        words = tuple(_words(removed[best].text, new.text))
        yield Change(ChangeKind.CHANGED, removed[best], new, words)
    for old in removed[done:]:
        yield Change(ChangeKind.REMOVED, old, None)


def _alike(one: Sentence, other: Sentence) -> float:
    return SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False).ratio()


def _with_moves(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes, with what was removed here and added there as one."""
    gone: dict[str, list[Sentence]] = {}
    for change in changes:
        if change.kind is ChangeKind.REMOVED and change.before:
            gone.setdefault(change.before.text, []).append(change.before)
    moved: set[Sentence] = set()
    found: list[Change] = []
    for change in changes:
        new = change.after
        if change.kind is ChangeKind.ADDED and new and gone.get(new.text):
            old = gone[new.text].pop(0)
            moved.add(old)
            found.append(Change(ChangeKind.MOVED, old, new))
        else:
            found.append(change)
    yield from (
        one for one in found if one.kind is not ChangeKind.REMOVED or one.before not in moved
    )


def _words(before: str, after: str) -> Iterator[ChangedWords]:
    """Yield the words that were changed; a date is given whole, and once."""
    ours, theirs = (list(_TOKEN.finditer(text)) for text in (before, after))
    given: set[tuple[str, str]] = set()
    for a, b, c, d in _unlike([one[0] for one in ours], [one[0] for one in theirs]):
        old, new = _span(ours[a:b]), _span(theirs[c:d])
        dates = _date_at(before, old), _date_at(after, new)
        if dates[0] and dates[1]:
            if dates not in given:
                yield ChangedWords(dates[0], dates[1], WordsKind.DATE)
            given.add((dates[0], dates[1]))
            continue
        texts = before[slice(*old)], after[slice(*new)]
        digits = any(character.isdigit() for text in texts for character in text)
        yield ChangedWords(*texts, WordsKind.NUMBER if digits else WordsKind.WORDS)


def _span(tokens: Sequence[re.Match[str]]) -> tuple[int, int]:
    return (tokens[0].start(), tokens[-1].end()) if tokens else (0, 0)


def _date_at(text: str, span: tuple[int, int]) -> str | None:
    """Return the date that a span touches."""
    touched = (one for one in find_dates(text) if one.start < span[1] and span[0] < one.end)
    return next((text[one.start : one.end] for one in touched), None)


def _described(before: Description, after: Description) -> Iterator[ChangedField]:
    for one in fields(Description):
        old, new = (_told(getattr(side, one.name)) for side in (before, after))
        if old != new:
            yield ChangedField(_NAMES.get(one.name, one.name.replace("_", " ")), old, new)


def _told(fact: object) -> str | None:
    """Return the value of a described fact as text, None where it is unknown."""
    value = getattr(fact, "value", fact)
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    return None if value is None else str(value)
