"""Records as the JSON of the command-line contract, one object a line."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.answering.records import Answer, Citation, Statement
from bot.checking.records import Checked
from ingest.job import FileResult, Outcome
from ingest.preview import Preview
from store.records import Hit, ReportSummary

_DECIMALS = 3
# What some readers take for the end of a line, and halves of surrogate pairs (bytes of a file name
# that are not UTF-8), which UTF-8 cannot carry.
_NEVER_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def line(data: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Return one JSON value on one line."""
    text = json.dumps(data, ensure_ascii=False)
    return _NEVER_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def file_result(result: FileResult) -> dict[str, Any]:
    """Return one file's outcome."""
    report = result.report
    return {
        "event": "report",
        "path": result.path,
        "status": result.outcome.value,
        "report_id": report.report_id if report else None,
        "revision": report.revision if report else None,
        "title": report.title if report else None,
        "published_on": _day(report.published_on) if report else None,
        "published_on_from": report.description.published_on.origin if report else None,
        "pages": report.pages if report else None,
        "passages": report.passages if report else None,
        "seconds": round(result.seconds, _DECIMALS),
        "reason": result.reason,
    }


def preview(one: Preview) -> dict[str, Any]:
    """Return what would become of a file."""
    described = one.revision.description if one.revision else None
    return {
        "event": "preview",
        "path": one.path,
        "change": one.change,
        "report_id": one.report_id,
        "title": described.title.value if described else None,
        "published_on": _day(described.published_on.value) if described else None,
        "subject": described.subject.value if described else None,
        "reason": one.reason,
    }


def ingest_summary(results: Iterable[FileResult], seconds: float) -> dict[str, Any]:
    """Return how many files ended how."""
    everything = list(results)
    counts = {
        outcome.value: sum(result.outcome is outcome for result in everything)
        for outcome in Outcome
    }
    written = (Outcome.INDEXED, Outcome.UPDATED)
    passages = sum(r.report.passages for r in everything if r.report and r.outcome in written)
    return {
        "event": "summary",
        **counts,
        "passages": passages,
        "seconds": round(seconds, _DECIMALS),
    }


def hit(found: Hit) -> dict[str, Any]:
    """Return one passage found."""
    report, passage = found.report, found.passage
    return {
        "report_id": report.report_id,
        "revision": report.revision,
        "title": report.title,
        "path": report.path,
        "published_on": _day(report.published_on),
        "page": passage.page,
        "section": passage.section,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(found.score, 6),
        **_ocr(report.ocr_of(passage.page)),
    }


def answer(given: Answer) -> dict[str, Any]:
    """Return an answer."""
    coverage = given.coverage
    return {
        "id": given.question.id,
        "question": given.question.text,
        "status": given.status.value,
        "as_of": _day(given.as_of),
        "statements": [_statement(one) for one in given.statements],
        "withheld": [{"text": one.text, "why": one.why} for one in given.withheld],
        "nearest": [hit(found) for found in given.nearest],
        "coverage": {
            "reports": coverage.reports,
            "from": _day(coverage.earliest),
            "to": _day(coverage.latest),
        },
        "seconds": {step: round(seconds, _DECIMALS) for step, seconds in given.seconds},
    }


def report(summary: ReportSummary) -> dict[str, Any]:
    """Return one report as a list shows it."""
    described = summary.description
    return {
        "report_id": summary.report_id,
        "revision": summary.revision,
        "title": summary.title,
        "path": summary.path,
        "subject": described.subject.value,
        "publisher": described.publisher.value,
        "published_on": _day(summary.published_on),
        "published_on_from": described.published_on.origin,
        "pages": summary.pages,
        "passages": summary.passages,
        "status": summary.status.value,
        "sha256": summary.sha256,
    }


def citation(one: Citation) -> dict[str, Any]:
    """Return where something stands."""
    return _citation(one)


def checked(one: Checked) -> dict[str, Any]:
    """Return one quotation or sentence of a draft with its verdict."""
    return {
        "text": one.text,
        "verdict": one.verdict.value,
        "why": one.why,
        "citation": _citation(one.citation) if one.citation else None,
    }


def _statement(one: Statement) -> dict[str, Any]:
    speaker = one.speaker
    return {
        "text": one.text,
        "kind": one.kind.value,
        "speaker": {"name": speaker.name, "role": speaker.role} if speaker else None,
        "citations": [_citation(citation) for citation in one.citations],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "report_id": citation.report_id,
        "revision": citation.revision,
        "title": citation.title,
        "path": citation.path,
        "url": citation.url,
        "published_on": _day(citation.published_on),
        "page": citation.page,
        "section": citation.section,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        **_ocr(citation.ocr),
    }


def _ocr(sure: float | None) -> dict[str, float]:
    """Return how sure OCR was of a page, as a key that only its pages have."""
    return {} if sure is None else {"ocr": round(sure, _DECIMALS)}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
