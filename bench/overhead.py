"""What scheduling costs against a bare loop in one process, and what a second worker brings.

    export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1   # as workers have it
    python bench/overhead.py [--documents 200] [--scans 6] [--rounds 3]

Each pair is measured in turns within one run, and the best of the rounds is taken: ratios, on
a machine that others use as well. All processes are warm: loading the program is not in it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from made import documents, scans

from ingest.batch.guard import guarded, release
from ingest.batch.outcome import Outcome, Task
from ingest.batch.plan import Job, plan
from ingest.batch.run import Settings, Stop, run
from ingest.batch.state import opened
from ingest.batch.work import work
from ingest.read.limits import DEFAULT_LIMITS


class Silent:
    def planned(self, inputs: int) -> None: ...
    def started(self, job: Job) -> None: ...
    def finished(self, outcome: Outcome, settled: bool) -> None:
        assert outcome.ok, outcome

    def tick(self) -> None: ...


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--scans", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds = {
            "text": documents(folder / "text", args.documents),
            "scans": scans(folder / "scans", args.scans),
        }
        for kind, source in kinds.items():
            _measure(kind, source, folder, args.rounds)


def _measure(kind: str, source: Path, folder: Path, rounds: int) -> None:
    times: dict[str, list[float]] = {"bare": [], "one": [], "two": []}
    own: list[float] = []
    count = len(list(plan([source], folder)))
    work(Task(next(plan([source], folder)), str(folder / "warm")))
    with _warm(1, source, folder / "w1") as single, _warm(2, source, folder / "w2") as double:
        for k in range(rounds):
            here = folder / f"{kind}-{k}"
            times["bare"].append(_timed(partial(_bare, source, here / "bare")))
            before = time.process_time()
            times["one"].append(_timed(partial(_run, source, here / "one", single, 1)))
            own.append(time.process_time() - before)
            times["two"].append(_timed(partial(_run, source, here / "two", double, 2)))
    bare, one, two = (min(times[key]) for key in ("bare", "one", "two"))
    print(
        f"{kind}: bare loop {bare:.2f} s, one worker {one:.2f} s ({one / bare - 1:+.1%}),"
        f" two workers {two:.2f} s ({one / two:.2f} times one);"
        f" the runner's own processor time {min(own) / count * 1000:.1f} ms a file"
        f" ({min(own) / bare:.1%})",
        flush=True,
    )


def _bare(source: Path, output: Path) -> None:
    """The same work, fsync included, in this process, without runner and ledger."""
    for job in plan([source], output):
        assert work(Task(job, str(output))).ok


def _run(source: Path, output: Path, executor: Executor, workers: int) -> None:
    settings = Settings(str(output), "")
    with opened(str(output), output / ".plan-ingest") as ledger:
        number = ledger.begin(0, "{}")
        ledger.plan(number, plan([source], output))
        run(ledger, number, settings, executor, guarded, workers + 1, Silent(), Stop())


@contextmanager
def _warm(workers: int, source: Path, output: Path) -> Iterator[Executor]:
    """An executor whose processes have loaded everything and done a first file."""
    with ThreadPoolExecutor(workers) as executor:
        job = next(plan([source], output))
        tasks = [Task(job, str(output / str(k)), DEFAULT_LIMITS) for k in range(workers)]
        assert all(outcome.ok for outcome in executor.map(guarded, tasks))
        yield executor
    release()


def _timed(action: Callable[[], None]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
