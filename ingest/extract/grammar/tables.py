"""The columns of a table by what their heads say: indicator, unit of measure, time, years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.core.document import Document, Table, TableCell
from ingest.core.text import Span
from ingest.extract.grammar.dates import find_times
from ingest.extract.grammar.line import Line

_ORDER = regex.compile(r"^(?:s?tt|số thứ tự|số tt|no\.?|#)$", regex.I)
_UNIT = regex.compile(r"^(?:đơn vị(?: tính)?|đvt|đv tính|đơn vị đo)$", regex.I)
_TIME = regex.compile(
    r"(?:thời (?:gian|hạn|điểm)|tiến độ|lộ trình|hạn hoàn thành|hoàn thành|thời gian.*"
    r"|tháng(?:/năm)?$|tuần$|ngày(?:,? tháng)?$)",
    regex.I,
)
_UNITS = regex.compile(
    r"(?:đơn vị|cơ quan|bộ phận|phòng|ban|địa phương|chủ trì|phối hợp|trách nhiệm|phân công|phụ trách"
    r"|người|lãnh đạo|đầu mối)",
    regex.I,
)
_DONE = regex.compile(
    r"thực hiện(?! nhiệm vụ)|ước|kết quả|hiện trạng|hiện tại|đã|thực trạng|(?<!\p{L})th(?!\p{L})"
    r"|so sánh|tỷ lệ so|cùng kỳ",
    regex.I,
)
_PLANNED = regex.compile(
    r"chỉ tiêu|mục tiêu|kế hoạch|(?<!\p{L})kh(?!\p{L})|phấn đấu|số lượng|dự kiến", regex.I
)
_MONEY = regex.compile(r"kinh phí|dự toán|thành tiền|đơn giá|vốn|ngân sách", regex.I)
_NAMES = regex.compile(
    r"chỉ tiêu|nội dung|nhiệm vụ|công việc|hoạt động|mục tiêu|tiêu chí|tên|danh mục|giải pháp|đầu việc"
    r"|chương trình|hạng mục|địa phương|xã|đơn vị",
    regex.I,
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its cells by column; `heads` joins the header rows of each column."""

    document: Document
    table: Table
    heads: tuple[str, ...]
    head_spans: tuple[tuple[Span, ...], ...]

    @classmethod
    def of(cls, document: Document, table: Table) -> Grid:
        rows = table.rows[: table.header]
        width = max((c.column + c.columns for r in table.rows for c in r), default=0)
        texts: list[list[str]] = [[] for _ in range(width)]
        spans: list[list[Span]] = [[] for _ in range(width)]
        for row in rows:
            for cell in row:
                for column in range(cell.column, min(width, cell.column + cell.columns)):
                    text = document.line(cell.span)
                    if text:
                        texts[column].append(text)
                        spans[column].append(cell.span)
        return cls(
            document, table, tuple(" ".join(t) for t in texts), tuple(tuple(s) for s in spans)
        )

    def body(self) -> Iterator[tuple[TableCell, ...]]:
        yield from self.table.rows[self.table.header :]

    def columns(self, kind: str) -> list[int]:
        return [c for c, head in enumerate(self.heads) if role_of(head) == kind]

    def name_column(self) -> int | None:
        """Where the row says what it is about."""
        named = [c for c, h in enumerate(self.heads) if role_of(h) == "name"]
        if named:
            return named[0]
        free = [c for c, h in enumerate(self.heads) if role_of(h) == ""]
        return free[0] if free and self.heads else None

    def text(self, cell: TableCell | None) -> str:
        return self.document.line(cell.span) if cell else ""


def cell_at(row: tuple[TableCell, ...], column: int) -> TableCell | None:
    return next((c for c in row if c.column <= column < c.column + c.columns), None)


def role_of(head: str) -> str:
    """`order`, `unit`, `time`, `done`, `planned`, `year`, `money`, `body`, `name` or empty."""
    head = head.strip(" :.*")
    if _ORDER.match(head):
        return "order"
    if _UNIT.match(head):
        return "unit"
    if _MONEY.search(head):
        return "money"
    dated = year_of(head) is not None
    if dated and _DONE.search(head) and not _PLANNED.search(head):
        return "done"
    if _TIME.match(head) and not dated:
        return "time"
    if dated:
        return "year"
    if _UNITS.match(head) and not regex.match(r"đơn vị$", head, regex.I):
        return "body"
    if regex.match(r"(?:kết quả|sản phẩm|ghi chú)", head, regex.I):
        return "note"
    if _DONE.match(head):
        return "done"
    if regex.fullmatch(r"chỉ tiêu|mục tiêu|kế hoạch", head, regex.I):
        return "name" if not regex.match("kế hoạch", head, regex.I) else "planned"
    if _NAMES.search(head) and not regex.match(
        r"số lượng|chỉ tiêu giao|kế hoạch giao", head, regex.I
    ):
        return "name"
    return "planned" if _PLANNED.search(head) else ""


def year_of(head: str) -> str | None:
    """The EDTF period that a column head states."""
    for time in find_times(head, Span(0, len(head)), labelled=True):
        if time.date is not None and time.date.precision != "day":
            return time.date.edtf
    return None


def line_of(document: Document, span: Span) -> Line:
    return Line.of(document.flat, span)
