"""A mail's own words, those that it forwards, and those of older mails that it quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise


class Voice(StrEnum):
    """Whose words a stretch of a mail is."""

    OWN = "own"
    FORWARDED = "forwarded"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some lines (or paragraphs) of a mail, and the headers of the mail that they come from."""

    voice: Voice
    start: int
    end: int
    headers: dict[str, str] = field(default_factory=dict)


_FORWARDED = re.compile(
    r"[\s>*_-]*(?:forwarded message|begin forwarded message|forwarded by\b.*|"
    r"weitergeleitete nachricht)\s*:?[\s*_-]*",
    re.IGNORECASE,
)
_OLDER = re.compile(r"\s*-{2,}\s*original (?:message|appointment)\s*-{2,}\s*", re.IGNORECASE)
_WROTE = re.compile(
    r"\s*(?:on|le|am)\b.{6,200}?\b(?:wrote|a écrit|schrieb)\s*:\s*|"
    r"\s*[^\s:][^:\n]{2,80}(?:<[^>\s]+@[^>\s]+>)[^:\n]{0,30}\b(?:wrote|writes)\s*:\s*",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = "from|sent|date|to|cc|bcc|subject|reply-to|importance|attachments"
_FIELD = re.compile(rf"[\s>*]*(?P<name>{_NAMES})\*?\s*:\*?\s*(?P<value>.*)", re.IGNORECASE)
_FIELD_WITHIN = re.compile(rf"(?:^|\s|\|)\*?(?P<name>{_NAMES})\*?\s*:\s", re.IGNORECASE)
_HEADER_LINES = 12
_LONGEST_LINE = 1200
_SIGNATURE_LINES = 15
_WORDS_OF_A_NOTE = 80
_SHOWN = 80


def stretches(lines: Sequence[str]) -> list[Stretch]:
    """Divide the lines or paragraphs of a mail, its own words first, into whose they are."""
    found = [Stretch(Voice.OWN, 0, len(lines))]
    at = 0
    while at < len(lines):
        opened = _opened(lines, at)
        if opened is None:
            at += 1
            continue
        voice, begin, headers = opened
        before = found[-1]
        found[-1] = Stretch(before.voice, before.start, at, before.headers)
        found.append(Stretch(voice, begin, len(lines), headers))
        at = max(begin, at + 1)
    return found


def _opened(lines: Sequence[str], at: int) -> tuple[Voice, int, dict[str, str]] | None:
    """Return what another mail's words are and where they begin, None where none begin at `at`."""
    line = lines[at][:_LONGEST_LINE]
    for pattern, voice in ((_FORWARDED, Voice.FORWARDED), (_OLDER, Voice.OLDER)):
        if pattern.fullmatch(line):
            begin, headers = _headers(lines, _next(lines, at + 1))
            return voice, begin, headers
    if _starts(line, "from"):
        begin, headers = _headers(lines, at)
        if "subject" in headers and not {"sent", "date"}.isdisjoint(headers):
            return Voice.OLDER, begin, headers
    for length in (1, 2):
        words = " ".join(lines[at : at + length])[:_LONGEST_LINE]
        if _WROTE.fullmatch(words):
            return Voice.OLDER, at + length, {"from": " ".join(words.split())}
    return None


def _starts(line: str, name: str) -> bool:
    found = _FIELD.match(line)
    return found is not None and found["name"].lower() == name


def _next(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _headers(lines: Sequence[str], at: int) -> tuple[int, dict[str, str]]:
    """Return where the headers that begin at `at` end, and what they say."""
    headers: dict[str, str] = {}
    last = ""
    for index in range(at, min(at + _HEADER_LINES, len(lines))):
        line = lines[index][:_LONGEST_LINE]
        fields = list(_fields(line))
        if fields:
            for name, value in fields:
                headers.setdefault(name, value)
                last = name
        elif line.strip() and _runs_on(line, last):
            headers[last] += f" {line.strip()}"
        elif line.strip() or not _more_headers(lines, index):
            return index, headers
    return min(at + _HEADER_LINES, len(lines)), headers


def _runs_on(line: str, last: str) -> bool:
    """Whether a line goes on with the header above it."""
    return bool(last) and (line[0].isspace() or (last in {"to", "cc"} and "@" in line))


def _more_headers(lines: Sequence[str], at: int) -> bool:
    following = _next(lines, at)
    return following < len(lines) and following <= at + 1 and bool(_FIELD.match(lines[following]))


def _fields(line: str) -> Iterator[tuple[str, str]]:
    """Yield the headers on a line: one, or all of them where a page's breaks were lost."""
    if not _FIELD.match(line):
        return
    starts = list(_FIELD_WITHIN.finditer(f"{line} "))
    ends = [*(match.start() for match in starts[1:]), len(line)]
    for match, end in zip(starts, ends, strict=True):
        yield match["name"].lower(), line[match.end() : end].strip(" *|>")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which lines of a mail are its text, whose headers they come with, what was left out."""

    lines: list[int]
    headers: dict[str, str]
    notes: list[str]


def choose(lines: Sequence[str], *, forwards: bool) -> Choice:
    """Choose the lines that a mail is about: a forwarded release's, else the sender's own.

    `forwards` says that the subject calls the mail a forwarded one.
    """
    found = stretches(lines)
    own, later = _own(lines, found), found[1:]
    said = _words(lines, own)
    passed_on = next((each for each in later if each.voice is Voice.FORWARDED), None)
    if passed_on is None and later and (forwards or said == 0):
        passed_on = later[0]
    if passed_on is None:
        return Choice(_signed_off(lines, own), {}, _older_notes(later, lines, own))
    inside = list(range(passed_on.start, passed_on.end))
    notes: list[str] = []
    if said == 0 or _words(lines, inside) == 0 or said >= _WORDS_OF_A_NOTE:
        kept = [*_signed_off(lines, own), *inside]
    else:
        kept = inside
        notes.append(_cover_note(lines, own))
    notes += _older_notes([each for each in later if each is not passed_on], lines)
    return Choice(_signed_off(lines, kept), passed_on.headers, notes)


def _own(lines: Sequence[str], found: Sequence[Stretch]) -> list[int]:
    """Return the sender's own lines: what no older mail's mark or heading claims."""
    own = [index for index in range(found[0].end) if not is_quoted(lines[index])]
    for each in found[1:]:
        first = _next(lines, each.start)
        answered = first < each.end and is_quoted(lines[first]) and each.voice is Voice.OLDER
        if answered:  # Answers stand between the lines that they answer.
            own += [index for index in range(each.start, each.end) if not is_quoted(lines[index])]
    return own


def _words(lines: Sequence[str], indices: Sequence[int]) -> int:
    return sum(len(lines[index].split()) for index in indices)


def _signed_off(lines: Sequence[str], indices: list[int]) -> list[int]:
    """Return lines up to the mark that opens a signature (RFC 3676, section 4.3)."""
    below, end = 0, len(indices)
    for place in range(len(indices) - 1, -1, -1):
        line = lines[indices[place]].strip()
        if line == "--":
            end = place
        below += bool(line)
        if below > _SIGNATURE_LINES:
            break
    return indices[:end]


def _older_notes(
    older: Sequence[Stretch], lines: Sequence[str], own: Sequence[int] | None = None
) -> list[str]:
    """Say which quoted mails were left out."""
    full = [each for each in older if _words(lines, range(each.start, each.end))]
    named = [_whose(each.headers) for each in full]
    marked = own is not None and not named and any(map(is_quoted, lines))
    if marked:
        return ["Lines that are quoted from an older mail were left out."]
    if not named:
        return []
    first = f"An older mail{named[0]} that is quoted was left out."
    return [
        first if len(named) == 1 else f"{len(named)} older mails that are quoted were left out."
    ]


def _whose(headers: dict[str, str]) -> str:
    who = headers.get("from", "")
    when = headers.get("sent") or headers.get("date") or ""
    shown = ", ".join(filter(None, (who[:_SHOWN], when[:_SHOWN])))
    return f" ({shown})" if shown else ""


def _cover_note(lines: Sequence[str], own: Sequence[int]) -> str:
    words = " ".join(" ".join(lines[index] for index in own).split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"
    return f"What stands above the forwarded mail was left out: “{shown}”."


def unquoted(lines: Sequence[str]) -> list[str]:
    """Return lines without one mark of quotation before each."""
    return [re.sub(r"^ ?> ?", "", line) for line in lines]


def is_quoted(line: str) -> bool:
    """Whether a line of a plain mail is marked as another's words."""
    return line.lstrip().startswith(">") and not line.lstrip().startswith(">From ")


def is_wholly_forwarded(lines: Sequence[str]) -> bool:
    """Whether what is forwarded is marked as quoted throughout."""
    for each in stretches(lines):
        inside = [line for line in lines[each.start : each.end] if line.strip()]
        if each.voice is Voice.FORWARDED and inside and all(map(is_quoted, inside)):
            return True
    return False


def flowed(text: str) -> str:
    """Join the lines that RFC 3676 (format=flowed) calls one paragraph."""
    joined: list[str] = []
    for before, line in pairwise(["", *text.splitlines()]):
        goes_on = before.endswith(" ") and before != "-- " and bool(before.strip())
        same = is_quoted(before) == is_quoted(line)
        if goes_on and same and joined and line.strip() and line != "-- ":
            more = unquoted([line])[0] if is_quoted(line) else line
            joined[-1] = f"{joined[-1].rstrip()} {more.removeprefix(' ')}"
        else:
            joined.append(line)
    return "\n".join(joined)
