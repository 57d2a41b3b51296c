"""The vocabulary of a viewer is that of the reports that they may search now."""

from datetime import timedelta

import pytest
from fakes import NOW, Shelf

from bot.answering.vocabulary import Vocabularies, is_name
from store.records import Embargo, ReportStatus, Viewer


class Counting:
    """A catalog that counts how often its reports are read."""

    def __init__(self, catalog) -> None:
        self._catalog = catalog
        self.read = 0

    def searchable(self, filters):
        self.read += 1
        return self._catalog.searchable(filters)

    def searchable_owners(self, filters):
        return self._catalog.searchable_owners(filters)

    def people(self, filters):
        return self._catalog.people(filters)


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.add("open.txt", "Open.", subject="Eastvale")
    embargo = Embargo(NOW + timedelta(days=1), channels=("C1",))
    shelf.add("held.txt", "Peculiar words.", subject="Saltmere", embargo=embargo)
    return shelf


def made(shelf: Shelf) -> tuple[Vocabularies, Counting]:
    counting = Counting(shelf.catalog)
    look = lambda word, owners: bool(shelf.lexical.best(word, 1, owners))  # noqa: E731
    return Vocabularies(counting, {}, {}, look), counting


def test_what_is_under_embargo_is_in_nobody_elses_vocabulary(shelf):
    words, _ = made(shelf)

    theirs, anybodys = words.of(Viewer(channel="C1")), words.of(Viewer())

    assert list(theirs.subjects) == ["Eastvale", "Saltmere"]
    assert list(anybodys.subjects) == ["Eastvale"]
    assert theirs.stands("peculiar")
    assert not anybodys.stands("peculiar")


def test_it_is_read_again_only_when_other_reports_may_be_searched(shelf):
    words, counting = made(shelf)
    assert words.of(Viewer()) is words.of(Viewer())
    assert counting.read == 1

    shelf.add("new.txt", "New.", subject="Westvale")
    assert list(words.of(Viewer()).subjects) == ["Eastvale", "Westvale"]

    shelf.add("new.txt", "Changed.", subject="Northmarch")
    assert list(words.of(Viewer()).subjects) == ["Eastvale", "Northmarch"]

    shelf.now = NOW + timedelta(days=2)
    assert list(words.of(Viewer()).subjects) == ["Eastvale", "Northmarch", "Saltmere"]

    shelf.put("open", ReportStatus.WITHDRAWN)
    assert list(words.of(Viewer()).subjects) == ["Northmarch", "Saltmere"]


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("Ruth Browne", True),
        ("Mr Justice Teague", True),
        ("Lord Phillips of Wexholme", True),
        ("Teague", True),
        ("The mother", False),
        ("A parent", False),
        ("Social worker", False),
        ("SOCS", False),
        ("Dr E", False),
        ("Judge Dean and Mrs Christian", False),
        ("one of them", False),
    ],
)
def test_who_is_only_called_something_has_no_name(speaker, name):
    assert is_name(speaker) is name
