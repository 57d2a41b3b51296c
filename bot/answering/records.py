"""What passes between the steps of answering, and what comes out."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.answering.dates import Times
from bot.answering.scope import OutOfScope
from store.records import NOBODY, Coverage, Filters, Hit, ReportKind, ReportSummary, Viewer

# Between the grades of a change, in the order of time.
STEP = " → "


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    NOT_IN_REPORTS = "not_in_reports"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"
    PAUSED = "paused"
    FAILED = "failed"


class StatementKind(StrEnum):
    """What sort of sentence a statement is."""

    LEAD = "lead"
    QUOTE = "quote"
    EXTRACT = "extract"
    PARAPHRASE = "paraphrase"
    JUDGEMENT = "judgement"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question in the same conversation, with the answer given.

    `reports` are the ids of those that the answer rests on, None where that is not known.
    """

    question: str
    answer: str
    reports: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked. `as_of` asks for the state of knowledge on that day.

    `viewer` is who may read the answer: it decides on reports that are under embargo.
    """

    text: str
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    id: str | None = None
    viewer: Viewer = NOBODY


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said a quote, as recorded."""

    name: str
    role: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: `text[start:end] == quote` in that revision.

    `ocr` is how sure OCR was of the page, None where it is the file's own text.
    """

    report_id: str
    revision: int
    title: str
    path: str
    url: str | None
    published_on: date | None
    page: int | None
    section: str
    start: int
    end: int
    quote: str
    ocr: float | None = None

    @classmethod
    def of(
        cls,
        report: ReportSummary,
        revision: int,
        span: tuple[int, int],
        page: int | None,
        section: str,
        quote: str,
    ) -> "Citation":
        """Return the citation of `quote`, which is `text[slice(*span)]` of a revision."""
        return cls(
            report_id=report.report_id,
            revision=revision,
            title=report.title,
            path=report.path,
            url=report.description.url.value,
            published_on=report.published_on,
            page=page,
            section=section,
            start=span[0],
            end=span[1],
            quote=quote,
            ocr=report.ocr_of(page) if revision == report.revision else None,
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer. A quote's text has no quotation marks: who shows it adds them."""

    text: str
    kind: StatementKind
    speaker: Speaker | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that failed a check, with why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to the user. `statements` are in the order to show: newest report first.

    `as_of` is the date of the newest report that the answer rests on. `nearest` holds the
    closest passages when the status is not an answer. `notices` are plain sentences on how
    the answer was made ("The chat model did not answer in time ..."). `choices` are the subjects
    that an unclear question may mean, and `scope` says why one is not for reports.
    `best_score` is what the gate saw: the score of the best sentence, None without any.
    `history` is true where the older reports cited tell of the same subject as the newest.
    `paused` is why nothing is answered, where that is so.
    `further` are statements that answer too and had no room, for whoever wants more.
    """

    question: Question
    status: Status
    as_of: date | None
    statements: tuple[Statement, ...]
    withheld: tuple[Withheld, ...]
    nearest: tuple[Hit, ...]
    coverage: Coverage
    seconds: tuple[tuple[str, float], ...] = ()
    notices: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    scope: OutOfScope | None = None
    best_score: float | None = None
    history: bool = True
    paused: str | None = None
    further: tuple[Statement, ...] = ()

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The ids of the reports that it cites."""
        cited = (citation.report_id for one in self.statements for citation in one.citations)
        return tuple(dict.fromkeys(cited))


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose words a question asks for, and on what: `matter` is "" where it is anything.

    `listener` is whom they were said to, who may be the one that recounts it. `judging` is true
    where praise or criticism is asked for, and not all that was said.
    """

    who: str
    matter: str
    listener: str | None = None
    judging: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question asks, made whole from the conversation.

    `query` stands alone. `present` is true where today's state is asked ("remain", "now").
    `publishers` and `kinds` are whose word and which sort of document is asked for, () for any.
    `sought` is the speaker whose own words alone answer, where one is asked for.
    `names` are people, bodies and places that an answer must be about. `asks` are the sorts of
    finding wanted, in the composer's terms. `times` is what it says of time. `open_party` is
    true where it speaks of "the force" and nothing says which. `stop` is set where the question
    ends here, with `scope` or `choices` to say why.
    """

    question: Question
    query: str
    subjects: tuple[str, ...]
    names: tuple[str, ...]
    asks: frozenset[str]
    present: bool
    filters: Filters
    times: Times = field(default_factory=Times)
    open_party: bool = False
    stop: Status | None = None
    scope: OutOfScope | None = None
    choices: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    kinds: tuple[ReportKind, ...] = ()
    sought: Sought | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the revision that `hit` belongs to, in that revision's offsets."""

    hit: Hit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a composer proposes, with the spans it rests on; not yet verified."""

    text: str
    kind: StatementKind
    speaker: Speaker | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer proposes. `withheld` are sentences it had to drop, each with why.

    `best_score` is the score of the best sentence that it saw, whether it passed the gate or not.
    `subjects` are those of every report that could answer, shown or not. `further` are claims that
    answer too and have no room.
    """

    claims: tuple[Claim, ...]
    withheld: tuple[Withheld, ...] = ()
    notices: tuple[str, ...] = ()
    best_score: float | None = None
    subjects: tuple[str, ...] = ()
    further: tuple[Claim, ...] = ()
