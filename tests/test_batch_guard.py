"""A file that hangs, eats memory or crashes costs itself and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
from batch_made import QUICK, batch, files, go, records

from ingest.batch import guard
from ingest.batch.outcome import ALWAYS_RETRIED, Task
from ingest.batch.plan import Job


def test_each_bound_has_its_code_and_neighbours_live(tmp_path: Path) -> None:
    hostile = {
        "hang": "stalled",
        "spin": "timed-out",
        "grow": "out-of-memory",
        "abort": "crashed",
        "exit": "crashed",
        "vanish": "killed",
    }
    source = files(tmp_path / "in", **{f"{deed}-1": deed for deed in hostile})
    files(source, **{f"{deed}-2": "ok" for deed in hostile})
    bounds = replace(QUICK, stalled_seconds=1.2, seconds=8, memory=512 << 20)
    done, seen = go(batch([source], tmp_path / "out", workers=2, bounds=bounds))
    bad = {f"{deed}-1.txt": code for deed, code in hostile.items()}
    good = {f"{deed}-2.txt": "ok" for deed in hostile}
    assert seen.codes == bad | good
    assert sum(done.counts.values()) == len(bad | good)
    assert list(records(tmp_path / "out")) == sorted(f"{name}.json" for name in good)


def test_a_program_of_the_worker_that_eats_memory_costs_its_page_only(tmp_path: Path) -> None:
    source = files(tmp_path / "in", a="helper")
    bounds = replace(QUICK, memory=300 << 20)
    # RLIMIT_DATA would stop the helper as well; it is the watcher that is tried here.
    task = Task(_job(source / "a.txt"), str(tmp_path), bounds=bounds, module="batch_made")
    assert guard.guarded(task).code == "ok"
    guard.release()


def test_a_worker_that_does_not_start_is_no_fault_of_the_file(tmp_path: Path) -> None:
    source = files(tmp_path / "in", a="ok")
    task = Task(_job(source / "a.txt"), str(tmp_path), bounds=QUICK, module="no_such_module")
    assert guard.guarded(task).code in ALWAYS_RETRIED


def test_a_worker_that_holds_much_memory_is_replaced(tmp_path: Path) -> None:
    source = files(tmp_path / "in", a="ok")
    task = Task(_job(source / "a.txt"), str(tmp_path), bounds=QUICK, module="batch_made")
    assert guard.guarded(task).code == "ok"
    assert len(_cells()) == 1
    greedy = replace(task, bounds=replace(QUICK, recycle=1))
    guard.guarded(greedy)
    assert _cells() == [], "it was closed after its file"


def test_workers_use_one_thread(tmp_path: Path) -> None:
    source = files(tmp_path / "in", a="ok")
    task = Task(_job(source / "a.txt"), str(tmp_path), bounds=QUICK, module="batch_made")
    guard.guarded(task)
    assert all(c.environ()["OMP_THREAD_LIMIT"] == "1" for c in _cells())
    guard.release()


def test_no_worker_outlives_its_runner(tmp_path: Path) -> None:
    source = files(tmp_path / "in", a="spin", b="hang")
    code = "import sys; from batch_made import batch, go; go(batch(sys.argv[1:2], sys.argv[2], 2))"
    command = [sys.executable, "-c", code, str(source), str(tmp_path / "out")]
    runner = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": ":".join(sys.path)})
    seen = psutil.Process(runner.pid)
    _until(lambda: len(seen.children()) == 2)
    cells = seen.children()
    runner.kill()
    runner.wait()
    _until(lambda: not any(c.is_running() and c.status() != "zombie" for c in cells))


def _job(path: Path) -> Job:
    return Job(str(path), path.name, f"{path.name}.json")


def _cells() -> list[psutil.Process]:
    return [p for p in psutil.Process().children() if p.status() != psutil.STATUS_ZOMBIE]


def _until(true) -> None:  # type: ignore[no-untyped-def]
    for _ in range(100):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to pass")
