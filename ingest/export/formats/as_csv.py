"""CSV (RFC 4180): one file a table, UTF-8, lines ended by CRLF."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack

from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_files
from ingest.export.tables import TABLES, Cell, Entry

# What a spreadsheet takes for the beginning of a formula; full-width signs are read as ASCII
# ones by some. The apostrophe is in the list so that taking one off gives the text back.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is a folder: `documents.csv`, `targets.csv`, …"""
    report = Report()
    with ExitStack() as stack:
        folder = stack.enter_context(new_files(target))
        writers = []
        for table in TABLES:
            file = stack.enter_context(
                (folder / f"{table.name}.csv").open(
                    "w", encoding="utf-8-sig" if options.bom else "utf-8", newline=""
                )
            )
            writer = csv.writer(file)
            writer.writerow([column.name for column in table.columns])
            # Whole numbers and days are written as they should be; the others are looked at.
            changing = table.places(*(("text",) if options.guard else ()), "boolean", "real")
            writers.append((table, writer, changing))
        for entry in entries:
            for table, writer, changing in writers:
                rows = [_row(row, changing, options.guard) for row in table.rows(entry)]
                writer.writerows(rows)
                report.count(table.name, len(rows))
    return report


def _row(row: tuple[Cell, ...], changing: tuple[int, ...], guard: bool) -> list[Cell]:
    cells = list(row)
    for k in changing:
        cells[k] = plain(cells[k], guard)
    return cells


def plain(cell: Cell, guard: bool) -> str:
    """A cell as text: null is empty, numbers as in JSON, `true`/`false`, ISO days.

    With `guard`, text that a spreadsheet would run as a formula gets an apostrophe in front,
    which makes it text there. Take it off with `removeprefix("'")`; every text that begins
    with an apostrophe has got one more, so that this is exact. Numbers have none.
    """
    if isinstance(cell, str):
        return f"'{cell}" if guard and cell.startswith(_FORMULA) else cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


EXPORTER = Exporter(
    "csv",
    "folder",
    {
        "en": "a folder of CSV files, one a table",
        "vi": "thư mục gồm các tệp CSV, mỗi bảng một tệp",
    },
    write,
)
