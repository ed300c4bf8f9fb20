"""Tables in plain text: columns set by blanks under a row of known heads, or parted by tabs.

A character is a place of 6 by 12 points here, so that the same eyes see the columns as on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from ingest.core.pages import Box
from ingest.lexicon.table_heads import head_kind
from ingest.read.aligned_grid import tables_aligned
from ingest.read.lines import Line, Token
from ingest.read.sheet import CellText, TableText

TAB = "\ue07d"
"""Stands for a tab while a text is read; no input keeps a private letter of this range."""

_WIDE, _HIGH, _PITCH = 6.0, 12.0, 13.0
_TAB_STOP = 8
_LONGEST_LINE = 400
_MOST_LINES = 400
_MOST_HEADS = 60
_EMPTY_LINES = 2
_GAPS = regex.compile(rf"\S(?:[ ]{{2,200}}|[ ]{{0,40}}{TAB}+[ ]{{0,40}})(?=\S)")
_COLUMN = regex.compile(rf"[ ]{{2,}}|{TAB}")
_WORD = regex.compile(rf"[^\s{TAB}]+")


def text_pieces(lines: Sequence[str]) -> Iterator[list[str] | TableText]:
    """The lines with those that form a table taken together, in order."""
    plain: list[str] = []
    at = heads = 0
    while at < len(lines):
        tried = heads < _MOST_HEADS and _may_head(lines[at])
        heads += tried
        found = _table_at(lines, at) if tried else None
        if found is None:
            plain.append(lines[at].replace(TAB, " "))
            at += 1
            continue
        if plain:
            yield plain
            plain = []
        table, at = found
        yield table
    if plain:
        yield plain


def _may_head(line: str) -> bool:
    """True for a line of three columns, two of them with a known head."""
    if len(line) > _LONGEST_LINE or ("  " not in line and TAB not in line):
        return False
    parts = _COLUMN.split(line.strip())
    filled = [p for p in parts if p.strip()]
    return len(filled) > 2 and sum(head_kind(p) is not None for p in filled) > 1


def _table_at(lines: Sequence[str], first: int) -> tuple[TableText, int] | None:
    return _tabbed(lines, first) or _aligned(lines, first)


def _tabbed(lines: Sequence[str], first: int) -> tuple[TableText, int] | None:
    """A row a line, every row with as many tabs as the head."""
    count = lines[first].count(TAB)
    end = first
    while end < len(lines) and count > 1 and lines[end].count(TAB) == count:
        end += 1
    if end - first < 2:
        return None
    cells = [
        CellText((part.strip(),), row, column)
        for row, line in enumerate(lines[first:end])
        for column, part in enumerate(line.split(TAB))
    ]
    return TableText(tuple(cells)), end


def _aligned(lines: Sequence[str], first: int) -> tuple[TableText, int] | None:
    placed: list[Line] = []
    numbers: list[int] = []
    empty = 0
    for number in range(first, min(len(lines), first + _MOST_LINES)):
        text = lines[number]
        empty = empty + 1 if not text.strip() else 0
        if empty >= _EMPTY_LINES or len(text) > _LONGEST_LINE:
            break
        line = _placed(text, number - first)
        if line.tokens:
            placed.append(line)
            numbers.append(number)
    found = [t for t in tables_aligned(placed) if t.box.y0 < _PITCH]
    if not found:
        return None
    inside, _ = found[0].sort_out(t for line in placed for t in line.tokens)
    cells = []
    for at, place in enumerate(found[0].cells):
        words = sorted(inside.get(at, []), key=lambda t: (t.box.y0, t.box.x0))
        rows = [" ".join(t.text for t in g) for _, g in groupby(words, key=lambda t: t.box.y0)]
        cells.append(
            CellText(tuple(rows), place.row, place.column, place.row_span, place.column_span)
        )
    last = max(n for n, x in zip(numbers, placed, strict=True) if x.middle < found[0].box.y1)
    return TableText(tuple(cells)), last + 1


def _placed(text: str, row: int) -> Line:
    """The line's words where a typewriter would set them."""
    tokens: list[Token] = []
    column = before = 0
    for word in _WORD.finditer(text):
        for c in text[before : word.start()]:
            column = (column // _TAB_STOP + 1) * _TAB_STOP if c == TAB else column + 1
        x0, y0 = column * _WIDE, row * _PITCH
        column += len(word.group())
        before = word.end()
        tokens.append(Token(word.group(), Box(x0, y0, column * _WIDE, y0 + _HIGH)))
    return Line(tuple(tokens))
