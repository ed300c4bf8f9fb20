"""A file that hangs, eats memory or crashes costs itself and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from batch_made import QUICK, batch, files, go, records

from ingest.batch import guard
from ingest.batch.outcome import Bounds, Task
from ingest.batch.plan import Job


@pytest.mark.parametrize(
    ("deed", "code", "bounds"),
    [
        ("hang", "stalled", replace(QUICK, stalled_seconds=1.5)),
        ("spin", "timed-out", replace(QUICK, seconds=1.5)),
        ("grow", "out-of-memory", QUICK),
        ("abort", "crashed", QUICK),
        ("exit", "crashed", QUICK),
        ("vanish", "killed", QUICK),
    ],
)
def test_each_bound_has_its_code_and_neighbours_live(
    tmp_path: Path, deed: str, code: str, bounds: Bounds
) -> None:
    source = files(tmp_path / "in", a="ok", b=deed, c="ok", d="ok")
    done, seen = go(batch([source], tmp_path / "out", workers=1, bounds=bounds))
    assert seen.codes == {"a.txt": "ok", "b.txt": code, "c.txt": "ok", "d.txt": "ok"}
    assert done.counts == {code: 1, "ok": 3}
    assert list(records(tmp_path / "out")) == ["a.txt.json", "c.txt.json", "d.txt.json"]


def test_a_program_of_the_worker_that_eats_memory_costs_its_page_only(tmp_path: Path) -> None:
    source = files(tmp_path / "in", a="helper")
    bounds = replace(QUICK, memory=300 << 20)
    # RLIMIT_DATA would stop the helper as well; it is the watcher that is tried here.
    task = Task(_job(source / "a.txt"), str(tmp_path), bounds=bounds, module="batch_made")
    assert guard.guarded(task).code == "ok"
    guard.release()


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
