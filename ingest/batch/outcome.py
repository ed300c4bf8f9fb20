"""What became of an input. Plain data that travels between processes and machines."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.batch.plan import Job
from ingest.read.limits import DEFAULT_LIMITS, Limits

PENDING = "pending"
UNPACKED = "unpacked"
WELL = ("ok", UNPACKED)
"""Outcomes that are no failure: a record, or an archive whose members are inputs themselves."""

BINS = 10

ALWAYS_RETRIED = frozenset(
    (
        "unreadable", "changed", "missing-tool", "cannot-write", "disk-full", "killed",
        "version-differs",
    )
)  # fmt: skip
"""Failures whose cause lies outside the file: each run tries these again."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost before its worker is ended.

    `seconds` wall time; `stalled_seconds` wall time in which nothing of the worker uses the
    processor; `memory` bytes a process; a worker that holds more than `recycle` bytes after
    a file is replaced by a fresh one.
    """

    seconds: float = 7200.0
    stalled_seconds: float = 600.0
    memory: int = 4 << 30
    recycle: int = 1 << 30


DEFAULT_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Task:
    """One job with all that a worker needs, on this machine or another.

    A `fingerprint` is what the worker's own must equal; empty: any will do.
    `module` is where the worker finds the function `work(task)`; tests put hostile ones there.
    """

    job: Job
    output: str
    limits: Limits = DEFAULT_LIMITS
    bounds: Bounds = DEFAULT_BOUNDS
    fingerprint: str = ""
    module: str = "ingest.batch.work"


@dataclass(frozen=True, slots=True)
class Brief:
    """What a summary says of one document."""

    type: str
    number: str
    date: str
    counts: tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """Which bytes: their number and SHA-256, or for a remote file what its store says of them.

    `seal`: see `ingest.batch.seal`; it says nothing of what the bytes are.
    """

    size: int
    sha256: str | None = None
    token: str | None = None
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input. `code` is one of `docs/outcomes.md`, `ok` where there is a record.

    `diagnostics` counts errors, warnings, infos; `kinds` counts codes of diagnostics;
    `confidence` counts values by tenths of confidence. `fatal` failures end the run: the
    next file would meet the same. `seconds`, `peak` (bytes) and seals differ from run to run.
    """

    job: Job
    code: str
    why: str = ""
    content: Content | None = None
    record_sha256: str | None = None
    record_bytes: int = 0
    record_seal: str | None = None
    pages: int = 0
    documents: tuple[Brief, ...] = ()
    diagnostics: tuple[int, int, int] = (0, 0, 0)
    kinds: tuple[tuple[str, int], ...] = ()
    confidence: tuple[int, ...] = (0,) * BINS
    fatal: bool = False
    seconds: float = 0.0
    peak: int = 0

    @property
    def ok(self) -> bool:
        """True where there is a record."""
        return self.code == "ok"

    @property
    def failed(self) -> bool:
        return self.code not in (*WELL, PENDING)
