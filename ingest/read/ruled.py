"""Ruled tables: from the rules drawn on a page to a grid of cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct, structs

from ingest.core.pages import Box
from ingest.read.lines import Token

_SNAP = 3.0
_DRAWN = 0.85
_REACH = 4.0
_LEAST_LENGTH = 8.0
_MAX_RULES = 4000
_MAX_CELLS = 20_000
_AT_ONCE = 1_000_000
"""So many words times cells are compared at once."""


class Rule(Struct, frozen=True, gc=False):
    """A straight line on the page, horizontal (`y0 == y1`) or vertical (`x0 == x1`)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.y0 == self.y1


class CellPlace(Struct, frozen=True, gc=False):
    box: Box
    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid of at least two rows and two columns; `cells` in reading order."""

    box: Box
    rows: int
    columns: int
    cells: tuple[CellPlace, ...]

    def sort_out(self, tokens: Iterable[Token]) -> tuple[dict[int, list[Token]], list[Token]]:
        """Tokens by cell (index in `cells`), and those that stand outside."""
        inside: dict[int, list[Token]] = {}
        outside: list[Token] = []
        words = list(tokens)
        corners = np.array([(c.box.x0, c.box.y0, c.box.x1, c.box.y1) for c in self.cells]).T
        some = max(1, _AT_ONCE // len(self.cells))
        for first in range(0, len(words), some):
            part = words[first : first + some]
            for token, n in zip(part, _cells_of(part, corners), strict=True):
                if n < 0:
                    outside.append(token)
                else:
                    inside.setdefault(n, []).append(token)
        return inside, outside

    def scaled(self, by: float) -> RuledTable:
        """The same table in another unit: pixels of an image that shows the page."""
        cells = tuple(structs.replace(c, box=scaled(c.box, by)) for c in self.cells)
        return replace(self, box=scaled(self.box, by), cells=cells)


def _cells_of(tokens: list[Token], corners: npt.NDArray[np.float64]) -> list[int]:
    """The first cell in which the middle of each token lies; -1 where there is none."""
    boxes = [t.box for t in tokens]
    x = np.array([(b.x0 + b.x1) / 2 for b in boxes])[:, None]
    y = np.array([(b.y0 + b.y1) / 2 for b in boxes])[:, None]
    x0, y0, x1, y1 = corners
    inside = (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    cells: list[int] = np.where(inside.any(axis=1), inside.argmax(axis=1), -1).tolist()
    return cells


def scaled(box: Box, by: float) -> Box:
    return Box(box.x0 * by, box.y0 * by, box.x1 * by, box.y1 * by)


def tables_of(rules: list[Rule]) -> list[RuledTable]:
    """The tables that these rules draw, top to bottom."""
    rules = [r for r in rules if (r.x1 - r.x0) + (r.y1 - r.y0) >= _LEAST_LENGTH]
    if len(rules) > _MAX_RULES:
        return []
    tables = [t for group in _connected(rules) if (t := _table(group)) is not None]
    return sorted(tables, key=lambda t: (t.box.y0, t.box.x0))


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Groups of rules that touch each other, directly or over others."""
    rules = sorted(rules, key=lambda r: (r.y0, r.x0, r.y1, r.x1))
    leader = list(range(len(rules)))

    def find(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    for a, one in enumerate(rules):
        for b in range(a + 1, len(rules)):
            other = rules[b]
            if other.y0 > one.y1 + _REACH:
                break
            if other.x0 <= one.x1 + _REACH and one.x0 <= other.x1 + _REACH:
                leader[find(b)] = find(a)
    groups: dict[int, list[Rule]] = {}
    for n, rule in enumerate(rules):
        groups.setdefault(find(n), []).append(rule)
    return [groups[n] for n in sorted(groups)]


def places_of(values: Iterable[float]) -> list[float]:
    """Coordinates with those closer than `_SNAP` made one."""
    places: list[list[float]] = []
    for value in sorted(values):
        if places and value - places[-1][-1] <= _SNAP:
            places[-1].append(value)
        else:
            places.append([value])
    return [sum(p) / len(p) for p in places]


def _table(rules: list[Rule]) -> RuledTable | None:
    flat = [r for r in rules if r.horizontal]
    upright = [r for r in rules if not r.horizontal]
    ys, xs = places_of(r.y0 for r in flat), places_of(r.x0 for r in upright)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2 or rows * columns > _MAX_CELLS:
        return None
    above = _drawn(flat, ys, xs, True)
    beside = _drawn(upright, xs, ys, False)
    cells: list[CellPlace] = []
    taken = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            across = 1
            while (
                column + across < columns
                and not beside[column + across][row]
                and not taken[row][column + across]
            ):
                across += 1
            down = 1
            while row + down < rows and not any(
                above[row + down][c] for c in range(column, column + across)
            ):
                down += 1
            for r in range(row, row + down):
                taken[r][column : column + across] = [True] * across
            box = Box(xs[column], ys[row], xs[column + across], ys[row + down])
            cells.append(CellPlace(box, row, column, down, across))
    if len(cells) < 4:
        return None
    return RuledTable(Box(xs[0], ys[0], xs[-1], ys[-1]), rows, columns, tuple(cells))


def _drawn(
    rules: list[Rule], lanes: list[float], stops: list[float], flat: bool
) -> list[list[bool]]:
    """For each lane (a row of rules), which stretches between two stops are drawn."""
    reach: list[list[tuple[float, float]]] = [[] for _ in lanes]
    for rule in rules:
        at, start, end = (rule.y0, rule.x0, rule.x1) if flat else (rule.x0, rule.y0, rule.y1)
        lane = min(range(len(lanes)), key=lambda n: abs(lanes[n] - at))
        reach[lane].append((start - _REACH, end + _REACH))
    return [[_covered(one, a, b) >= _DRAWN * (b - a) for a, b in pairwise(stops)] for one in reach]


def _covered(parts: list[tuple[float, float]], start: float, end: float) -> float:
    """How much of `[start, end]` the parts cover: a rule that is a little askew comes in pieces."""
    total, at = 0.0, start
    for a, b in sorted(parts):
        if b > at and a < end:
            total += min(b, end) - max(a, at)
            at = min(b, end)
    return total
