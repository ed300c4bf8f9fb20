"""From columns of white space and the tops of rows to a grid of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.core.pages import Box, Page
from ingest.read.aligned import Region, regions_of
from ingest.read.aligned_over import line_above, region_over
from ingest.read.aligned_rows import row_tops
from ingest.read.lines import Line
from ingest.read.ruled import CellPlace, RuledTable

_LONE_FIGURE = 7.0


def tables_aligned(lines: Sequence[Line], before: Page | None = None) -> list[RuledTable]:
    """The tables without rules among the lines of a page, top to bottom.

    The first may be the rest of the table with which the page `before` ends.
    """
    found: list[RuledTable] = []
    rest = region_over(lines, before)
    regions = [rest] if rest else []
    for region in [*regions, *regions_of(lines, rest.end if rest else 0)]:
        head = region.head
        above = lines[head.end - 1] if head.end > head.first else line_above(lines[head.end])
        tops = row_tops(lines[head.end : region.end], region, above)
        if tops:
            found.append(_table(lines[head.first : region.end], region, tops))
    return found


def _table(lines: Sequence[Line], region: Region, tops: list[float]) -> RuledTable:
    tokens = [t for line in lines for t in line.tokens]
    top, bottom = min(t.box.y0 for t in tokens) - 1, max(t.box.y1 for t in tokens) + 1
    left, right = min(t.box.x0 for t in tokens) - 1, max(t.box.x1 for t in tokens) + 1
    xs = [left, *region.strips, right]
    head = region.head
    parted = [left, *((a[1] + b[0]) / 2 for a, b in pairwise(head.columns)), right]
    cells = _head_cells(lines[: head.end - head.first], head.columns, parted, (top, tops[0]))
    first = max(c.row + c.row_span for c in cells)
    for row, (y0, y1) in enumerate(pairwise([*tops, bottom]), first):
        inside = [line for line in lines if y0 <= line.middle < y1]
        for column, across in _spans(inside, xs):
            box = Box(xs[column], y0, xs[column + across], y1)
            cells.append(CellPlace(box, row, column, 1, across))
    rows = first + len(tops)
    return RuledTable(Box(left, top, right, bottom), rows, len(xs) - 1, tuple(cells))


def _head_cells(
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    xs: list[float],
    edges: tuple[float, float],
) -> list[CellPlace]:
    """One row, or two where a merged head (`Kế hoạch`) stands over the heads of its columns."""
    top, bottom = edges
    last = max((n for n, x in enumerate(lines[:-1]) if _over([x], xs, columns)), default=None)
    if last is None:
        return [
            CellPlace(Box(x0, top, x1, bottom), 0, n, 1, 1)
            for n, (x0, x1) in enumerate(pairwise(xs))
        ]
    middle = (lines[last].middle + lines[last + 1].middle) / 2
    over = _over(lines[: last + 1], xs, columns)
    cells = [CellPlace(Box(xs[a], top, xs[b], middle), 0, a, 1, b - a) for a, b in over]
    for n, (x0, x1) in enumerate(pairwise(xs)):
        if any(a <= n < b for a, b in over):
            cells.append(CellPlace(Box(x0, middle, x1, bottom), 1, n, 1, 1))
        else:
            cells.append(CellPlace(Box(x0, top, x1, bottom), 0, n, 2, 1))
    return sorted(cells, key=lambda c: (c.row, c.column))


def _over(
    lines: Sequence[Line], xs: list[float], columns: Sequence[tuple[float, float]]
) -> list[tuple[int, int]]:
    """The columns `[first, end)` that each merged head stands over, up to the next head."""
    found = []
    for line in lines:
        for run in line.runs:
            under = [n for n, (a, b) in enumerate(columns) if a < run.x1 and run.x0 < b]
            if len(under) < 2:
                continue
            first, end = under[0], under[-1] + 1
            others = [(r.x0 + r.x1) / 2 for x in lines for r in x.runs if r is not run]
            while first and not any(xs[first - 1] < x < xs[first] for x in others):
                first -= 1
            while end < len(xs) - 1 and not any(xs[end] < x < xs[end + 1] for x in others):
                end += 1
            found.append((first, end))
    return sorted(set(found))


def _spans(lines: Sequence[Line], xs: list[float]) -> Iterator[tuple[int, int]]:
    """(column, how many) of a row's cells: words that run over a strip need both places."""
    joined = [False] * len(xs)
    for line in lines:
        for run in line.runs:
            for n, x in enumerate(xs[1:-1], 1):
                joined[n] = joined[n] or (run.x0 < x - 1 and x + 1 < run.x1)
    column = 0
    for n in range(1, len(xs)):
        if not joined[n]:
            yield column, n - column
            column = n


def line_grids(lines: Sequence[Line]) -> list[RuledTable]:
    """Each table as a grid of its lines, so that a word that OCR has lost can be looked for.

    Where no column of numbers was seen, one is added at the left: lone figures get lost first.
    """
    return [_line_grid(lines, region) for region in regions_of(lines)]


def _line_grid(lines: Sequence[Line], region: Region) -> RuledTable:
    inside = lines[region.head.first : region.end]
    left, right = min(x.x0 for x in lines), max(x.x1 for x in inside)
    xs = [left - 4, *region.strips, right + 4]
    if not region.head.numbered and (own := min(x.x0 for x in inside)) - left > _LONE_FIGURE:
        xs[:1] = [left - 4, own - 3]
    middles = [x.middle for x in inside]
    high = max(x.height for x in inside)
    ys = [middles[0] - high, *((a + b) / 2 for a, b in pairwise(middles)), middles[-1] + high]
    cells = tuple(
        CellPlace(Box(x0, y0, x1, y1), row, column, 1, 1)
        for row, (y0, y1) in enumerate(pairwise(ys))
        for column, (x0, x1) in enumerate(pairwise(xs))
    )
    return RuledTable(Box(xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, cells)
