"""Putting ranked lists together."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def fuse(rankings: Sequence[Sequence[str]], constant: int) -> list[tuple[str, float]]:
    """Fuse rankings of keys by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009).

    A key scores the sum of 1 / (constant + rank) over the rankings that hold it, rank from 1.
    Ties go to the key that came first in the earlier ranking.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (constant + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def spread(
    items: Sequence[tuple[Item, float]], group: Callable[[Item], str], strength: float
) -> list[tuple[Item, float]]:
    """Lower an item's score for each better one of its group, lest one report fill the list.

    The n-th of a group (from 0) keeps 1 / (1 + strength * n) of its score; best come first.
    """
    seen: dict[str, int] = {}
    lowered = []
    for item, score in items:
        earlier = seen.get(group(item), 0)
        seen[group(item)] = earlier + 1
        lowered.append((item, score / (1.0 + strength * earlier)))
    return sorted(lowered, key=lambda pair: -pair[1])
