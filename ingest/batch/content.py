"""Which bytes an input holds, so that what has been done is known by content, not by name."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from ingest.batch.outcome import Content
from ingest.batch.places import is_remote, token
from ingest.errors import Unreadable

_CHUNK = 1 << 20


def content_of(place: str, most: int) -> Content | None:
    """Size and SHA-256 of a regular file of up to `most` bytes; of a larger one the size.

    A remote file is not fetched: size and ETag stand for it. None where nothing can be read.
    """
    if is_remote(place):
        try:
            size, mark = token(place)
        except Unreadable:
            return None
        return Content(size, token=mark)
    return _local(Path(place), most)


def _local(path: Path, most: int) -> Content | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        if status.st_size > most:
            return Content(status.st_size)
        digest = hashlib.sha256()
        size = 0
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size > most:  # it grows while we read
                    return Content(size)
    except (OSError, ValueError):
        return None
    return Content(size, digest.hexdigest())


def size_of(place: str) -> int | None:
    """Bytes of a regular local file; None for anything else."""
    try:
        status = Path(place).stat()
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
