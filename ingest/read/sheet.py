"""Writes paragraphs and tables of formats without a geometry (HTML, DOCX, Markdown) as text.

Blocks are parted by a blank line, lines of a block by `\\n`. A table row is a line, cells are
parted by ` | `. A table that only arranges text (the two columns of a head: issuer left, Quốc
hiệu right; recipients left, signature right) becomes paragraphs, column after column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import regex

from ingest.core.pages import Cell, Grid
from ingest.core.text import Span
from ingest.read.clean import is_rule, one_line, tidy
from ingest.read.legacy_fonts import shown
from ingest.read.marks import starts_with_mark

CELL_BREAK = " | "


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `tight` stands directly under the line before it (items of a list).

    `aside` is no part of the document: the links of a web page around it.
    """

    text: str
    tight: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell's lines at its place in the grid (counted from 0)."""

    lines: tuple[str, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class TableText:
    cells: tuple[CellText, ...]

    @property
    def rows(self) -> int:
        return max((c.row + c.row_span for c in self.cells), default=0)

    @property
    def columns(self) -> int:
        return max((c.column + c.column_span for c in self.cells), default=0)


Block = Para | TableText


@dataclass(slots=True)
class Sheet:
    """The text of a page under construction; each piece is tidy on its own."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    grids: list[Grid] = field(default_factory=list)
    asides: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, piece: str) -> Span:
        self._parts.append(piece)
        start, self._length = self._length, self._length + len(piece)
        return Span(start, self._length)

    def write(self, blocks: Iterable[Block]) -> None:
        """Adds the blocks, a blank line (a line end, if tight) before each."""
        for block in _without_layout_tables(blocks):
            if isinstance(block, TableText):
                self._write_table(block)
            elif text := _without_rules(block.text):
                self._part("\n" if block.tight else "\n\n")
                span = self.add(text)
                self.asides += [span] if block.aside else []

    def _part(self, break_: str) -> None:
        if self._length:
            self.add(break_)

    def _write_table(self, table: TableText) -> None:
        rows = _rows(table)
        if not rows:
            return
        self._part("\n\n")
        start = self._length
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            if number:
                self.add("\n")
            cells += self._write_row(row, number)
        self.grids.append(
            Grid(Span(start, self._length), len(rows), table.columns, tuple(cells)),
        )

    def _write_row(self, row: list[CellText], number: int) -> list[Cell]:
        texts = [one_line("\n".join(cell.lines)) for cell in row]
        while texts and not texts[-1]:  # no blanks at the end of a line
            texts.pop()
        cells = []
        for at, cell in enumerate(row):
            if at < len(texts):
                if at:
                    self.add(CELL_BREAK)
                span = self.add(texts[at])
            else:
                span = Span(self._length, self._length)
            cells.append(Cell(span, number, cell.column, cell.row_span, cell.column_span))
        return cells


def _without_rules(text: str) -> str:
    lines = tidy(text).split("\n")
    return "\n".join(line for line in lines if not is_rule(line)).strip("\n").rstrip()


def _rows(table: TableText) -> list[list[CellText]]:
    """Cells by row, rows without any text left out and spans over them shortened."""
    by_row: dict[int, list[CellText]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    kept = [r for r in sorted(by_row) if any("".join(c.lines).strip() for c in by_row[r])]
    rows = []
    for row in kept:
        cells = sorted(by_row[row], key=lambda c: c.column)
        rows.append([_shortened(c, kept) for c in cells])
    return rows


def _shortened(cell: CellText, kept: list[int]) -> CellText:
    if cell.row_span == 1:
        return cell
    spans = sum(cell.row <= r < cell.row + cell.row_span for r in kept)
    return CellText(cell.lines, cell.row, cell.column, max(1, spans), cell.column_span)


def _without_layout_tables(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, TableText) and is_layout(block):
            yield from _by_column(block)
        else:
            yield block


_LAYOUT_ROWS = 6
_SERIAL = regex.compile(r"(?:stt|tt|số tt|số thứ tự)\b", regex.I)
# `Cần Thơ, ngày 13 tháng 6 năm 2019`
_PLACE_DATE = regex.compile(r"[^\n]{2,60}, ?ngày[ .…\d]{0,20}tháng[ .…\d]{0,20}năm", regex.I)


def is_layout(table: TableText) -> bool:
    """True for a table that only arranges text.

    One column or one row; or up to six rows of two or three columns that hold what opens a
    head or an end (Quốc hiệu, Nơi nhận, KT. CHỦ TỊCH) and no serial column.
    """
    filled = [c for c in table.cells if "".join(c.lines).strip()]
    columns = {c.column for c in filled}
    if len(columns) < 2 or len({c.row for c in filled}) < 2:
        return len(columns) < 4
    if len(columns) > 3 or table.rows > _LAYOUT_ROWS:
        return False
    return not any(_SERIAL.match(c.lines[0].strip()) for c in filled) and any(
        _opens_head_or_end(c) for c in filled
    )


def _opens_head_or_end(cell: CellText) -> bool:
    lines = [line for part in cell.lines for line in part.split("\n") if line.strip()]
    return any(
        starts_with_mark("motto", line)
        or starts_with_mark("recipients", line)
        or starts_with_mark("signature", line)
        or (cell.column > 0 and _PLACE_DATE.match(shown(line.strip())) is not None)
        for line in lines[:8]
    )


def _by_column(table: TableText) -> Iterable[Para]:
    for cell in sorted(table.cells, key=lambda c: (c.column, c.row)):
        text = "\n".join(line for line in cell.lines if line.strip())
        if text.strip():
            yield Para(text)
