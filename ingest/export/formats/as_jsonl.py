"""JSON Lines: one file a table, an object a row, the same columns as CSV with their types."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from contextlib import ExitStack

from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_files
from ingest.export.tables import TABLES, Cell, Entry


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is a folder: `documents.jsonl`, `targets.jsonl`, …"""
    report = Report()
    with ExitStack() as stack:
        folder = stack.enter_context(new_files(target))
        files = [
            stack.enter_context(
                (folder / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n")
            )
            for table in TABLES
        ]
        encode = json.JSONEncoder(ensure_ascii=False).encode
        names = [[column.name for column in table.columns] for table in TABLES]
        changing = [table.places("real", "day") for table in TABLES]
        for entry in entries:
            for table, file, keys, places in zip(TABLES, files, names, changing, strict=True):
                for row in table.rows(entry):
                    cells: dict[str, Cell] = dict(zip(keys, row, strict=True))
                    for k in places:
                        cells[keys[k]] = _plain(row[k])
                    file.write(encode(cells) + "\n")
                    report.count(table.name)
    return report


def _plain(cell: Cell) -> str | int | float | bool | None:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


EXPORTER = Exporter(
    "jsonl",
    "folder",
    {
        "en": "a folder of JSON Lines files, one a table",
        "vi": "thư mục gồm các tệp JSON Lines, mỗi bảng một tệp",
    },
    write,
)
