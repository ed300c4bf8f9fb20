"""Files to records, each input to exactly one outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ingest.assemble.schema import dumps
from ingest.batch.plan import Job
from ingest.batch.write import write_atomic
from ingest.core.record import Record
from ingest.errors import CannotWrite, IngestError
from ingest.pipeline import ingest_file


@dataclass(frozen=True, slots=True)
class Brief:
    """What a summary says of one document."""

    type: str
    number: str
    date: str
    counts: tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input. `code` is `ok` or an error's outcome code."""

    job: Job
    code: str
    why: str = ""
    documents: tuple[Brief, ...] = ()
    diagnostics: tuple[int, int, int] = field(default=(0, 0, 0))

    @property
    def ok(self) -> bool:
        return self.code == "ok"


def run(jobs: Sequence[Job], output: Path, workers: int = 1) -> Iterator[Outcome]:
    """Outcomes in the order of `jobs`. Records are the same for any number of workers."""
    if workers <= 1 or len(jobs) <= 1:
        for job in jobs:
            yield work(job, output)
        return
    with ProcessPoolExecutor(max_workers=min(workers, len(jobs))) as executor:
        yield from run_on(executor, jobs, output)


def run_on(executor: Executor, jobs: Sequence[Job], output: Path) -> Iterator[Outcome]:
    """The same on any executor; a worker that dies costs what it had in hand."""
    futures: list[Future[Outcome]] = [executor.submit(work, job, output) for job in jobs]
    for job, future in zip(jobs, futures, strict=True):
        try:
            yield future.result()
        except Exception as error:  # a broken pool, whatever its executor calls it
            yield Outcome(job, "crashed", f"{type(error).__name__}: {error}")


def work(job: Job, output: Path) -> Outcome:
    """One input: its record is written, or the reason is told."""
    try:
        record = ingest_file(job.path, job.uri)
        write_atomic(output / job.target, dumps(record))
    except CannotWrite:
        raise
    except IngestError as error:
        _withdraw(output / job.target)
        return Outcome(job, error.outcome, error.what)
    except Exception as error:  # any defect of ours costs this file only
        _withdraw(output / job.target)
        return Outcome(job, "crashed", f"{type(error).__name__}: {error}")
    return Outcome(job, "ok", "", tuple(_briefs(record)), _severities(record))


def _withdraw(target: Path) -> None:
    """An older record of an input that fails now would pass for its outcome: it goes."""
    target.unlink(missing_ok=True)


def _briefs(record: Record) -> Iterator[Brief]:
    for document in record.documents:
        number = document.number
        yield Brief(
            document.type.code if document.type else "",
            number.text if number else "",
            document.date.edtf if document.date else "",
            (
                len(document.sections),
                len(document.citations),
                len(document.targets),
                len(document.deadlines),
                len(document.assignments),
            ),
        )


def _severities(record: Record) -> tuple[int, int, int]:
    kinds = [d.severity for d in record.diagnostics]
    return kinds.count("error"), kinds.count("warning"), kinds.count("info")
