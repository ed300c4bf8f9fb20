"""Rows of a report's tables: of fifty thousand files there are too many for memory."""

from __future__ import annotations

import pickle
import sqlite3
import weakref
from collections.abc import Iterator
from typing import Generic, TypeVar

Row = TypeVar("Row")

_LAST = "\uffff"


class Rows(Generic[Row]):
    """Kept in a database without a name, which SQLite puts on disk where it grows and takes
    away with the process."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._db.close)
        self._db.execute("CREATE TABLE r (at INTEGER PRIMARY KEY, key TEXT, row BLOB)")
        self._db.execute("CREATE INDEX by_key ON r (key, at)")
        self._db.execute("BEGIN")

    def add(self, row: Row, key: str = "") -> None:
        """`key` is what `pages` may sort by; rows without one come last."""
        self._db.execute(
            "INSERT INTO r (key, row) VALUES (?, ?)", (key or _LAST, pickle.dumps(row))
        )

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM r").fetchone()[0])

    def counts(self) -> list[tuple[str, int]]:
        """How many rows have each key, in its order; those without one last, under ''."""
        found = self._db.execute("SELECT key, count(*) FROM r GROUP BY key ORDER BY key")
        return [("" if key == _LAST else key, count) for key, count in found]

    def pages(self, size: int, by_key: bool = False) -> Iterator[list[Row]]:
        """`size` rows at a time, as added or by key. One empty page where there is no row."""
        order = "key, at" if by_key else "at"
        found = self._db.execute(f"SELECT row FROM r ORDER BY {order}")
        page = found.fetchmany(size)
        while True:
            yield [pickle.loads(row) for (row,) in page]
            page = found.fetchmany(size)
            if not page:
                return
