"""Parquet: one file a table, typed columns, for pandas, DuckDB, Spark."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import needed, new_files
from ingest.export.tables import TABLES, Cell, Entry, Table

_BATCH = 5_000
_PAGES = 50  # a row of `pages` holds a page of text


class _File:
    """Rows of one table; every so many become a row group."""

    def __init__(self, arrow: Any, writer: Any, table: Table, schema: Any) -> None:
        self._arrow, self._writer, self._schema = arrow, writer, schema
        self.table = table
        self._limit = _PAGES if table.name == "pages" else _BATCH
        self._rows: list[tuple[Cell, ...]] = []

    def add(self, row: tuple[Cell, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) == self._limit:
            self.flush()

    def flush(self) -> None:
        if not self._rows:
            return
        columns = zip(*self._rows, strict=True)
        arrays = [
            self._arrow.array(cells, field.type)
            for cells, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is a folder: `documents.parquet`, `targets.parquet`, …"""
    arrow = needed("pyarrow", "pyarrow", "parquet")
    parquet = needed("pyarrow.parquet", "pyarrow", "parquet")
    report = Report()
    with ExitStack() as stack:
        folder: Path = stack.enter_context(new_files(target))
        files = []
        for table in TABLES:
            schema = _schema(arrow, table)
            path = str(folder / f"{table.name}.parquet")
            writer = stack.enter_context(parquet.ParquetWriter(path, schema, compression="zstd"))
            files.append(_File(arrow, writer, table, schema))
        for entry in entries:
            for file in files:
                for row in file.table.rows(entry):
                    file.add(row)
                    report.count(file.table.name)
        for file in files:
            file.flush()
    return report


def _schema(arrow: Any, table: Table) -> Any:
    """The column's description travels with it as metadata."""
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "real": arrow.float64(),
        "boolean": arrow.bool_(),
        "day": arrow.date32(),
    }
    return arrow.schema(
        [
            arrow.field(
                column.name,
                types[column.kind],
                nullable=column.name not in table.key,
                metadata={"description": column.doc},
            )
            for column in table.columns
        ]
    )


EXPORTER = Exporter(
    "parquet",
    "folder",
    {
        "en": "a folder of Parquet files, one a table",
        "vi": "thư mục gồm các tệp Parquet, mỗi bảng một tệp",
    },
    write,
    extra="parquet",
)
