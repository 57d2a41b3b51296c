"""The doctor finds what is wrong, and only that."""

from types import SimpleNamespace

import pytest
from fakes import HashEmbedder, WordReranker
from sqlalchemy import text

from bot.doctor import examine
from store.audit import AuditLog
from store.errors import MissingPartError
from store.jobs import Jobs
from store.leases import Lease
from store.records import ReportStatus
from store.sources import Sources
from store.switch import Switch


@pytest.fixture
def library(shelf):
    shelf.add("/r/met.txt", "One.", "Two.")
    shelf.add("/r/city.txt", "Three.")
    return SimpleNamespace(
        embedder=HashEmbedder,
        reranker=WordReranker,
        index=shelf.index,
        catalog=shelf.catalog,
        lexical=shelf.lexical,
        access=SimpleNamespace(vectors=lambda: shelf.vectors),
        audit=AuditLog(shelf.engine),
        jobs=Jobs(shelf.engine, Lease(shelf.folder)),
        sources=Sources(shelf.engine),
        switch=Switch(shelf.engine),
    )


def wrong(library):
    return [finding.text for finding in examine(library) if not finding.well]


def run(shelf, statement):
    with shelf.engine.begin() as connection:
        connection.execute(text(statement))


def test_all_is_well(library):
    assert wrong(library) == []
    assert len(list(examine(library))) == 8


def test_a_pause_is_named_and_is_no_fault(library):
    library.switch.pause("a wrong figure", "ana")

    assert "answering: paused by ana: a wrong figure" in [one.text for one in examine(library)]
    assert wrong(library) == []


def test_an_empty_library_is_well(library, shelf):
    for table in ("passages", "passages_fts"):
        run(shelf, f"DELETE FROM {table}")
    shelf.vectors.remove("met@1")
    shelf.vectors.remove("city@1")

    assert wrong(library) == []


def test_missing_words_are_found_by_report(library, shelf):
    run(shelf, "DELETE FROM passages_fts WHERE owner = 'met@1' AND ordinal = 1")

    (found,) = wrong(library)
    assert found.startswith("lexical index: disagree with the catalog on met@1;")


@pytest.mark.parametrize("status", [ReportStatus.WITHDRAWN, ReportStatus.EMBARGOED])
def test_words_of_hidden_reports_are_looked_at_too(library, shelf, status):
    shelf.put("met", status)
    assert wrong(library) == []

    run(shelf, "DELETE FROM held_fts WHERE owner = 'met@1' AND ordinal = 1")

    assert [told.split(";")[0] for told in wrong(library)] == [
        "lexical index: disagree with the catalog on met@1",
        "words of hidden reports: disagree with the catalog on met@1",
    ]


def test_words_that_lie_with_the_wrong_ones_are_found(library, shelf):
    shelf.put("met", ReportStatus.WITHDRAWN)
    run(
        shelf,
        "INSERT INTO passages_fts (search_text, owner, ordinal) SELECT search_text, owner, ordinal "
        "FROM held_fts WHERE ordinal = 0",
    )
    run(shelf, "DELETE FROM held_fts WHERE ordinal = 0")

    (told,) = wrong(library)
    assert told.startswith("words of hidden reports: disagree with the catalog on met@1;")


def test_missing_and_surplus_vectors_are_found(library, shelf):
    shelf.vectors.remove("city@1")
    shelf.vectors.upsert(["ghost@1#0"], "ghost@1", [HashEmbedder().embed_query("boo")])

    (found,) = wrong(library)
    assert "city@1, ghost@1" in found


def test_what_a_crash_left_is_cleaned_first(library, shelf):
    shelf.vectors.upsert(["met@2#0"], "met@2", [HashEmbedder().embed_query("half")])
    run(shelf, "INSERT INTO chores (owner) VALUES ('met@2')")

    assert wrong(library) == []


def test_a_changed_audit_log_is_found(library, shelf):
    run(shelf, "UPDATE audit SET event = 'nothing' WHERE number = 2")

    (found,) = wrong(library)
    assert "event 2" in found


def test_a_missing_model_is_named_and_the_rest_is_still_looked_at(library):
    def missing():
        raise MissingPartError("pip install it")

    library.reranker = missing

    assert wrong(library) == ["reranker: pip install it"]
