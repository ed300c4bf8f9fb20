"""Takes the bytes of a regular file, and of nothing else: a pipe would hang, a folder fail."""

from __future__ import annotations

import stat
from pathlib import Path

from ingest.errors import Empty, TooLarge, Unreadable
from ingest.read.limits import Limits

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def load(path: Path, limits: Limits) -> bytes:
    """All bytes of `path`. Raises Unreadable, Empty, TooLarge."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = next((name for test, name in _KINDS if test(status.st_mode)), "no regular file")
            raise Unreadable(kind)
        if status.st_size > limits.max_bytes:
            raise TooLarge(f"{status.st_size} bytes; the limit is {limits.max_bytes}")
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise Unreadable(getattr(error, "strerror", None) or str(error)) from error
    if not data:
        raise Empty("the file holds no bytes")
    if len(data) > limits.max_bytes:
        raise TooLarge(f"more than {limits.max_bytes} bytes")
    return data
