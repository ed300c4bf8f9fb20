"""Which record each input becomes, decided before any work is done."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ingest.batch.places import is_remote, walk_remote
from ingest.batch.zipped import MARK, holds_inputs, members
from ingest.core.record_files import STATE
from ingest.errors import IngestError
from ingest.read.limits import DEFAULT_LIMITS

_LONGEST = 255
_KEPT = 200
_BESIDE = ".corrections.jsonl"
"""The longest ending of what comes to lie beside a record."""
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
    most: int = DEFAULT_LIMITS.max_bytes,
) -> Iterator[Job]:
    """A job for each input file; folders are walked, links to folders are not followed.

    A ZIP archive is a folder as well: a job for itself, then one for each of its members, of
    `most` bytes. What lies inside the output folder is no input. A path that does not exist,
    or a folder that cannot be listed, is a job all the same: it fails with its reason.
    `exclude` and `only` are shell patterns for names or for paths relative to the folder given.
    """
    for place, relative in _found([str(i) for i in inputs], str(output), exclude):
        if _matches(relative, exclude):
            continue
        if not only or _matches(relative, only):
            yield _job(place, relative)
        if holds_inputs(place):
            for job in _inside(place, relative, most):
                inner = job.uri[len(relative) + len(MARK) :]
                if not _pruned(inner, exclude) and (not only or _matches(job.uri, only)):
                    yield job


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
    base = str(folder)
    front = {".": "", "/": "/"}.get(base, f"{base}/")
    for root, folders, names in os.walk(folder, followlinks=False, onerror=troubles.append):
        while troubles:  # a folder that has vanished or is locked must be accounted for
            yield _trouble(folder, troubles.pop())
        here = root[len(base) :].strip("/")
        here = f"{here}/" if here else ""
        folders[:] = sorted(
            f
            for f in folders
            if f != STATE
            and (inside is None or Path(root, f).resolve() != inside)
            and not _matches(here + f, exclude)
        )
        for name in sorted(names):
            yield front + here + name, here + name
    while troubles:
        yield _trouble(folder, troubles.pop())


def _inside(place: str, relative: str, most: int) -> Iterator[Job]:
    """The members of an archive, each with a record of its own: of two with one name, the
    second is numbered (`a~2.txt`). An archive that cannot be listed has none: it tells why."""
    try:
        found = members(place, most)
    except IngestError:
        return
    taken: set[str] = set()
    folders: set[str] = set()
    numbers: dict[str, int] = {}
    for member in found:
        job = _job(member.place, f"{relative}{MARK}{member.name}")
        while True:
            leaf = job.target in taken or job.target in folders
            if not leaf and taken.isdisjoint(record_like(job.target)):
                break
            number = numbers[member.name] = numbers.get(member.name, 1) + 1
            job = _job(member.place, f"{relative}{MARK}{_numbered(member.name, number, leaf)}")
        taken.add(job.target)
        folders.update(record_like(job.target))
        yield job


def _numbered(name: str, number: int, leaf: bool) -> str:
    if not leaf:  # `a` and `a.json/b`: the record of one would be the folder of the other
        return f"~{number}/{name}"
    folder, slash, last = name.rpartition("/")
    stem, _, suffix = last.rpartition(".")
    return f"{folder}{slash}" + (f"{stem}~{number}.{suffix}" if stem else f"{last}~{number}")


def record_like(target: str) -> Iterator[str]:
    """Folders above a record that themselves are named like a record."""
    parts = target.split("/")[:-1]
    for depth, part in enumerate(parts, start=1):
        if part.endswith(".json"):
            yield "/".join(parts[:depth])


def _trouble(folder: Path, error: OSError) -> tuple[str, str]:
    place = Path(os.fsdecode(error.filename or folder))
    inner = place.relative_to(folder).as_posix() if place.is_relative_to(folder) else ""
    return str(place), inner if inner not in ("", ".") else folder.name or "."


def _pruned(inner: str, patterns: Sequence[str]) -> bool:
    """True where a member, or a folder above it in its archive, is left out."""
    parts = inner.split("/") if patterns else []
    return any(_matches("/".join(parts[:depth]), patterns) for depth in range(1, len(parts) + 1))


def _matches(relative: str, patterns: Sequence[str]) -> bool:
    if not patterns:
        return False
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
    if len(f"{name}{_BESIDE}".encode()) > _LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        name = name.encode()[:_KEPT].decode("utf-8", "ignore") + f"~{digest}"
    return f"{folder}{slash}{name}.json"
