"""Questions to start with, on what came in lately; each was answered before it is suggested."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, zip_longest

from bot.answering.pipeline import AnswerParts, answer
from bot.answering.records import Question, Status
from bot.history import history, read_reports
from bot.slack.mrkdwn import clean
from store.lately import Lately
from store.records import Filters, Viewer

MOST_PROMPTS = 4
_MAX_QUESTION = 150
# So many of the latest reports are looked at, and so many questions tried.
_LATEST = 40
_SUBJECTS = 4
_TRIED = 10
_REMEMBERED = 16


class Prompts:
    """Finds questions that the bot answers for a viewer; remembered until the library changes.

    `parts` is the answer path's; it is gone through as for any question, without a chat model.
    """

    def __init__(self, parts: Callable[[], AnswerParts], lately: Lately) -> None:
        self._parts = parts
        self._lately = lately
        self._known: dict[frozenset[str], tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def known(self, viewer: Viewer) -> tuple[str, ...] | None:
        """Return the questions for a viewer if they were found before. Quick."""
        return self._known.get(self._library(viewer))

    def find(self, viewer: Viewer) -> tuple[str, ...]:
        """Return up to four questions that are answered for a viewer. Takes seconds."""
        with self._lock:
            library = self._library(viewer)
            if library not in self._known:
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[library] = tuple(self._found(viewer))
            return self._known[library]

    def _library(self, viewer: Viewer) -> frozenset[str]:
        """Return what a viewer's library consists of: who sees the same is suggested the same."""
        return frozenset(self._parts().catalog.searchable_owners(Filters(viewer=viewer)))

    def _found(self, viewer: Viewer) -> Iterator[str]:
        parts = self._parts()
        alone = replace(parts, model_composer=None, rewriter=None)
        found = 0
        for number, question in enumerate(self._candidates(viewer)):
            if found == MOST_PROMPTS or number == _TRIED:
                return
            if answer(Question(question, viewer=viewer), alone).status is Status.ANSWERED:
                found += 1
                yield question

    def _candidates(self, viewer: Viewer) -> Iterator[str]:
        """Yield questions: the best one on each subject first, then the next best."""
        fresh = [one.report for one in self._lately.ingested(viewer, _LATEST)]
        subjects = dict.fromkeys(filter(None, (one.description.subject.value for one in fresh)))
        each = [self._on(subject, viewer) for subject in list(subjects)[:_SUBJECTS]]
        ranks = zip_longest(*each)
        asked = (one for one in chain.from_iterable(ranks) if one)
        return (one for one in dict.fromkeys(asked) if len(one) <= _MAX_QUESTION)

    def _on(self, subject: str, viewer: Viewer) -> list[str]:
        catalog = self._parts().catalog
        reads = read_reports(catalog, Filters(subjects=(subject,), viewer=viewer))
        name = clean(subject)
        asked = [f"What concerns remain for {name}?"]
        if any(one.findings.recommendations for one in reads):
            asked.append(f"What was {name} told to do, and by when?")
        graded = [line for line in history(subject, reads).lines if len(line.values) > 1]
        days = [line.values[-2].report.published_on for line in graded]
        if year := max((day.year for day in days if day), default=None):
            asked.append(f"What changed for {name} since {year}?")
        return asked
