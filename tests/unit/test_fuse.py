"""Scored lists put together, and one report kept from filling the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.fuse import Scored, blend, combine, spread

_scores = st.floats(-1, 1)
_lists = st.lists(
    st.builds(
        Scored,
        st.dictionaries(st.sampled_from("abcdefgh"), _scores).map(lambda one: list(one.items())),
        st.floats(0, 2),
        st.sampled_from([None, 0.0]),
    ),
    max_size=4,
)
_items = st.lists(st.tuples(st.sampled_from(["a1", "a2", "b1", "c1"]), st.floats(0.01, 1)))


def test_scores_are_summed_with_their_weights():
    lists = [
        Scored([("x", 0.9), ("y", 0.5)], 1.0, None),
        Scored([("y", 1.0), ("z", 0.5)], 0.2, 0.0),
    ]

    # z was not brought by the first search, so it scores what the last one brought does.
    assert dict(combine(lists)) == pytest.approx({"x": 0.9, "y": 0.7, "z": 0.6})


def test_a_tie_goes_to_the_earlier_list():
    lists = [Scored([("x", 1.0)], 1.0, 0.0), Scored([("y", 1.0)], 1.0, 0.0)]

    assert [key for key, _ in combine(lists)] == ["x", "y"]


@pytest.mark.parametrize("lists", [[], [Scored([], 1.0, None)], [Scored([], 1.0, 0.0)] * 2])
def test_nothing_combines_to_nothing(lists):
    assert combine(lists) == []


@given(_lists)
def test_every_key_comes_back_once_and_best_first(lists):
    combined = combine(lists)

    assert sorted(key for key, _ in combined) == sorted({key for o in lists for key, _ in o.found})
    assert [score for _, score in combined] == sorted((s for _, s in combined), reverse=True)


def test_a_second_opinion_moves_what_it_read():
    items = [("x", 0.8), ("y", 0.7), ("z", 0.6)]

    assert blend(items, [-5.0, 5.0, -5.0], 0.02) == [
        ("y", pytest.approx(0.8)),
        ("x", pytest.approx(0.7)),
        ("z", pytest.approx(0.5)),
    ]


def test_what_was_not_read_passes_nothing_that_was_better_before():
    items = [("x", 0.8), ("y", 0.7), ("z", 0.69)]

    assert [item for item, _ in blend(items, [-9.0, 9.0], 0.001)] == ["x", "y", "z"]
    assert [item for item, _ in blend(items, [-9.0, -8.0], 1.0)] == ["y", "x", "z"]


@given(_items)
def test_no_second_opinion_changes_nothing(items):
    best_first = sorted(items, key=lambda pair: -pair[1])

    assert blend(best_first, [], 1.0) == best_first
    assert blend(best_first, [5.0] * len(best_first), 0.0) == best_first


def test_each_further_one_of_a_group_is_held_back():
    items = [("a1", 1.0), ("a2", 0.9), ("a3", 0.8), ("b1", 0.7)]

    spread_out = spread(items, lambda item: item[0], strength=0.25)

    assert [item for item, _ in spread_out] == ["a1", "b1", "a2", "a3"]
    assert dict(spread_out) == pytest.approx({"a1": 1, "b1": 0.7, "a2": 0.65, "a3": 0.3})


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
