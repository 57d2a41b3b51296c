"""What a card offers: how a file or link would stand among the reports, and what to know of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.slack.mrkdwn import clean, clip
from ingest.corrections import apply
from ingest.desk import Desk
from ingest.page_notes import page_notes
from ingest.preview import Preview
from ingest.records import Overrides
from ingest.supersession import replaced_by
from store.records import Description, ReportStatus, ReportSummary, Revision, Viewer
from store.rows import description_from, description_to
from store.uploads import Shared

MAX_NOTE = 400
MOST_NOTES = 6
# Of what ingest says, what only a command line can do; here there are buttons for it.
_NEARLY = re.compile(r"text as (?P<report>\S+) \((?P<share>\d+%)[^)]*\)(?P<differs>, .*)?:")
_COMMAND = re.compile(r"`reportdesk |(?<!\w)--\w")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered. `change` is what `ingest.preview` calls it.

    `same` is the title of the report that it duplicates; `replaces` are the reports (id, title)
    that it may replace by its own words.
    """

    change: str
    same: str | None = None
    description: Description | None = None
    pages: int = 0
    passages: int = 0
    notes: tuple[str, ...] = ()
    replaces: tuple[tuple[str, str], ...] = ()

    @property
    def can_be_added(self) -> bool:
        """Whether there is anything to add."""
        return self.description is not None

    def corrected(self, said: Mapping[str, Any]) -> "Offer":
        """Return it with what a person said of it."""
        if self.description is None:
            return self
        described = apply(self.description, Overrides.of(said).corrections)
        return replace(self, description=described)

    def data(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        described = self.description
        return {
            "change": self.change,
            "same": self.same,
            "description": description_to(described) if described else None,
            "pages": self.pages,
            "passages": self.passages,
            "notes": list(self.notes),
            "replaces": [list(one) for one in self.replaces],
        }

    @staticmethod
    def of(data: Mapping[str, Any]) -> "Offer":
        """Return the offer that `data` was made from."""
        described = data["description"]
        return Offer(
            data["change"],
            data["same"],
            description_from(described) if described else None,
            data["pages"],
            data["passages"],
            tuple(data["notes"]),
            tuple((one, title) for one, title in data["replaces"]),
        )


def viewer_of(shared: Shared) -> Viewer:
    """Return who reads the card: everybody in a channel, or one person in a direct message."""
    if shared.channel.startswith("D"):
        return Viewer(person=shared.user)
    return Viewer(channel=shared.channel)


def offer_of(previewed: Preview, desk: Desk, viewer: Viewer) -> Offer | None:
    """Return what a card offers of a preview; None where it is on a report hidden from its readers.

    Nothing of a report that they may not see is in it.
    """
    seen = {one.report_id: one for one in desk.catalog.seen(viewer)}
    if previewed.report_id is not None and previewed.report_id not in seen:
        return None
    same = seen[previewed.report_id].title if previewed.report_id else None
    revision = previewed.revision
    if revision is None:
        return Offer(previewed.change, same=same)
    notes = [*revision.notes, _page_notes(revision, desk), _nearly(previewed.reason, seen)]
    return Offer(
        change=previewed.change,
        same=same,
        description=revision.description,
        pages=len(revision.pages),
        passages=len(revision.passages),
        notes=tuple(clip(clean(note), MAX_NOTE) for note in notes if note)[:MOST_NOTES],
        replaces=tuple(
            (one.report_id, one.title)
            for one in replaced_by(_as_report(previewed), [*seen.values()])
        ),
    )


def for_people(reason: str | None, desk: Desk, viewer: Viewer) -> str:
    """Return what ingest said in words for Slack: no commands, and nothing of hidden reports."""
    if not reason:
        return ""
    hidden = {one.report_id for one in desk.catalog.reports()} - desk.catalog.seen_ids(viewer)
    if any(re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", reason) for one in hidden):
        return ""
    return clip(" ".join(_without_commands(reason)), MAX_NOTE)


def _without_commands(reason: str) -> Iterator[str]:
    return (clean(one) for one in _SENTENCE.split(reason) if not _COMMAND.search(one))


def _page_notes(revision: Revision, desk: Desk) -> str | None:
    return page_notes(revision.pages, ocr=desk.parts.settings.ocr != "off")


def _nearly(notice: str | None, seen: Mapping[str, ReportSummary]) -> str | None:
    """Say which report a text may be a correction of, if the card's readers may see that one."""
    found = _NEARLY.search(notice or "")
    report = seen.get(found["report"]) if found else None
    if found is None or report is None:
        return None
    return (
        f"Nearly the same text as “{report.title}” ({found['share']} of its words)"
        f"{found['differs'] or ''}. If it corrects that report, say under Correct… that it "
        "replaces it."
    )


def _as_report(previewed: Preview) -> ReportSummary:
    revision = previewed.revision
    assert revision is not None
    return ReportSummary(
        previewed.report_id or "",
        0,
        previewed.path,
        revision.sha256,
        ReportStatus.INDEXED,
        revision.description,
        len(revision.pages),
        len(revision.passages),
    )
