"""Which record each input becomes, decided before any work is done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from ingest.errors import NameClash


@dataclass(frozen=True, slots=True)
class Job:
    """`uri` stands in the record, `target` is where the record goes, relative to the output."""

    path: Path
    uri: str
    target: Path


def plan(inputs: Sequence[Path], output: Path, exclude: Sequence[str] = ()) -> list[Job]:
    """A job for each input file; folders are walked, links to folders are not followed.

    What lies inside the output folder is no input. A path that does not exist is a job all
    the same: it fails with its reason. Raises NameClash for two inputs with one target.
    """
    jobs: list[Job] = []
    for given in inputs:
        if given.is_dir():
            jobs += _walk(given, output, exclude)
        elif not _excluded(given.name, exclude):
            jobs.append(_job(given, given.name))
    _refuse_clashes(jobs)
    return jobs


def _walk(folder: Path, output: Path, exclude: Sequence[str]) -> Iterator[Job]:
    inside = output.resolve()
    for root, folders, names in os.walk(folder, followlinks=False):
        here = Path(root)
        folders[:] = sorted(
            f
            for f in folders
            if (here / f).resolve() != inside
            and not _excluded((here / f).relative_to(folder).as_posix(), exclude)
        )
        for name in sorted(names):
            relative = (here / name).relative_to(folder).as_posix()
            if not _excluded(relative, exclude):
                yield _job(here / name, relative)


def _excluded(relative: str, patterns: Iterable[str]) -> bool:
    name = relative.rsplit("/", 1)[-1]
    return any(fnmatch(relative, p) or fnmatch(name, p) for p in patterns)


def _job(path: Path, relative: str) -> Job:
    # A name that is no UTF-8 is written with its odd bytes escaped, so that JSON can hold it.
    uri = relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Job(path, uri, Path(f"{relative}.json"))


def _refuse_clashes(jobs: Sequence[Job]) -> None:
    seen: dict[str, Job] = {}
    for job in jobs:
        other = seen.setdefault(str(job.target), job)
        if other is not job:
            raise NameClash(f"{other.path} and {job.path} would both become {job.target}")
