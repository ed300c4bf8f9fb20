"""The folder that holds what a run knows of itself: ledger, manifest, report."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.batch.errors import Busy, DiskFull, NoLedger
from ingest.batch.ledger import Ledger
from ingest.batch.places import is_remote
from ingest.batch.write import FULL, sweep
from ingest.core.record_files import STATE
from ingest.errors import CannotWrite

_NAME = "ledger.sqlite"


def state_folder(output: str, given: Path | None = None) -> Path:
    """`given`, or `.plan-ingest` in the output. A remote output needs one given: SQLite is
    a file on this machine."""
    if given is not None:
        return given
    if is_remote(output):
        raise CannotWrite(f"{output}: --state DIR is needed, a folder on this machine")
    return Path(output) / STATE


@contextmanager
def opened(output: str, state: Path) -> Iterator[Ledger]:
    """The ledger, for writing, to the exclusion of other runs. Raises Busy, CannotWrite."""
    try:
        _make(state)
        if not is_remote(output):
            _make(Path(output) / STATE)
            sweep(Path(output) / STATE)
        lock = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        kind = DiskFull if error.errno in FULL else CannotWrite
        raise kind(f"{state}: {error.strerror or error}") from error
    try:
        _lock(lock, state)
        ledger = Ledger(state / _NAME)
        try:
            yield ledger
        finally:
            ledger.close()
    finally:
        os.close(lock)


@contextmanager
def looked_into(state: Path) -> Iterator[Ledger]:
    """The ledger, for reading, also while a run writes. Raises NoLedger."""
    path = state / _NAME
    if not path.is_file():
        raise NoLedger(str(path))
    ledger = Ledger(path, readonly=True)
    try:
        yield ledger
    finally:
        ledger.close()


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if folder.name == STATE and not ignore.exists():
        ignore.write_text("*\n", "utf-8")  # run details are no part of a published output


def _lock(handle: int, state: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on Windows; SQLite still keeps its own file whole
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Busy(str(state)) from error
