"""Ruled tables: the lines drawn on a page make grids, and the grids' cells take its words."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.load.pdf_rules import Rule

_NEAR = 3.0
_SAME_LINE = 1.5
_COVERED = 0.7
_MOST_LINES = 400
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of lines: `xs` left to right, `ys` top to bottom, `cells` the number of each cell.

    Squares without a line between them have the same number: one merged cell.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the row and column of the square that holds a point, None outside."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, -y, key=lambda height: -height) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (row, column) if inside else None


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """Return the grids that rules make, of two columns at least, the smallest first.

    Lines that touch belong together. A page with very many lines gives none.
    """
    level = _merged([rule for rule in rules if not rule.upright])
    upright = _merged([rule for rule in rules if rule.upright])
    if max(len(level), len(upright)) > _MOST_LINES:
        return []
    found = [grid for across, down in _touching(level, upright) if (grid := _grid(across, down))]
    return sorted(found, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[0] - grid.ys[-1]))


def _merged(rules: list[Rule]) -> list[Rule]:
    """Join the pieces of lines that follow each other, and lines drawn twice."""
    found: list[Rule] = []
    near: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if near and rule.at - near[0].at > _SAME_LINE:
            found.extend(_run_together(near))
            near = []
        near.append(rule)
    return found + list(_run_together(near))


def _run_together(rules: list[Rule]) -> Iterator[Rule]:
    held: Rule | None = None
    for rule in sorted(rules, key=lambda rule: rule.start):
        if held and rule.start <= held.end + _NEAR:
            held = Rule(held.at, held.start, max(held.end, rule.end), held.upright)
            continue
        if held:
            yield held
        held = rule
    if held:
        yield held


def _touching(level: list[Rule], upright: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the groups of lines that meet or cross, level ones and upright ones."""
    group = list(range(len(level)))
    across: dict[int, list[Rule]] = {index: [rule] for index, rule in enumerate(level)}
    down: dict[int, list[Rule]] = {index: [] for index in group}
    for line in upright:
        met = {group[index] for index, rule in enumerate(level) if _meet(rule, line)}
        if not met:
            continue
        kept = min(met)
        down[kept].append(line)
        for other in met - {kept}:
            across[kept] += across.pop(other)
            down[kept] += down.pop(other)
            group = [kept if number == other else number for number in group]
    for number, rules in across.items():
        yield rules, down[number]


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _NEAR <= upright.at <= level.end + _NEAR
        and upright.start - _NEAR <= level.at <= upright.end + _NEAR
    )


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    if len(level) < 2 or not upright:  # noqa: PLR2004 - above and below
        return None
    # Tables are often open at their sides: there, their lines' ends are the edges.
    sides = [min(rule.start for rule in level), max(rule.end for rule in level)]
    xs = _places([*sides, *(rule.at for rule in upright)])
    ends = [min(rule.start for rule in upright), max(rule.end for rule in upright)]
    ys = _places([*ends, *(rule.at for rule in level)])[::-1]
    width, height = len(xs) - 1, len(ys) - 1
    if width < 2 or width * height > _MOST_CELLS:  # noqa: PLR2004 - side by side
        return None
    return Grid(tuple(xs), tuple(ys), _squares(xs, ys, level, upright))


def _places(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _squares(
    xs: list[float], ys: list[float], level: list[Rule], upright: list[Rule]
) -> tuple[tuple[int, ...], ...]:
    """Return the number of each square; those with no line between them share one."""
    width, height = len(xs) - 1, len(ys) - 1
    walls = _lines_at(upright, xs, ys[::-1])
    floors = _lines_at(level, ys, xs)
    numbers = [[-1] * width for _ in range(height)]
    count = 0
    for start in range(width * height):
        if numbers[start // width][start % width] >= 0:
            continue
        waiting = [(start // width, start % width)]
        while waiting:
            row, column = waiting.pop()
            if numbers[row][column] >= 0:
                continue
            numbers[row][column] = count
            band = height - 1 - row
            if column and (column, band) not in walls:
                waiting.append((row, column - 1))
            if column + 1 < width and (column + 1, band) not in walls:
                waiting.append((row, column + 1))
            if row and (row, column) not in floors:
                waiting.append((row - 1, column))
            if row + 1 < height and (row + 1, column) not in floors:
                waiting.append((row + 1, column))
        count += 1
    return tuple(map(tuple, numbers))


def _lines_at(
    rules: list[Rule], places: Sequence[float], steps: Sequence[float]
) -> set[tuple[int, int]]:
    """Return where lines run: the place they stand at, and each step along it they cover."""
    found: set[tuple[int, int]] = set()
    for rule in rules:
        at = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
        for step, (start, end) in enumerate(pairwise(steps)):
            if min(end, rule.end) - max(start, rule.start) >= _COVERED * (end - start):
                found.add((at, step))
    return found
