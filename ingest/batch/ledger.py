"""The ledger: a row for each input, in SQLite beside the records.

Write-ahead logging: a killed run loses nothing that was committed, `status` reads while a run
writes. A row has a code only after its record was written and synced.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.batch.errors import DiskFull
from ingest.batch.ledger_rows import COLUMNS, FACTS, Row, row_of, values_of
from ingest.batch.outcome import PENDING, WELL, Outcome
from ingest.batch.plan import Job, record_like
from ingest.batch.zipped import shown
from ingest.errors import CannotWrite, NameClash

_TABLES = """
CREATE TABLE IF NOT EXISTS input (
  target TEXT PRIMARY KEY, place BLOB NOT NULL, uri TEXT NOT NULL,
  run INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  fingerprint TEXT, bounds TEXT, code TEXT NOT NULL DEFAULT 'pending', why TEXT,
  size INTEGER, sha256 TEXT, token TEXT, seal TEXT,
  record_sha256 TEXT, record_bytes INTEGER, record_seal TEXT,
  pages INTEGER, details TEXT, attempts INTEGER NOT NULL DEFAULT 0, seconds REAL, peak INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_run ON input (run, ordinal);
CREATE INDEX IF NOT EXISTS by_size ON input (size, sha256);
CREATE TABLE IF NOT EXISTS run (
  id INTEGER PRIMARY KEY, started REAL NOT NULL, ended REAL, settings TEXT NOT NULL
);
"""
_PLAN = """
INSERT INTO input (target, place, uri, run, ordinal) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (target) DO UPDATE SET place = excluded.place, uri = excluded.uri,
  run = excluded.run, ordinal = excluded.ordinal WHERE run <> excluded.run
"""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class RunRow:
    """`started` and `ended` in seconds since 1970; `ended` is None where it was cut short."""

    id: int
    started: float
    ended: float | None
    settings: str


class Ledger:
    """One writer at a time (see `ingest.batch.state`), any number of readers."""

    def __init__(self, path: Path, readonly: bool = False) -> None:
        mode = "ro" if readonly else "rwc"
        try:
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                isolation_level=None,
                timeout=30,
            )
            if not readonly:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.executescript(_TABLES)
                self._complete()
        except sqlite3.Error as error:
            raise CannotWrite(f"{path}: {error}") from error

    def _complete(self) -> None:
        """A ledger of an earlier version gets the columns that have come since."""
        known = {row[1] for row in self._db.execute("PRAGMA table_info(input)")}
        for column in COLUMNS:
            if column not in known:
                self._db.execute(f"ALTER TABLE input ADD COLUMN {column} TEXT")

    def close(self) -> None:
        self._db.close()

    def begin(self, started: float, settings: str) -> int:
        """A new run; its number."""
        self._write("INSERT INTO run (started, settings) VALUES (?, ?)", (started, settings))
        return self.last_run().id

    def end(self, run: int, ended: float) -> None:
        self._write("UPDATE run SET ended = ? WHERE id = ?", (ended, run))

    def last_run(self) -> RunRow:
        row = self._db.execute("SELECT * FROM run ORDER BY id DESC LIMIT 1").fetchone()
        return RunRow(*row) if row else RunRow(0, 0.0, None, "{}")

    def plan(self, run: int, jobs: Iterable[Job]) -> int:
        """Enters the inputs of a run, all or none; their number. Raises NameClash."""
        count = 0
        folders: set[str] = set()
        self._write("BEGIN IMMEDIATE")
        try:
            for count, job in enumerate(jobs, start=1):
                row = (job.target, os.fsencode(job.place), job.uri, run, count)
                if not self._write(_PLAN, row):
                    raise NameClash(
                        f"{self._place(job.target)} and {shown(job.place)}: {job.target}"
                    )
                folders.update(record_like(job.target))
            for folder in sorted(folders):
                if self.row(folder):  # `a` and `a.json/b`: a file and a folder of one name
                    raise NameClash(f"{self._place(folder)} and files in {folder}")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._write("COMMIT")
        return count

    def start(self, job: Job) -> None:
        """The job is given to a worker. Its old result counts no longer."""
        sql = f"UPDATE input SET code = '{PENDING}', attempts = attempts + 1 WHERE target = ?"
        self._write(sql, (job.target,))

    def finish(self, outcome: Outcome, fingerprint: str, bounds: str) -> None:
        values = values_of(outcome, fingerprint, bounds)
        sets = ", ".join(f"{key} = ?" for key in values)
        sql = f"UPDATE input SET {sets} WHERE target = ?"
        self._write(sql, (*values.values(), outcome.job.target))

    def row(self, target: str) -> Row | None:
        return next(self._rows("WHERE target = ?", (target,)), None)

    def planned(self, run: int) -> Iterator[Row]:
        """All inputs of a run in order, read in pieces: rows may be written meanwhile."""
        last = 0
        where = f"WHERE run = ? AND ordinal > ? ORDER BY ordinal LIMIT {_CHUNK}"
        while rows := list(self._rows(where, (run, last))):
            yield from rows
            last = rows[-1].ordinal

    def failures(self, run: int, most: int) -> list[Row]:
        where = f"WHERE run = ? AND code NOT IN {(*WELL, PENDING)} ORDER BY ordinal LIMIT ?"
        return list(self._rows(where, (run, most)))

    def slowest(self, run: int, most: int) -> list[Row]:
        where = "WHERE run = ? AND seconds IS NOT NULL ORDER BY seconds DESC, target LIMIT ?"
        return list(self._rows(where, (run, most)))

    def left(self, run: int) -> Iterator[str]:
        """Targets of records that earlier runs made, of inputs that were not among this one's."""
        sql = "SELECT target FROM input WHERE run <> ? AND code = 'ok' ORDER BY target"
        return (str(row[0]) for row in self._db.execute(sql, (run,)))

    def has_size(self, size: int) -> bool:
        found = self._db.execute("SELECT 1 FROM input WHERE size = ? LIMIT 1", (size,))
        return found.fetchone() is not None

    def twins(self, sha256: str, size: int, fingerprint: str) -> list[Row]:
        """Inputs of the same content that have a record."""
        where = "WHERE size = ? AND sha256 = ? AND fingerprint = ? AND code = 'ok' LIMIT 4"
        return list(self._rows(where, (size, sha256, fingerprint)))

    def counts(self, run: int) -> dict[str, int]:
        """Inputs of a run by outcome code, `pending` among them."""
        sql = "SELECT code, count(*) FROM input WHERE run = ? GROUP BY code ORDER BY code"
        return dict(self._db.execute(sql, (run,)).fetchall())

    def pace(self, run: int) -> tuple[float, int]:
        """Seconds of work and files with a known time, for an estimate of the rest."""
        sql = "SELECT total(seconds), count(seconds) FROM input WHERE run = ?"
        seconds, files = self._db.execute(sql, (run,)).fetchone()
        return float(seconds), int(files)

    def facts(self) -> Iterator[str]:
        """What may not differ between a run that was killed and one that was not: a line a row."""
        sql = f"SELECT {', '.join(FACTS)} FROM input ORDER BY target"
        for row in self._db.execute(sql):
            yield repr(row)

    def _place(self, target: str) -> str:
        row = self.row(target)
        return shown(row.job.place) if row else target

    def _rows(self, where: str, values: tuple[object, ...]) -> Iterator[Row]:
        for row in self._db.execute(f"SELECT {', '.join(COLUMNS)} FROM input {where}", values):
            yield row_of(row)

    def _write(self, sql: str, values: tuple[object, ...] = ()) -> int:
        try:
            return self._db.execute(sql, values).rowcount
        except sqlite3.OperationalError as error:
            kind = DiskFull if "full" in str(error) else CannotWrite
            raise kind(f"ledger: {error}") from error
