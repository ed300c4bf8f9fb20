"""Ruled tables of born-digital pages: pdfplumber's finder over the rules that pdfium read.

pdfplumber reads a page at 80 ms, because it interprets all of it anew; its finder alone takes
2 ms. Both give the same cells on ruled tables with merged cells, as `ruled.tables_of` does,
which finds the tables of scans and those whose rules do not close here.
"""

from __future__ import annotations

from bisect import bisect_left

from ingest.core.pages import Box
from ingest.read.ruled import CellPlace, Rule, RuledTable, places_of, tables_of

_SNAP = 3.0
_LEAST = 4
_MAX_CROSSINGS = 1_000_000

Corners = tuple[float, float, float, float]


def tables_on(rules: list[Rule]) -> list[RuledTable]:
    """The tables that the rules of a page draw, top to bottom."""
    flat = sum(r.horizontal for r in rules)
    if flat < 3 or len(rules) - flat < 3:
        return []
    if flat * (len(rules) - flat) > _MAX_CROSSINGS:
        return tables_of(rules)
    found = [t for cells in _groups_of_cells(rules) if (t := _table(cells)) is not None]
    return sorted(found, key=lambda t: (t.box.y0, t.box.x0)) or tables_of(rules)


def _groups_of_cells(rules: list[Rule]) -> list[list[Corners]]:
    from pdfplumber import table  # 0.4 s: not for pages without rules

    edges = table.merge_edges([_edge(r) for r in rules], _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = table.edges_to_intersections(edges, _SNAP, _SNAP)
    groups: list[list[Corners]] = table.cells_to_tables(table.intersections_to_cells(crossings))
    return groups


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
    cells = []
    for x0, y0, x1, y1 in boxes:
        column, row = _nearest(xs, x0), _nearest(ys, y0)
        down, across = _nearest(ys, y1) - row, _nearest(xs, x1) - column
        cells.append(CellPlace(Box(x0, y0, x1, y1), row, column, max(1, down), max(1, across)))
    cells.sort(key=lambda c: (c.row, c.column))
    return RuledTable(Box(xs[0], ys[0], xs[-1], ys[-1]), rows, columns, tuple(cells))


def _nearest(places: list[float], value: float) -> int:
    """Index of the place that is next to the value; the lower one of two as near."""
    at = bisect_left(places, value)
    if at == len(places) or (at and value - places[at - 1] <= places[at] - value):
        return at - 1
    return at
