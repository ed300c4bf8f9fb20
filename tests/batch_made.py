"""Made inputs and workers for the tests of runs: a file's first word says what its worker does."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

from ingest.batch.batch import Batch, Done, carry_out
from ingest.batch.content import content_of
from ingest.batch.failing import failed, withdrawn
from ingest.batch.outcome import Bounds, Outcome, Task
from ingest.batch.plan import Job
from ingest.batch.reuse import Policy
from ingest.batch.run import Settings, Stop
from ingest.batch.seal import record_seal
from ingest.batch.state import state_folder
from ingest.batch.write import concerns_all, write_record
from ingest.errors import CannotWrite

QUICK = Bounds(seconds=30, stalled_seconds=20, memory=1 << 30)


def _spin() -> None:
    while True:
        pass


def _grow() -> None:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def _page_program() -> None:
    """A helper program that eats memory, as an OCR engine might."""
    code = (
        "import time; a = bytearray(400 << 20); a[::4096] = b'x' * len(a[::4096]); time.sleep(60)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)


def _vanish() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


DEEDS: dict[str, Callable[[], None]] = {
    "hang": lambda: time.sleep(600),
    "spin": _spin,
    "grow": _grow,
    "helper": _page_program,
    "abort": os.abort,
    "exit": lambda: os._exit(7),
    "vanish": _vanish,
    "nap": lambda: time.sleep(0.4),
}


def work(task: Task) -> Outcome:
    """Stands for `ingest.batch.work.work`: quick, or hostile where the file says so."""
    text = Path(task.job.place).read_text("utf-8")
    verb = text.split()[0]
    content = content_of(task.job.place, 1 << 30)
    if verb == "full":
        return failed(task, "disk-full", "no space left", fatal=True)
    if verb in ("missing", "raise"):
        code = "missing-tool" if verb == "missing" else "crashed"
        return withdrawn(task, failed(task, code, verb))
    try:
        DEEDS.get(verb, lambda: None)()
    except MemoryError:
        return failed(task, "out-of-memory", "")
    record = {"source": {"uri": task.job.uri}, "text": text}
    said = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    try:
        digest, size = write_record(task.output, task.job.target, said)
    except CannotWrite as error:
        return failed(task, error.outcome, error.what, fatal=concerns_all(error))
    seal = record_seal(task.output, task.job.target)
    return Outcome(task.job, "ok", "", content, digest, size, seal, 1)


class Seen:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.codes: dict[str, str] = {}
        self.settled: set[str] = set()
        self.on_finish: Callable[[], None] = lambda: None

    def planned(self, inputs: int) -> None:
        self.inputs = inputs

    def started(self, job: Job) -> None:
        self.begun.append(job.uri)

    def finished(self, outcome: Outcome, settled: bool) -> None:
        assert outcome.job.uri not in self.codes, "two outcomes for one input"
        self.codes[outcome.job.uri] = outcome.code
        if settled:
            self.settled.add(outcome.job.uri)
        self.on_finish()

    def tick(self) -> None:
        pass


def settings(output: Path | str, **changes: object) -> Settings:
    given = {"fingerprint": "f1", "bounds": QUICK, "module": "batch_made", **changes}
    return Settings(str(output), **given)  # type: ignore[arg-type]


def batch(
    inputs: Sequence[Path | str],
    output: Path | str,
    workers: int = 0,
    state: Path | None = None,
    exclude: Sequence[str] = (),
    only: Sequence[str] = (),
    scheduler: str | None = None,
    **changes: object,
) -> Batch:
    where = state_folder(str(output), state)
    made = settings(output, **changes)
    given = tuple(str(i) for i in inputs)
    return Batch(given, tuple(exclude), tuple(only), where, made, workers, scheduler)


def go(made: Batch, seen: Seen | None = None, stop: Stop | None = None) -> tuple[Done, Seen]:
    seen = seen or Seen()
    done = carry_out(made, seen, stop or Stop(), time.time)
    return done, seen


def policy(**changes: object) -> Policy:
    return Policy(**changes)  # type: ignore[arg-type]


class Here(Executor):
    """An executor that does the task on the spot."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[object] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def files(folder: Path, **texts: str) -> Path:
    """`files(tmp, a="ok one")` writes `a.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def records(output: Path) -> dict[str, bytes]:
    """All that lies in an output besides its state folder."""
    return {
        p.relative_to(output).as_posix(): p.read_bytes()
        for p in sorted(output.rglob("*"))
        if p.is_file() and ".plan-ingest" not in p.parts
    }
