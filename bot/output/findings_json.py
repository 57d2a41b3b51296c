"""Recorded findings as the JSON of the command-line contract."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.cite import cite
from bot.followed import Followed
from bot.history import FindingsSource, Graded, History, Line
from bot.output import as_json
from store.records import ReportSummary


def changes(past: History, source: FindingsSource) -> dict[str, Any]:
    """Return a subject's reports and grades, oldest first."""
    return {
        "subject": past.subject,
        "reports": [_report(read.report) for read in past.reports],
        "judgements": [_line(line, source) for line in past.lines],
    }


def recommendations(found: Sequence[Followed], source: FindingsSource) -> list[dict[str, Any]]:
    """Return recommendations in the order given."""
    return [
        {
            "id": one.id,
            "report_id": one.report.report_id,
            "text": one.text,
            "addressee": one.recommendation.addressee,
            "due": _day(one.recommendation.due),
            "status": one.status,
            "citation": as_json.citation(
                cite(one.report, one.recommendation.start, one.recommendation.end, source)
            ),
        }
        for one in found
    ]


def _report(report: ReportSummary) -> dict[str, Any]:
    described = report.description
    return {
        "report_id": report.report_id,
        "title": report.title,
        "path": report.path,
        "published_on": _day(report.published_on),
        "inspected_from": _day(described.inspected_from.value),
        "inspected_to": _day(described.inspected_to.value),
    }


def _line(line: Line, source: FindingsSource) -> dict[str, Any]:
    return {
        "name": line.name,
        "values": [_value(one, source) for one in line.values],
        "like_for_like": line.like_for_like,
    }


def _value(one: Graded, source: FindingsSource) -> dict[str, Any]:
    judgement = one.judgement
    cited = cite(one.report, judgement.start, judgement.end, source)
    return {
        "report_id": one.report.report_id,
        "grade": judgement.value,
        "citation": as_json.citation(cited),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
