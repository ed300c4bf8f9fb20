"""One input in this process: its record is written, or the reason is told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.assemble.schema import dumps
from ingest.batch.content import content_of, mark_of
from ingest.batch.errors import Changed
from ingest.batch.failing import failed, withdrawn
from ingest.batch.fingerprint import fingerprint
from ingest.batch.outcome import BINS, UNPACKED, Brief, Content, Outcome, Task
from ingest.batch.places import at_hand, in_memory, is_remote
from ingest.batch.seal import record_seal, seal_of
from ingest.batch.write import concerns_all, write_record
from ingest.batch.zipped import holds_inputs, is_member, members, read_member
from ingest.core.record import PlanDocument, Record
from ingest.errors import CannotWrite, IngestError, Unsupported
from ingest.pipeline import ingest_file


def work(task: Task) -> Outcome:
    """The outcome of `task`. No exception leaves: any defect of ours costs this file only."""
    started = time.perf_counter()
    outcome = _checked(task)
    if not outcome.ok and not outcome.fatal:
        outcome = withdrawn(task, outcome)
    return replace(outcome, seconds=time.perf_counter() - started)


def _checked(task: Task) -> Outcome:
    if task.fingerprint and fingerprint(task.limits) != task.fingerprint:
        return failed(task, "version-differs", "this worker runs another version or model")
    try:
        return _done(task)
    except CannotWrite as error:
        return failed(task, error.outcome, error.what, fatal=concerns_all(error))
    except IngestError as error:
        short = isinstance(error.__cause__, MemoryError)
        return failed(task, "out-of-memory" if short else error.outcome, error.what)
    except MemoryError:
        return failed(task, "out-of-memory", f"more than {task.bounds.memory >> 20} MiB")
    except Exception as error:
        return failed(task, "crashed", f"{type(error).__name__}: {error}")


def _done(task: Task) -> Outcome:
    job, most = task.job, task.limits.max_bytes
    if holds_inputs(job.place):
        count = len(members(job.place, most))
        return Outcome(job, UNPACKED, f"{count} members", content_of(job.place, most))
    before, seal = mark_of(job.place), seal_of(job.place)
    with _bytes_of(job.place, most) as path:
        if holds_inputs(str(path)):
            where = (
                "in a ZIP archive" if is_member(job.place) else "whose name does not end in .zip"
            )
            raise Unsupported(f"a ZIP archive {where}: its members are not looked into")
        record = ingest_file(path, job.uri, task.limits)
    if mark_of(job.place) != before:
        raise Changed("its size or time was another after the reading than before")
    digest, size = write_record(task.output, job.target, dumps(record))
    source = record.source
    return Outcome(
        job,
        "ok",
        "",
        Content(source.bytes, source.sha256, before if is_remote(job.place) else None, seal),
        digest,
        size,
        record_seal(task.output, job.target),
        source.page_count,
        tuple(_brief(d) for d in record.documents),
        _severities(record),
        tuple(sorted(Counter(d.code for d in record.diagnostics).items())),
        _confidences(record),
    )


@contextmanager
def _bytes_of(place: str, most: int) -> Iterator[Path]:
    """The input as a local path."""
    if not is_member(place):
        with at_hand(place, most) as path:
            yield path
        return
    with in_memory(read_member(place, most)) as path:
        yield path


def _brief(document: PlanDocument) -> Brief:
    number = document.number
    return Brief(
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


def _confidences(record: Record) -> tuple[int, ...]:
    """Extracted items by tenths of their confidence; the last bin holds 0.9 to 1."""
    bins = [0] * BINS
    for value in _values(record):
        bins[min(BINS - 1, int(value * BINS))] += 1
    return tuple(bins)


def _values(record: Record) -> Iterator[float]:
    for d in record.documents:
        for items in (d.citations, d.targets, d.deadlines, d.assignments):
            yield from (item.confidence for item in items)
