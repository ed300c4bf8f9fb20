"""Tables: grids that a reader found, or rows written as `a | b | c`, joined over pages."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.core.document import TableCell
from ingest.core.pages import Pages
from ingest.core.text import Span, Text, span_trim
from ingest.parse.lines import Line
from ingest.parse.table_joins import RawTable, Row, joined, parted


def find_tables(
    text: Text, pages: Pages, lines: Sequence[Line]
) -> tuple[list[RawTable], list[Span]]:
    """All tables of a file, in order, and the heads that pages repeat: text for the eye alone."""
    grids = _grids(text, pages, lines)
    # A row whose first cell is empty is no row to `_piped`, which would cut the grid short there.
    drawn = {n for t in grids for n in range(*t.lines)}
    written = [t for t in _piped(text.value, lines) if drawn.isdisjoint(range(*t.lines))]
    found = sorted([*grids, *written], key=lambda t: t.lines)
    apart: list[RawTable] = []
    for table in found:
        if not apart or table.lines[0] >= apart[-1].lines[1]:
            apart.append(table)
    return _join(apart, text.value, lines)


def _grids(text: Text, pages: Pages, lines: Sequence[Line]) -> list[RawTable]:
    found: list[RawTable] = []
    for page, start in zip(pages.pages, pages.starts(), strict=True):
        for grid in page.grids:
            spans = [c.span.shift(start) for c in grid.cells]
            [whole, *places] = text.destinations([grid.span.shift(start), *spans])
            rows: list[list[TableCell]] = [[] for _ in range(grid.rows)]
            for cell, place in zip(grid.cells, places, strict=True):
                trimmed = span_trim(text.value, place)
                rows[cell.row].append(
                    TableCell(trimmed, cell.column, cell.column_span, cell.row_span)
                )
            within = _within(lines, whole)
            if within and any(rows):
                kept = tuple(tuple(r) for r in rows if r)
                found.append(RawTable(within, whole, kept, grid.columns))
    return found


def _within(lines: Sequence[Line], span: Span) -> tuple[int, int] | None:
    inside = [x.number for x in lines if not x.blank and x.span.touches(span)]
    return (inside[0], inside[-1] + 1) if inside else None


def _piped(text: str, lines: Sequence[Line]) -> list[RawTable]:
    """Runs of rows on one page; after a page break one row is enough to go on."""
    found: list[RawTable] = []
    run: list[Line] = []
    goes_on = False
    for line in [*lines, None]:
        row = line is not None and " | " in line.text
        if line is not None and line.blank and run:
            continue
        if run and (line is None or not row or line.page > run[-1].page):
            if len(run) >= 2 or goes_on:
                found.append(_from_lines(text, run, found[-1].columns if goes_on else 0))
                goes_on = row
            else:
                goes_on = False
            run = []
        if line is not None and row:
            run.append(line)
        elif line is not None and not line.blank:
            goes_on = False
    return found


def _from_lines(text: str, run: Sequence[Line], columns: int) -> RawTable:
    """The rows of these lines; `columns` at least, those of the table that goes on."""
    rows: list[Row] = []
    for line in run:
        cells, at = [], line.span.start
        # `a | | b` has an empty cell in the middle: every stroke parts two cells.
        for column, part in enumerate(line.text.split("|")):
            cells.append(TableCell(span_trim(text, Span(at, at + len(part))), column))
            at += len(part) + len("|")
        rows.append(tuple(cells))
    span = Span(run[0].span.start, run[-1].span.end)
    width = max(columns, *(len(r) for r in rows))
    return RawTable((run[0].number, run[-1].number + 1), span, tuple(rows), width)


def _join(
    tables: list[RawTable], text: str, lines: Sequence[Line]
) -> tuple[list[RawTable], list[Span]]:
    """One table of those that page breaks have parted, and the heads that were repeated."""
    found: list[RawTable] = []
    heads: list[Span] = []
    for table in tables:
        whole = joined(found[-1], table, text) if _follows(found, table, lines) else None
        if whole is None:
            found.append(table)
            continue
        found[-1], head = whole
        heads += [head] if head else []
    return found, heads


def _follows(found: list[RawTable], table: RawTable, lines: Sequence[Line]) -> bool:
    return bool(found) and parted(found[-1], table, lines)
