"""Other LangChain programs get passages as documents that say where they stand."""

import subprocess
import sys
from datetime import date

import pytest
from fakes import HashEmbedder
from langchain_core.retrievers import BaseRetriever

from store.langchain_retriever import ReportRetriever
from store.records import Filters
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings


@pytest.fixture
def retriever(shelf):
    shelf.add("/r/met.txt", "Burglary victims wait.", "Calls are slow.", subject="Met")
    shelf.add("/r/city.txt", "Burglary is rare.", subject="City", published_on=None)
    searches = Searches(lambda: shelf.vectors, shelf.lexical, HashEmbedder)
    return Retriever(shelf.catalog, searches, StoreSettings())


def test_documents_carry_what_a_citation_needs(shelf, retriever):
    chain: BaseRetriever = ReportRetriever(retriever=retriever)

    first, *others = chain.invoke("How long do burglary victims wait?")

    assert first.page_content == "Burglary victims wait."
    assert {name: first.metadata[name] for name in first.metadata if name != "score"} == {
        "report_id": "met",
        "revision": 1,
        "title": "A report",
        "path": "/r/met.txt",
        "published_on": "2024-05-09",
        "page": None,
        "section": "",
        "start": 0,
        "end": 22,
    }
    for one in (first, *others):
        text = shelf.catalog.text(one.metadata["report_id"], one.metadata["revision"])
        assert text[one.metadata["start"] : one.metadata["end"]] == one.page_content
    scores = [one.metadata["score"] for one in (first, *others)]
    assert scores == sorted(scores, reverse=True)


def test_the_number_and_the_filters_hold(retriever):
    assert len(ReportRetriever(retriever=retriever, k=2).invoke("burglary")) == 2
    only = ReportRetriever(retriever=retriever, filters=Filters(subjects=("City",)))
    assert [one.metadata["published_on"] for one in only.invoke("burglary")] == [None]
    late = ReportRetriever(retriever=retriever, filters=Filters(published_from=date(2025, 1, 1)))
    assert late.invoke("burglary") == []


def test_the_command_line_starts_without_langchain():
    code = "import sys, bot.cli, ingest.wiring; sys.exit('langchain_core' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
