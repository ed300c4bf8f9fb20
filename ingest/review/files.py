"""Records on disk: reading them, and pairing those of two folders by path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ingest.assemble.load import NewerSchema, NotARecord, loads
from ingest.assemble.schema import problems
from ingest.core.record_files import record_files
from ingest.errors import InvalidRecord, Unreadable
from ingest.review.diff import diff
from ingest.review.difference import Difference
from ingest.review.pointer import Json

_HEAD = 4096


class NoRecord(InvalidRecord):
    """A file that was given as a record and is none: no JSON, other keys, or keys amiss."""

    outcome = "not-a-record"


EMPTY: Json = {"pages": [], "documents": [], "diagnostics": []}
"""What an absent file counts as: `git` shows an added record against /dev/null."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of the record `name`; a missing one is None."""

    name: str
    old: Path | None
    new: Path | None


@dataclass(frozen=True, slots=True)
class FileDiff:
    """`status`: `same`, `changed`, `added`, `removed`."""

    name: str
    status: str
    differences: tuple[Difference, ...]


def load(path: Path) -> Json:
    """The record of a file as JSON. Raises Unreadable or NoRecord."""
    return decode(read(path), path)


def sound(path: Path) -> Json:
    """The same for those who rely on every key: types and quotes are checked before.

    Raises Unreadable, NotARecord, or NewerSchema for a later major version.
    """
    data = read(path)
    try:
        loads(data)
    except (NotARecord, NewerSchema) as error:
        raise type(error)(f"{path}: {error.what}") from error
    return decode(data, path)


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from error


def decode(data: bytes, path: Path) -> Json:
    """The record in these bytes; `path` is for the message."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NoRecord(f"{path}: not JSON: {str(error)[:200]}") from error
    if not is_record(value):
        raise NoRecord(f"{path}: no pages and documents in it")
    assert isinstance(value, dict)
    return value


def is_record(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("documents"), list)
        and isinstance(value.get("pages"), list)
    )


def records(folder: Path) -> Iterator[Path]:
    """All `*.json` files under a folder that look like records, sorted by path."""
    for path in record_files(folder):
        if _looks_like(_head(path)):
            yield path


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from error


def _looks_like(data: bytes) -> bool:
    """Cheaply: other JSON files of a run (manifests) do not begin so."""
    return b'"schema_version"' in data[:_HEAD]


def pairs(old: Path, new: Path) -> Iterator[Pair]:
    """One pair for two files; for two folders one a path found in either."""
    if not old.is_dir() and not new.is_dir():
        yield Pair(new.name if new.name != "null" else old.name, old, new)
        return
    for path in (old, new):
        if not path.exists():
            raise Unreadable(f"{path}: No such file or directory")
        if not path.is_dir():
            raise Unreadable(f"{old}, {new}: two records, or two folders, are needed")
    before = {p.relative_to(old).as_posix(): p for p in record_files(old)}
    after = {p.relative_to(new).as_posix(): p for p in record_files(new)}
    for name in sorted({*before, *after}):
        pair = Pair(name, before.get(name), after.get(name))
        one = pair.old or pair.new
        if (pair.old and pair.new) or (one and _looks_like(_head(one))):
            yield pair


def compare(pair: Pair) -> FileDiff:
    """The differences of one pair. Files of the same bytes are not parsed."""
    if pair.old is None or pair.new is None:
        return FileDiff(pair.name, "added" if pair.old is None else "removed", ())
    before, after = read(pair.old), read(pair.new)
    beside = before and after and not _looks_like(before) and not _looks_like(after)
    if before == after or (beside and not _meant(before) and not _meant(after)):
        return FileDiff(pair.name, "same", ())
    old = decode(before, pair.old) if before else EMPTY
    new = decode(after, pair.new) if after else EMPTY
    found = _sound(old, new, pair)
    return FileDiff(pair.name, "changed" if found else "same", found)


def _meant(data: bytes) -> bool:
    """Whether a file that does not begin like a record may be one all the same."""
    return b'"documents"' in data


def _sound(old: Json, new: Json, pair: Pair) -> tuple[Difference, ...]:
    """A record that breaks the schema is named as such, not met with a traceback."""
    try:
        return diff(old, new)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        for data, path in ((old, pair.old), (new, pair.new)):
            wrong = problems(data) if data is not EMPTY else []
            if wrong:
                raise NoRecord(f"{path}: {wrong[0]}") from error
        raise
