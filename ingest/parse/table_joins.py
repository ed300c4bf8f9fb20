"""One table of those that a page break has parted.

The head that each page repeats is dropped, and named so that nobody reads it as text. A row
that runs over the break stands on both pages; here it is one row, in which a cell that goes on
is two `TableCell`s of one column, the second behind all cells of the first page, until `cut_rows`
puts them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import regex

from ingest.core.document import TableCell
from ingest.core.text import Span
from ingest.lexicon.fold import key
from ingest.lexicon.table_heads import head_kind
from ingest.parse.lines import Line

Row = tuple[TableCell, ...]

_ALIKE = 0.8
_MOST_HEAD_ROWS = 4
_LONGEST_COMPARED = 300
_SERIALS = 0.6
# `Tổng cộng`, `Cộng`: a row of its own, though it has no number.
_SUM = regex.compile(r"(?i)(?:tổng|cộng)\b")
_STOP = regex.compile(r"[.;:!?]\s*$")
_COLUMN_NUMBER = regex.compile(r"\(?\d{1,2}\)?(?:\s?=.{0,20})?|\(?[A-Z]\)?")


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of the file, or the part of it on one page; `lines` half-open line numbers."""

    lines: tuple[int, int]
    span: Span
    rows: tuple[Row, ...]
    columns: int

    def header(self, text: str) -> int:
        """Rows at the top that name columns: at least one, numbers below it (`(1)`) included."""
        count = 1
        for above, row in pairwise(self.rows[:_MOST_HEAD_ROWS]):
            texts = [t for c in row if (t := c.span.of(text).strip())]
            numbers = len(texts) > 1 and all(_COLUMN_NUMBER.fullmatch(t) for t in texts)
            named = sum(head_kind(t) is not None for t in texts)
            # A second row of a split head: `Chủ trì | Phối hợp` below `Đơn vị`, merged or not.
            merged = any(c.rows > 1 for c in above) and not any(c.column == 0 for c in row)
            if not (numbers or merged or named >= 2 or (named and named == len(texts))):
                break
            count += 1
        return min(count, len(self.rows))


def names_columns(row: Row, text: str) -> bool:
    """True for the first row of a table: a column of numbers (`TT`) or two heads known by name."""
    kinds = [head_kind(t) for c in row if (t := c.span.of(text).strip())]
    known = [k for k in kinds if k is not None]
    return len(known) >= 2 and 2 * len(known) >= len(kinds)


def parted(last: RawTable, piece: RawTable, lines: Sequence[Line]) -> bool:
    """True where nothing but a page break stands between the two, and their columns agree."""
    between = lines[last.lines[1] : piece.lines[0]]
    pages = lines[piece.lines[0]].page - lines[last.lines[1] - 1].page
    return last.columns == piece.columns and pages == 1 and all(x.blank for x in between)


def joined(last: RawTable, piece: RawTable, text: str) -> tuple[RawTable, Span | None] | None:
    """Both as one, with the span of the head that `piece` repeats; None where it is another.

    Another table begins right at the top of a page where its first row is a head, and not
    the one before.
    """
    head_rows = last.header(text)
    again = _repeated(last.rows, piece.rows, head_rows, text)
    if not again and names_columns(piece.rows[0], text):
        return None
    rows, rest = list(last.rows), list(piece.rows[again:])
    head = None
    if again:
        head = Span(piece.span.start, max(c.span.end for r in piece.rows[:again] for c in r))
    if rest and len(rows) > head_rows and _goes_on(rows[head_rows:], rest[0], text):
        rows[-1] = _one_row(rows[-1], rest.pop(0), text)
    span = Span(last.span.start, piece.span.end)
    lines = (last.lines[0], piece.lines[1])
    return RawTable(lines, span, tuple(rows + rest), last.columns), head


def _repeated(above: Sequence[Row], rows: Sequence[Row], head: int, text: str) -> int:
    """How many of the first rows say what the table's first rows say."""
    count = 0
    for old, new in zip(above[:_MOST_HEAD_ROWS], rows[:_MOST_HEAD_ROWS], strict=False):
        one, other = _row_key(old, text), _row_key(new, text)
        if one != other and (count >= head or not _alike(one, other)):
            break
        count += 1
    return count


def _alike(one: str, other: str) -> bool:
    """Equal but for what OCR reads differently on another page."""
    one, other = one[:_LONGEST_COMPARED], other[:_LONGEST_COMPARED]
    digits = ["".join(c for c in t if c.isdigit()) for t in (one, other)]
    if digits[0] != digits[1]:
        return False  # `1 | Sở Y tế` is not `2 | Sở Y tế`
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _row_key(row: Row, text: str) -> str:
    return " | ".join(key(c.span.of(text)) for c in row if len(c.span))


def _goes_on(above: Sequence[Row], row: Row, text: str) -> bool:
    """True where the first row of a page is the rest of the last row above.

    A row with a number of its own is another. Without one it is the rest where a cell goes on
    amid a sentence, or the table numbers its rows and this is neither a sum nor a group's name.
    """
    last = {c.column: c.span.of(text).strip() for c in above[-1]}
    cells = {c.column: c.span.of(text).strip() for c in row if len(c.span)}
    first = cells.get(0, "")
    if not cells or (first and not first[0].islower()):
        return False
    if any(_SUM.match(t) for t in cells.values()) or any(not last.get(c) for c in cells):
        return False
    amid = [t[0].islower() or not _STOP.search(last[c]) for c, t in cells.items()]
    lower = any(t[0].islower() or t[0] in ",;)" for t in cells.values())
    if first or not last.get(0):
        return lower and all(amid)
    named = cells.get(1)
    if named and not lower and len(cells) == 1:
        return False  # the name of a group
    return lower or _has_serials(above, text)


def _has_serials(rows: Sequence[Row], text: str) -> bool:
    filled = sum(any(c.column == 0 and c.span.of(text).strip() for c in r) for r in rows)
    return filled >= _SERIALS * len(rows)


def _one_row(last: Row, rest: Row, text: str) -> Row:
    """The row with what the next page says; a cell that was empty becomes what stands there."""
    goes_on = [c for c in rest if c.span.of(text).strip()]
    taken = {c.column for c in goes_on}
    kept = [c for c in last if c.column not in taken or c.span.of(text).strip()]
    return (*kept, *goes_on)
