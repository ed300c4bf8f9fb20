"""Tables: grids that a reader found, or rows written as `a | b | c`, joined over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ingest.core.document import TableCell
from ingest.core.pages import Pages
from ingest.core.text import Span, Text, span_trim
from ingest.lexicon.fold import key
from ingest.parse.lines import Line

Row = tuple[TableCell, ...]

_HEADER_WORDS = regex.compile(
    r"(?i)^(?:s?tt|số\s+tt|nội\s+dung|nhiệm\s+vụ|tên|chỉ\s+tiêu|cơ\s+quan|đơn\s+vị|chủ\s+trì|phối\s+hợp|thời\s+gian"
    r"|tiến\s+độ|sản\s+phẩm|kết\s+quả|ghi\s+chú|kinh\s+phí|năm\s+\d{4}|hoạt\s+động|mục\s+tiêu|lãnh\s+đạo|đvt)"
)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of the file; `lines` half-open line numbers, `header` how many rows head it."""

    lines: tuple[int, int]
    span: Span
    rows: tuple[Row, ...]
    columns: int

    def header(self, flat: str) -> int:
        """Rows at the top that name columns: at least one, numbers below it (`(1)`) included."""
        count = 1
        for row in self.rows[1:3]:
            texts = [c.span.of(flat).strip() for c in row]
            numbers = all(regex.fullmatch(r"\(?\d{1,2}\)?", t) for t in texts if t)
            named = sum(bool(_HEADER_WORDS.match(t)) for t in texts if t)
            # A second row of a split head: `Chủ trì | Phối hợp` below `Đơn vị`.
            if not (numbers or named >= 2 or (named and named == sum(map(bool, texts)))):
                break
            count += 1
        return min(count, len(self.rows))


def find_tables(text: Text, pages: Pages, lines: Sequence[Line]) -> list[RawTable]:
    """All tables of a file, in order."""
    found = [*_grids(text, pages, lines), *_piped(text.value, lines)]
    found.sort(key=lambda t: t.lines)
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
    found: list[RawTable] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and " | " in line.text:
            run.append(line)
            continue
        if line is not None and line.blank and run:
            continue
        if len(run) >= 2:
            found.append(_from_lines(text, run))
        run = []
    return found


def _from_lines(text: str, run: Sequence[Line]) -> RawTable:
    rows: list[Row] = []
    for line in run:
        if line.page > run[0].page and key(line.text) == key(run[0].text):
            continue  # the header row, repeated on the next page
        cells, at = [], line.span.start
        # `a | | b` has an empty cell in the middle: every stroke parts two cells.
        for column, part in enumerate(line.text.split("|")):
            cells.append(TableCell(span_trim(text, Span(at, at + len(part))), column))
            at += len(part) + len("|")
        rows.append(tuple(cells))
    span = Span(run[0].span.start, run[-1].span.end)
    return RawTable(
        (run[0].number, run[-1].number + 1), span, tuple(rows), max(len(r) for r in rows)
    )


def _join(tables: list[RawTable], text: str, lines: Sequence[Line]) -> list[RawTable]:
    """One table of those that a page break has parted; a repeated header row is dropped."""
    joined: list[RawTable] = []
    for table in tables:
        last = joined[-1] if joined else None
        between = lines[last.lines[1] : table.lines[0]] if last else []
        if (
            last is None
            or last.columns != table.columns
            or any(not x.blank for x in between)
            or lines[last.lines[1] - 1].page == lines[table.lines[0]].page
        ):
            joined.append(table)
            continue
        rows = table.rows
        if rows and last.rows and _row_key(rows[0], text) == _row_key(last.rows[0], text):
            rows = rows[1:]
        joined[-1] = RawTable(
            (last.lines[0], table.lines[1]),
            Span(last.span.start, table.span.end),
            last.rows + rows,
            last.columns,
        )
    return joined


def _row_key(row: Row, text: str) -> list[str]:
    return [key(c.span.of(text)) for c in row]
