"""Searching by meaning and by words at once, only in what may be searched."""

from datetime import date

import pytest
from fakes import HashEmbedder, WordReranker

from store import retrieve
from store.records import Filters, ReportKind, ReportStatus
from store.retrieve import Retriever, Searches
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
        publisher="HMI",
        published_on=date(2024, 5, 1),
    )
    shelf.add(
        "/r/city.txt",
        "Fraud victims wait for a reply.",
        "Burglary is rare in the City.",
        subject="City",
        kind=ReportKind.LETTER,
        published_on=date(2023, 5, 1),
    )
    return searching(shelf)


def searching(shelf, reranker=None, **settings):
    def search(query, filters=EVERYTHING, limit=10, *context, **options):
        searches = Searches(lambda: shelf.vectors, shelf.lexical, HashEmbedder, reranker)
        retriever = Retriever(shelf.catalog, searches, StoreSettings(**settings))
        return retriever.search(query, filters, limit, *context, **options)

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
        (Filters(publishers=("HMI",)), {"met"}),
        (Filters(publishers=("Nobody",)), set()),
        (Filters(kinds=(ReportKind.LETTER,)), {"city"}),
        (Filters(kinds=(ReportKind.LETTER, ReportKind.OTHER)), {"met", "city"}),
    ],
    ids=range(10),
)
def test_filters_hold(search, filters, found):
    assert ids(search("burglary", filters)) == found


@pytest.mark.parametrize("status", [s for s in ReportStatus if s is not ReportStatus.INDEXED])
def test_what_may_not_be_searched_is_not_found(shelf, search, status):
    shelf.put("met", status)

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


def test_filters_hold_among_more_reports_than_are_listed(shelf, search, monkeypatch):
    """With many reports, the indexes are asked for all, and the rest is left out."""
    shelf.add("/r/old.txt", "Burglary burglary.", published_on=date(2019, 1, 1))
    wanted = Filters(published_from=date(2023, 1, 1))
    expected = texts(search("burglary", wanted))
    monkeypatch.setattr(retrieve, "MAX_LISTED", 1)

    assert ids(search("burglary", wanted)) == {"met", "city"}
    assert texts(search("burglary", wanted)) == expected


def test_few_searchable_among_many_are_all_found(shelf, monkeypatch):
    for number in range(6):
        shelf.add(f"/r/old-{number}.txt", "Burglary.", published_on=date(2019, 1, 1))
    for number in range(2):
        shelf.add(f"/r/new-{number}.txt", "Theft and burglary.", published_on=date(2024, 1, 1))
    monkeypatch.setattr(retrieve, "MAX_LISTED", 1)

    found = searching(shelf, candidates=3)("burglary", Filters(published_from=date(2023, 1, 1)), 2)

    assert ids(found) == {"new-0", "new-1"}


class TestEachSearchAlone:
    def test_by_words(self, shelf, search):
        found = searching(shelf, dense_weight=0)("fraud")

        assert texts(found) == ["Fraud victims wait for a reply."]

    def test_by_meaning(self, shelf, search):
        def fail(*_):
            raise AssertionError("The words were searched.")

        shelf.lexical.best = fail
        found = searching(shelf, lexical_weight=0)("fraud")

        assert texts(found)[0] == "Fraud victims wait for a reply."

    def test_neither(self, shelf, search):
        assert searching(shelf, lexical_weight=0, dense_weight=0)("fraud") == []


class TestReranking:
    QUERY = "rare City"

    def test_what_the_cross_encoder_read_says_how_relevant_it_is(self, shelf, search):
        found = searching(shelf, WordReranker, rerank=3)(self.QUERY)

        assert [hit.relevance is not None for hit in found].count(True) == 3
        assert found[0].relevance == 5.0

    def test_it_can_be_switched_off(self, shelf, search):
        found = searching(shelf, WordReranker, rerank=0)(self.QUERY)

        assert found
        assert all(hit.relevance is None for hit in found)

    def test_without_a_cross_encoder_nothing_is_reranked(self, search):
        assert all(hit.relevance is None for hit in search(self.QUERY))

    def test_its_opinion_moves_the_order(self, shelf, search):
        class Contrary:
            def score(self, question, texts):
                return [float("Fraud" in text) for text in texts]

        found = searching(shelf, Contrary, rerank_weight=100)(self.QUERY)

        assert texts(found)[0] == "Fraud victims wait for a reply."

    def test_how_loudly_it_says_no_means_nothing(self, shelf, search):
        class Doubtful:
            def score(self, question, texts):
                return [-9.0 if "City" in text else -7.0 for text in texts]

        plain = texts(searching(shelf)(self.QUERY))
        loud = searching(shelf, Doubtful, rerank_weight=1)(self.QUERY)

        assert texts(loud) == plain
        assert {hit.relevance for hit in loud} == {-9.0, -7.0}
        assert texts(searching(shelf, Doubtful, rerank_weight=1, rerank_floor=-20)(self.QUERY)) != (
            plain
        )

    @pytest.mark.parametrize(("characters", "read"), [(1, 1), (110, 2), (10_000, 5)])
    def test_it_reads_no_more_than_its_budget(self, shelf, search, characters, read):
        found = searching(shelf, WordReranker, rerank_characters=characters)(self.QUERY)

        assert [hit.relevance is not None for hit in found].count(True) == read


def test_earlier_turns_are_searched_for_too(shelf, search):
    turns = [("Is fraud rare?", "Fraud victims wait for a reply.")]

    assert texts(search("And the victims?"))[0].startswith("Burglary victims")
    assert texts(search("And the victims?", EVERYTHING, 10, turns))[0].startswith("Fraud victims")


def test_the_cross_encoder_reads_a_follow_up_after_the_question_before(shelf, search):
    read = []

    class Listening:
        def score(self, question, texts):
            read.append(question)
            return [0.0] * len(texts)

    turns = [("Is theft rare?", "Yes."), ("Is fraud rare?", "No.")]
    searching(shelf, Listening)("And burglary?", EVERYTHING, 10, turns)

    assert read == ["Is fraud rare? And burglary?"]


@pytest.mark.parametrize("weights", [{"asked_weight": 0, "said_weight": 0}])
def test_earlier_turns_can_be_left_out(shelf, search, weights):
    turns = [("Is fraud rare?", "Fraud victims wait for a reply.")]
    without = searching(shelf, WordReranker, **weights)

    assert without("And the victims?", EVERYTHING, 10, turns) == without("And the victims?")


def test_newer_reports_come_first_only_where_that_is_asked_for(shelf):
    shelf.add("/r/old.txt", "Burglary is up, burglary.", published_on=date(2016, 1, 1))
    shelf.add("/r/new.txt", "Burglary is up and theft.", published_on=date(2024, 1, 1))
    shelf.add("/r/when.txt", "Burglary is up in an undated report.", published_on=None)
    search = searching(shelf, recency=1.0)

    assert search("burglary")[0].report.report_id == "old"
    recent = [hit.report.report_id for hit in search("burglary", prefer_recent=True)]
    assert recent[0] == "new"
    assert set(recent[1:]) == {"old", "when"}


def test_recency_without_any_date_changes_nothing(shelf):
    shelf.add("/r/one.txt", "Burglary is up.", published_on=None)
    search = searching(shelf)

    assert search("burglary", prefer_recent=True) == search("burglary")


def test_a_body_is_searched_for_by_its_full_name_too(shelf, search):
    shelf.add("/r/full.txt", "The Metropolitan Police Service.", "The Met Office.")
    searches = Searches(
        lambda: shelf.vectors,
        shelf.lexical,
        HashEmbedder,
        in_full=lambda query: f"{query} Metropolitan Police Service",
    )
    retriever = Retriever(shelf.catalog, searches, StoreSettings())

    assert texts(retriever.search("Met", EVERYTHING, 1)) == ["The Metropolitan Police Service."]
