"""Where tasks are done: threads that each guard a process here, or Dask for many machines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from ingest.batch.errors import ExecutorLost, ExtraMissing
from ingest.batch.guard import release

_AHEAD = 4


@contextmanager
def local(workers: int) -> Iterator[tuple[Executor, int]]:
    """An executor with `workers` processes on this machine, and how many tasks to give it."""
    executor = ThreadPoolExecutor(workers, "plan-ingest")
    try:
        yield executor, workers + 1
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        release()


@contextmanager
def dask(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of a Dask cluster, by the address of its scheduler (`tcp://host:8786`).

    Raises ExtraMissing, ExecutorLost.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ExtraMissing("python3 -m pip install 'plan-ingest[cluster]'") from error
    try:
        client = distributed.Client(address, timeout=30, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExecutorLost(f"{address}: {error}") from error
    with client:
        threads = sum(client.nthreads().values())
        yield client.get_executor(pure=False), max(_AHEAD, _AHEAD * threads)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
