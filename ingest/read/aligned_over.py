"""A table without rules that goes on at the top of a page, its head not repeated.

The columns are those that the page before shows where it ends with a table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

import regex

from ingest.core.pages import Box, Cell, Grid, Page, Word
from ingest.read.aligned import SERIAL, Head, Region, head_from, is_row, region_of
from ingest.read.lines import Line, Token
from ingest.read.marks import starts_with_mark

_LEAST_COLUMNS = 3
_WITHIN = 6
_ON_TOP = 0.6
_MOSTLY = 0.6
_PAGE_NUMBER = regex.compile(r"[-–— ]{0,4}\d{1,4}[-–— ]{0,4}")


def region_over(lines: Sequence[Line], before: Page | None) -> Region | None:
    """The rest of the table with which the page before ends; None where another text begins."""
    head = _head_before(before, lines) if before is not None and lines else None
    if head is None:
        return None
    own = head_from(lines[head.end : head.end + _WITHIN], 0)
    if own is not None and own.first == 0:
        return None
    bounds = [(a[1], b[0]) for a, b in pairwise(head.columns)]
    region = region_of(lines, head)
    if region is None:
        return None
    body = lines[head.end : region.end][:_WITHIN]
    other = any(starts_with_mark(k, x.text) for x in body for k in ("motto", "recipients"))
    rows = any(is_row(x, head.columns[0][0], bounds) for x in body)
    return region if rows and not other else None


def line_above(line: Line) -> Line:
    """A line without words above the first of a page: rows are told by what parts two lines."""
    high = line.height
    y1 = line.middle - 1.5 * high
    return Line((Token("", Box(line.x0, y1 - high, line.x1, y1)),))


def _head_before(before: Page, lines: Sequence[Line]) -> Head | None:
    """The columns of the table at the end of the page before, as a head without lines."""
    grid = before.grids[-1] if before.grids else None
    if grid is None or not _ends_with(before, grid):
        return None
    columns = _columns(before, grid)
    if len(columns) != grid.columns or len(columns) < _LEAST_COLUMNS:
        return None
    if any(b[0] - a[1] < 1 for a, b in pairwise(columns)):
        return None
    first = [c for c in grid.cells if c.column == 0 and len(c.span)]
    serials = [c for c in first if SERIAL.fullmatch(c.span.of(before.text))]
    numbered = len(serials) > _MOSTLY * (len(first) - 1)
    at = 1 if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[0].text) else 0
    return Head(at, at, tuple(columns), numbered, _numbers_on_top(before, grid, serials))


def _ends_with(page: Page, grid: Grid) -> bool:
    """True where nothing but a page number stands below the table."""
    rest = page.text[grid.span.end :].strip()
    return not rest or _PAGE_NUMBER.fullmatch(rest) is not None


def _columns(page: Page, grid: Grid) -> list[tuple[float, float]]:
    """How far the words of each column reach, merged cells left aside."""
    found: dict[int, tuple[float, float]] = {}
    for cell in grid.cells:
        for word in _words(page, cell) if cell.column_span == 1 else ():
            x0, x1 = found.get(cell.column, (word.box.x0, word.box.x1))
            found[cell.column] = (min(x0, word.box.x0), max(x1, word.box.x1))
    return [found[n] for n in sorted(found)]


def _numbers_on_top(page: Page, grid: Grid, serials: Iterable[Cell]) -> bool:
    """True where the numbers of rows stand in the first line of their rows."""
    tops: dict[int, float] = {}
    for cell in grid.cells:
        tops[cell.row] = min([tops.get(cell.row, 1e9), *(w.box.y0 for w in _words(page, cell))])
    places = [
        (word.box.y0 - tops[cell.row]) / max(1.0, word.box.y1 - word.box.y0)
        for cell in serials
        for word in list(_words(page, cell))[:1]
    ]
    return sum(p < _ON_TOP for p in places) > _MOSTLY * len(places)


def _words(page: Page, cell: Cell) -> Iterator[Word]:
    at = bisect_left(page.words, cell.span.start, key=lambda w: w.span.start)
    return takewhile(lambda w: w.span.start < cell.span.end, page.words[at:])
