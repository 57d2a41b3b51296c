"""What inspectors grade, in the words in which people ask for it, and in which sort of inspection.

Reports call one thing by several names ("children looked after and achieving permanence", later
"children in care"), and whoever asks by others again ("looked after kids").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from store.records import ReportSummary


@dataclass(frozen=True, slots=True)
class Category:
    """One thing that is graded: how people ask for it, and the names that reports give it."""

    asked: re.Pattern[str]
    named: re.Pattern[str]

    def names(self, text: str) -> bool:
        """Whether the name of a graded thing is that of this one."""
        return self.named.search(text) is not None


def _category(asked: str, named: str) -> Category:
    return Category(re.compile(asked, re.IGNORECASE), re.compile(named, re.IGNORECASE))


LEADERS = _category(
    r"\b(?:leadership(?:,?\s+management\s+and\s+governance)?|leaders|management|managers|bosses)\b",
    r"\bleader",
)
# In the order in which they are looked for: a care leaver is no longer a child in care.
CATEGORIES = (
    _category(
        r"\b(?:local\s+)?safeguarding\s+(?:children(?:['’]?s)?['’]?\s+)?boards?\b|\bLSCBs?\b"
        r"|\bthe\s+board\b(?!\s+of\b)",
        r"\bsafeguarding\s+children\b.*\bboard|\bLSCB\b",
    ),
    _category(
        r"\bcare[\s-]+leavers?\b|\b(?:(?:young\s+)?people\s+|those\s+)?(?:who\s+(?:are\s+)?)?"
        r"(?:leaving|left|leave)\s+care\b"
        r"|\bcare[\s-]experienced(?:\s+(?:young\s+)?(?:people|adults))?\b",
        r"\bcare\s+leaver",
    ),
    _category(
        r"\bhelp\s+(?:and|&)\s+protection\b|\bchild(?:ren)?\s+protection\b|\bprotecting\s+children\b"
        r"|\bchildren\s+(?:who\s+|that\s+)?(?:are\s+)?(?:in\s+)?need(?:ing)?\s+(?:of\s+)?"
        r"(?:help(?:\s+(?:and|or)\s+protection)?|protection)\b",
        r"\bhelp\s+and\s+protection|\bprotection\b",
    ),
    _category(
        r"\bchildren\s+in\s+care\b|\blooked[\s-]after\s+(?:children(?:\s+and\s+young\s+people)?"
        r"|young\s+people)|\bchildren\s+(?:who\s+are\s+|it\s+has\s+)?looked\s+after\b"
        r"|\bin[\s-]care\b",
        r"\bin\s+care\b|\blooked\s+after\b",
    ),
    _category(r"\badopt(?:ion|ing|ed)(?:\s+(?:services?|performance))?\b", r"\badoption\b"),
    LEADERS,
)


def categories_in(query: str) -> tuple[tuple[Category, ...], str]:
    """Return the things graded that a question names, and the question without those words."""
    found = []
    for category in CATEGORIES:
        rest = category.asked.sub(" ", query)
        if rest != query:
            found.append(category)
            query = rest
    return tuple(found), query


class Series(StrEnum):
    """A sort of inspection: the reports of one sort follow each other, those of two do not."""

    SERVICES = "children’s services"
    SEND = "SEND"
    JOINT = "joint targeted area inspection"


_TITLES = {
    Series.SEND: re.compile(r"\bSEND\b|(?i:\bspecial\s+educational\s+needs\b)"),
    Series.JOINT: re.compile(r"\bJTAI\b|\bjoint\s+targeted\b", re.IGNORECASE),
    Series.SERVICES: re.compile(
        r"\bchildren[’']s\s+(?:social\s+care\s+)?services\b|\bchildren\s+in\s+need\s+of\s+help\b"
        r"|\blooked\s+after\s+children\s+services\b|\bchildren\s+and\s+families\s+trust\b",
        re.IGNORECASE,
    ),
}
_ASKED = {
    Series.SEND: re.compile(
        r"\bSEND\b|(?i:\bspecial\s+educational\s+needs\b|\blocal\s+area\s+partnership"
        r"|\bsend\s+(?:inspection|report|services?|provision|partnership|result)\b)"
    ),
    Series.JOINT: re.compile(
        r"\bJTAI\b|\bjoint(?:\s+targeted)?(?:\s+area)?\s+(?:inspection|review)", re.IGNORECASE
    ),
    Series.SERVICES: re.compile(
        r"\bILACS\b|\bchildren[’']s\s+(?:social\s+care\s+)?services\b|\bsocial\s+care\s+inspection",
        re.IGNORECASE,
    ),
}


def series_of(report: ReportSummary) -> Series | None:
    """Return the sort of inspection that a report is of, by its title; None of none known."""
    return next((one for one, title in _TITLES.items() if title.search(report.title)), None)


def series_asked(query: str) -> Series | None:
    """Return the sort of inspection that a question names."""
    return next((one for one, words in _ASKED.items() if words.search(query)), None)


def several(reports: Iterable[ReportSummary]) -> bool:
    """Whether reports are of more than one sort of inspection."""
    return len({series_of(report) for report in reports} - {None}) > 1
