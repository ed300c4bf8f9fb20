"""A task in a process of its own, with bounds on time, stalling and memory.

`guarded(task)` is what an executor runs, in a thread of this machine or of a cluster's worker.
Processes are kept for the next task; one that oversteps is killed and costs its file.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection

from ingest.batch.cell import READY
from ingest.batch.failing import failed, withdrawn
from ingest.batch.outcome import Outcome, Task
from ingest.batch.watch import Watch

_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[4]); "
    "from ingest.batch.cell import main; main(*map(int, sys.argv[1:4]), sys.argv[5])"
)
_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LOOK_EVERY = 1.0
_FAREWELL = 2.0
_START = 120.0


class Cell:
    """A worker process. Not for use by two threads at a time."""

    def __init__(self, memory: int, module: str) -> None:
        ours, theirs = socket.socketpair()
        lifeline, self._lifeline = os.pipe()
        command = [sys.executable, "-c", _BOOT, str(theirs.fileno()), str(lifeline), str(memory)]
        self._process = subprocess.Popen(
            [*command, json.dumps(sys.path), module],
            pass_fds=(theirs.fileno(), lifeline),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **dict.fromkeys(_ONE_THREAD, "1")},
            start_new_session=True,  # a group of its own: killed as one, out of Ctrl-C's reach
        )
        theirs.close()
        os.close(lifeline)
        self._line = Connection(ours.detach())

    def await_ready(self) -> bool:
        """Loading the program is not on the clock of any file. False where it failed."""
        try:
            return self._line.poll(_START) and self._line.recv() == READY
        except (EOFError, OSError):
            return False

    def alive(self) -> bool:
        return self._process.poll() is None

    def run(self, task: Task) -> tuple[Outcome, int]:
        """The outcome, and the bytes the process holds after it; 0 where it is no more."""
        watch = Watch(self._process.pid, task.bounds)
        try:
            self._line.send(task)
            while not self._line.poll(_LOOK_EVERY):
                overstepped = watch.look()
                if overstepped:
                    self.kill()
                    return failed(task, *overstepped), 0
            outcome, held = self._line.recv()
        except (EOFError, OSError):
            return self._lost(task), 0
        return replace(outcome, peak=max(watch.peak, held)), held

    def strike(self) -> None:
        """Kills the process and all that it has started. Safe from any thread."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> None:
        self.strike()
        self._process.wait()
        self._release()

    def close(self) -> None:
        """Let an idle process go."""
        self._release()
        try:
            self._process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            self.kill()

    def _release(self) -> None:
        if not self._line.closed:
            self._line.close()
            os.close(self._lifeline)

    def _lost(self, task: Task) -> Outcome:
        """The process ended in the middle of a file."""
        try:
            code = self._process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:  # it let go of its line, and lives: it is cut off
            code = -signal.SIGKILL
        self.kill()
        if code == -signal.SIGKILL:
            return failed(task, "killed", "the worker was ended from outside (kill, out of memory)")
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return failed(task, "crashed", f"the worker ended with {name}")


_Kind = tuple[int, str]
_idle: list[tuple[_Kind, Cell]] = []
_busy: set[Cell] = set()
_lock = threading.Lock()
# Linux ends a worker with the *thread* that started it: that thread must stay.
_starter = ThreadPoolExecutor(1, "plan-ingest-starter")


def _forget() -> None:
    """In a forked copy of this process: the workers, and the thread, are the original's."""
    global _lock, _starter
    _lock = threading.Lock()
    _starter = ThreadPoolExecutor(1, "plan-ingest-starter")
    _idle.clear()
    _busy.clear()


os.register_at_fork(after_in_child=_forget)


def guarded(task: Task) -> Outcome:
    """The outcome of `task`, whatever it does to the process that it is given."""
    started = time.perf_counter()
    cell = _take(task)
    if cell is None:
        return failed(task, "killed", "no worker process could be started")
    held = 0
    try:
        outcome, held = cell.run(task)
    finally:
        with _lock:
            _busy.discard(cell)
        if not held:
            cell.kill()
    if not held:
        outcome = withdrawn(task, outcome)
    elif held > task.bounds.recycle or outcome.code == "out-of-memory":
        cell.close()
    else:
        with _lock:
            _idle.append((_kind(task), cell))
    return replace(outcome, seconds=time.perf_counter() - started)


def release() -> None:
    """Ends the processes that wait for work."""
    with _lock:
        cells = [cell for _, cell in _idle]
        _idle.clear()
    for cell in cells:
        cell.close()


def at_work() -> int:
    """Tasks that are being done by processes of this one."""
    return len(_busy)


def kill_all() -> None:
    """Ends also those at work; their tasks are lost."""
    with _lock:
        cells = list(_busy)
    for cell in cells:
        cell.strike()
    release()


atexit.register(release)


def _kind(task: Task) -> _Kind:
    return task.bounds.memory, task.module


def _take(task: Task) -> Cell | None:
    """An idle process of the right kind, or a new one; entered as busy. None: none starts."""
    while (cell := _idle_one(_kind(task))) is not None:
        if cell.alive():
            return cell
        _drop(cell)
    cell = _starter.submit(Cell, *_kind(task)).result()
    with _lock:
        _busy.add(cell)
    if cell.await_ready():
        return cell
    _drop(cell)
    return None


def _idle_one(kind: _Kind) -> Cell | None:
    with _lock:
        for place, (theirs, cell) in enumerate(_idle):
            if theirs == kind:
                del _idle[place]
                _busy.add(cell)
                return cell
    return None


def _drop(cell: Cell) -> None:
    with _lock:
        _busy.discard(cell)
    cell.kill()
