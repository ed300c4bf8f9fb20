"""What tells, without reading a local file again, that it is still the one that was read.

Hashing is sure but reads every byte: an unchanged archive of scans would be read whole each time
that a run goes on. As git does with its index, size, times and inode stand for the content; the
time of the last change of status is among them, which programs cannot set back.
"""

from __future__ import annotations

import os
import stat
import time

from ingest.batch.places import is_remote
from ingest.batch.zipped import archive_of, is_member

_SETTLED = 2_000_000_000
"""Nanoseconds. FAT and some network disks keep times to two seconds: what was written to less
than that ago may be written to again and look the same."""


def seal_of(place: str) -> str | None:
    """The seal of an input, of a member that of its archive.

    None for what is remote, no regular file, or was touched just now: that must be hashed.
    """
    if is_remote(place):
        return None
    status = _status(archive_of(place)[0] if is_member(place) else place)
    if status is None:
        return None
    touched = max(status.st_mtime_ns, status.st_ctime_ns)
    return _written(status) if time.time_ns() - touched > _SETTLED else None


def record_seal(output: str, target: str) -> str | None:
    """The seal of a record. None where it is remote or missing."""
    status = None if is_remote(output) else _status(f"{output}/{target}")
    return None if status is None else _written(status)


def _status(path: str) -> os.stat_result | None:
    try:
        status = os.stat(path)  # noqa: PTH116 -- a Path for each of a million files costs as much
    except (OSError, ValueError):
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _written(status: os.stat_result) -> str:
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
