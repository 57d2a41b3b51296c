"""What every vector index does: the fake, Chroma embedded, and Chroma behind its server."""

from collections.abc import Iterator
from itertools import count

import numpy as np
import pytest
from fakes import MemoryVectors

from store.vectors import VectorAccess
from store.vectors.chroma import BEAM, widen

EAST, NORTH, WEST = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]
NORTH_EAST = [0.6, 0.8, 0.0]
_numbers = count()


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator:
    """A data folder whose vectors another `VectorAccess` serves."""
    folder = tmp_path_factory.mktemp("served")
    access = VectorAccess(folder, "served", 0)
    access.serve()
    yield folder
    access.close()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture(params=["memory", "embedded", "server"])
def index(request) -> Iterator:
    if request.param == "memory":
        yield MemoryVectors()
        return
    folder = request.getfixturevalue("served" if request.param == "server" else "embedded")
    access = VectorAccess(folder, f"test-{next(_numbers)}", 0)
    yield access.vectors()
    access.close()


@pytest.fixture
def filled(index):
    index.upsert(["a@1#0", "a@1#1"], "a@1", [EAST, NORTH])
    index.upsert(["b@1#0"], "b@1", [WEST])
    return index


def keys(found):
    return [key for key, _ in found]


def test_the_nearest_come_first_with_their_cosine(filled):
    found = filled.nearest(NORTH_EAST, 3, None)

    assert keys(found) == ["a@1#1", "a@1#0", "b@1#0"]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6, -0.6], abs=1e-5)


def test_length_does_not_matter(filled):
    filled.upsert(["c@1#0"], "c@1", [[30.0, 40.0, 0.0]])

    assert filled.nearest([6.0, 8.0, 0.0], 1, None) == [
        ("c@1#0", pytest.approx(1.0, abs=1e-5)),
    ]


def test_no_more_than_the_limit_comes_back(filled):
    assert keys(filled.nearest(EAST, 1, None)) == ["a@1#0"]


def test_fewer_come_back_where_fewer_are_held(filled):
    assert len(filled.nearest(EAST, 50, None)) == 3


def test_an_empty_index_finds_nothing(index):
    assert index.nearest(EAST, 5, None) == []
    assert index.count() == 0


def test_only_the_given_owners_are_searched(filled):
    assert keys(filled.nearest(EAST, 5, ["b@1"])) == ["b@1#0"]
    assert keys(filled.nearest(EAST, 5, ["b@1", "a@1"])) == ["a@1#0", "a@1#1", "b@1#0"]


def test_no_owner_finds_nothing(filled):
    assert filled.nearest(EAST, 5, []) == []


def test_an_unknown_owner_finds_nothing(filled):
    assert filled.nearest(EAST, 5, ["z@9"]) == []


def test_an_owner_is_searched_whole_however_many_others_are_nearer(index):
    crowd = np.random.default_rng(1).normal([1, 0, 0], 0.01, (400, 3)).tolist()
    index.upsert([f"crowd@1#{n}" for n in range(400)], "crowd@1", crowd)
    index.upsert(["far@1#0", "far@1#1"], "far@1", [WEST, NORTH])

    assert keys(index.nearest(EAST, 5, ["far@1"])) == ["far@1#1", "far@1#0"]


def test_the_same_key_is_replaced(filled):
    filled.upsert(["a@1#0"], "a@1", [WEST])

    assert filled.count() == 3
    assert dict(filled.nearest(WEST, 3, None))["a@1#0"] == pytest.approx(1.0, abs=1e-5)


def test_removing_an_owner_leaves_the_others(filled):
    filled.remove("a@1")

    assert keys(filled.nearest(EAST, 5, None)) == ["b@1#0"]
    assert (filled.count(), filled.count("a@1"), filled.count("b@1")) == (1, 0, 1)


def test_removing_what_is_not_there_is_no_error(filled):
    filled.remove("a@1")
    filled.remove("a@1")

    assert filled.count() == 1


def test_counts_are_by_owner(filled):
    assert (filled.count(), filled.count("a@1"), filled.count("z@9")) == (3, 2, 0)
    assert filled.owners() == {"a@1": 2, "b@1": 1}


def test_a_report_of_many_passages_is_written_whole(index):
    vectors = np.random.default_rng(2).normal(size=(2300, 3)).tolist()
    index.upsert([f"long@1#{n}" for n in range(2300)], "long@1", vectors)

    assert index.count("long@1") == 2300


@pytest.mark.parametrize("how", ["embedded", "served"])
def test_what_an_earlier_version_made_is_searched_as_widely(request, how):
    folder, name = request.getfixturevalue(how), f"test-{next(_numbers)}"
    access = VectorAccess(folder, name, 0)
    made = access.vectors()
    made.upsert(["a@1#0"], "a@1", [EAST])
    widen(made._collection, 200)
    access.close()

    access = VectorAccess(folder, name, 0)
    held = access.vectors()

    assert held._collection.configuration_json["hnsw"]["ef_search"] == BEAM
    assert held.nearest(EAST, 1, None) == [("a@1#0", pytest.approx(1))]
    access.close()
