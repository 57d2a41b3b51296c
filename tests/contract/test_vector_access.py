"""One process holds the vectors; the others go through its server or are told to wait."""

import json
import os
import shutil
import signal

import pytest
from chromadb.errors import InternalError

from store.errors import StoreBusyError, StoreFullError, StoreGoneError
from store.vectors import VectorAccess

EAST = [1.0, 0.0]


@pytest.fixture
def open_access():
    opened = []

    def open_one(folder, wait_seconds=0.0):
        opened.append(VectorAccess(folder, "passages", wait_seconds))
        return opened[-1]

    yield open_one
    for access in reversed(opened):
        access.close()


def test_an_embedded_folder_is_refused_to_a_second_holder_with_the_remedy(tmp_path, open_access):
    open_access(tmp_path).vectors()

    with pytest.raises(StoreBusyError, match=r"in use by .*\(process \d+\).*reportdesk serve"):
        open_access(tmp_path).vectors()


def test_closing_lets_the_next_one_in(tmp_path, open_access):
    first = open_access(tmp_path)
    first.vectors().upsert(["a@1#0"], "a@1", [EAST])
    first.close()

    assert open_access(tmp_path).vectors().count() == 1


def test_what_one_writes_through_the_server_the_others_find_and_the_next_one_too(
    tmp_path, open_access
):
    server, writer, reader = (open_access(tmp_path) for _ in range(3))
    server.serve()
    assert reader.vectors().count() == 0
    writer.vectors().upsert(["a@1#0"], "a@1", [EAST])

    assert reader.vectors().nearest(EAST, 1, None)[0][0] == "a@1#0"
    assert server.vectors().count() == 1
    server.close()

    assert not (tmp_path / "chroma-server.json").exists()
    assert open_access(tmp_path).vectors().count() == 1


def test_an_address_left_by_a_dead_server_does_not_lead_to_another_folders(tmp_path, open_access):
    """After a kill the port may belong to the server of another data folder."""
    mine, other = tmp_path / "mine", tmp_path / "other"
    mine.mkdir()
    server = open_access(other)
    server.serve()
    server.vectors().upsert(["secret@1#0"], "secret@1", [EAST])
    shutil.copy(other / "chroma-server.json", mine)

    first = open_access(mine)
    assert first.vectors().count() == 0
    with pytest.raises(StoreBusyError):
        open_access(mine).vectors()


def test_a_damaged_address_is_no_hindrance(tmp_path, open_access):
    for content in ("", "{}", "[1]", json.dumps({"port": "x"})):
        (tmp_path / "chroma-server.json").write_text(content)
        access = open_access(tmp_path)
        assert access.vectors().count() == 0
        access.close()


def test_a_server_that_was_killed_is_started_again(tmp_path, open_access):
    serving = open_access(tmp_path)
    serving.serve()
    serving.vectors().upsert(["a@1#0"], "a@1", [[1.0, 0.0]])
    process = json.loads((tmp_path / "chroma-server.json").read_text())["process"]

    os.kill(process, signal.SIGKILL)
    wait_until_gone(serving)

    assert serving.vectors().count("a@1") == 1
    assert open_access(tmp_path).vectors().count("a@1") == 1


def wait_until_gone(serving: VectorAccess) -> None:
    assert serving._server is not None
    serving._server.wait(timeout=10)


def test_who_uses_a_server_that_stops_is_told_to_run_again(tmp_path, open_access):
    serving, using = open_access(tmp_path), open_access(tmp_path)
    serving.serve()
    vectors = using.vectors()
    serving.close()

    with pytest.raises(StoreGoneError, match="run the command again"):
        vectors.nearest(EAST, 1, None)


def test_after_a_failure_of_its_own_embedded_chroma_is_asked_nothing_more(tmp_path, monkeypatch):
    access = VectorAccess(tmp_path, "passages", 1)
    vectors, asked = access.vectors(), []

    def fail(**_):
        asked.append("once")
        raise InternalError("Error in compaction: disk is full")

    monkeypatch.setattr(vectors._collection, "upsert", fail)
    with pytest.raises(StoreFullError):
        vectors.upsert(["a@1#0"], "a@1", [[1.0, 0.0]])
    with pytest.raises(StoreFullError):
        vectors.remove("a@1")
    with pytest.raises(StoreFullError):
        vectors.upsert(["a@1#0"], "a@1", [[1.0, 0.0]])

    assert asked == ["once"]
    access.close()
