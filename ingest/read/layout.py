"""Words with a place become a page: lines, reading order, paragraphs, tables.

Shared by everything that has a geometry: the text layer of a PDF and the words of an OCR.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from ingest.core.pages import Box, Cell, Grid, Origin, Page, Word
from ingest.core.text import Span
from ingest.read.aligned_grid import tables_aligned
from ingest.read.bulk import bulk, bulk_rows
from ingest.read.clean import is_rule, is_tidy, tidy
from ingest.read.columns import columns_of
from ingest.read.lines import Line, Token, lines_of
from ingest.read.marks import MarkKind, starts_with_mark, texts_that_may_start
from ingest.read.paragraphs import Measure, goes_on, starts
from ingest.read.ruled import RuledTable
from ingest.read.sheet import CELL_BREAK
from ingest.read.stamps import stamps_on

_PAGE_NUMBER = regex.compile(r"[-–— ]{0,4}\d{1,4}[-–— ]{0,4}")
_NOT_IN_TABLES: tuple[MarkKind, ...] = ("motto", "recipients")


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    placed: list[Token] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def add(self, piece: str) -> Span:
        self.parts.append(piece)
        start, self.length = self.length, self.length + len(piece)
        return Span(start, self.length)

    def tokens(self, tokens: Sequence[Token]) -> None:
        """A run of words parted by single blanks."""
        if tokens:
            at = self.length
            for token in tokens:
                self.begins.append(at)
                at += len(token.text)
                self.ends.append(at)
                at += 1
            self.placed += tokens
            self.parts.append(" ".join([t.text for t in tokens]))
            self.length = at - 1

    def words(self) -> tuple[Word, ...]:
        """The words written so far."""
        placed, count = self.placed, len(self.placed)
        spans = bulk(Span, count, start=self.begins, end=self.ends)
        boxes, sure = [t.box for t in placed], [t.confidence for t in placed]
        return tuple(bulk(Word, count, span=spans, box=boxes, confidence=sure))

    def lines(self, lines: list[Line], begins: list[bool]) -> None:
        before: Line | None = None
        for line, opens in zip(lines, begins, strict=True):
            tokens = line.tokens
            if before is not None and not opens and goes_on(before, line):
                self.tokens(tokens[:1])
                tokens = tokens[1:]
            if self.length and tokens:
                self.add("\n\n" if opens else "\n")
            self.tokens(tokens)
            before = line

    def cell(self, tokens: list[Token]) -> Span:
        """The words of a table's cell in one line."""
        start = self.length
        if len(tokens) < 2:
            self.tokens(tokens)
            return Span(start, self.length)
        before: Line | None = None
        for line in lines_of(tokens):
            if before is not None and not goes_on(before, line):
                self.add(" ")
            self.tokens(line.tokens)
            before = line
        return Span(start, self.length)

    def stamp(self, runs: list[Line]) -> Span:
        """A stamp below the page's text: it is no part of it."""
        start = self.length + 2 if self.length else 0
        self.lines(runs, [number == 0 for number in range(len(runs))])
        return Span(start, self.length)

    def table(self, table: RuledTable, inside: dict[int, list[Token]]) -> None:
        if self.length:
            self.add("\n\n")
        first = self.length
        cells: list[tuple[Span, int, int, int, int]] = []
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
                down = 1
                if place.row_span > 1:
                    down = sum(place.row <= r < place.row + place.row_span for r in rows)
                span = self.cell(inside.get(number, []))
                cells.append((span, row, place.column, down, place.column_span))
        whole = Span(first, self.length)
        self.grids.append(Grid(whole, len(rows), table.columns, tuple(bulk_rows(Cell, cells))))


def lay_out(
    number: int,
    tokens: Iterable[Token],
    origin: Origin,
    width: float,
    height: float,
    tables: Iterable[RuledTable] = (),
    before: Page | None = None,
) -> Page:
    """The page that these words form; `words` cover its text but for blanks and ` | `.

    A table without rules with which the page `before` ends may go on here.
    """
    rest = _tidied(list(tokens))
    placed: list[tuple[float, RuledTable, dict[int, list[Token]]]] = []
    for table in tables:
        inside, outside = table.sort_out(rest)
        if _is_table(inside):
            placed.append((table.box.y0, table, inside))
            rest = outside
    writer = _Writer()
    lines = [line for line in lines_of(rest) if not is_rule(line.text)]
    stamps = stamps_on(lines, height)
    if stamps:
        taken = {id(t) for stamp in stamps for run in stamp for t in run.tokens}
        rest = [t for t in rest if id(t) not in taken]
        lines = [line for line in lines_of(rest) if not is_rule(line.text)]
    for table in tables_aligned(lines, None if placed else before):
        inside, rest = table.sort_out(rest)
        placed.append((table.box.y0, table, inside))
        lines = [line for line in lines_of(rest) if not is_rule(line.text)]
    at = 0
    for top, table, inside in sorted(placed, key=lambda p: p[0]):
        end = next((n for n in range(at, len(lines)) if lines[n].middle > top), len(lines))
        _flow(writer, lines[at:end], lines, width, height, None if at else before)
        writer.table(table, inside)
        at = end
    _flow(writer, lines[at:], lines, width, height, None if placed else before)
    asides = [writer.stamp(stamp) for stamp in stamps]
    return Page(
        number, "".join(writer.parts), origin, round(width, 2), round(height, 2),
        writer.words(), tuple(writer.grids), tuple(asides),
    )  # fmt: skip


def _tidied(tokens: list[Token]) -> list[Token]:
    """The tokens in the form of a page text."""
    texts = [t.text for t in tokens]
    whole = " ".join(texts)  # one look at all: a blank composes with nothing
    one_each = whole.count(" ") == len(texts) - 1 and all(texts)
    if one_each and is_tidy(whole) and all(t.confidence is None for t in tokens):
        return tokens  # as those of a text layer mostly are, whose boxes come rounded
    return [t for raw in tokens for t in _tidy_token(raw)]


def _tidy_token(token: Token) -> list[Token]:
    """The token in the form of a page text; none if nothing is left of it."""
    parts = tidy(token.text).split()
    box = Box(*(round(v, 2) for v in (token.box.x0, token.box.y0, token.box.x1, token.box.y1)))
    return [Token(part, box, token.confidence) for part in parts]


def _is_table(inside: dict[int, list[Token]]) -> bool:
    """False for a frame around text, and for the two columns of a head drawn with rules."""
    filled = [" ".join([t.text for t in tokens[:8]]) for tokens in inside.values() if tokens]
    return len(filled) > 1 and not any(
        starts_with_mark(kind, filled[n])
        for kind in _NOT_IN_TABLES
        for n in texts_that_may_start(kind, filled)
    )


def _flow(
    writer: _Writer,
    lines: list[Line],
    all_lines: list[Line],
    width: float,
    height: float,
    before: Page | None,
) -> None:
    """Lines outside tables, two-column zones in their reading order."""
    if not lines:
        return
    if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[0].text):
        writer.lines(lines[:1], [True])
        lines = lines[1:]
    number = lines.pop() if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[-1].text) else None
    at = 0
    zones = columns_of(lines, width, height, before)
    body = [n for n in range(len(lines)) if not any(z.first <= n < z.end for z in zones)]
    measure = Measure.of([lines[n] for n in body] or all_lines)
    for zone in zones:
        _paragraphs(writer, lines[at : zone.first], measure)
        for column in (list(zone.one), list(zone.other)):
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
