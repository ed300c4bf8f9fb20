"""Table rows that a page break cuts, put together in the flat text.

Each page holds a part of such a row: `1 | Rà soát, thống | Sở Y` and ` | kê | tế` below the break.
In the flat text the parts of a cell follow each other, so that a pattern sees the whole cell; the
document knows where each part is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.core.document import Recast, TableCell
from ingest.core.text import LINE_HYPHEN, Span
from ingest.parse.table_joins import RawTable, Row

_CUT_WORD = re.compile(r"[^\W_]-\Z")


def put_together(flat: str, tables: Sequence[RawTable]) -> tuple[str, list[RawTable], list[Recast]]:
    """The flat text with such rows recast, as long as before; the tables; and what was moved."""
    out: list[str] = []
    whole: list[RawTable] = []
    moved: list[Recast] = []
    at = 0
    for table in tables:
        rows: list[Row] = []
        for row in table.rows:
            if len({c.column for c in row}) < len(row):
                text, row, recast = _recast(flat, row)
                out += [flat[at : recast.span.start], text]
                at = recast.span.end
                moved.append(recast)
            rows.append(row)
        whole.append(replace(table, rows=tuple(rows)))
    return "".join([*out, flat[at:]]), whole, moved


def _recast(flat: str, row: Row) -> tuple[str, Row, Recast]:
    """The row's text with every cell in one piece, its cells there, and where they came from."""
    region = Span(min(c.span.start for c in row), max(c.span.end for c in row))
    parts: dict[int, list[TableCell]] = {}
    for cell in row:
        parts.setdefault(cell.column, []).append(cell)
    within = sum(sum(len(c.span) + 1 for c in cells) - 1 for cells in parts.values())
    room, strokes = len(region) - within, len(parts) - 1
    # A row written `a|b` has no room for more than its strokes.
    stroke = next(s for s in (" | ", "|", "") if len(s) * strokes <= room)
    spare = room - len(stroke) * strokes
    text, at = "", region.start
    cells: list[TableCell] = []
    pieces: list[tuple[Span, int]] = []
    for number, column in enumerate(sorted(parts)):
        text += stroke if number else ""
        text += " " * spare if number == len(parts) - 1 else ""
        first = len(text)
        for part in parts[column]:
            if part is not parts[column][0]:
                text += LINE_HYPHEN if _CUT_WORD.search(text[-2:]) else " "
            start = at + len(text)
            pieces.append((Span(start, start + len(part.span)), part.span.start))
            text += part.span.of(flat)
        cells.append(replace(parts[column][0], span=Span(at + first, at + len(text))))
    return text, tuple(cells), Recast(region, tuple(pieces))
