"""Ruled tables of born-digital pages: pdfplumber's finder over the rules that pdfium read.

pdfplumber reads a page at 80 ms, because it interprets all of it anew; its finder alone takes
2 ms. Both give the same cells on ruled tables with merged cells, as `ruled.tables_of` does,
which finds the tables of scans and those whose rules do not close here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from itertools import starmap
from operator import itemgetter
from types import FunctionType
from typing import Any

from ingest.core.pages import Box
from ingest.read.bulk import bulk_rows
from ingest.read.ruled import CellPlace, Rule, RuledTable, places_of, tables_of

_SNAP = 3.0
_LEAST = 4
_MAX_CROSSINGS = 1_000_000
_MAX_CORNERS = 6_000

Corners = tuple[float, float, float, float]


def tables_on(rules: list[Rule]) -> list[RuledTable]:
    """The tables that the rules of a page draw, top to bottom."""
    flat = sum(r.horizontal for r in rules)
    if flat < 3 or len(rules) - flat < 3:
        return []
    if flat * (len(rules) - flat) > _MAX_CROSSINGS:
        return tables_of(rules)
    found = [t for cells in _groups_of_cells(rules) or () if (t := _table(cells)) is not None]
    return sorted(found, key=lambda t: (t.box.y0, t.box.x0)) or tables_of(rules)


def _groups_of_cells(rules: list[Rule]) -> list[list[Corners]] | None:
    """The cells of each table; None where rules cross so often that pdfplumber takes seconds."""
    from pdfplumber import table  # 0.4 s: not for pages without rules

    edges = table.merge_edges([_edge(r) for r in rules], _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = table.edges_to_intersections(edges, _SNAP, _SNAP)
    if len(crossings) > _MAX_CORNERS:
        return None
    groups: list[list[Corners]] = table.cells_to_tables(_cells_of()(crossings))
    return groups


@cache
def _cells_of() -> Callable[[Any], list[Corners]]:
    """pdfplumber's `intersections_to_cells`, without what its annotations cost.

    A function inside it is defined anew for every two points that it compares, two hundred times
    a page; two thirds of the time go into its return type, `typing.Set[...]`. Here `Set` is `set`,
    and an edge is known by what it is, not by its corners: merged ones are never twice the same.
    """
    from pdfplumber import table

    code = table.intersections_to_cells.__code__
    return FunctionType(code, {**vars(table), "Set": set, "utils": _Utils})


class _Utils:
    obj_to_bbox = id


def _edge(rule: Rule) -> dict[str, float | str]:
    return {
        "x0": rule.x0, "x1": rule.x1, "top": rule.y0, "bottom": rule.y1,
        "width": rule.x1 - rule.x0, "height": rule.y1 - rule.y0,
        "orientation": "h" if rule.horizontal else "v", "object_type": "line",
    }  # fmt: skip


def _table(boxes: list[Corners]) -> RuledTable | None:
    """Cells on a grid of all their edges; a cell over several grid places is a merged one."""
    xs = places_of(x for b in boxes for x in (b[0], b[2]))
    ys = places_of(y for b in boxes for y in (b[1], b[3]))
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2 or len(boxes) < _LEAST:
        return None
    at_x = {x: _nearest(xs, x) for x in {x for b in boxes for x in b[::2]}}
    at_y = {y: _nearest(ys, y) for y in {y for b in boxes for y in b[1::2]}}
    places = [
        (box, at_y[y0], at_x[x0], max(1, at_y[y1] - at_y[y0]), max(1, at_x[x1] - at_x[x0]))
        for box, (x0, y0, x1, y1) in zip(bulk_rows(Box, boxes), boxes, strict=True)
    ]
    places.sort(key=itemgetter(1, 2))
    return RuledTable(
        Box(xs[0], ys[0], xs[-1], ys[-1]), rows, columns, tuple(starmap(CellPlace, places))
    )


def _nearest(places: list[float], value: float) -> int:
    """Index of the place that is next to the value; the lower one of two as near."""
    at = bisect_left(places, value)
    if at == len(places) or (at and value - places[at - 1] <= places[at] - value):
        return at - 1
    return at
