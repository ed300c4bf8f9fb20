"""Which bytes an input holds, so that what has been done is known by content, not by name."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path

from ingest.batch.outcome import Content
from ingest.batch.places import is_remote, token
from ingest.batch.seal import seal_of
from ingest.batch.zipped import archive_of, is_member, told_of, unpacked
from ingest.errors import IngestError, Unreadable

_CHUNK = 1 << 20


def content_of(place: str, most: int) -> Content | None:
    """Size and SHA-256 of a regular file of up to `most` bytes; of a larger one the size.

    A remote file is not fetched: size and ETag stand for it. None where nothing can be read.
    """
    seal = seal_of(place)  # before the bytes: what is written meanwhile breaks it
    try:
        found = _read(place, most)
    except (OSError, ValueError, IngestError):
        return None
    return found if found is None or seal is None else replace(found, seal=seal)


def _read(place: str, most: int) -> Content | None:
    if is_member(place):
        return _packed(place, most)
    if is_remote(place):
        size, mark = token(place)
        return Content(size, token=mark)
    return _local(Path(place), most)


def mark_of(place: str) -> str | None:
    """What changes when somebody writes to the input, without reading it; None if absent."""
    try:
        if is_remote(place):
            content = content_of(place, 0)
            return content.token if content else None
        status = Path(archive_of(place)[0] if is_member(place) else place).stat()
    except (OSError, ValueError):
        return None
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns}"


def _packed(place: str, most: int) -> Content:
    """Where a member may not be unpacked, what its archive says of it stands for it."""
    told, checksum = told_of(place)
    archive, _ = archive_of(place)
    if is_remote(archive):
        return Content(told, token=f"{token(archive)[1]} {checksum}")
    digest = hashlib.sha256()
    size = 0
    try:
        for piece in unpacked(place, most):
            digest.update(piece)
            size += len(piece)
    except Unreadable:
        raise
    except IngestError:
        return Content(told, token=checksum)
    return Content(size, digest.hexdigest())


def _local(path: Path, most: int) -> Content | None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        return None
    if status.st_size > most:
        return Content(status.st_size)
    digest = hashlib.sha256()
    size, piece = 0, min(_CHUNK, status.st_size + 1)
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(piece):
            digest.update(chunk)
            size += len(chunk)
            if size > most:  # it grows while we read
                return Content(size)
    return Content(size, digest.hexdigest())


def size_of(place: str) -> int | None:
    """Bytes of a regular local file or of a member of one; None for anything else."""
    try:
        if is_member(place):
            return told_of(place)[0]
        status = Path(place).stat()
    except (OSError, ValueError, IngestError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
