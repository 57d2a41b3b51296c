"""What a draft is checked against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.checking.shelf import Shelf
from ingest.subjects import Aliases
from store.records import Hit


@dataclass(frozen=True, slots=True)
class Library:
    """All that may be searched. `old` holds what was replaced, made when needed.

    `names` maps each other name of a body to its full name, `aliases` each body to its names;
    `known` are the subjects of the reports.
    """

    shelf: Shelf
    old: Callable[[], Shelf]
    search: Callable[[str], Sequence[Hit]]
    names: Mapping[str, str]
    aliases: Aliases
    known: Sequence[str]
