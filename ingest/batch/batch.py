"""A run from beginning to end: plan, work, and what is delivered with the records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from ingest.batch.errors import DiskFull
from ingest.batch.executors import dask, local
from ingest.batch.fingerprint import versions
from ingest.batch.guard import guarded
from ingest.batch.ledger import Ledger
from ingest.batch.manifest import write_manifest
from ingest.batch.outcome import Outcome
from ingest.batch.places import is_remote
from ingest.batch.plan import plan
from ingest.batch.report import Sums, write_report
from ingest.batch.run import Settings, Stop, Watcher, run
from ingest.batch.state import looked_into, opened

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Batch:
    """Which inputs, where to, and who does the work: `workers` processes here, or the cluster
    of a Dask `scheduler`. With 0 workers it is done in this process, without bounds."""

    inputs: tuple[str, ...]
    exclude: tuple[str, ...]
    only: tuple[str, ...]
    state: Path
    settings: Settings
    workers: int = 1
    scheduler: str | None = None

    def described(self) -> dict[str, object]:
        """For the manifest: all that was asked for."""
        settings = self.settings
        return {
            "inputs": list(self.inputs),
            "exclude": list(self.exclude),
            "only": list(self.only),
            "output": settings.output,
            "workers": self.workers,
            "scheduler": self.scheduler,
            "fingerprint": settings.fingerprint,
            "versions": asdict(versions()),
            "limits": asdict(settings.limits),
            "bounds": asdict(settings.bounds),
        }


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a run: the number of its inputs, and how many had which outcome."""

    state: Path
    run: int
    inputs: int
    counts: dict[str, int]

    def outcomes(self, most: int) -> list[Outcome] | None:
        """In the order of the inputs; None for more than `most`."""
        if self.inputs > most:
            return None
        with looked_into(self.state) as ledger:
            return [row.outcome for row in ledger.planned(self.run)]

    def left(self, output: str) -> int:
        """Records in `output` that are of earlier runs alone: see `records_left`."""
        with looked_into(self.state) as ledger:
            return sum(1 for _ in records_left(ledger, self.run, output))


def records_left(ledger: Ledger, run: int, output: str) -> Iterator[str]:
    """Records whose inputs were not among those of `run`: moved, deleted or not given this time.
    They lie in `output` still, and who reads the folder reads them. None of a store are known."""
    if not is_remote(output):
        yield from (name for name in ledger.left(run) if Path(output, name).is_file())


def carry_out(batch: Batch, watcher: Watcher, stop: Stop, clock: Clock) -> Done:
    """Each input of `batch` to exactly one outcome. Raises as `ingest.batch.run.run` does,
    and NameClash, Busy, ExtraMissing before any work is done."""
    settings = batch.settings
    with opened(settings.output, batch.state) as ledger:
        number = ledger.begin(clock(), json.dumps(batch.described(), ensure_ascii=False))
        jobs = plan(
            batch.inputs, settings.output, batch.exclude, batch.only, settings.limits.max_bytes
        )
        inputs = ledger.plan(number, jobs)
        watcher.planned(inputs)
        try:
            _work(batch, ledger, number, inputs, watcher, stop)
        finally:
            ledger.end(number, clock())
            if inputs:
                _deliver(ledger, settings.output, batch.state)
        return Done(batch.state, number, inputs, ledger.counts(number))


def _work(
    batch: Batch, ledger: Ledger, number: int, inputs: int, watcher: Watcher, stop: Stop
) -> None:
    settings = batch.settings
    if not batch.scheduler and batch.workers == 0:
        function = import_module(settings.module).work
        with ThreadPoolExecutor(1) as executor:
            run(ledger, number, settings, executor, function, 1, watcher, stop)
        return
    workers = max(1, min(batch.workers, inputs))
    source = dask(batch.scheduler) if batch.scheduler else local(workers)
    with source as (executor, ahead):
        run(ledger, number, settings, executor, guarded, ahead, watcher, stop)


def _deliver(ledger: Ledger, output: str, state: Path) -> None:
    """Manifest and report, also of a run that was cut short; a full disk is told already."""
    with suppress(DiskFull):
        sums = Sums()
        write_manifest(ledger, output, state, sums.add)
        write_report(ledger, state, sums)
