"""Where inputs and records lie: on disk, or behind a URL (`s3://bucket/folder`) by fsspec.

Credentials come from the environment only, as the store's own library reads them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from ingest.batch.errors import ExtraMissing
from ingest.core.record_files import STATE
from ingest.errors import CannotWrite, TooLarge, Unreadable

_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://")
_CHUNK = 1 << 20
_OWN_FILES = Path("/proc/self/fd")


def is_remote(place: str) -> bool:
    return _URL.match(place) is not None


def join(output: str, target: str) -> str:
    return f"{output.rstrip('/')}/{target}"


def walk_remote(url: str) -> Iterator[tuple[str, str]]:
    """URL and path relative to `url` of each file; of `url` itself where it is a file."""
    store, root = _store(url)
    try:
        if not store.isdir(root):
            yield url, root.rsplit("/", 1)[-1]
            return
        for folder, folders, names in store.walk(root, detail=False):
            folders[:] = sorted(f for f in folders if f.rsplit("/", 1)[-1] != STATE)
            for name in sorted(names):
                path = f"{folder.rstrip('/')}/{name}"
                yield store.unstrip_protocol(path), path[len(root.rstrip("/")) + 1 :]
    except Exception as error:  # each store has errors of its own
        raise Unreadable(f"{url}: {_said(error)}") from error


def token(url: str) -> tuple[int, str]:
    """Size, and what changes when the content changes (an ETag), of a remote file."""
    store, path = _store(url)
    try:
        return int(store.info(path)["size"] or 0), str(store.ukey(path))
    except Exception as error:
        raise Unreadable(_said(error)) from error


@contextmanager
def at_hand(place: str, most: int) -> Iterator[Path]:
    """The file as a local path; a remote one is fetched for the time of the block.

    Raises Unreadable, TooLarge (more than `most` bytes).
    """
    if not is_remote(place):
        _refuse_locked(Path(place))
        yield Path(place)
        return
    with TemporaryDirectory(prefix="plan-ingest-") as folder:
        local = Path(folder) / "input"
        _fetch(place, local, most)
        yield local


def _refuse_locked(place: Path) -> None:
    """A folder is an input only where it could not be listed: that, not its kind, is the reason."""
    try:
        if place.is_dir():
            os.scandir(place).close()
    except OSError as error:
        raise Unreadable(f"a folder that cannot be listed: {error.strerror}") from error


@contextmanager
def in_memory(data: bytes) -> Iterator[Path]:
    """A path to `data`: in memory where the system can, so that no kill leaves it behind."""
    if hasattr(os, "memfd_create") and _OWN_FILES.is_dir():
        with os.fdopen(os.memfd_create("input"), "wb") as file:
            file.write(data)
            file.flush()
            yield _OWN_FILES / str(file.fileno())
        return
    with TemporaryDirectory(prefix="plan-ingest-") as folder:
        local = Path(folder) / "input"
        local.write_bytes(data)
        yield local


def _fetch(url: str, local: Path, most: int) -> None:
    store, path = _store(url)
    size = 0
    try:
        with store.open(path, "rb") as source, local.open("wb") as copy:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise TooLarge(f"more than {most} bytes")
                copy.write(chunk)
    except TooLarge:
        raise
    except Exception as error:
        raise Unreadable(_said(error)) from error


def reader(url: str) -> IO[bytes]:
    """A remote file to seek in: of an archive only what is needed is fetched."""
    store, path = _store(url)
    try:
        return cast(IO[bytes], store.open(path, "rb"))
    except Exception as error:
        raise Unreadable(_said(error)) from error


def put(url: str, data: bytes) -> None:
    """Write a remote file, whole or not at all. Raises CannotWrite."""
    store, path = _store(url)
    try:
        store.pipe_file(path, data)
    except Exception as error:
        raise CannotWrite(f"{url}: {_said(error)}") from error


def get(url: str) -> bytes:
    """Raises Unreadable."""
    store, path = _store(url)
    try:
        data = store.cat_file(path)
    except Exception as error:
        raise Unreadable(_said(error)) from error
    assert isinstance(data, bytes)
    return data


def remove(url: str) -> None:
    store, path = _store(url)
    try:
        if store.exists(path):
            store.rm_file(path)
    except Exception as error:
        raise CannotWrite(f"{url}: {_said(error)}") from error


def _store(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ExtraMissing("python3 -m pip install 'plan-ingest[s3]'") from error
    try:
        store, path = url_to_fs(url, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise ExtraMissing(f"{url.split('://')[0]}: {error}") from error
    return store, str(path)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
