"""The table of uploads: each step once, whoever comes first, and in the audit log."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.slack.giving_way import GivingWay
from store.audit import AuditLog
from store.uploads import Added, Shared, UploadKind, Uploads, UploadState

SHARED = Shared("T1", "C1", "1.1", "1.1", "U1", UploadKind.FILE, "F1", "letter.pdf")
OFFER = {"change": "new"}


@pytest.fixture
def uploads(shelf):
    return Uploads(shelf.engine, lambda: 100.0)


def offered(uploads):
    upload = uploads.receive(SHARED, "U1")
    assert uploads.offer(uploads.begin(upload), "/kept/letter.pdf", OFFER)
    return uploads.get(upload.id)


def test_the_same_share_is_kept_once(uploads):
    first = uploads.receive(SHARED, "U1")

    assert uploads.receive(SHARED, "U2") is None
    assert uploads.receive(replace(SHARED, item="F2"), "U1").id != first.id


def test_what_failed_or_was_discarded_may_come_again_with_nothing_said(uploads):
    upload = offered(uploads)
    uploads.correct(upload.id, {"supersedes": "old"}, "U1")
    uploads.decide(upload.id, UploadState.DISCARDED, "U1", {})
    again = uploads.receive(SHARED, "U2")

    assert (again.id, again.state, again.said) == (upload.id, UploadState.RECEIVED, {})
    assert again.decided_by is None


def test_of_many_clicks_at_once_one_counts(shelf, uploads):
    upload = offered(uploads)
    ways = [UploadState.ADDING, UploadState.DISCARDED] * 8
    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(lambda way: uploads.decide(upload.id, way, "U1", {}), ways))

    assert done.count(True) == 1
    assert AuditLog(shelf.engine).broken_at() is None


def test_work_is_begun_by_one_of_several(uploads):
    upload = uploads.receive(SHARED, "U1")
    first, second = uploads.begin(upload), uploads.begin(upload)

    assert first.attempts == 1
    assert second is None
    assert uploads.offer(first, "/kept/letter.pdf", OFFER)
    assert not uploads.offer(first, "/kept/letter.pdf", OFFER)


def test_what_is_settled_cannot_be_corrected_or_decided(uploads):
    upload = offered(uploads)
    uploads.decide(upload.id, UploadState.ADDING, "U2", {})
    adding = uploads.get(upload.id)
    assert uploads.added(adding, Added("letter", 1), None)

    assert not uploads.correct(upload.id, {"supersedes": "old"}, "U1")
    assert not uploads.decide(upload.id, UploadState.DISCARDED, "U1", {})
    assert uploads.again(upload.id, "U1") is None
    assert not uploads.fail(adding, "too late")


def test_what_wants_work_or_a_card_is_unfinished(uploads):
    upload = offered(uploads)
    assert [one.id for one in uploads.unfinished(100.0)] == [upload.id]
    uploads.shown(upload)
    assert uploads.unfinished(100.0) == ()
    uploads.decide(upload.id, UploadState.ADDING, "U2", {})

    assert [one.id for one in uploads.unfinished(100.0)] == [upload.id]
    assert uploads.unfinished(99.0) == ()


def test_an_older_card_does_not_pass_for_the_newest(uploads):
    upload = offered(uploads)
    uploads.correct(upload.id, {"supersedes": "old"}, "U1")
    uploads.shown(upload)

    assert [one.id for one in uploads.unfinished(100.0)] == [upload.id]


def test_a_report_is_embedded_bit_by_bit_and_says_how_far_it_is(monkeypatch):
    asked, told = [], []

    class Embedder:
        def embed_documents(self, texts):
            asked.append(len(texts))
            return [[float(text)] for text in texts]

    monkeypatch.setattr("bot.slack.giving_way._TOLD_SECONDS", 0.0)
    vectors = GivingWay(Embedder(), 2, told.append).embed_documents(list("12345"))

    assert vectors == [[1.0], [2.0], [3.0], [4.0], [5.0]]
    assert asked == [2, 2, 1]
    assert told[-1] == "Indexing passages: 5 of 5…"
