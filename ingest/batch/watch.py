"""Looks at a worker process and what it has started, from outside."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import psutil

from ingest.batch.outcome import Bounds


class Watch:
    """One file's time in one process. `peak` is the most memory seen, in bytes."""

    def __init__(self, pid: int, bounds: Bounds) -> None:
        self.peak = 0
        self._pid = pid
        self._bounds = bounds
        self._started = self._moved = time.monotonic()
        self._used: tuple[float, ...] = ()

    def look(self) -> tuple[str, str] | None:
        """Outcome code and reason where a bound was overstepped, else None.

        Where it is a program that the worker has started (OCR of a page) that takes too much
        memory, that program alone is killed: it costs its page, not the file.
        """
        now = time.monotonic()
        if now - self._started > self._bounds.seconds:
            return "timed-out", f"more than {self._bounds.seconds:g} seconds"
        used: list[float] = []
        for process in self._processes():
            with contextlib.suppress(psutil.Error):
                used += process.cpu_times()[:4]
                held = process.memory_info().rss
                self.peak = max(self.peak, held)
                if held > self._bounds.memory:
                    if process.pid == self._pid:
                        return "out-of-memory", f"more than {self._bounds.memory >> 20} MiB"
                    process.kill()
        if tuple(used) != self._used:
            self._used, self._moved = tuple(used), now
        elif now - self._moved > self._bounds.stalled_seconds:
            return "stalled", f"nothing happened for {self._bounds.stalled_seconds:g} seconds"
        return None

    def _processes(self) -> Iterator[psutil.Process]:
        with contextlib.suppress(psutil.Error):
            worker = psutil.Process(self._pid)
            yield worker
            yield from worker.children(recursive=True)
