"""Records on disk: whole or not at all, and durable before they count."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ingest.batch.errors import DiskFull
from ingest.batch.places import get, is_remote, join, put, remove
from ingest.core.record_files import PART, STATE
from ingest.errors import CannotWrite, Unreadable

FULL = (errno.ENOSPC, errno.EDQUOT)
_ONE_FILE = (
    errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ,
    errno.ELOOP, errno.EFBIG,
)  # fmt: skip


def write_atomic(path: Path, text: str, parts: Path | None = None) -> None:
    """Temporary file, fsync, rename, fsync of the folder: a reader never sees half a record,
    and a loss of power after the return does not lose it. Raises CannotWrite, DiskFull.

    `parts` is a folder for the half-written file, by default that of `path`.
    """
    with atomically(path, parts) as file:
        file.write(text.encode("utf-8"))


@contextmanager
def atomically(path: Path, parts: Path | None = None) -> Iterator[IO[bytes]]:
    """As `write_atomic`, for what is written in pieces."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=_parts(path.parent, parts), prefix=PART)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        kind = DiskFull if error.errno in FULL else CannotWrite
        raise kind(f"{path}: {error.strerror or error}") from error


def write_record(output: str, target: str, text: str) -> tuple[str, int]:
    """SHA-256 and number of the bytes written."""
    data = text.encode("utf-8")
    if is_remote(output):
        put(join(output, target), data)
    else:
        write_atomic(Path(output) / target, text, Path(output) / STATE)
    return hashlib.sha256(data).hexdigest(), len(data)


def read_record(output: str, target: str) -> bytes | None:
    """The record as it lies there; None where there is none."""
    try:
        if is_remote(output):
            return get(join(output, target))
        handle = os.open(f"{output}/{target}", os.O_RDONLY | os.O_CLOEXEC)
        with os.fdopen(handle, "rb", buffering=0) as file:
            return file.readall()
    except (OSError, Unreadable):
        return None


def withdraw(output: str, target: str) -> None:
    """An older record of an input that fails now would pass for its outcome: it goes."""
    if is_remote(output):
        remove(join(output, target))
        return
    try:
        (Path(output) / target).unlink(missing_ok=True)
    except OSError as error:
        if error.errno not in _ONE_FILE:
            raise CannotWrite(f"{target}: {error.strerror}") from error


def concerns_all(error: CannotWrite) -> bool:
    """False where another record may well be written: only this one's name is at fault."""
    cause = error.__cause__
    return not (isinstance(cause, OSError) and cause.errno in _ONE_FILE)


def sweep(state: Path) -> None:
    """Takes away the half-written files that a killed run has left."""
    for part in state.glob(f"{PART}*"):
        part.unlink(missing_ok=True)


def _parts(folder: Path, parts: Path | None) -> Path:
    """`parts` where it can be renamed from into `folder`: it exists, on the same device."""
    if parts is None or not parts.is_dir() or parts.stat().st_dev != folder.stat().st_dev:
        return folder
    return parts


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
