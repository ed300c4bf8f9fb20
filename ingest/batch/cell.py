"""The worker process: takes tasks from a connection, one at a time, until it is closed.

Started by `ingest.batch.guard`. A file may hang or crash it, or be too much for its memory;
the process that holds the other end notices and starts another.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection

import psutil

from ingest.batch.outcome import Outcome, Task

_PR_SET_PDEATHSIG = 1


READY = "ready"


def main(connection: int, lifeline: int, memory: int, module: str) -> None:
    """`connection` and `lifeline` are file descriptors; `memory` in bytes; `module` has the
    function `work(task)`. Says READY once all is loaded."""
    _end_with_parent(lifeline)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the runner decides what Ctrl-C means
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # RLIMIT_DATA counts private memory only: mapped models and libraries stay free.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with Connection(connection) as line:
        _serve(line, import_module(module).work)


def _serve(line: Connection, work: Callable[[Task], Outcome]) -> None:
    line.send(READY)
    ourselves = psutil.Process()
    first = True
    while True:
        try:
            task = line.recv()
        except EOFError:
            return
        line.send((work(task), int(ourselves.memory_info().rss)))
        if first:
            _settle()
        first = False


def _settle() -> None:
    """Lexicon, grammar and model are loaded with the first file and stay: the collector need not
    walk them again with each file (7 % of the time of a clean text)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _end_with_parent(lifeline: int) -> None:
    """No worker outlives a runner that was killed: its end of the lifeline closes."""
    threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()
    if sys.platform == "linux":  # also where the thread is kept from running
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _watch(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGKILL)
