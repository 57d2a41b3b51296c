"""What a check of a draft takes apart and what it finds."""

from dataclasses import dataclass
from enum import StrEnum

from bot.answering.records import Citation


class CheckVerdict(StrEnum):
    """How a quotation (the first five) or a sentence (the last two) stands to the reports.

    A quotation is also `unsupported` where only a replaced report or revision has its words.
    """

    VERBATIM = "verbatim"
    EDITED = "edited"
    STITCHED = "stitched"
    MISATTRIBUTED = "misattributed"
    INVENTED = "invented"
    UNSUPPORTED = "unsupported"
    SUPPORTED = "supported"


@dataclass(frozen=True, slots=True)
class Checked:
    """One quotation or sentence of a draft with its verdict, in plain words why, and where.

    `citation` is the span that was quoted or that supports the sentence; where the verdict is
    another, the nearest true one, None where nothing in the reports comes near.
    """

    text: str
    verdict: CheckVerdict
    why: str
    citation: Citation | None

    @property
    def holds(self) -> bool:
        """Whether it may stand as it is."""
        return self.verdict in (CheckVerdict.VERBATIM, CheckVerdict.SUPPORTED)


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Whom a draft gives as the speaker: a person, or else a body or an office."""

    name: str
    person: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in a draft: its words without marks, who is said to have said it.

    `lead_in` are the draft's own words right before it in its sentence.
    """

    text: str
    start: int
    speaker: SaidBy | None
    lead_in: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a draft that states something which can be looked up.

    `quotes` are the offsets, in the sentence, of the quotations in it, marks included.
    """

    text: str
    start: int
    quotes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one revision: `text[start:end]` of that revision's canonical text."""

    report_id: str
    revision: int
    start: int
    end: int
