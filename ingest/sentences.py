"""Where sentences begin and end: regular expressions and a short list of abbreviations."""

import re
from collections.abc import Iterator

# A full stop after these never ends a sentence: a name or an example follows.
_NEVER = frozenset(
    "mr mrs ms mx dr prof rev hon cllr insp det supt sgt ch.insp cpl capt lt col maj gen cmdr "
    "messrs e.g eg i.e ie viz cf vs v al approx incl".split()
)
# A full stop after these does not end a sentence when a number follows.
_BEFORE_NUMBER = frozenset(
    "no nos para paras p pp s ss art arts reg regs fig figs vol vols ch chap sch cl r ref refs "
    "pt ed eds c ca tel ext ann app jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# A full stop after these ends a sentence only before a word that usually opens one.
_UNDECIDED = frozenset("st ltd inc co corp plc jr sr esq dept gov govt u.k u.s ave rd ph.d".split())
_OPENERS = frozenset(
    "a after all also although an and as at because before both but by despite during each for "
    "from he her here his however i if in inspectors it its many most no not on one our overall "
    "she since so some that the their then there these they this those to we what when where "
    "while who with you your".split()
)
_CLOSERS = "”’\"')\\]»"
_BOUNDARY = re.compile(
    rf"(?<![.!?…؟۔])(?P<stop>[.!?…؟۔]++)(?P<close>[{_CLOSERS}]*)(?P<note>\d{{0,3}})(?=[^\S\n])"
    r"[^\S\n]++(?P<open>[“‘\"'(\[«•–—-]*[^\S\n]?)(?P<next>\w[\w’'-]*)"
    rf"|[。！？]+[{_CLOSERS}]*|\n+"
)
_LAST_WORD = re.compile(r"[\w’'&]+(?:\.\w+)*$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LIST_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}|[a-z]|[ivxlc]{1,5}|[A-Z])")
_WORD_WINDOW = 24


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text[start:end]`, in order and without outer blanks.

    No span crosses a line break, so none crosses a paragraph or a table row. Text without a
    final full stop, such as a heading or a list item, is a sentence of its own.
    """
    stop = len(text) if end is None else min(end, len(text))
    spans: list[tuple[int, int]] = []
    begin = start
    for cut in _cuts(text, start, stop):
        _add_trimmed(spans, text, begin, cut)
        begin = cut
    _add_trimmed(spans, text, begin, stop)
    return spans


def _cuts(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where one sentence ends, in order."""
    begin = position = start
    while match := _BOUNDARY.search(text, position, stop):
        if match["stop"] is None:
            position = cut = match.end()
        else:
            # The next word may itself end in a full stop, so it is looked at again.
            position, cut = match.start("next"), match.end("note")
            if not _ends_sentence(text, begin, match):
                continue
        begin = cut
        yield cut


def _add_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    following = match["next"]
    if following[0].islower():
        return False
    at = match.start()
    if match["note"] and (at == begin or text[at - 1].isdigit() or len(match["stop"]) > 1):
        return False  # "4.2 Next" is a number, "help.2 Next" a note's mark after a full stop.
    if match["stop"] in ("…", "...", "..") and not match["close"]:
        return following != "I" and not following.startswith(("I’", "I'"))
    return match["stop"] != "." or match["close"] != "" or _full_stop_ends(text, begin, at, match)


def _full_stop_ends(text: str, begin: int, at: int, match: re.Match[str]) -> bool:
    """Whether a lone full stop at `at` ends a sentence rather than shortens a word."""
    found = _LAST_WORD.search(text, max(begin, at - _WORD_WINDOW), at)
    if found is None:
        return True
    word, following = found[0], match["next"]
    lower = word.lower()
    numbered = lower in _BEFORE_NUMBER and following[0].isdigit()
    if numbered or lower in _NEVER or _is_list_number(text, begin, found.start(), word):
        return False
    undecided = len(word) == 1 and word.isupper()
    if word == "I":  # "So did I. Nobody knew." against "H. I. Brown"
        undecided = text[max(0, found.start() - 2) : found.start()] == ". "
    if undecided or lower in _UNDECIDED or _DOTTED.fullmatch(word):
        return lower in ("a.m", "p.m") or _starts_clause(following)
    return True


def _starts_clause(word: str) -> bool:
    return word.lower() in _OPENERS


def _is_list_number(text: str, begin: int, at: int, word: str) -> bool:
    """Whether `word` is the printed number of a list item, as in `4. Next` or `: 1. First`."""
    if not _LIST_NUMBER.fullmatch(word):
        return False
    before = text[max(begin, at - _WORD_WINDOW) : at].strip(" (\t[•\n")
    return not before or (word.isdigit() and before[-1] in ":;")
