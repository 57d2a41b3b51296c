"""Tells two texts that are one report from two that are not, and both from a correction.

Texts are compared as sequences of words; case, punctuation and blanks do not count. Candidates
share some of the smallest hashes of their sequences of five words (bottom-k sketches: Broder 1997);
whether two are the same is then decided on the words themselves.
"""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+(?:[.,:]\d+)*")
_APOSTROPHES = str.maketrans("", "", "'’‘")
_SHINGLE = 5
SKETCH = 64
# Of a shorter text nothing can be said.
FEWEST_WORDS = 40
# Measured on 140 reports: two of one series have up to 22 % of their words in like sequence, two
# short pages with one footer 46 %; a page of 164 words in a frame of 74 has 68 %.
NEARLY_ALL = 0.65
# What stands before and after a text on its page: no more than this.
_FRAME_WORDS = 200
_FRAME_SHARE = 0.25
# What one page has within the text and the other has not: captions, links to other pages.
_ASIDE_WORDS = 30
_ASIDE_SHARE = 0.05
_ONE_LINE = 4
# A line of the frame may stand between a title and the text: who wrote it, when.
_NEAR_AN_END = 40
_TURNS = frozenset(
    "not no never none nor neither without cannot nobody nothing unless except".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: of \d{1,4})?")
_CORRECTS = re.compile(
    r"(?:correct(?:ion|ions|ed|s)|amend(?:ment|ed|s)|updat(?:e|ed|es)|errat(?:um|a)|clarif\w+"
    r"|revis(?:ion|ed)|supersed\w+|replac(?:es|ed)|withdrawn|republished|reissued)"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of two texts is the same, as the smaller share of either's words, 0 to 1.

    `differs` are words of either that are not in the other and are more than a frame round it:
    where there are some, one may correct the other. `around` are the words that only the second
    has and that are taken for its frame, piece by piece.
    """

    share: float
    differs: tuple[str, ...]
    around: tuple[Sequence[str], ...] = ()


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES))


def sketch(words: Sequence[str]) -> tuple[int, ...]:
    """Return the smallest hashes of a text's word sequences, none for a very short text."""
    if len(words) < FEWEST_WORDS:
        return ()
    return tuple(sorted({zlib.crc32(one.encode()) for one in _shingles(words)})[:SKETCH])


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared: its words, and the sketch by which candidates are found."""

    words: Sequence[str]
    hashes: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Wording":
        """Return the wording of a text."""
        words = words_of(text)
        return cls(words, sketch(words))


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands in each text between what both have.

    `outside` is before the first or after the last of that, `near_an_end` close to one of these.
    """

    mine: Sequence[str]
    theirs: Sequence[str]
    outside: bool
    near_an_end: bool

    @property
    def words(self) -> list[str]:
        return [*self.mine, *self.theirs]

    @property
    def one_sided(self) -> bool:
        return not (self.mine and self.theirs)


def compare(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """Compare two texts by their words."""
    gaps, shorter = list(_gaps(one, other)), max(1, min(len(one), len(other)))
    lost = sum(len(gap.mine) for gap in gaps), sum(len(gap.theirs) for gap in gaps)
    share = 1 - max(lost[0] / max(1, len(one)), lost[1] / max(1, len(other)))
    frame = [gap for gap in gaps if _is_frame(gap, shorter)]
    inner = [gap for gap in gaps if gap not in frame]
    corrects = [word for gap in frame for word in gap.words if _CORRECTS.fullmatch(word)]
    around = tuple(gap.theirs for gap in frame if gap.theirs)
    return Likeness(share, (*corrects, *_differing(inner, shorter)), around)


def _shingles(words: Sequence[str]) -> Iterator[str]:
    return (" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _gaps(one: Sequence[str], other: Sequence[str]) -> Iterator[_Gap]:
    """Yield what stands in each text between what both have, in order."""
    first, second = list(_shingles(one)), list(_shingles(other))
    opcodes = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    for at, (kind, i1, i2, j1, j2) in enumerate(opcodes):
        if kind == "equal":
            continue
        outside = at in {0, len(opcodes) - 1}
        head, tail = min(i1, j1), min(len(first) - i2, len(second) - j2)
        near = min(head, tail) < _NEAR_AN_END
        mine, theirs = _between(one, len(first), i1, i2), _between(other, len(second), j1, j2)
        yield _Gap(mine, theirs, outside, near)


def _between(words: Sequence[str], shingles: int, begin: int, end: int) -> Sequence[str]:
    """Return the words that no matching sequence beside them covers."""
    start = 0 if begin == 0 else begin + _SHINGLE - 1
    stop = len(words) if end == shingles else end
    return words[start:stop]


def _is_frame(gap: _Gap, size: int) -> bool:
    """Whether this is what a page puts round a text."""
    most = min(_FRAME_WORDS, _FRAME_SHARE * size)
    if max(len(gap.mine), len(gap.theirs)) > most:
        return False
    turns = any(word in _TURNS for word in gap.words)
    if gap.outside and not gap.one_sided:
        # One line with another number or name in it is a line of the text: "Bulletin 7".
        other = Counter(gap.mine) - Counter(gap.theirs), Counter(gap.theirs) - Counter(gap.mine)
        return max(one.total() for one in other) > _ONE_LINE
    return gap.outside or (gap.near_an_end and gap.one_sided and not turns)


def _differing(gaps: Sequence[_Gap], size: int) -> tuple[str, ...]:
    """Return the words by which what stands within two texts differs, none if by none that tell."""
    left = Counter(word for gap in gaps for word in gap.mine)
    right = Counter(word for gap in gaps for word in gap.theirs)
    if left == right:
        # The same in another order: a table, a box.
        return ()
    asides = 0
    differing: list[str] = []
    for gap in gaps:
        if "".join(gap.mine) == "".join(gap.theirs):
            # Only divided otherwise.
            continue
        if gap.one_sided and _is_aside(gap.words):
            asides += len(gap.words)
            continue
        differing += gap.words
    if not differing and asides > _ASIDE_SHARE * size:
        differing = [word for gap in gaps for word in gap.words]
    return tuple(dict.fromkeys(differing))


def _is_aside(words: Sequence[str]) -> bool:
    """Whether words that only one of two texts has are none that change what it says."""
    if _PAGE_NUMBER.fullmatch(" ".join(words)):
        return True
    telling = any(
        word in _TURNS or word in _MONTHS or word[0].isdigit() or _CORRECTS.fullmatch(word)
        for word in words
    )
    return len(words) <= _ASIDE_WORDS and not telling
