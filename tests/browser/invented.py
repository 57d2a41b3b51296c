"""Invented answers, built from the records that real ones are built from."""

from dataclasses import replace
from datetime import date

from bot.answering.lift import TABLE_ROW
from bot.answering.records import (
    Answer,
    Citation,
    Question,
    Speaker,
    Statement,
    StatementKind,
    Status,
    Withheld,
)
from bot.answering.scope import OutOfScope
from store.records import (
    Coverage,
    Description,
    Hit,
    Passage,
    ReportKind,
    ReportStatus,
    ReportSummary,
    Sourced,
)

SITE = "https://reports.example"
OCTOBER, MARCH, MAY = date(2019, 10, 8), date(2023, 3, 16), date(2024, 5, 9)
SEPTEMBER = date(2024, 9, 24)
COVERAGE = Coverage(182, date(2009, 6, 4), SEPTEMBER)
TEAGUE = Speaker("Rosalind Teague", "His Majesty’s Inspector")
ASTBURY = Speaker("Dominic Astbury", "Chief Constable")
Kind = StatementKind


def cite(title: str, day: date, page: int | None, ocr: float | None = None) -> Citation:
    slug = "-".join(title.lower().replace(":", "").split())
    url = f"{SITE}/{slug}.pdf"
    return Citation(slug, 1, title, f"{slug}.pdf", url, day, page, "", 0, 1, "", ocr)


INSPECTION = "Northmarch Police: inspection report 2023"
LETTER = "Northmarch Police: what has become of our 2023 recommendations"
FULL = "Saltmere Constabulary: full inspection 2024"
FIRST = "Northmarch Police: inspection report 2019"


def say(text: str, *citations: Citation, kind: Kind = Kind.EXTRACT, by: Speaker | None = None):
    return Statement(text, kind, by, citations)


def answer(*statements: Statement, status: Status = Status.ANSWERED, **more) -> Answer:
    days = [one.citations[0].published_on for one in statements]
    facts = {
        "as_of": max(days, default=None),
        "withheld": (),
        "nearest": (),
        "coverage": COVERAGE,
        **more,
    }
    return Answer(Question("q"), status, statements=statements, **facts)


def hit(title: str, day: date, page: int, text: str) -> Hit:
    slug = "-".join(title.lower().replace(":", "").split())
    description = Description(
        title=Sourced(title, "cover"),
        publisher=Sourced("The Inspectorate", "cover"),
        subject=Sourced(None, "cover"),
        kind=Sourced(ReportKind.OTHER, "cover"),
        published_on=Sourced(day, "cover"),
        inspected_from=Sourced(None, "cover"),
        inspected_to=Sourced(None, "cover"),
        url=Sourced(f"{SITE}/{slug}.pdf", "cover"),
    )
    report = ReportSummary(slug, 1, f"{slug}.pdf", "0", ReportStatus.INDEXED, description, 1, 1)
    return Hit(report, Passage(0, 0, len(text), page, "", text, text), 0.5)


ANSWERED = answer(
    say(
        "Northmarch Police has been under routine monitoring since 9 February 2022, and nothing "
        "in this letter alters that.",
        cite(LETTER, MAY, 1),
    ),
    say(
        "Two of the four recommendations of 2023 are complete; the two on the control room are "
        "not.",
        cite(LETTER, MAY, 2),
    ),
    say(
        "The control room is a different story. The force moved its call handlers 40 miles and "
        "was surprised when so many of them left.",
        cite(INSPECTION, MARCH, 2),
        kind=Kind.QUOTE,
        by=TEAGUE,
    ),
    say("Northmarch Police is no longer in enhanced monitoring.", cite(INSPECTION, MARCH, 2)),
)
LED = answer(
    say(
        "Saltmere Constabulary has been in enhanced monitoring since 15 July 2024.",
        cite(FULL, SEPTEMBER, 4),
        kind=Kind.LEAD,
    ),
    say(
        "Enhanced monitoring is the right decision.",
        cite(FULL, SEPTEMBER, 5),
        kind=Kind.QUOTE,
        by=ASTBURY,
    ),
    say(
        "A team will visit Saltmere Constabulary every quarter while it is in enhanced monitoring.",
        cite(FULL, SEPTEMBER, 5),
    ),
)
_GRADES = (
    ("Preventing crime", "Adequate"),
    ("Treatment of the public", "Good"),
    ("Answering the public", "Inadequate"),
    ("Investigating crime", "Requires improvement"),
    ("Protecting vulnerable people", "Requires improvement"),
)
JUDGEMENTS = answer(
    *(
        say(f"{name}{TABLE_ROW}{grade}", cite(FULL, SEPTEMBER, 3), kind=Kind.JUDGEMENT)
        for name, grade in _GRADES
    )
)
_CHANGES = (
    ("Preventing crime", "Good", "Adequate"),
    ("Treatment of the public", "Requires improvement", "Good"),
    ("Answering the public", "Requires improvement", "Inadequate"),
)
CHANGES = answer(
    *(
        say(
            f"{name}: {old} in 2019, {new} in 2023.",
            cite(INSPECTION, MARCH, 3),
            cite(FIRST, OCTOBER, 6),
            kind=Kind.CHANGE,
        )
        for name, old, new in _CHANGES
    )
)
RECOMMENDATIONS = answer(
    say(
        "By 30 September 2023 the chief constable should make sure that 90 percent of 999 calls "
        "are answered within ten seconds.",
        cite(INSPECTION, MARCH, 7),
    ),
    say(
        "With immediate effect the force should tell callers who hang up how to reach it by text.",
        cite(INSPECTION, MARCH, 8),
    ),
    say("This recommendation is complete.", cite(LETTER, MAY, 2)),
)
NOT_SAID = answer(
    status=Status.NOT_IN_REPORTS,
    nearest=(
        hit(
            INSPECTION,
            MARCH,
            5,
            "The force has body-worn video for every officer on response teams, and audits one "
            "recording in twenty.",
        ),
        hit(
            FULL,
            SEPTEMBER,
            11,
            "Cameras in the custody suite were working on each of our visits, and the recordings "
            "were kept for as long as the policy says.",
        ),
    ),
)
EMPTY = answer(status=Status.NOT_IN_REPORTS, coverage=Coverage(0, None, None))
UNCLEAR = answer(status=Status.UNCLEAR, choices=("Northmarch Police", "Saltmere Constabulary"))
OUT_OF_SCOPE = answer(status=Status.OUT_OF_SCOPE, scope=OutOfScope.FORECAST)
PARTLY = answer(
    say(
        "Saltmere Constabulary charged a suspect in 4.1 percent of home burglaries.",
        cite("Left to chance? How Saltmere Constabulary investigates burglary", OCTOBER, 2),
    ),
    status=Status.PARTLY_ANSWERED,
    withheld=(Withheld("x", "number"),),
    notices=("The chat model did not answer in time, so these are the reports’ own sentences.",),
)
OCR = answer(
    say(
        "The cells at Brackwater were closed for eleven days in the winter of 1998.",
        cite("Brackwater custody suite: unannounced visit 1998", date(1998, 11, 2), 7, 0.81),
    ),
)
LONG = replace(
    ANSWERED,
    further=tuple(
        say(f"The inspection of {year} found the same.", cite(FIRST, OCTOBER, year - 2000))
        for year in range(2010, 2016)
    ),
)
