"""First step: what is asked, of whom, as of when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.asks import NOT_FOR_REPORTS, PRESENT, asked
from bot.answering.followups import whole
from bot.answering.names import names_in
from bot.answering.records import Question, Status, Understood
from ingest.dates import find_dates
from ingest.subjects import Aliases, named_subjects
from store.records import Filters

_AS_OF = re.compile(r"\bas (?:of|at)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
MAX_QUESTION = 2000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that questions may use: aliases from config, subjects from the catalog."""

    aliases: Aliases
    subjects: Sequence[str]


def understand(question: Question, vocabulary: Vocabulary) -> Understood:
    """Return what a question asks; `stop` is set where no search can help."""
    text = " ".join(question.text.split())[:MAX_QUESTION]
    known = list(vocabulary.subjects)
    query = whole(text, question.history, vocabulary.aliases, known)
    as_of = question.as_of or _as_of(query)
    return Understood(
        question=question,
        query=query,
        subjects=tuple(named_subjects(query, vocabulary.aliases, known)),
        names=names_in(query, vocabulary.aliases, tuple(known)),
        asks=asked(query),
        present=PRESENT.search(query) is not None,
        filters=Filters(as_of=as_of),
        stop=_stop(text),
    )


def _stop(text: str) -> Status | None:
    if not _LETTERS.search(text):
        return Status.UNCLEAR
    if NOT_FOR_REPORTS.search(text):
        return Status.OUT_OF_SCOPE
    return None


def _as_of(query: str) -> date | None:
    """Return the day that "as of" names in the question itself."""
    match = _AS_OF.search(query)
    if match is None:
        return None
    found = find_dates(query, match.end())
    return found[0].last if found else None
