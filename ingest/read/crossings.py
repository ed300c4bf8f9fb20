"""Cells between rules that cross, as pdfplumber's table finder sees them, without its import.

Rules are snapped to common lanes and joined along them; a cell is the smallest rectangle of four
crossings whose sides are drawn. pdfplumber does the same on dictionaries, after 0.4 s of loading.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.read.ruled import Rule

CellBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points."""

_Piece = tuple[float, float]
_Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Lane:
    """The pieces of one line, `(start, end)` along it; `first` numbers them among all lanes'."""

    at: float
    first: int
    pieces: tuple[_Piece, ...]

    def reaching(self, place: float, snap: float) -> frozenset[int]:
        """Numbers of the pieces that reach a place along the line."""
        return frozenset(
            n for n, (a, b) in enumerate(self.pieces, self.first) if a - snap <= place <= b + snap
        )


def tables_crossed(rules: Iterable[Rule], snap: float) -> list[list[CellBox]]:
    """The cells of each table: those that share corners. `snap` in points."""
    flat, upright = [], []
    for r in rules:
        if r.horizontal:
            flat.append((r.y0, r.x0, r.x1))
        else:
            upright.append((r.x0, r.y0, r.y1))
    columns, rows = _lanes(upright, snap), _lanes(flat, snap)
    crossings = _crossings(columns, rows, snap)
    return [
        [(columns[a].at, rows[b].at, columns[c].at, rows[d].at) for a, b, c, d in cells]
        for cells in _grouped(_cells(crossings))
    ]


def _lanes(lines: list[tuple[float, float, float]], snap: float) -> list[_Lane]:
    """Lines `(at, start, end)`, those next to each other on one lane, their pieces joined."""
    groups: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines):
        if groups and line[0] <= groups[-1][-1][0] + snap:
            groups[-1].append(line)
        else:
            groups.append([line])
    lanes: list[_Lane] = []
    first = 0
    for group in groups:
        pieces: list[_Piece] = []
        for start, end in sorted((start, end) for _, start, end in group):
            if pieces and start <= pieces[-1][1] + snap:
                pieces[-1] = (pieces[-1][0], max(pieces[-1][1], end))
            else:
                pieces.append((start, end))
        lanes.append(_Lane(sum(at for at, *_ in group) / len(group), first, tuple(pieces)))
        first += len(pieces)
    return lanes


def _crossings(
    columns: Sequence[_Lane], rows: Sequence[_Lane], snap: float
) -> dict[_Point, tuple[frozenset[int], frozenset[int]]]:
    """By (column, row): the upright and the level pieces that meet there."""
    heights = [row.at for row in rows]
    found = {}
    for x, column in enumerate(columns):
        low = bisect_left(heights, column.pieces[0][0] - snap)
        high = bisect_right(heights, max(end for _, end in column.pieces) + snap)
        for y in range(low, high):
            down, across = column.reaching(heights[y], snap), rows[y].reaching(column.at, snap)
            if down and across:
                found[x, y] = down, across
    return found


def _cells(
    crossings: dict[_Point, tuple[frozenset[int], frozenset[int]]],
) -> list[tuple[int, int, int, int]]:
    """The smallest drawn rectangle right of and below each crossing."""
    points = sorted(crossings)
    in_column = {x: [p[1] for p in g] for x, g in groupby(points, key=lambda p: p[0])}
    in_row: dict[int, list[int]] = {}
    for x, y in points:
        in_row.setdefault(y, []).append(x)
    found = []
    for x, y in points:
        down, across = crossings[x, y]
        ys, xs = in_column[x], in_row[y]
        right = [c for c in xs[bisect_right(xs, x) :] if across & crossings[c, y][1]]
        below = (r for r in ys[bisect_right(ys, y) :] if down & crossings[x, r][0])
        corner = next(
            ((c, r) for r in below for c in right if _closed(crossings, x, y, c, r)), None
        )
        if corner is not None:
            found.append((x, y, *corner))
    return found


def _closed(
    crossings: dict[_Point, tuple[frozenset[int], frozenset[int]]], x: int, y: int, c: int, r: int
) -> bool:
    """Whether the right and the lower side of the rectangle are drawn."""
    corner = crossings.get((c, r))
    if corner is None:
        return False
    return bool(corner[0] & crossings[c, y][0]) and bool(corner[1] & crossings[x, r][1])


def _grouped(cells: list[tuple[int, int, int, int]]) -> list[list[tuple[int, int, int, int]]]:
    """The cells that hang together by their corners, groups of one left out."""
    leader: dict[_Point, _Point] = {}

    def find(point: _Point) -> _Point:
        while (above := leader.setdefault(point, point)) != point:
            leader[point] = point = leader[above]
        return point

    for a, b, c, d in cells:
        for corner in ((a, d), (c, b), (c, d)):
            leader[find(corner)] = find((a, b))
    groups: dict[_Point, list[tuple[int, int, int, int]]] = {}
    for cell in cells:
        groups.setdefault(find(cell[:2]), []).append(cell)
    return [group for group in groups.values() if len(group) > 1]
