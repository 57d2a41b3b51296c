"""Whether a passage is about what a question names."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.answering.asks import EVALUATIVE
from bot.answering.names import holds_name
from bot.answering.records import Understood
from ingest.places import PLACES
from ingest.subjects import Aliases, mentions
from store.records import Hit, Quote

# To whom a report goes, and whose case it is, stands at its head.
LEAD = 1000
# So far before and after a passage its paragraphs are still on the same matter.
_AROUND = 1500
_PLACES = frozenset(place.casefold() for place in PLACES)
# What is found, or said, of one body must not be shown as said of another.
_OF_ONE = EVALUATIVE | {"said"}


class RevisionSource(Protocol):
    """Where recorded quotes and texts are found."""

    def quotes(self, report_id: str, revision: int) -> tuple[Quote, ...]:
        """Return the quotes of a revision in order."""
        ...

    def lead(self, report_id: str, revision: int, characters: int) -> str:
        """Return the beginning of a revision's text."""
        ...

    def text(self, report_id: str, revision: int) -> str:
        """Return the text of a revision."""
        ...


class About:
    """Tells passages that are about all that is named from those about something alike."""

    def __init__(self, source: RevisionSource, aliases: Aliases) -> None:
        self._source = source
        self._aliases = aliases

    def is_about(self, hit: Hit, understood: Understood) -> bool:
        """Whether a passage, with what its report says of itself, names all that is named."""
        return self._on_subjects(hit, understood) and self._on_names(hit, understood)

    def _on_subjects(self, hit: Hit, understood: Understood) -> bool:
        asked, theirs = {*understood.subjects}, {*hit.report.description.subjects}
        lacking = asked - theirs - self._named(_context(hit), understood)
        if lacking:
            # A report on one body, or on none, may say at its head that it is to another as well.
            beside = not (theirs and asked.isdisjoint(theirs)) and not understood.asks & _OF_ONE
            return beside and lacking <= self._named(self._lead(hit), understood)
        elsewhere = bool(asked and theirs) and asked.isdisjoint(theirs)
        # What is found of a body stands in the reports on it; elsewhere it is named in passing.
        return not (elsewhere and understood.asks & EVALUATIVE)

    def _named(self, text: str, understood: Understood) -> set[str]:
        return {one.subject for one in mentions(text, self._aliases, understood.subjects)}

    def _on_names(self, hit: Hit, understood: Understood) -> bool:
        """Whether all names stand in a passage, at its report's head, or the last ones beside it.

        One name among the neighbours alone is too little to go by, and what is said of a name
        must name it.
        """
        described = hit.report.description
        if understood.asks & EVALUATIVE and not _of_places(hit, understood.names):
            return False
        of_itself = (*described.subjects, described.publisher.value or "")
        own = "\n".join((_context(hit), *of_itself, *self._speakers(hit)))
        lacking = [name for name in understood.names if not holds_name(own, name)]
        if lacking:
            own += f"\n{self._lead(hit)}"
            lacking = [name for name in lacking if not holds_name(own, name)]
        some = bool(understood.subjects) or len(lacking) < len(understood.names)
        if lacking and some and "said" not in understood.asks:
            around = self._around(hit)
            lacking = [name for name in lacking if not holds_name(around, name)]
        return not lacking

    def _around(self, hit: Hit) -> str:
        text = self._source.text(hit.report.report_id, hit.report.revision)
        return text[max(0, hit.passage.start - _AROUND) : hit.passage.end + _AROUND]

    def _lead(self, hit: Hit) -> str:
        return self._source.lead(hit.report.report_id, hit.report.revision, LEAD)

    def _speakers(self, hit: Hit) -> Iterator[str]:
        """Yield who speaks in a passage; the attribution may stand in another one."""
        passage = hit.passage
        for quote in self._source.quotes(hit.report.report_id, hit.report.revision):
            if quote.start < passage.end and passage.start < quote.end:
                yield quote.speaker or ""


def _of_places(hit: Hit, names: Sequence[str]) -> bool:
    """Whether a report is on each of the places among the names, and not only names them."""
    places = [name for name in names if name.casefold() in _PLACES]
    itself = "\n".join((hit.report.title, *hit.report.description.subjects))
    return all(holds_name(itself, place) for place in places)


def _context(hit: Hit) -> str:
    return f"{hit.passage.text}\n{hit.passage.section}\n{hit.report.title}"
