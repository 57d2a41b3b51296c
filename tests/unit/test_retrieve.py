"""Searching by meaning and by words at once, only in what may be searched."""

from datetime import date

import pytest
from fakes import HashEmbedder

from store.records import Filters, ReportStatus
from store.retrieve import Retriever
from store.settings import StoreSettings

EVERYTHING = Filters()


@pytest.fixture
def search(shelf):
    shelf.add(
        "/r/met.txt",
        "Burglary victims wait three days for an officer.",
        "The control room answers calls slowly.",
        "Burglary detection has fallen since the last inspection.",
        subject="Met",
        published_on=date(2024, 5, 1),
    )
    shelf.add(
        "/r/city.txt",
        "Fraud victims wait for a reply.",
        "Burglary is rare in the City.",
        subject="City",
        published_on=date(2023, 5, 1),
    )
    return searching(shelf)


def searching(shelf, **settings):
    def search(query, filters=EVERYTHING, limit=10):
        retriever = Retriever(
            shelf.catalog,
            lambda: shelf.vectors,
            shelf.lexical,
            HashEmbedder,
            StoreSettings(**settings),
        )
        return retriever.search(query, filters, limit)

    return search


def texts(hits):
    return [hit.passage.text for hit in hits]


def ids(hits):
    return {hit.report.report_id for hit in hits}


def test_the_passage_that_answers_comes_first(search):
    assert texts(search("How long do burglary victims wait?"))[0].startswith("Burglary victims")


def test_hits_carry_their_report_and_falling_scores(search):
    hits = search("burglary")

    assert all(
        hit.passage.text == hit.passage.search_text and hit.report.title == "A report"
        for hit in hits
    )
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({(hit.report.report_id, hit.passage.ordinal) for hit in hits}) == len(hits)


def test_no_more_than_the_limit_comes_back(search):
    assert len(search("burglary", limit=2)) == 2


@pytest.mark.parametrize("query", ["", " ", "\n\t"])
def test_an_empty_query_finds_nothing(search, query):
    assert search(query) == []


def test_a_query_without_words_is_searched_by_meaning_alone(search):
    assert len(search("?!")) == 5


def test_an_empty_library_finds_nothing(shelf):
    assert searching(shelf)("burglary") == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(subjects=("City",)), {"city"}),
        (Filters(subjects=("Nobody",)), set()),
        (Filters(published_from=date(2024, 1, 1)), {"met"}),
        (Filters(published_to=date(2024, 1, 1)), {"city"}),
        (Filters(as_of=date(2023, 12, 31)), {"city"}),
        (Filters(as_of=date(2020, 1, 1)), set()),
    ],
    ids=str,
)
def test_filters_hold(search, filters, found):
    assert ids(search("burglary", filters)) == found


@pytest.mark.parametrize("status", [s for s in ReportStatus if s is not ReportStatus.INDEXED])
def test_what_may_not_be_searched_is_not_found(shelf, search, status):
    shelf.index.set_status("met", status)

    assert ids(search("burglary")) == {"city"}


def test_as_of_finds_what_was_superseded_later(shelf, search):
    shelf.add("/r/new.txt", "Burglary.", supersedes="met", published_on=date(2024, 9, 1))

    assert ids(search("burglary")) == {"new", "city"}
    assert ids(search("burglary", Filters(as_of=date(2024, 6, 1)))) == {"met", "city"}


def test_a_new_revision_is_found_and_the_old_one_is_not(shelf, search):
    shelf.add("/r/met.txt", "Burglary victims wait a week for an officer.", subject="Met")

    found = [hit.passage.text for hit in search("burglary") if hit.report.report_id == "met"]
    assert found == ["Burglary victims wait a week for an officer."]


def test_vectors_that_the_catalog_does_not_know_are_not_shown(shelf, search):
    """A revision being written has its vectors in place before the switch."""
    vector = HashEmbedder().embed_query("burglary")
    shelf.vectors.upsert(["met@2#0", "met@1#99"], "met@2", [vector] * 2)
    shelf.vectors.upsert(["met@1#98"], "met@1", [vector])

    assert len(search("burglary")) == 5


def test_one_report_does_not_fill_the_list(shelf):
    shelf.add("/r/long.txt", *(f"Burglary number {n}." for n in range(10)))
    shelf.add("/r/short.txt", "Burglary, and some more words about many other matters.")

    def place(strength):
        hits = searching(shelf, spread=strength)("burglary", limit=11)
        return [hit.report.report_id for hit in hits].index("short")

    assert place(1.0) == 1 < place(0.0)


def test_more_are_fetched_when_more_are_wanted(shelf):
    shelf.add("/r/long.txt", *(f"Burglary number {n}." for n in range(10)))

    assert len(searching(shelf, candidates=1)("burglary", limit=8)) == 8
