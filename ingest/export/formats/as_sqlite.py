"""SQLite: the tables with keys and indexes, and full-text search with and without marks."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from ingest.errors import CannotWrite
from ingest.export.ddl import SQLITE, create, indexes
from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_file
from ingest.export.search import COLUMNS, search_rows
from ingest.export.tables import TABLES, Cell, Entry

# Marks are kept by the tokenizer: `hồ` does not find `hộ`. A query without marks finds its
# words in `bare`, where also đ is d, which `remove_diacritics` would leave alone.
_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
  record UNINDEXED, document UNINDEXED, field UNINDEXED, item UNINDEXED, text, bare,
  tokenize = 'unicode61 remove_diacritics 0'
)"""


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is the database file; one that exists is replaced when all went well."""
    report = Report()
    with new_file(target) as part:
        try:
            _fill(part, entries, report)
        except sqlite3.Error as error:
            raise CannotWrite(f"{target}: {error}") from error
    return report


def _fill(path: Path, entries: Iterable[Entry], report: Report) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        # A failed run leaves no file at all, so that there is nothing to roll back.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for table in TABLES:
            database.execute(create(table, SQLITE))
        database.execute(_SEARCH)
        inserts = [
            f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'
            for table in TABLES
        ]
        search = f"INSERT INTO search VALUES ({', '.join('?' * len(COLUMNS))})"
        for entry in entries:
            for table, insert in zip(TABLES, inserts, strict=True):
                rows = [_plain(row, table.places("day")) for row in table.rows(entry)]
                database.executemany(insert, rows)
                report.count(table.name, len(rows))
            database.executemany(search, search_rows(entry))
        for table in TABLES:
            for index in indexes(table, SQLITE):
                database.execute(index)


def _plain(row: tuple[Cell, ...], days: tuple[int, ...]) -> Sequence[Cell]:
    """Days as text; the library's own way for them is given up."""
    if not any(row[k] is not None for k in days):
        return row
    return [c.isoformat() if isinstance(c, datetime.date) else c for c in row]


EXPORTER = Exporter(
    "sqlite",
    "file",
    {
        "en": "one SQLite database with full-text search",
        "vi": "một cơ sở dữ liệu SQLite có tìm kiếm toàn văn",
    },
    write,
)
