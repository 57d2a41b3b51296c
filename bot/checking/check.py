"""The way of a draft through the checks: file -> quotations and sentences -> verdicts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.checking.draft import quotations, statements
from bot.checking.library import Library
from bot.checking.quotations import check_quotation
from bot.checking.records import Checked
from bot.checking.shelf import Shelf, current, replaced
from bot.checking.statements import check_statement
from ingest.records import Loaded
from ingest.subjects import Aliases, named_subjects
from store.catalog import Catalog
from store.records import NOBODY, Filters, Hit, Viewer
from store.retrieve import Retriever

_HITS = 8
_SAMPLED = 20
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class CheckParts:
    """What checking needs. `names` maps each other name of a body to its full name."""

    catalog: Catalog
    retriever: Retriever
    names: Mapping[str, str]
    aliases: Aliases


def check(draft: Loaded, parts: CheckParts, viewer: Viewer = NOBODY) -> tuple[Checked, ...]:
    """Return a verdict on each quotation and each sentence with facts, in the draft's order."""
    library = _library(parts, viewer)
    found: list[tuple[int, Checked]] = [
        (one.start, check_quotation(one, library)) for one in quotations(draft)
    ]
    found += [
        (one.start, check_statement(one, library))
        for one in statements(draft, _ordinary(library.shelf))
    ]
    return tuple(checked for _, checked in sorted(found, key=lambda pair: pair[0]))


def _ordinary(shelf: Shelf) -> str:
    """Return some text of the reports, to tell ordinary words from names by."""
    newest = shelf.held[:_SAMPLED]
    return "\n".join(shelf.text(h.report.report_id, h.revision)[:_SAMPLE] for h in newest)


def _library(parts: CheckParts, viewer: Viewer) -> Library:
    catalog = parts.catalog
    known = tuple(catalog.subjects(Filters(viewer=viewer)))

    @lru_cache(maxsize=1)
    def old() -> Shelf:
        return Shelf(catalog, replaced(catalog, viewer))

    return Library(
        shelf=Shelf(catalog, current(catalog, viewer)),
        old=old,
        search=_searcher(parts, known, viewer),
        names=parts.names,
        aliases=parts.aliases,
        known=known,
    )


def _searcher(
    parts: CheckParts, known: Sequence[str], viewer: Viewer
) -> Callable[[str], Sequence[Hit]]:
    """Return a search that puts passages of reports on the bodies it names first."""
    everything = Filters(viewer=viewer)

    @lru_cache(maxsize=256)
    def search(text: str) -> tuple[Hit, ...]:
        query = " ".join(text.split())
        subjects = tuple(named_subjects(query, parts.aliases, known))
        found: list[Hit] = []
        if subjects:
            on_subject = replace(everything, subjects=subjects)
            found += parts.retriever.search(query, on_subject, _HITS)
        found += parts.retriever.search(query, everything, _HITS)
        return tuple({(h.report.report_id, h.passage.ordinal): h for h in found}.values())

    return search
