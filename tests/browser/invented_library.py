"""An invented file on its way into the library, and an invented library."""

from datetime import date

from bot.slack.blocks.home import Home, Item, dated
from bot.slack.offer import Offer
from store.records import NOT_FOUND, Description, ReportKind, Sourced
from store.uploads import Shared, Upload, UploadKind, UploadState

FULL = "Saltmere Constabulary: full inspection 2024"
DESCRIBED = Description(
    title=Sourced("Saltmere Constabulary: second quarterly visit", "the title of the file"),
    publisher=Sourced("Inspectorate of Policing Standards", "the text: “IPS”"),
    subject=Sourced("Saltmere Constabulary", "the title"),
    kind=Sourced(ReportKind.OTHER, "the text: “quarterly visit”", sure=False),
    published_on=Sourced(date(2026, 10, 1), "the text: “Published 1 October 2026”"),
    inspected_from=NOT_FOUND,
    inspected_to=NOT_FOUND,
    url=NOT_FOUND,
    supersedes=Sourced("This report replaces our report of September 2024", "the text"),
)
OFFER = Offer(
    "new",
    description=DESCRIBED,
    pages=18,
    passages=41,
    notes=("2 of 18 pages were read by OCR: check pages 3 and 4.",),
    replaces=(("r7", FULL),),
)
_WHY = "The file is protected by a password; share it without one."


def upload(state: UploadState) -> Upload:
    shared = Shared(
        "T0TRIAL", "C0LIBRARY", "1.0", "1.0", "U0TOM", UploadKind.FILE, "F1", "saltmere-visit-2.pdf"
    )
    ended = state not in (UploadState.RECEIVED, UploadState.OFFERED, UploadState.FAILED)
    return Upload(
        id=3,
        shared=shared,
        state=state,
        attempts=1,
        version=1,
        shown=0,
        card_ts=None,
        place=None,
        offer=OFFER.data() if state is not UploadState.FAILED else None,
        said={},
        report_id="r8",
        revision=1,
        reason=_WHY if state is UploadState.FAILED else None,
        decided_by="U0PRIYA" if ended else None,
        changed_at=0.0,
    )


SITE = "https://reports.example"
HOME = Home(
    reports=182,
    passages=14_206,
    first=date(2009, 6, 4),
    last=date(2024, 9, 24),
    newest=[
        dated(FULL, f"{SITE}/full.pdf", date(2024, 9, 24), "Saltmere Constabulary"),
        dated(
            "Northmarch Police: what has become of our 2023 recommendations",
            f"{SITE}/letter.pdf",
            date(2024, 5, 9),
            "Northmarch Police",
        ),
        dated("Northmarch Police: inspection report 2023", None, date(2023, 3, 16), ""),
    ],
    subjects=("Ellinghaven Fire Service", "Northmarch Police", "Saltmere Constabulary"),
    questions=(
        "What concerns remain for Saltmere Constabulary?",
        "What was Northmarch Police told to do, and by when?",
    ),
    threads=[
        Item("Is Northmarch Police still in enhanced monitoring?", f"{SITE}/t1", "5 October 2026")
    ],
    added=[Item(FULL, f"{SITE}/full.pdf", "revision 2, added 4 October 2026")],
    failed=[Item("saltmere-visit-2.pdf", None, f"3 October 2026. {_WHY}")],
    lines=[],
)
HOME_EMPTY = Home(reports=0, passages=0, first=None, last=None)
