"""PostgreSQL: the tables of the SQLite export in a schema of their own, by URL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import regex

from ingest.errors import CannotWrite
from ingest.export.ddl import create, indexes, postgres
from ingest.export.exporter import BadTarget, Exporter, Options, Report
from ingest.export.files import needed
from ingest.export.search import COLUMNS, search_rows
from ingest.export.tables import TABLES, Cell, Entry

if TYPE_CHECKING:
    import psycopg

SCHEMA = "plan_ingest"
_URL = regex.compile(r"postgres(?:ql)?://")
_BATCH = 50  # records between two COPY commands of a table

# The index covers the first 200,000 characters of a page: a `tsvector` holds 1 MB.
_SEARCH = f"""
CREATE TABLE {SCHEMA}.search (
  record text NOT NULL REFERENCES {SCHEMA}."records" (record),
  document text NOT NULL, field text NOT NULL, item text NOT NULL,
  text text NOT NULL, bare text NOT NULL,
  words tsvector GENERATED ALWAYS AS (
    to_tsvector('simple', left(text, 200000) || ' ' || left(bare, 200000))
  ) STORED
)"""


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is `postgresql://user@host/database`. Everything happens in one transaction.

    Tables of the schema `plan_ingest` with the names of this export are replaced; nothing else
    in the database is touched. Messages never repeat the URL, which may hold a password.
    """
    if not _URL.match(target):
        raise BadTarget("this format takes a URL: postgresql://user@host/database")
    driver = needed("psycopg", "psycopg", "postgres")
    report = Report()
    try:
        with driver.connect(target) as connection:
            _fill(connection, entries, report)
    except driver.Error as error:
        said = str(error).strip().split("\n")[0]
        raise CannotWrite(f"PostgreSQL: {said[:300]}") from error
    return report


def _fill(connection: psycopg.Connection[Any], entries: Iterable[Entry], report: Report) -> None:
    dialect = postgres(SCHEMA)
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    connection.execute(f"DROP TABLE IF EXISTS {SCHEMA}.search")
    for table in reversed(TABLES):
        connection.execute(f'DROP TABLE IF EXISTS {SCHEMA}."{table.name}"'.encode())
    for table in TABLES:
        connection.execute(create(table, dialect).encode())
    connection.execute(_SEARCH.encode())
    waiting: list[Entry] = []
    for entry in entries:
        waiting.append(entry)
        if len(waiting) == _BATCH:
            _copy(connection, waiting, report)
            waiting.clear()
    _copy(connection, waiting, report)
    for table in TABLES:
        for index in indexes(table, dialect):
            connection.execute(index.encode())
    connection.execute(f"CREATE INDEX search_words ON {SCHEMA}.search USING gin (words)".encode())


def _copy(connection: psycopg.Connection[Any], entries: list[Entry], report: Report) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f'COPY {SCHEMA}."{table.name}" FROM STDIN'.encode()) as copy:
                for entry in entries:
                    for row in table.rows(entry):
                        copy.write_row([_plain(cell, entry, report) for cell in row])
                        report.count(table.name)
        columns = ", ".join(COLUMNS)
        with cursor.copy(f"COPY {SCHEMA}.search ({columns}) FROM STDIN".encode()) as copy:
            for entry in entries:
                for row in search_rows(entry):
                    copy.write_row([cell.replace("\0", "\ufffd") for cell in row])


def _plain(cell: Cell, entry: Entry, report: Report) -> Cell:
    """PostgreSQL keeps no NUL in text."""
    if isinstance(cell, str) and "\0" in cell:
        report.note("nul-replaced", entry.name)
        return cell.replace("\0", "\ufffd")
    return cell


EXPORTER = Exporter(
    "postgres",
    "database",
    {
        "en": "the tables in a PostgreSQL database, -o is its URL",
        "vi": "các bảng trong cơ sở dữ liệu PostgreSQL, -o là URL",
    },
    write,
    extra="postgres",
)
