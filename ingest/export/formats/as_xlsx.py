"""XLSX: one sheet a table, with filters, frozen heads, and links to the source page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_file
from ingest.export.tables import TABLES, Cell, Column, Entry, Table

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# The limits of the format: longer cells, more rows or links make a file that Excel "repairs".
CELL_CHARACTERS = 32_767
ROWS = 1_048_576
LINKS = 65_530
LINK_CHARACTERS = 2_000

# A row a span, for programs: no one reads it, and it is longer than all others together.
SHEETS = tuple(table for table in TABLES if table.name != "evidence")

_WIDE = {"text", "task", "title", "heading", "subject", "action", "quote", "message"}
_MIDDLE = {"record", "uri", "name", "issuer", "issuer_parent", "units", "texts"}
_A4 = 9
_FIXED = datetime.datetime(2000, 1, 1)


class Sheet:
    """The rows of one table; where one sheet is full, the next begins."""

    def __init__(self, book: Workbook, table: Table, styles: Styles, report: Report) -> None:
        self.table = table
        self._book, self._styles, self._report = book, styles, report
        self._part = 0
        self._links = 0
        self._begin()

    def _begin(self) -> None:
        self._part += 1
        self.sheet: Worksheet = self._book.add_worksheet(self._name(self._part))
        self.row = 0
        for place, column in enumerate(self.table.columns):
            self.sheet.set_column(place, place, _width(column))
            self.sheet.write_string(0, place, column.name, self._styles.head)
        keys = sum(column.name in ("record", "document") for column in self.table.columns)
        self.sheet.freeze_panes(1, keys)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)

    def _name(self, part: int) -> str:
        return self.table.name if part == 1 else f"{self.table.name} ({part})"

    def next_place(self) -> tuple[str, int]:
        """Sheet and row, from 1, of the row that comes next."""
        if self.row + 1 == ROWS:
            return self._name(self._part + 1), 2
        return self._name(self._part), self.row + 2

    def add(self, cells: tuple[Cell, ...], link: str | None, place: int | None) -> None:
        """`link` is what the cell at `place` opens."""
        if self.row + 1 == ROWS:
            self.end()
            self._begin()
            self._report.note("sheet-full", self.table.name)
        self.row += 1
        for position, (cell, column) in enumerate(zip(cells, self.table.columns, strict=True)):
            if cell is None:
                continue
            if position == place and link is not None and self._may_link(link):
                self._link(position, link, cell)
            else:
                self._write(position, cell, column, cells[0])

    def _may_link(self, link: str) -> bool:
        self._links += 1
        possible = self._links <= LINKS and len(link) <= LINK_CHARACTERS
        if not possible:
            self._report.note("no-link", self.table.name)
        return possible

    def _link(self, position: int, link: str, cell: Cell) -> None:
        """A link makes its cell text; written once more, a number stays a number."""
        self.sheet.write_url(self.row, position, link, string=str(cell))
        if isinstance(cell, int):
            self.sheet.write_number(self.row, position, cell, self._styles.link)

    def _write(self, position: int, cell: Cell, column: Column, name: Cell) -> None:
        if isinstance(cell, bool):
            self.sheet.write_boolean(self.row, position, cell)
        elif isinstance(cell, (int, float)):
            self.sheet.write_number(self.row, position, cell)
        elif isinstance(cell, datetime.date):
            if cell.year >= 1900:
                self.sheet.write_datetime(self.row, position, cell, self._styles.day)
            else:  # before the first day that the format knows
                self.sheet.write_string(self.row, position, cell.isoformat())
        elif cell is not None:
            # A string cell is never run as a formula, whatever it begins with.
            if len(cell) > CELL_CHARACTERS:
                self._report.note("cell-cut", f"{name}: {self.table.name}.{column.name}")
                cell = cell[: CELL_CHARACTERS - 1] + "…"
            self.sheet.write_string(self.row, position, cell)

    def end(self) -> None:
        self.sheet.autofilter(0, 0, max(self.row, 1), len(self.table.columns) - 1)


class Styles:
    def __init__(self, book: Workbook) -> None:
        self.head: Format = book.add_format(
            {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "valign": "top"}
        )
        self.link: Format = book.get_default_url_format()
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is the workbook. Rows go to disk as they come: memory does not grow with them."""
    report = Report()
    with new_file(target) as part:
        _fill(part, entries, options, report)
    return report


def _fill(part: Path, entries: Iterable[Entry], options: Options, report: Report) -> None:
    import xlsxwriter

    settings = {"constant_memory": True, "tmpdir": str(part.parent), "strings_to_urls": False}
    with xlsxwriter.Workbook(str(part), settings) as book:
        book.set_properties({"created": _FIXED, "comments": "plan-ingest"})
        styles = Styles(book)
        sheets = {table.name: Sheet(book, table, styles, report) for table in SHEETS}
        for entry in entries:
            first = sheets["pages"].next_place()
            for sheet in sheets.values():
                link = _linked(sheet.table, options)
                for cells in sheet.table.rows(entry):
                    page = None if link is None else cells[link]
                    sheet.add(cells, _page(entry, page, first, options), link)
                    report.count(sheet.table.name)
        for sheet in sheets.values():
            sheet.end()


def _linked(table: Table, options: Options) -> int | None:
    """Where the column `page` stands: its cells lead to the page."""
    if table.name == "pages" and options.sources is None:
        return None
    return next((n for n, column in enumerate(table.columns) if column.name == "page"), None)


def _page(entry: Entry, page: Cell, first: tuple[str, int], options: Options) -> str | None:
    """The page in the source file, or without `sources` its row in the sheet `pages`.

    `first` is the sheet and row, from 1, of this record's first page.
    """
    if not isinstance(page, int):
        return None
    if options.sources is None:
        sheet, row = first
        return f"internal:'{sheet}'!A{row + page - 1}"
    base, uri = options.sources.rstrip("/"), entry.record.source.uri
    return f"{base}/{quote(uri)}#page={page}" if "://" in base else f"external:{base}/{uri}"


def _width(column: Column) -> int:
    if column.name in _WIDE:
        return 60
    if column.name in _MIDDLE:
        return 32
    return 12 if column.kind != "text" else 16


EXPORTER = Exporter(
    "xlsx",
    "file",
    {
        "en": "one workbook, a sheet a table",
        "vi": "một bảng tính, mỗi bảng một trang",
    },
    write,
)
