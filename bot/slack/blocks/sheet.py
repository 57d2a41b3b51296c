"""An answer laid out for reading: who renders it, as blocks or as plain text, adds only form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.lift import TABLE_ROW
from bot.answering.records import Answer, Citation, Statement, StatementKind, Status
from bot.answering.shown import shown_text
from bot.answering.speech import joined
from bot.answering.wording import READ_BY_OCR, as_of, headline, long_date, withheld
from bot.slack.mrkdwn import clean, clip, safe_url
from bot.slack.wording import searched_quietly, too_long
from store.records import Hit

MAX_TITLE = 150
MAX_NAME = 150
MAX_EXCERPT = 280
MAX_NOTICE = 280
MAX_NOTICES = 4
MAX_NEAREST = 3
MAX_SOURCES_OF_ONE = 6
# A longer sentence cannot be shown whole, and a quotation must not be cut.
MAX_STATEMENT = 2_500
# What people read of a message in a channel; there is a button for the rest.
MAX_WORDS = 150


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the numbered sources; `page` is "" for a report without pages."""

    number: int
    title: str
    day: str
    page: str
    url: str | None

    @property
    def details(self) -> str:
        """When it was published, and the page."""
        return f"{self.day}, {self.page}" if self.page else self.day


@dataclass(frozen=True, slots=True)
class Line:
    """One statement to show; `marks` are its source numbers: "[1] [2]".

    `grade` is (what was judged, the grade) for a row of a table of judgements.
    """

    text: str
    marks: str
    quoted: bool
    attribution: str
    grade: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The statements from one report, under its title and date."""

    before: str
    title: str
    after: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A passage close to the question, offered where there is no answer."""

    title: str
    details: str
    excerpt: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a message says, in the order to show, every text clean and within its limit.

    `left` are the statements that had no room, in order.
    """

    headline: str
    lead: tuple[Line, ...]
    groups: tuple[Group, ...]
    nearest: tuple[Near, ...]
    as_of: str
    sources: tuple[Source, ...]
    notes: tuple[str, ...]
    left: tuple[Statement, ...] = ()


def fit(answer: Answer, fits: Callable[[Sheet], bool], *extra: str) -> Sheet:
    """Lay out the first statements, as many as fit; each brings its sources, the footer stays.

    `extra` are notes that the message must carry.
    """
    showable = [one for one in answer.statements if is_showable(one)]
    # The closest passages are offered as far as there is room; the rest of the frame is short.
    for most in range(MAX_NEAREST, -1, -1):
        answer = replace(answer, nearest=answer.nearest[:most])
        if fits(_lay_out(answer, [], showable, extra)):
            break
    kept: list[Statement] = []
    words = 0
    for statement in showable:
        words += len(statement.text.split())
        if kept and words > MAX_WORDS:
            break
        if fits(_lay_out(answer, [*kept, statement], showable, extra)):
            kept.append(statement)
        elif kept:
            break
    return _lay_out(answer, kept, showable, extra)


def is_showable(statement: Statement) -> bool:
    """Return whether a statement has a source to point at, and can be shown whole."""
    return bool(statement.citations) and 0 < len(clean(statement.text)) <= MAX_STATEMENT


def _lay_out(
    answer: Answer, kept: list[Statement], showable: list[Statement], extra: tuple[str, ...]
) -> Sheet:
    ordered = _in_order(kept)
    sources = _sources(ordered)
    lead = [one for one in ordered if one.kind is StatementKind.LEAD]
    rest = [one for one in ordered if one.kind is not StatementKind.LEAD]
    return Sheet(
        headline=clip(clean(headline(answer)), 1_000),
        lead=tuple(_line(one, sources) for one in lead),
        groups=_groups(rest, sources, answer.as_of if answer.history else None),
        nearest=tuple(near(hit) for hit in _nearest(answer)),
        as_of=as_of(answer.as_of) if _is_answer(answer) else "",
        sources=tuple(source for _, source in sorted(sources.items(), key=lambda s: s[1].number)),
        notes=tuple(_notes(answer, len(showable), extra)),
        left=tuple(one for one in showable if one not in kept),
    )


def _is_answer(answer: Answer) -> bool:
    return answer.status in (Status.ANSWERED, Status.PARTLY_ANSWERED)


def _nearest(answer: Answer) -> tuple[Hit, ...]:
    return () if _is_answer(answer) else answer.nearest[:MAX_NEAREST]


def _in_order(statements: list[Statement]) -> list[Statement]:
    """Leads first, then newest report first; otherwise as the answer has them."""
    reports = list(dict.fromkeys(one.citations[0].report_id for one in statements))
    return sorted(
        statements,
        key=lambda one: (
            one.kind is not StatementKind.LEAD,
            -(one.citations[0].published_on or date.min).toordinal(),
            reports.index(one.citations[0].report_id),
        ),
    )


def _key(citation: Citation) -> tuple[str, int, int | None]:
    return (citation.report_id, citation.revision, citation.page)


def _cited(statement: Statement) -> Iterable[Citation]:
    return statement.citations[:MAX_SOURCES_OF_ONE]


def _sources(ordered: list[Statement]) -> dict[tuple[str, int, int | None], Source]:
    sources: dict[tuple[str, int, int | None], Source] = {}
    for statement in ordered:
        for citation in _cited(statement):
            if _key(citation) not in sources:
                sources[_key(citation)] = _source(len(sources) + 1, citation)
    return sources


def _source(number: int, citation: Citation) -> Source:
    return Source(
        number=number,
        title=_title(citation.title),
        day=_day(citation.published_on),
        page=_page(citation.page, ocr=citation.ocr is not None),
        url=safe_url(citation.url, citation.page),
    )


def _title(title: str) -> str:
    return clip(clean(title), MAX_TITLE) or "Untitled report"


def _details(published_on: date | None, page: int | None, *, ocr: bool = False) -> str:
    place = _page(page, ocr=ocr)
    return f"{_day(published_on)}, {place}" if place else _day(published_on)


def _day(published_on: date | None) -> str:
    return long_date(published_on) if published_on else "date unknown"


def _page(page: int | None, *, ocr: bool) -> str:
    read = f" ({READ_BY_OCR})" if ocr else ""
    return f"p. {page}{read}" if page is not None else ""


def _line(statement: Statement, sources: dict[tuple[str, int, int | None], Source]) -> Line:
    numbers = sorted({sources[_key(citation)].number for citation in _cited(statement)})
    quoted = statement.kind is StatementKind.QUOTE
    return Line(
        text=clean(shown_text(statement)),
        marks=" ".join(f"[{number}]" for number in numbers),
        quoted=quoted,
        attribution=_attribution(statement) if quoted else "",
        grade=_grade(statement),
    )


def _grade(statement: Statement) -> tuple[str, str] | None:
    cells = [clean(cell) for cell in statement.text.split(TABLE_ROW)]
    if statement.kind is not StatementKind.JUDGEMENT or len(cells) != len(("name", "grade")):
        return None
    return (cells[0], cells[1]) if all(cells) else None


def _attribution(statement: Statement) -> str:
    speaker, day = statement.speaker, statement.citations[0].published_on
    name = clip(clean(speaker.name), MAX_NAME) if speaker else ""
    role = clip(clean(speaker.role or ""), MAX_NAME) if speaker else ""
    parts = [name or "speaker not named", role, long_date(day) if day else ""]
    return ", ".join(part for part in parts if part)


def _groups(
    statements: list[Statement],
    sources: dict[tuple[str, int, int | None], Source],
    newest: date | None,
) -> tuple[Group, ...]:
    """Group by report; `newest` is None where older reports are no history of the same matter."""
    by_report: dict[str, list[Statement]] = {}
    for statement in statements:
        by_report.setdefault(statement.citations[0].report_id, []).append(statement)
    groups = []
    for members in by_report.values():
        first = members[0].citations[0]
        day = first.published_on
        earlier = day is not None and newest is not None and day < newest
        groups.append(
            Group(
                before=f"Earlier, {long_date(day)}: " if earlier and day else "",
                title=_title(first.title),
                after="" if earlier else f", {_details(day, None)}",
                lines=tuple(_line(one, sources) for one in joined(members)),
            )
        )
    return tuple(groups)


def near(hit: Hit) -> Near:
    """Return a passage as it is offered, cut to a few lines."""
    page = hit.passage.page
    return Near(
        title=_title(hit.report.title),
        details=_details(hit.report.published_on, page, ocr=hit.report.ocr_of(page) is not None),
        excerpt=clip(clean(hit.passage.text), MAX_EXCERPT),
        url=safe_url(hit.report.description.url.value, page),
    )


def _notes(answer: Answer, showable: int, extra: tuple[str, ...]) -> Iterable[str]:
    if answer.status is Status.ANSWERED:
        yield searched_quietly(answer.coverage)
    long = sum(len(clean(one.text)) > MAX_STATEMENT for one in answer.statements)
    unsourced = len(answer.statements) - showable - long
    if answer.withheld or unsourced:
        yield withheld(len(answer.withheld) + unsourced)
    if long:
        yield too_long(long)
    for note in [*extra, *answer.notices[:MAX_NOTICES]]:
        if clean(note):
            yield clip(clean(note), MAX_NOTICE)
