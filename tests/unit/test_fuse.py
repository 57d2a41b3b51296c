"""Ranked lists put together, and one report kept from filling the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.fuse import fuse, spread

_rankings = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4)
_items = st.lists(st.tuples(st.sampled_from(["a1", "a2", "b1", "c1"]), st.floats(0.01, 1)))


def test_scores_are_sums_of_reciprocal_ranks():
    fused = dict(fuse([["x", "y"], ["y", "z"]], constant=60))

    assert fused == pytest.approx({"y": 1 / 62 + 1 / 61, "x": 1 / 61, "z": 1 / 62})


def test_what_both_lists_hold_wins():
    assert [key for key, _ in fuse([["x", "y"], ["z", "y"]], constant=60)] == ["y", "x", "z"]


def test_a_tie_goes_to_the_earlier_list():
    assert [key for key, _ in fuse([["x"], ["y"]], constant=1)] == ["x", "y"]


@pytest.mark.parametrize("rankings", [[], [[]], [[], []]])
def test_nothing_fuses_to_nothing(rankings):
    assert fuse(rankings, constant=60) == []


@given(_rankings, st.integers(1, 1000))
def test_every_key_comes_back_once_and_best_first(rankings, constant):
    fused = fuse(rankings, constant)

    assert sorted(key for key, _ in fused) == sorted({key for one in rankings for key in one})
    assert [score for _, score in fused] == sorted((s for _, s in fused), reverse=True)


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.integers(1, 1000))
def test_one_list_keeps_its_order(ranking, constant):
    assert [key for key, _ in fuse([ranking, ranking], constant)] == ranking


def test_each_further_one_of_a_group_is_held_back():
    items = [("a1", 1.0), ("a2", 0.9), ("a3", 0.8), ("b1", 0.7)]

    spread_out = spread(items, lambda item: item[0], strength=0.5)

    assert [item for item, _ in spread_out] == ["a1", "b1", "a2", "a3"]
    assert dict(spread_out) == pytest.approx({"a1": 1, "b1": 0.7, "a2": 0.6, "a3": 0.4})


def test_no_strength_changes_nothing():
    items = [("a1", 1.0), ("a2", 0.9), ("b1", 0.7)]

    assert spread(items, lambda item: item[0], strength=0) == items


@given(_items, st.floats(0, 1))
def test_spreading_loses_nothing_and_keeps_the_order_within_a_group(items, strength):
    best_first = sorted(items, key=lambda pair: -pair[1])
    spread_out = spread(best_first, lambda item: item[0], strength)

    assert sorted(item for item, _ in spread_out) == sorted(item for item, _ in items)
    assert all(spread_out[n][1] >= spread_out[n + 1][1] for n in range(len(items) - 1))
    if best_first:
        assert spread_out[0] == best_first[0]
    for group in "abc":
        before = [item for item, _ in best_first if item[0] == group]
        assert [item for item, _ in spread_out if item[0] == group] == before
