"""Whether a quotation is verbatim, and if not, what was done to it."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.answering.checks.folding import SOFT, Folded, fold, fold_without_furniture
from bot.answering.checks.words import NEGATORS


class Verdict(StrEnum):
    """What a quotation turns out to be."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    STITCHED = "stitched"
    MISATTRIBUTED = "misattributed"
    INVENTED = "invented"


class Span(NamedTuple):
    """`texts[which][start:end]`."""

    which: int
    start: int
    end: int


class QuoteCheck(NamedTuple):
    """A verdict with the span that was quoted, or that comes nearest; None where nothing does."""

    verdict: Verdict
    span: Span | None


class _Run(NamedTuple):
    """`length` words of the quotation from `at` stand from word `found` of text `which`."""

    at: int
    which: int
    found: int
    length: int


_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
_ELLIPSIS = re.compile(r"\s*(?:[\[(]\s*(?:…|\.{3,}|\. \. \.)\s*[\])]|…|\.{3,}|\. \. \.)\s*")
_WORD = re.compile(rf"[^\W_]+(?:['\-{SOFT}][^\W_]+)*")
# What may not stand in the gap of an ellipsis: it would change what the rest says.
_WEIGHTY = re.compile(
    rf"\d|\b(?:{'|'.join(sorted(NEGATORS))}|cannot|\w+n't|fail\w*|lack\w*|unable|unless|except|only|if"
    r"|until|should|must|may|might|could|would|will|can|but|however|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|half|hundred|thousand|million|billion|dozen)\b",
    re.IGNORECASE,
)
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n|[.!?:”\"]\s*\n")
_LONGEST_GAP = 400
_ANCHOR = 2  # Words in a row that make a place worth looking at.
_FRAGMENT = 3  # Words in a row that make a fragment of a stitched quotation.
_MOSTLY = 0.75
_NEARLY = 0.6
_FAR = 8  # Words between two fragments beyond which it is no longer one edited sentence.


def quote_verdict(quoted: str, texts: Sequence[str]) -> QuoteCheck:
    """Return what `quoted` is, measured against `texts`, with offsets into the original text.

    An ellipsis passes as verbatim when its fragments stand in order in one paragraph and what
    it leaves out holds no negation, modal, condition or number.
    """
    cleaned = _without_marks(quoted)
    for which, text in enumerate(texts):
        found = _find(cleaned, text) or _find_with_ellipsis(cleaned, text)
        if found is not None:
            return QuoteCheck(Verdict.VERBATIM, Span(which, *found))
    if _ELLIPSIS.search(cleaned) and _pieces_found(cleaned, texts):
        return QuoteCheck(Verdict.STITCHED, None)
    return _classify(cleaned, texts)


def fragments(quoted: str) -> list[str]:
    """Return the parts of a quotation between its ellipses; one where it has none."""
    parts = _ELLIPSIS.split(_without_marks(quoted))
    return [part for part in parts if re.search(r"\w", part)]


def weighty(gap: str) -> bool:
    """Whether leaving out `gap` changes what the rest says: a negation, condition or number."""
    return _WEIGHTY.search(gap) is not None


def _without_marks(quoted: str) -> str:
    """Strip outer quotation marks, "[sic]" and the brackets of a changed capital: "[W]e"."""
    bare = re.sub(r"\s*\[sic\]", "", quoted, flags=re.IGNORECASE)
    return re.sub(r"^(\W*)\[(\w)\]", r"\1\2", bare).strip()


def _find(quoted: str, text: str) -> tuple[int, int] | None:
    return next(iter(_occurrences(quoted, text)), None)


def _occurrences(quoted: str, text: str) -> list[tuple[int, int]]:
    """Return where `quoted` stands, with page furniture left out only if need be."""
    wanted = fold(quoted).text.strip(" -—" + SOFT)
    wanted = re.sub(r"[\s.,;:]+$", "", wanted) or wanted
    if not re.search(r"\w", wanted):
        at = text.find(quoted)
        return [(at, at + len(quoted))] if quoted and at >= 0 else []
    pattern = _pattern(wanted)
    return _matches(pattern, fold(text)) or _matches(pattern, fold_without_furniture(text))


def _matches(pattern: re.Pattern[str], folded: Folded) -> list[tuple[int, int]]:
    return [
        (folded.starts[match.start()], folded.ends[match.end() - 1])
        for match in pattern.finditer(folded.text)
    ]


@lru_cache(maxsize=256)
def _pattern(wanted: str) -> re.Pattern[str]:
    """Match `wanted` as whole words, whichever way the hyphens at line ends are read."""
    parts: list[str] = []
    for at, character in enumerate(wanted):
        if character == SOFT:
            parts.append(f"[-{SOFT}]?")
        elif character == "-":
            parts.append(f"[-{SOFT}]")
        elif at == 0 and character.isalpha():
            # A quotation may open in the middle of a sentence, and then with a capital.
            parts.append(f"[{re.escape(character.lower()[0])}{re.escape(character.upper()[0])}]")
        else:
            parts.append(re.escape(character))
        if wanted[at : at + 2].isalpha() and at + 1 < len(wanted):
            parts.append(f"{SOFT}?")
    # "acceptable" does not stand in "unacceptable" or "non-acceptable".
    before = rf"(?<![\w{SOFT}])(?<!\w-)" if _is_word(wanted[0]) else ""
    after = rf"(?![\w{SOFT}])(?!-\w)" if _is_word(wanted[-1]) else ""
    return re.compile(before + "".join(parts) + after)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _find_with_ellipsis(quoted: str, text: str) -> tuple[int, int] | None:
    pieces = [piece for piece in _ELLIPSIS.split(quoted) if re.search(r"\w", piece)]
    if not pieces or not _ELLIPSIS.search(quoted):
        return None
    for start, end in _occurrences(pieces[0], text):
        reached = _follow(pieces[1:], text, end)
        if reached is not None:
            return start, reached
    return None


def _follow(pieces: list[str], text: str, end: int) -> int | None:
    """Return where the last of `pieces` ends if each follows the one before, leaving little out."""
    for piece in pieces:
        following = (span for span in _occurrences(piece, text) if span[0] >= end)
        found = next(following, None)
        if found is None or not _may_be_left_out(text[end : found[0]]):
            return None
        end = found[1]
    return end


def _may_be_left_out(gap: str) -> bool:
    return (
        len(gap) <= _LONGEST_GAP
        and _WEIGHTY.search(gap) is None
        and _PARAGRAPH_BREAK.search(gap) is None
    )


def _pieces_found(quoted: str, texts: Sequence[str]) -> bool:
    pieces = [piece for piece in _ELLIPSIS.split(quoted) if re.search(r"\w", piece)]
    return len(pieces) > 1 and all(any(_find(p, text) for text in texts) for p in pieces)


def _classify(quoted: str, texts: Sequence[str]) -> QuoteCheck:
    """Tell edited, stitched and invented apart by the runs of words that do stand somewhere."""
    words = [word for word, _, _ in _words(quoted)]
    runs = _runs(words, texts)
    if not runs:
        return QuoteCheck(Verdict.INVENTED, None)
    near, span = _nearest(words, max(runs, key=lambda run: run.length), texts)
    fragments = [run for run in runs if run.length >= _FRAGMENT]
    whole = sum(run.length for run in fragments) >= _MOSTLY * len(words)
    if whole and _apart(fragments):
        return QuoteCheck(Verdict.STITCHED, span)
    if near >= _NEARLY:
        return QuoteCheck(Verdict.EDITED, span)
    return QuoteCheck(Verdict.INVENTED, None)


def _apart(fragments: list[_Run]) -> bool:
    """Whether some fragment does not follow the one before it at a short distance."""
    for one, two in pairwise(fragments):
        gap = two.found - (one.found + one.length)
        if one.which != two.which or not 0 <= gap <= _FAR:
            return True
    return False


def _runs(words: list[str], texts: Sequence[str]) -> list[_Run]:
    """Cover `words` from the left with the longest runs that stand in a text."""
    runs: list[_Run] = []
    at = 0
    while at < len(words) - 1:
        best = _longest_run(words, at, texts)
        if best is None:
            at += 1
        else:
            runs.append(best)
            at += best.length
    return runs


def _longest_run(words: list[str], at: int, texts: Sequence[str]) -> _Run | None:
    best: _Run | None = None
    for which, text in enumerate(texts):
        known = _words(text)
        for found in _pairs(text).get((words[at], words[at + 1]), ()):
            length = _ANCHOR
            while (
                at + length < len(words)
                and found + length < len(known)
                and words[at + length] == known[found + length][0]
            ):
                length += 1
            if best is None or length > best.length:
                best = _Run(at, which, found, length)
    return best


def _nearest(words: list[str], run: _Run, texts: Sequence[str]) -> tuple[float, Span | None]:
    """Return which share of `words` stands, in order, around the best run, and where."""
    known = _words(texts[run.which])
    first = max(0, run.found - run.at - _FAR)
    window = known[first : run.found - run.at + len(words) + _FAR]
    matcher = SequenceMatcher(None, words, [word for word, _, _ in window], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    share = sum(block.size for block in blocks) / len(words)
    # Words at either end that were changed stand beside the ones that were not.
    left = max(0, blocks[0].b - blocks[0].a)
    after = len(words) - blocks[-1].a - blocks[-1].size
    right = min(len(window), blocks[-1].b + blocks[-1].size + after)
    return share, Span(run.which, window[left][1], window[right - 1][2])


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words with their offsets; "isn't" is two, so that a lost "not" is seen."""
    folded = fold(text)
    found: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(folded.text):
        word = match[0].replace(SOFT, "").lower()
        span = (folded.starts[match.start()], folded.ends[match.end() - 1])
        split = [_WHOLE.get(word[:-3], word[:-3]), "not"] if word.endswith("n't") else [word]
        found += [(part, *span) for part in split]
    return tuple(found)


@lru_cache(maxsize=64)
def _pairs(text: str) -> dict[tuple[str, str], list[int]]:
    pairs: dict[tuple[str, str], list[int]] = {}
    known = _words(text)
    for at in range(len(known) - 1):
        pairs.setdefault((known[at][0], known[at + 1][0]), []).append(at)
    return pairs
