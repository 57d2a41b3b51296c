"""A library of made-up reports on Saltmere, with what is found in them."""

from dataclasses import replace
from datetime import date

from fakes import HashEmbedder, Shelf, make_passage, make_revision
from findings_kit import loaded

from bot.history import Read, read_reports
from ingest.findings import find_findings
from store.index import NewRevision
from store.records import Filters, ReportStatus, Sourced

NAMES = {
    "leaders": "Impact of leaders",
    "help": "Children who need help and protection",
    "care": "Children in care",
    "care_and_leavers": "Children in care and care leavers",
    "adoption": "Adoption performance",
    "leadership_and_governance": "Leadership, management and governance",
    "overall": "Overall effectiveness",
    "crime": "Investigating crime",
    "calls": "Answering calls",
    "leavers": "Care leavers",
    "board": "Local Safeguarding Children Board",
}


class FindingsShelf(Shelf):
    """Reports are named by their year and published on its first of June."""

    def add_text(self, year: int, text: str, subject: str = "Saltmere", **facts: object) -> str:
        """Index a made-up report and return its id; `facts` are described besides."""
        given = loaded(text)
        paragraphs = given.text.split("\n\n")
        described = make_revision(*paragraphs).description
        description = replace(
            described,
            title=Sourced(f"Inspection of {subject} {year}", "test"),
            subject=Sourced(subject, "test"),
            publisher=Sourced("Ofsted", "test"),
            published_on=Sourced(date(year, 6, 1), "test"),
        )
        told = {name: Sourced(value, "test") for name, value in facts.items()}
        description = replace(description, **told)
        revision = replace(
            make_revision(*paragraphs),
            text=given.text,
            description=description,
            headings=given.headings,
            passages=(make_passage(given.text, section="Inspection"),),
            findings=find_findings(given, description),
        )
        vectors = HashEmbedder().embed_documents([given.text])
        path = f"/r/{description.title.value}-{year}.txt".lower().replace(" ", "-")
        return self.index.replace(NewRevision(path, revision, vectors, {})).report_id

    def add_grades(self, year: int, *, subject: str = "Saltmere", **grades: str) -> str:
        """Index a report with a table of grades, the overall one last."""
        ordered = sorted(grades, key=list(NAMES).index)
        rows = [f"{NAMES[name]} | {grades[name]}" for name in ordered]
        return self.add_text(
            year, "# Judgements\n\n" + "\n".join(["Judgement | Grade", *rows]), subject
        )

    def correct(self, report_id: str, **grades: str) -> None:
        """Index a corrected version of a report."""
        report = self.catalog.report(report_id)
        assert report.published_on is not None
        self.add_grades(report.published_on.year, **grades)

    def withdraw(self, report_id: str) -> None:
        self.index.set_status(report_id, ReportStatus.WITHDRAWN)

    def reads(self, as_of: date | None = None) -> list[Read]:
        """What a history is made of."""
        return read_reports(self.catalog, Filters(subjects=("Saltmere",), as_of=as_of))

    def close(self) -> None:
        self.engine.dispose()
