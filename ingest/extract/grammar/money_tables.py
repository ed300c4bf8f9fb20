"""Sums in tables whose unit stands in a column's head or above the table: `ĐVT: triệu đồng`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from ingest.core.document import Document, Table, TableCell
from ingest.core.text import Span
from ingest.extract.grammar.numbers import parse_number
from ingest.extract.grammar.tables import Grid, cell_at, role_of

_UNIT = regex.compile(
    r"""(?<!\p{L})(?:(?P<thousand>1\.000|1000|nghìn|ngàn)|(?P<million>1\.000\.000|triệu|tr\.?)|(?P<billion>t[ỷỉ]))?
    \s?(?P<currency>đồng|đ|vnđ|vnd|usd|euro|eur)(?!\p{L})""",
    regex.VERBOSE | regex.I,
)
_CAPTION = regex.compile(
    r"(?:\(|^|\s)(?:đvt|đv\s?tính|đơn\s+vị(?:\s+tính)?)\s?:?\s{0,3}(?P<unit>[^()|;]{2,24}?)\)?\s*$",
    regex.I,
)
_ABOVE = 200
"""Code points above a table that its caption is looked for in."""
_NUMBER = regex.compile(r"[\d.,\s]{1,20}")
# not sums, though the table's unit is money: quantities, shares, numbers of things
_COUNTS = regex.compile(
    r"số\s+lượng|khối\s+lượng|số\s+(?:hộ|người|xã|lớp|ngày|buổi)|tỷ\s+lệ|%|diện\s+tích|quy\s+mô|đơn\s+vị|ghi\s+chú"
    r"|định\s+mức\s+tính|số\s+tt|stt|^tt$",
    regex.I,
)
_SOURCE_HEAD = regex.compile(r"nguồn(?:\s+(?:vốn|kinh\s+phí))?(?!\p{L})", regex.I)


@dataclass(frozen=True, slots=True)
class TableSum:
    """A number in a cell that is a sum: its value worked out, where it stands, where the unit
    stands, the column's head and the text of the row's source of funds."""

    cell: Span
    unit: Span
    value: float
    currency: str
    head: Span | None
    source: Span | None


@dataclass(frozen=True, slots=True)
class _Unit:
    factor: float
    currency: str
    span: Span


def table_sums(document: Document, table: Table) -> Iterator[TableSum]:
    """The sums of one table, row by row; nothing where neither head nor caption tells a unit."""
    if not table.header:
        return
    grid = Grid.of(document, table)
    units = _units(document, grid)
    if not units:
        return
    sources = [c for c, head in enumerate(grid.heads) if _SOURCE_HEAD.match(head)]
    for row in grid.body():
        named = next(
            (c.span for s in sources if (c := cell_at(row, s)) and _said(document, c)), None
        )
        for column, unit in units.items():
            cell = cell_at(row, column)
            if cell is None or cell.column != column or cell.columns > 1:
                continue
            value = _number(document.line(cell.span))
            if value is not None:
                heads = grid.head_spans[column]
                head = heads[-1] if heads else None
                yield TableSum(
                    cell.span, unit.span, value * unit.factor, unit.currency, head, named
                )


def _said(document: Document, cell: TableCell) -> bool:
    return any(c.isalpha() for c in document.line(cell.span))


def _number(text: str) -> float | None:
    text = text.strip()
    if not text or _NUMBER.fullmatch(text) is None:
        return None
    return parse_number(text)


def _units(document: Document, grid: Grid) -> dict[int, _Unit]:
    """The unit of each column that holds sums: from its own head, else from the caption."""
    caption = _caption(document, grid.table)
    found: dict[int, _Unit] = {}
    for column, head in enumerate(grid.heads):
        own = _in_head(document, grid, column)
        if own is not None:
            found[column] = own
        elif caption is not None and _sums(head):
            found[column] = caption
    return found


def _sums(head: str) -> bool:
    """Whether a column may hold sums under a caption that tells their unit."""
    kinds = ("money", "year", "planned", "")
    return bool(head.strip()) and not _COUNTS.search(head) and role_of(head) in kinds


def _in_head(document: Document, grid: Grid, column: int) -> _Unit | None:
    if role_of(grid.heads[column]) in ("order", "unit", "time", "body", "note"):
        return None
    for span in grid.head_spans[column]:
        m = _UNIT.search(document.flat, span.start, span.end)
        if m is not None and not _COUNTS.search(span.of(document.flat)):
            return _unit(m)
    return None


def _caption(document: Document, table: Table) -> _Unit | None:
    """`ĐVT: triệu đồng` in the line right above the table."""
    start = max(document.span.start, table.span.start - _ABOVE)
    above = document.text[start : table.span.start].rstrip(" \n\f|")
    line = above[above.rfind("\n") + 1 :]
    m = _CAPTION.search(line)
    if m is None:
        return None
    at = start + len(above) - len(line)
    unit = _UNIT.fullmatch(
        document.flat, at + m.start("unit"), at + len(m["unit"]) + m.start("unit")
    )
    return _unit(unit) if unit is not None else None


def _unit(m: regex.Match[str]) -> _Unit:
    factor = 1e3 if m["thousand"] else 1e6 if m["million"] else 1e9 if m["billion"] else 1.0
    return _Unit(factor, _codes()[m["currency"].lower()], Span(*m.span()))


@cache
def _codes() -> dict[str, str]:
    return {
        "đồng": "VND",
        "đ": "VND",
        "vnđ": "VND",
        "vnd": "VND",
        "usd": "USD",
        "eur": "EUR",
        "euro": "EUR",
    }
