"""Reads the catalog: reports, revisions with their full text, passages, quotes, coverage."""

import json
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Engine, and_, func, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from store import rows
from store.clock import Clock, utc_now
from store.embargoes import embargo_of
from store.errors import UnknownReportError
from store.finding_records import Findings
from store.findings import all_findings, findings, is_of, passages_of, quotes_of
from store.records import (
    Coverage,
    Embargo,
    Filters,
    Page,
    Passage,
    Quote,
    ReportStatus,
    ReportSummary,
    Revision,
    Viewer,
)
from store.standing import ALSO_ON, CURRENT, may_be_searched, may_be_seen
from store.tables import passages, quotes, reports, revisions

_SUMMARY = select(reports, *rows.SUMMARY_COLUMNS).join(revisions, CURRENT)

_FEW = 20
EVERYTHING = Filters()


class Catalog:
    """Answers from committed data only: the old revision or the new one, never half.

    `clock` says when an embargo is over.
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def reports(self) -> list[ReportSummary]:
        """Return every report, newest publication first, those without a date last."""
        return self._summaries(true())

    def report(self, report_id: str) -> ReportSummary:
        """Return one report. Raises UnknownReportError."""
        found = self._one(reports.c.report_id == report_id)
        if found is None:
            hint = self._alike(report_id) or "`reportdesk reports list` shows all."
            raise UnknownReportError(f"There is no report {report_id!r}. {hint}")
        return found

    def report_at(self, path: str) -> ReportSummary | None:
        """Return the report that was ingested from `path`."""
        return self._one(reports.c.path == path)

    def report_with(self, sha256: str) -> ReportSummary | None:
        """Return a report whose current revision was made from a file with this hash."""
        return self._one(revisions.c.sha256 == sha256)

    def overrides(self, report_id: str) -> dict[str, Any]:
        """Return what was said of the current revision when it was ingested."""
        query = select(revisions.c.overrides).join(reports, CURRENT)
        with self._engine.connect() as connection:
            found = connection.execute(query.where(reports.c.report_id == report_id)).scalar_one()
        return dict(found)

    def revision(self, report_id: str, number: int | None = None) -> Revision:
        """Return a revision whole, the current one by default. Raises UnknownReportError."""
        wanted = number or self.report(report_id).revision
        with self._engine.connect() as connection:
            row = connection.execute(
                select(revisions).where(is_of(revisions, report_id, wanted))
            ).one_or_none()
            if row is None:
                raise UnknownReportError(f"Report {report_id!r} has no revision {wanted}.")
            return Revision(
                sha256=row.sha256,
                text=row.text,
                description=rows.description_from(row.description),
                pages=rows.pages_from(row.pages),
                headings=rows.headings_from(row.headings),
                quotes=quotes_of(connection, report_id, wanted),
                passages=passages_of(connection, report_id, wanted),
                findings=findings(connection, report_id, wanted),
            )

    def revision_with(self, report_id: str, sha256: str, before: int) -> int | None:
        """Return the newest revision before one that was made from a file with this hash."""
        query = select(func.max(revisions.c.revision)).where(
            revisions.c.report_id == report_id,
            revisions.c.sha256 == sha256,
            revisions.c.revision < before,
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def text(self, report_id: str, revision: int) -> str:
        """Return the canonical text that the offsets of a revision count in."""
        query = select(revisions.c.text).where(is_of(revisions, report_id, revision))
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar_one_or_none()
        if found is None:
            raise UnknownReportError(f"Report {report_id!r} has no revision {revision}.")
        return str(found)

    def lead(self, report_id: str, revision: int, characters: int) -> str:
        """Return the beginning of a revision's text, up to so many characters."""
        query = select(func.substr(revisions.c.text, 1, characters))
        with self._engine.connect() as connection:
            return str(
                connection.execute(query.where(is_of(revisions, report_id, revision))).scalar_one()
            )

    def pages(self, report_id: str, revision: int) -> tuple[Page, ...]:
        """Return the pages of a revision, none in a format without pages."""
        query = select(revisions.c.pages).where(is_of(revisions, report_id, revision))
        with self._engine.connect() as connection:
            return rows.pages_from(connection.execute(query).scalar_one())

    def page(self, report_id: str, revision: int, offset: int) -> int | None:
        """Return the number of the page that holds `offset`, None in a format without pages."""
        for page in self.pages(report_id, revision):
            if page.start <= offset < page.end:
                return page.number
        return None

    def quotes(self, report_id: str, revision: int) -> tuple[Quote, ...]:
        """Return the quotes of a revision in order."""
        with self._engine.connect() as connection:
            return quotes_of(connection, report_id, revision)

    def findings(self, report_id: str, revision: int) -> Findings:
        """Return the judgements, recommendations and follow-ups of a revision."""
        with self._engine.connect() as connection:
            return findings(connection, report_id, revision)

    def findings_of(self, reports: Sequence[ReportSummary]) -> list[Findings]:
        """Return what the given revision of each report finds."""
        with self._engine.connect() as connection:
            if len(reports) <= _FEW:
                return [findings(connection, one.report_id, one.revision) for one in reports]
            everything = all_findings(connection)
        return [everything.get((one.report_id, one.revision), Findings()) for one in reports]

    def passage_at(self, report_id: str, revision: int, offset: int) -> Passage | None:
        """Return the passage of a current revision that holds `offset`."""
        holds = and_(passages.c.start <= offset, passages.c.end > offset)
        query = select(passages).where(is_of(passages, report_id, revision), holds)
        with self._engine.connect() as connection:
            row = connection.execute(query.order_by(passages.c.ordinal).limit(1)).one_or_none()
        return rows.passage(row) if row else None

    def passages(self, keys: Sequence[str]) -> dict[str, tuple[ReportSummary, Passage]]:
        """Return current passages by key; keys that are not current are left out."""
        wanted = [rows.split_key(key) for key in keys]
        if not wanted:
            return {}
        by_owner: dict[str, list[int]] = {}
        for owner, ordinal in wanted:
            by_owner.setdefault(owner, []).append(ordinal)
        condition = or_(
            *(
                and_(passages.c.owner == owner, passages.c.ordinal.in_(ordinals))
                for owner, ordinals in by_owner.items()
            )
        )
        with self._engine.connect() as connection:
            found = connection.execute(select(passages).where(condition)).all()
            ids = {row.report_id for row in found}
            summaries = {
                row.report_id: rows.summary(row, self._clock())
                for row in connection.execute(_SUMMARY.where(reports.c.report_id.in_(ids)))
            }
        return {
            f"{row.owner}#{row.ordinal}": (summaries[row.report_id], rows.passage(row))
            for row in found
        }

    def searchable(self, filters: Filters) -> list[ReportSummary]:
        """Return the reports that may be searched under `filters`.

        Withdrawn reports never may, embargoed ones only by their audience. A superseded report
        may while what replaced it is under embargo, or as of a day before that was published.
        """
        found = self._summaries(may_be_searched(filters, self._clock()))
        return self._as_seen(found, filters.viewer)

    def searchable_owners(self, filters: Filters) -> set[str]:
        """Return the owners (`report_id@revision`) of what `searchable` returns."""
        query = select(reports.c.report_id, reports.c.revision).join(revisions, CURRENT)
        with self._engine.connect() as connection:
            found = connection.execute(query.where(may_be_searched(filters, self._clock())))
            return {rows.owner_of(report_id, revision) for report_id, revision in found}

    def coverage(self, filters: Filters) -> Coverage:
        """Return how many reports `filters` let through and the dates they span."""
        day = revisions.c.published_on
        query = select(func.count(), func.min(day), func.max(day)).select_from(reports)
        query = query.join(revisions, CURRENT).where(may_be_searched(filters, self._clock()))
        with self._engine.connect() as connection:
            return Coverage(*connection.execute(query).one())

    def seen(self, viewer: Viewer) -> list[ReportSummary]:
        """Return what a viewer may see, the superseded too, newest publication first."""
        return self._as_seen(self._summaries(may_be_seen(viewer, self._clock())), viewer)

    def seen_ids(self, viewer: Viewer) -> set[str]:
        """Return the ids of what `seen` returns."""
        query = select(reports.c.report_id).join(revisions, CURRENT)
        query = query.where(may_be_seen(viewer, self._clock()))
        with self._engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def unseen(self, viewer: Viewer) -> dict[str, int]:
        """Return how many passages each current revision has that a viewer may not see."""
        query = select(reports.c.report_id, reports.c.revision, revisions.c.passages)
        query = query.join(revisions, CURRENT).where(~may_be_seen(viewer, self._clock()))
        with self._engine.connect() as connection:
            found = connection.execute(query)
            return {rows.owner_of(one.report_id, one.revision): one.passages for one in found}

    def embargo(self, report_id: str) -> Embargo | None:
        """Return the embargo set on a report, also one that is over."""
        with self._engine.connect() as connection:
            return embargo_of(connection, report_id)

    def subjects(self, filters: Filters = EVERYTHING) -> list[str]:
        """Return every subject that a searchable report has."""
        query = select(revisions.c.subject, ALSO_ON).distinct().select_from(reports)
        query = query.join(revisions, CURRENT).where(may_be_searched(filters, self._clock()))
        with self._engine.connect() as connection:
            found = connection.execute(query).all()
        further = (name for _, also_on in found for name in json.loads(also_on or "null") or ())
        return sorted({*filter(None, (subject for subject, _ in found)), *further})

    def publishers(self, filters: Filters = EVERYTHING) -> list[str]:
        """Return every publisher that a searchable report has."""
        described = (one.description.publisher.value for one in self.searchable(filters))
        return sorted({*filter(None, described)})

    def people(self, filters: Filters = EVERYTHING) -> list[str]:
        """Return everybody who is quoted in a report that may be searched."""
        quoted = and_(
            quotes.c.report_id == reports.c.report_id, quotes.c.revision == reports.c.revision
        )
        query = select(quotes.c.speaker).distinct().select_from(reports).join(revisions, CURRENT)
        query = query.join(quotes, quoted).where(may_be_searched(filters, self._clock()))
        with self._engine.connect() as connection:
            return sorted(filter(None, connection.execute(query).scalars()))

    def passage_count(self) -> int:
        """Return how many passages the current revisions have."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(passages)).scalar_one())

    def owners(self) -> dict[str, int]:
        """Return how many passages each current revision (`report_id@revision`) has."""
        query = select(passages.c.owner, func.count().label("number")).group_by(passages.c.owner)
        with self._engine.connect() as connection:
            return {row.owner: row.number for row in connection.execute(query)}

    def _summaries(self, condition: ColumnElement[bool]) -> list[ReportSummary]:
        order = (revisions.c.published_on.desc().nulls_last(), reports.c.report_id)
        with self._engine.connect() as connection:
            found = connection.execute(_SUMMARY.where(condition).order_by(*order)).all()
        return [rows.summary(row, self._clock()) for row in found]

    def _as_seen(self, found: list[ReportSummary], viewer: Viewer) -> list[ReportSummary]:
        """Take out that a report was superseded by one that a viewer may not see."""
        if not any(one.superseded_by for one in found):
            return found
        seen = self.seen_ids(viewer)
        return [
            replace(one, status=ReportStatus.INDEXED, superseded_by=None)
            if one.superseded_by and one.superseded_by not in seen
            else one
            for one in found
        ]

    def _one(self, condition: ColumnElement[bool]) -> ReportSummary | None:
        with self._engine.connect() as connection:
            row = connection.execute(_SUMMARY.where(condition).limit(1)).one_or_none()
        return rows.summary(row, self._clock()) if row else None

    def _alike(self, report_id: str) -> str:
        with self._engine.connect() as connection:
            ids = connection.execute(select(reports.c.report_id)).scalars()
            close = get_close_matches(report_id.casefold(), list(ids), n=3, cutoff=0.5)
        return f"Did you mean {' or '.join(close)}?" if close else ""
