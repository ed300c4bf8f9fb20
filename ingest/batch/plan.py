"""Which record each input becomes, decided before any work is done."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ingest.batch.places import STATE, is_remote, walk_remote

_LONGEST = 255
_KEPT = 200
_INWARD = {"..": "%2E%2E", ".": "%2E", "": "%"}


@dataclass(frozen=True, slots=True)
class Job:
    """`place` is where the input lies, `uri` stands in the record, `target` is where the
    record goes, relative to the output."""

    place: str
    uri: str
    target: str


def plan(
    inputs: Sequence[str | Path],
    output: str | Path,
    exclude: Sequence[str] = (),
    only: Sequence[str] = (),
) -> Iterator[Job]:
    """A job for each input file; folders are walked, links to folders are not followed.

    What lies inside the output folder is no input. A path that does not exist, or a folder
    that cannot be listed, is a job all the same: it fails with its reason. `exclude` and
    `only` are shell patterns for names or for paths relative to the folder given.
    """
    for place, relative in _found([str(i) for i in inputs], str(output), exclude):
        if not _matches(relative, exclude) and (not only or _matches(relative, only)):
            yield _job(place, relative)


def _found(inputs: Sequence[str], output: str, exclude: Sequence[str]) -> Iterator[tuple[str, str]]:
    for given in inputs:
        if is_remote(given):
            yield from walk_remote(given)
        elif Path(given).is_dir():
            yield from _walk(Path(given), output, exclude)
        else:
            yield given, Path(given).name or given


def _walk(folder: Path, output: str, exclude: Sequence[str]) -> Iterator[tuple[str, str]]:
    inside = None if is_remote(output) else Path(output).resolve()
    troubles: list[OSError] = []
    for root, folders, names in os.walk(folder, followlinks=False, onerror=troubles.append):
        here = Path(root)
        while troubles:  # a folder that has vanished or is locked must be accounted for
            yield _trouble(folder, troubles.pop())
        folders[:] = sorted(
            f
            for f in folders
            if f != STATE
            and (inside is None or (here / f).resolve() != inside)
            and not _matches((here / f).relative_to(folder).as_posix(), exclude)
        )
        for name in sorted(names):
            yield str(here / name), (here / name).relative_to(folder).as_posix()
    while troubles:
        yield _trouble(folder, troubles.pop())


def _trouble(folder: Path, error: OSError) -> tuple[str, str]:
    place = Path(os.fsdecode(error.filename or folder))
    inner = place.relative_to(folder).as_posix() if place.is_relative_to(folder) else ""
    return str(place), inner if inner not in ("", ".") else folder.name or "."


def _matches(relative: str, patterns: Iterable[str]) -> bool:
    name = relative.rsplit("/", 1)[-1]
    return any(fnmatchcase(relative, p) or fnmatchcase(name, p) for p in patterns)


def _job(place: str, relative: str) -> Job:
    # A name that is no UTF-8 is written with its odd bytes escaped, so that JSON can hold it.
    uri = relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Job(place, uri, _target(uri))


def _target(uri: str) -> str:
    """`a/b.pdf` gives `a/b.pdf.json`; a name too long for a disk ends in a digest of itself."""
    # Keys of an object store may hold `..`: no record leaves the output.
    safe = "/".join(_INWARD.get(part, part) for part in uri.split("/"))
    folder, slash, name = safe.rpartition("/")
    if len(f"{name}.json".encode()) > _LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        name = name.encode()[:_KEPT].decode("utf-8", "ignore") + f"~{digest}"
    return f"{folder}{slash}{name}.json"
