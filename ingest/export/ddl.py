"""The tables as SQL: one schema, two dialects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.export.tables import TABLES, Kind, Table

_INDEXED = ("section", "number", "issuer", "name", "date_last", "period_last", "item")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Type names of a database; `prefix` stands before table names."""

    types: dict[Kind, str]
    prefix: str = ""


SQLITE = Dialect(
    {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "BOOLEAN", "day": "DATE"}
)


def postgres(schema: str) -> Dialect:
    return Dialect(
        {
            "text": "text",
            "integer": "bigint",
            "real": "double precision",
            "boolean": "boolean",
            "day": "date",
        },
        f"{schema}.",
    )


def create(table: Table, dialect: Dialect) -> str:
    """`CREATE TABLE` with primary key and, where the rows belong to another table, its key."""
    lines = [
        f'"{column.name}" {dialect.types[column.kind]}'
        + (" NOT NULL" if column.name in table.key else "")
        for column in table.columns
    ]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    owner = next((t for t in TABLES if t.name == table.within), None)
    if owner is not None:
        here = table.key[: len(owner.key)]
        lines.append(
            f'FOREIGN KEY ({_names(here)}) REFERENCES {dialect.prefix}"{owner.name}" '
            f"({_names(owner.key)})"
        )
    return f'CREATE TABLE {dialect.prefix}"{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def indexes(table: Table, dialect: Dialect) -> Iterator[str]:
    """Indexes over what people look for, made after the rows are in."""
    for column in table.columns:
        if column.name in _INDEXED:
            yield (
                f'CREATE INDEX "{table.name}_{column.name}" '
                f'ON {dialect.prefix}"{table.name}" ("{column.name}")'
            )


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
