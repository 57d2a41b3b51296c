"""Where quotation marks open and close: pairs, and speech that runs over paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MARK = re.compile(r"[“”„\"]")
_MARKS = "“”„‘’\"'"
_SINGLE_OPEN = re.compile(
    r"(?:\A|(?<=[,:]\s)|(?<=\bsaid\s)|(?<=\bsays\s)|(?<=\bthat\s)|(?<=\bus\s)|(?<=\bstated\s)"
    r"|(?<=\binspectors\s)|(?<=\band another\s)|(?<=[’']s\s))[‘'](?=[\w\[(…])"
)
_SINGLE_CLOSE = re.compile(r"(?<=[^\s‘'])[’'](?=\s|\Z|[,.;:)?!\]])")
_ENDS_SPEECH = re.compile(r"[.,!?…][’']\Z")
_SINGLE_MARK = re.compile(r"(?:(?<=\s)|(?<=\A))[‘'](?=\w)")
_STARTS_QUOTED = re.compile(r"[“\"]\S")
_SAID_INSIDE = re.compile(
    r",\s+(?:said|says|added|told)\s+[A-Z]|\b(?:he|she|they)\s+(?:said|added)\b"
)
_BEFORE_OPEN = " \t([{—–-/:;’‘'"
# After the mark that closes speech over paragraphs: its stop, a note, where it was found.
_CLOSES_ALL = re.compile(r"[”\"][.,;]?\s*(?:[\[(][^\])]{0,80}[\])])?[.,;]?\Z")
_MAX_OPEN_PARAGRAPHS = 8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `text[start:end]`, whether it is a heading, or set off as a quotation."""

    start: int
    end: int
    heading: bool
    set_off: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between quotation marks, within one paragraph: `text[start:end]`.

    `opened` is where the opening mark stands, `closed` the offset after the closing mark.
    `continues` is whether the speech goes on in the next paragraph.
    """

    start: int
    end: int
    opened: int
    closed: int
    paragraph: int
    continues: bool = False
    single: bool = False
    set_off: bool = False


def paragraphs(
    text: str, headings: frozenset[int], set_off: frozenset[int] = frozenset()
) -> list[Paragraph]:
    """Return the paragraphs of a text, given where headings and block quotations start."""
    found: list[Paragraph] = []
    at = 0
    while at <= len(text):
        end = text.find("\n\n", at)
        end = len(text) if end < 0 else end
        if end > at:
            found.append(Paragraph(at, end, at in headings, at in set_off))
        at = end + 2
    return found


def pieces(text: str, found: Sequence[Paragraph]) -> list[Piece]:
    """Return what stands in quotation marks in the paragraphs, headings left out, in order."""
    result: list[Piece] = []
    index = 0
    while index < len(found):
        paragraph = found[index]
        if paragraph.set_off and text[paragraph.start] not in _MARKS:
            result.append(_set_off(found, index))
        elif not paragraph.heading:
            over = _over_paragraphs(text, found, index)
            result += over or _marked(text, found, index)
            index += len(over[1:])
        index += 1
    return result


def _set_off(found: Sequence[Paragraph], index: int) -> Piece:
    """Return a paragraph of a block quotation, which goes on while the next is one too."""
    here = found[index]
    goes_on = index + 1 < len(found) and found[index + 1].set_off
    return Piece(here.start, here.end, here.start, here.end, index, continues=goes_on, set_off=True)


def _marked(text: str, found: Sequence[Paragraph], index: int) -> list[Piece]:
    """Return what stands in quotation marks in one paragraph, in order."""
    paragraph = found[index]
    following = found[index + 1] if index + 1 < len(found) else None
    after = text[following.start : following.start + 2] if following else ""
    goes_on = following is not None and not following.heading
    double = _double(text, paragraph, index, goes_on=goes_on and bool(_STARTS_QUOTED.match(after)))
    taken = [(piece.opened, piece.closed) for piece in double]
    single = [
        piece
        for piece in _single(text, paragraph, index, goes_on=goes_on and after[:1] in ("‘", "'"))
        if not any(start < piece.closed and piece.opened < end for start, end in taken)
    ]
    return sorted([*double, *single], key=lambda piece: piece.opened)


def _over_paragraphs(text: str, found: Sequence[Paragraph], index: int) -> list[Piece]:
    """Return speech that opens with a paragraph and closes with a later one, no mark between."""
    first = found[index]
    if text[first.start] != "“" or _MARK.search(text, first.start + 1, first.end):
        return []
    taken = [_piece(text, first.start, first.end, index, first.end)]
    for later in range(index + 1, min(index + _MAX_OPEN_PARAGRAPHS, len(found))):
        paragraph = found[later]
        mark = _MARK.search(text, paragraph.start, paragraph.end)
        whole = paragraph.end if mark is None else mark.start()
        piece = _piece(text, paragraph.start - 1, whole, later, paragraph.end)
        taken.append(replace(piece, opened=paragraph.start))
        if paragraph.heading or (mark and not _CLOSES_ALL.match(text, whole, paragraph.end)):
            return []
        if mark:
            return [*(replace(piece, continues=True) for piece in taken[:-1]), taken[-1]]
    return []


def _double(text: str, paragraph: Paragraph, index: int, *, goes_on: bool) -> list[Piece]:
    """Return the outermost pairs of double marks, and an opening one that the next goes on."""
    marks = [mark.start() for mark in _MARK.finditer(text, paragraph.start, paragraph.end)]
    spans: list[tuple[int, int]] = []
    inner: list[tuple[int, int]] = []
    stack: list[int] = []
    for at in marks:
        if _opens(text, at, paragraph, stack):
            if text[at] == '"' and stack and text[stack[-1]] == '"':
                stack, inner = [], []  # Straight marks do not nest: the one before never closed.
            stack.append(at)
        elif stack and not _is_inch(text, at, paragraph):
            opened = stack.pop()
            (inner if stack else spans).append((opened, at + 1))
            inner = inner if stack else []
    found = [_piece(text, opened, closed - 1, index, closed) for opened, closed in spans]
    if stack:
        opened = stack[0]
        last = replace(_piece(text, opened, paragraph.end, index, paragraph.end), continues=True)
        if goes_on and not _SAID_INSIDE.search(text, last.start, last.end):
            found.append(last)
        else:
            found += [_piece(text, opened, closed - 1, index, closed) for opened, closed in inner]
    return [piece for piece in found if piece.start < piece.end]


def _opens(text: str, at: int, paragraph: Paragraph, stack: Sequence[int]) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    stands_open = before in _BEFORE_OPEN and not after.isspace()
    if text[at] == "”":
        return not stack and stands_open and after.isalnum()
    if text[at] == '"':
        return stands_open
    # An opening mark in a closing place is a slip of the typesetter's.
    return not (stack and not before.isspace() and (after.isspace() or after in ",.;"))


def _is_inch(text: str, at: int, paragraph: Paragraph) -> bool:
    """Whether a straight mark after a digit is an inch, with the closing mark still to come."""
    return (
        text[at] == '"'
        and text[at - 1].isdigit()
        and text[at + 1 : at + 2].isspace()
        and text[at + 2 : at + 3].islower()
        and '"' in text[at + 1 : paragraph.end]
    )


def _single(text: str, paragraph: Paragraph, index: int, *, goes_on: bool) -> list[Piece]:
    """Return what stands in single marks where speech would: at the start or after `:` or `,`."""
    found: list[Piece] = []
    words = text[paragraph.start : paragraph.end]
    at = 0
    while opening := _SINGLE_OPEN.search(words, at):
        closing = _closing(words, opening.end())
        opened = paragraph.start + opening.start()
        if closing is not None:
            end = paragraph.start + closing
            found.append(_piece(text, opened, end, index, end + 1))
            at = closing + 1
            continue
        if goes_on and opened == paragraph.start:
            end = paragraph.end
            piece = replace(_piece(text, opened, end, index, end), continues=True)
            if not _SAID_INSIDE.search(text, piece.start, piece.end):
                found.append(piece)
        break
    return [replace(piece, single=True) for piece in found if piece.start < piece.end]


def _closing(words: str, at: int) -> int | None:
    """Return where single-marked speech ends: not at "workers’ visits", where it goes on."""
    again = _SINGLE_MARK.search(words, at)
    for closing in _SINGLE_CLOSE.finditer(words, at):
        before, after = words[: closing.end()], words[closing.end() :]
        possessive = before[-2:-1] == "s" and re.match(r"\s+[a-z]", after)
        later = _SINGLE_CLOSE.search(words, closing.end(), again.start() if again else len(words))
        if _ENDS_SPEECH.search(before) or not (possessive and later):
            return closing.start()
    return None


def _piece(text: str, opened: int, end: int, paragraph: int, closed: int) -> Piece:
    """Return a closed piece, the blanks inside its marks left out."""
    start = opened + 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(start, end, opened, closed, paragraph)
