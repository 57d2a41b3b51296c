"""How the grades of one subject went from report to report, and what may be compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

from bot.answering.wording import long_date
from ingest.findings.names import OVERALL, key
from store.finding_records import Findings, Judgement
from store.records import Filters, Passage, ReportSummary

_BODIES = re.compile(r",\s*|\s+and\s+")


class FindingsSource(Protocol):
    """Where reports and what they find are read, as the catalog keeps them."""

    def searchable(self, filters: Filters) -> list[ReportSummary]:
        """Return the reports that may be searched under `filters`."""
        ...

    def findings_of(self, reports: Sequence[ReportSummary]) -> list[Findings]:
        """Return what the current revision of each report finds."""
        ...

    def passage_at(self, report_id: str, revision: int, offset: int) -> Passage | None:
        """Return the passage of a current revision that holds `offset`."""
        ...

    def text(self, report_id: str, revision: int) -> str:
        """Return the canonical text that offsets count in."""
        ...

    def page(self, report_id: str, revision: int, offset: int) -> int | None:
        """Return the number of the page that holds `offset`."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """A report with what it finds."""

    report: ReportSummary
    findings: Findings

    @property
    def names(self) -> frozenset[str]:
        """The keys of what the report grades, the whole aside."""
        return frozenset(key(one.name) for one in self.findings.judgements if not one.overall)


@dataclass(frozen=True, slots=True)
class Graded:
    """One judgement with the report that gives it."""

    report: ReportSummary
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Line:
    """The grades of one thing over the reports, oldest first.

    Where they are not like for like, `why` says so in a clause.
    """

    name: str
    overall: bool
    values: tuple[Graded, ...]
    why: str | None

    @property
    def like_for_like(self) -> bool:
        """Whether the grades may be compared with each other and with today's."""
        return self.why is None


@dataclass(frozen=True, slots=True)
class History:
    """All that is graded about a subject, over its reports, oldest first."""

    subject: str
    reports: tuple[Read, ...]
    lines: tuple[Line, ...]


def read_reports(source: FindingsSource, filters: Filters) -> list[Read]:
    """Return the reports that `filters` let through with their findings, oldest first."""
    found = sorted(source.searchable(filters), key=lambda one: (_day(one), one.report_id))
    return [Read(*pair) for pair in zip(found, source.findings_of(found), strict=True)]


def history(subject: str, reports: Sequence[Read]) -> History:
    """Put the judgements of a subject's reports side by side, the overall grade first."""
    groups: list[list[Graded]] = []
    for read in reports:
        for judgement in read.findings.judgements:
            _place(groups, Graded(read.report, judgement))
    lines = [_line(group, reports) for group in groups]
    newest_first = sorted(lines, key=lambda one: _day(one.values[-1].report), reverse=True)
    ordered = sorted(newest_first, key=lambda one: not one.overall)
    return History(subject, tuple(reports), tuple(ordered))


def _place(groups: list[list[Graded]], one: Graded) -> None:
    """Add a judgement to the group of its name by the same bodies, or begin one."""
    for group in groups:
        last = group[-1]
        same = key(last.judgement.name) == key(one.judgement.name)
        if same and _same_bodies(last.report, one.report) and last.report != one.report:
            group.append(one)
            return
    groups.append([one])


def _line(group: list[Graded], reports: Sequence[Read]) -> Line:
    newest = group[-1].judgement
    name = OVERALL if key(newest.name) == "overall" else newest.name
    return Line(name, newest.overall, tuple(group), why_unlike(group, reports))


def why_unlike(group: Sequence[Graded], reports: Sequence[Read]) -> str | None:
    """Return why the grades of one thing in `reports` may not be compared, None where they may."""
    series = [
        read for read in reports if read.findings.judgements and _same_series(read, group[-1])
    ]
    by_id = {read.report.report_id: read for read in series}
    if len({one.judgement.scale for one in group}) > 1:
        return "the reports grade on different scales"
    for before, after in pairwise(group):
        names, others = (by_id[one.report.report_id].names for one in (before, after))
        if 2 * len(names & others) < min(len(names), len(others)):
            return f"the report of {_said(before.report)} grades other things"
    if group[-1].judgement.overall:
        return None
    first = _day(group[0].report)
    graded = {one.report.report_id for one in group}
    for read in series:
        if _day(read.report) > first and read.report.report_id not in graded:
            return f"the report of {_said(read.report)} does not grade this"
    if len(group) == 1 and len(series) > 1:
        return "no earlier report grades this"
    return None


def _same_series(read: Read, one: Graded) -> bool:
    """Whether a report belongs to the inspections that a judgement comes from."""
    outcome = all(judgement.overall for judgement in read.findings.judgements)
    mine = read.report.report_id == one.report.report_id
    return mine or (_same_bodies(read.report, one.report) and not (outcome and _is_outcome(read)))


def _is_outcome(read: Read) -> bool:
    return all(key(judgement.name) != "overall" for judgement in read.findings.judgements)


def _same_bodies(one: ReportSummary, other: ReportSummary) -> bool:
    """Whether two reports may be by the same bodies: unknown ones may."""
    names = [report.description.publisher.value for report in (one, other)]
    if names[0] is None or names[1] is None:
        return True
    return bool(set(_BODIES.split(names[0])) & set(_BODIES.split(names[1])))


def _day(report: ReportSummary) -> date:
    return report.published_on or date.min


def _said(report: ReportSummary) -> str:
    return long_date(report.published_on) if report.published_on else report.title
