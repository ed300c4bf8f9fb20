"""The same records, byte for byte, from 1, 2 and 8 workers and from a Dask cluster.

python bench/same.py [--documents 40] [--scans 3]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from made import documents, environment, records, run, scans


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--scans", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = documents(folder / "in", args.documents)
        scans(source / "scan", args.scans)
        made = {}
        for workers in (1, 2, 8):
            output = folder / f"out-{workers}"
            seconds = run(source, "-o", output, "--workers", workers)
            made[f"{workers} workers"] = records(output)
            print(f"{workers} workers: {seconds:.1f} s", flush=True)
        with _cluster(folder) as address:
            seconds = run(source, "-o", folder / "out-dask", "--scheduler", address)
            print(f"Dask: {seconds:.1f} s")
        made["Dask"] = records(folder / "out-dask")
    first = made["1 workers"]
    assert len(first) == args.documents + args.scans, len(first)
    for label, found in made.items():
        print(f"{label}: {len(found)} records, {'identical' if found == first else 'DIFFERENT'}")
    sys.exit(any(found != first for found in made.values()))


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two worker processes."""
    file = folder / "scheduler.json"
    where = ("--scheduler-file", str(file), "--no-dashboard")
    processes = [_start("dask_scheduler", "--port", "0", "--no-show", *where)]
    while not file.exists():
        time.sleep(0.2)
    words = ("--nthreads", "1", "--no-nanny", *where)
    processes += [_start("dask_worker", *words) for _ in range(2)]
    try:
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def _start(program: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{program}", *words]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment(), stdout=quiet, stderr=quiet)


if __name__ == "__main__":
    main()
