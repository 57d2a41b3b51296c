"""Where quotation marks open and close: pairs, and speech that runs over paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MARK = re.compile(r"[“”„\"]")
_SINGLE_OPEN = re.compile(r"(?:\A|(?<=[,:]\s))[‘'](?=\S)")
_SINGLE_CLOSE = re.compile(r"(?<=[.,!?…])[’'](?=\s|\Z|[,.;:)])")
_STARTS_QUOTED = re.compile(r"[“\"]\S")
_SAID_INSIDE = re.compile(
    r",\s+(?:said|says|added|told)\s+[A-Z]|\b(?:he|she|they)\s+(?:said|added)\b"
)
_SINGLE_AGAIN = re.compile(r"[’'][,;]?\s+(?:and\s+|or\s+|but\s+)?[‘'](?=\w)")
_BEFORE_OPEN = " \t([{—–-/:;’‘'"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `text[start:end]`, and whether it is a heading."""

    start: int
    end: int
    heading: bool


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


def paragraphs(text: str, headings: frozenset[int]) -> list[Paragraph]:
    """Return the paragraphs of a text; `headings` are the offsets where headings start."""
    found: list[Paragraph] = []
    at = 0
    while at <= len(text):
        end = text.find("\n\n", at)
        end = len(text) if end < 0 else end
        if end > at:
            found.append(Paragraph(at, end, at in headings))
        at = end + 2
    return found


def pieces(text: str, found: Sequence[Paragraph]) -> list[Piece]:
    """Return what stands in quotation marks in the paragraphs, headings left out, in order."""
    result: list[Piece] = []
    for index, paragraph in enumerate(found):
        if paragraph.heading:
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        after = text[following.start : following.start + 2] if following else ""
        goes_on = following is not None and not following.heading
        double = _double(
            text, paragraph, index, goes_on=goes_on and bool(_STARTS_QUOTED.match(after))
        )
        taken = [(piece.opened, piece.closed) for piece in double]
        single = _single(text, paragraph, index, goes_on=goes_on and after[:1] in ("‘", "'"))
        single = [
            piece
            for piece in single
            if not any(start < piece.closed and piece.opened < end for start, end in taken)
        ]
        result += sorted([*double, *single], key=lambda piece: piece.opened)
    return result


def _double(text: str, paragraph: Paragraph, index: int, *, goes_on: bool) -> list[Piece]:
    """Return the outermost pairs of double marks, and an opening one that the next goes on."""
    marks = [mark.start() for mark in _MARK.finditer(text, paragraph.start, paragraph.end)]
    spans: list[tuple[int, int]] = []
    inner: list[tuple[int, int]] = []
    stack: list[int] = []
    for at in marks:
        if _opens(text, at, paragraph, stack):
            if text[at] == '"' and stack:
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
        closing = _SINGLE_CLOSE.search(words, opening.end())
        opened = paragraph.start + opening.start()
        if closing:
            end = paragraph.start + closing.start()
            # Several short quotations in a row are nobody's one speech.
            if not _SINGLE_AGAIN.search(words, opening.end(), closing.start()):
                found.append(_piece(text, opened, end, index, end + 1))
            at = closing.end()
            continue
        if goes_on and opened == paragraph.start:
            end = paragraph.end
            piece = replace(_piece(text, opened, end, index, end), continues=True)
            if not _SAID_INSIDE.search(text, piece.start, piece.end):
                found.append(piece)
        break
    return [replace(piece, single=True) for piece in found if piece.start < piece.end]


def _piece(text: str, opened: int, end: int, paragraph: int, closed: int) -> Piece:
    """Return a closed piece, the blanks inside its marks left out."""
    start = opened + 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(start, end, opened, closed, paragraph)
