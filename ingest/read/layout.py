"""Words with a place become a page: lines, reading order, paragraphs, tables.

Shared by everything that has a geometry: the text layer of a PDF and the words of an OCR.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from ingest.core.pages import Box, Cell, Grid, Origin, Page, Word
from ingest.core.text import Span
from ingest.read.clean import is_rule, tidy
from ingest.read.columns import columns_of
from ingest.read.lines import Line, Token, lines_of
from ingest.read.marks import starts_with_mark
from ingest.read.paragraphs import Measure, starts
from ingest.read.ruled import RuledTable
from ingest.read.sheet import CELL_BREAK

_PAGE_NUMBER = regex.compile(r"[-–— ]{0,4}\d{1,4}[-–— ]{0,4}")


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    words: list[Word] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def add(self, piece: str) -> Span:
        self.parts.append(piece)
        start, self.length = self.length, self.length + len(piece)
        return Span(start, self.length)

    def tokens(self, tokens: Iterable[Token]) -> Span:
        start = self.length
        for number, token in enumerate(tokens):
            if number:
                self.add(" ")
            self.words.append(Word(self.add(token.text), token.box, token.confidence))
        return Span(start, self.length)

    def lines(self, lines: list[Line], begins: list[bool]) -> None:
        for line, opens in zip(lines, begins, strict=True):
            if self.length:
                self.add("\n\n" if opens else "\n")
            self.tokens(line.tokens)

    def table(self, table: RuledTable, inside: dict[int, list[Token]]) -> None:
        if self.length:
            self.add("\n\n")
        start, cells = self.length, []
        by_row: dict[int, list[int]] = {}
        for number, place in enumerate(table.cells):
            by_row.setdefault(place.row, []).append(number)
        rows = [n for n in sorted(by_row) if any(inside.get(c) for c in by_row[n])]
        for row, at in enumerate(rows):
            if row:
                self.add("\n")
            numbers = sorted(by_row[at], key=lambda n: table.cells[n].column)
            while numbers and not inside.get(numbers[-1]):
                numbers.pop()
            for order, number in enumerate(numbers):
                if order:
                    self.add(CELL_BREAK)
                place = table.cells[number]
                tokens = [t for line in lines_of(inside.get(number, [])) for t in line.tokens]
                down = sum(place.row <= r < place.row + place.row_span for r in rows)
                span = self.tokens(tokens)
                cells.append(Cell(span, row, place.column, down, place.column_span))
        self.grids.append(Grid(Span(start, self.length), len(rows), table.columns, tuple(cells)))


def lay_out(
    number: int,
    tokens: Iterable[Token],
    origin: Origin,
    width: float,
    height: float,
    tables: Iterable[RuledTable] = (),
) -> Page:
    """The page that these words form; `words` cover its text but for blanks and ` | `."""
    rest = [t for raw in tokens for t in _tidy_token(raw)]
    placed: list[tuple[float, RuledTable, dict[int, list[Token]]]] = []
    for table in tables:
        inside, outside = table.sort_out(rest)
        if _is_table(inside):
            placed.append((table.box.y0, table, inside))
            rest = outside
    writer = _Writer()
    lines = [line for line in lines_of(rest) if not is_rule(line.text)]
    at = 0
    for top, table, inside in sorted(placed, key=lambda p: p[0]):
        end = next((n for n in range(at, len(lines)) if lines[n].middle > top), len(lines))
        _flow(writer, lines[at:end], lines, width, height)
        writer.table(table, inside)
        at = end
    _flow(writer, lines[at:], lines, width, height)
    return Page(
        number, "".join(writer.parts), origin, round(width, 2), round(height, 2),
        tuple(writer.words), tuple(writer.grids),
    )  # fmt: skip


def _tidy_token(token: Token) -> list[Token]:
    """The token in the form of a page text; none if nothing is left of it."""
    parts = tidy(token.text).split()
    box = Box(*(round(v, 2) for v in (token.box.x0, token.box.y0, token.box.x1, token.box.y1)))
    return [Token(part, box, token.confidence) for part in parts]


def _is_table(inside: dict[int, list[Token]]) -> bool:
    """False for a frame around text, and for the two columns of a head drawn with rules."""
    filled = [" ".join(t.text for t in tokens[:8]) for tokens in inside.values() if tokens]
    return len(filled) > 1 and not any(
        starts_with_mark(kind, text) for text in filled for kind in ("motto", "recipients")
    )


def _flow(
    writer: _Writer, lines: list[Line], all_lines: list[Line], width: float, height: float
) -> None:
    """Lines outside tables, two-column zones in their reading order."""
    if not lines:
        return
    if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[0].text):
        writer.lines(lines[:1], [True])
        lines = lines[1:]
    number = lines.pop() if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[-1].text) else None
    at = 0
    zones = columns_of(lines, width, height)
    body = [n for n in range(len(lines)) if not any(z.first <= n < z.end for z in zones)]
    measure = Measure.of([lines[n] for n in body] or all_lines)
    for zone in zones:
        _paragraphs(writer, lines[at : zone.first], measure)
        for column in (list(zone.left), list(zone.right)):
            own = Measure.of(column)
            gaps = [b.middle - a.middle for a, b in pairwise(column)]
            wide = [g > 1.6 * own.pitch + 2 for g in gaps]
            writer.lines(column, [True, *wide])
        at = zone.end
    _paragraphs(writer, lines[at:], measure)
    if number is not None:
        writer.lines([number], [True])


def _paragraphs(writer: _Writer, lines: list[Line], measure: Measure) -> None:
    if lines:
        writer.lines(lines, starts(lines, measure))
