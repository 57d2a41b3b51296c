"""Putting scored lists together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Scored:
    """One search's result, best first, and what its score weighs.

    `floor` is what a key that the search did not bring is taken to score there; None means the
    lowest score brought, for a search that ranks everything and shows the top of it.
    """

    found: Sequence[tuple[str, float]]
    weight: float
    floor: float | None


def combine(lists: Sequence[Scored]) -> list[tuple[str, float]]:
    """Sum scores with their weights (convex combination: Bruch, Gai and Ingber, TOIS 2023).

    Every key of any list comes back once, best first; ties go to the key met first.
    """
    totals: dict[str, float] = {}
    for one in lists:
        for key, _ in one.found:
            totals[key] = 0.0
    for one in lists:
        scores = dict(one.found)
        floor = one.floor if one.floor is not None else min(scores.values(), default=0.0)
        for key in totals:
            totals[key] += one.weight * scores.get(key, floor)
    return best_first(list(totals.items()))


def blend(
    items: Sequence[tuple[Item, float]], logits: Sequence[float], weight: float
) -> list[tuple[Item, float]]:
    """Add a second opinion on the first `len(logits)` items, whose order counts too.

    An item without one is taken to be no better than the worst that has one.
    """
    worst = min(logits, default=0.0)
    second = [*logits, *[worst] * (len(items) - len(logits))]
    blended = [
        (item, score + weight * logit) for (item, score), logit in zip(items, second, strict=True)
    ]
    return best_first(blended)


def spread(
    items: Sequence[tuple[Item, float]], group: Callable[[Item], str], strength: float
) -> list[tuple[Item, float]]:
    """Lower an item's score for each better one of its group, lest one report fill the list.

    The n-th of a group (from 0) loses `strength * n`; best come first.
    """
    seen: dict[str, int] = {}
    lowered = []
    for item, score in items:
        earlier = seen.get(group(item), 0)
        seen[group(item)] = earlier + 1
        lowered.append((item, score - strength * earlier))
    return best_first(lowered)


def best_first(items: Sequence[tuple[Item, float]]) -> list[tuple[Item, float]]:
    """Sort by score, highest first; equal ones keep their order."""
    return sorted(items, key=lambda pair: -pair[1])
