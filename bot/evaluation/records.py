"""What passes between the steps of an evaluation."""

from dataclasses import dataclass
from datetime import date

from bot.answering.records import Question

ANSWERED = frozenset({"answered", "partly_answered"})
REFUSED = frozenset({"not_in_reports", "out_of_scope", "unclear"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer has; every field but `status` may be empty.

    `status` are the statuses that are right. Each group of `spans` holds ways to say one thing,
    one of which an answer must contain. `forbidden` are words that a stale or look-alike answer
    has, `forbidden_reports` the reports it would cite. `first` is the report that the first
    statement must cite: the newest. `cites` are reports that must each be cited, where an answer
    has to speak of several. `pages` are the pages on which the spans stand.
    """

    status: frozenset[str]
    reports: tuple[str, ...] = ()
    spans: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    forbidden_reports: tuple[str, ...] = ()
    first: str | None = None
    as_of: date | None = None
    speaker: str | None = None
    pages: tuple[int, ...] = ()
    cites: tuple[str, ...] = ()

    @property
    def refusal(self) -> bool:
        """Whether the right answer is that there is none."""
        return not self.status & ANSWERED


@dataclass(frozen=True, slots=True)
class Golden:
    """One question with its right answer; `expected` is None where nobody has written one yet.

    `split` is `dev` for what may be tuned on, `held_out` for what may not.
    """

    id: str
    question: Question
    kind: str
    split: str
    group: str
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen when a question was asked.

    `texts` holds what stands in the catalog at each citation, in the order of the statements'
    citations. `found` are the reports that the search brought, best first, each once.
    `best_score` is the composer's best score, None where it keeps none.
    """

    status: str
    as_of: date | None
    statements: tuple["Said", ...]
    withheld: int
    found: tuple[str, ...]
    seconds: float
    best_score: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as shown, with its sources."""

    text: str
    kind: str
    speaker: str | None
    cited: tuple["Cited", ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation; `stands` is what the catalog holds at its offsets when read again."""

    report_id: str
    page: int | None
    quote: str
    stands: str


@dataclass(frozen=True, slots=True)
class Score:
    """One question's marks. None means that nothing was expected in that respect.

    `right`: answered with every span and nothing forbidden, or refused as it should be.
    `misleading`: answered where it should have refused, or with something forbidden.
    """

    id: str
    kind: str
    split: str
    group: str
    status: str
    right: bool | None
    misleading: bool
    should_refuse: bool | None
    refused: bool
    status_right: bool | None
    as_of_right: bool | None
    speaker_right: bool | None
    page_right: bool | None
    citations: int
    exact: int
    recall: float | None
    ndcg: float | None
    words: int
    seconds: float
    best_score: float | None
    why: tuple[str, ...]
