"""Memory of the runner over many documents, and the speed of an unchanged run after it.

python bench/soak.py [--documents 10000] [--workers 2]
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
from made import command, documents, environment, run


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = documents(Path(folder) / "in", args.documents)
        output = Path(folder) / "out"
        first, held = _watched(source, output, args.workers)
        again = run(source, "-o", output)
        manifest = output / ".plan-ingest" / "manifest.json"
        print(f"documents {args.documents}, manifest {manifest.stat().st_size >> 10} KiB")
        early = [m for done, m in held if args.documents // 10 <= done < args.documents // 5]
        late = [m for done, m in held if done >= args.documents * 9 // 10]
        growth = max(late) / max(early) - 1
        print(f"runner: {max(early) >> 20} MiB early, {max(late) >> 20} MiB late: {growth:+.1%}")
        print(f"first {first:.1f} s, again {again:.1f} s: {first / again:.0f} times faster")


def _watched(source: Path, output: Path, workers: int) -> tuple[float, list[tuple[int, int]]]:
    """Seconds, and (documents done, bytes held by the runner) through the run."""
    started = time.perf_counter()
    words = command("run", "--log-json", "--workers", workers, source, "-o", output)
    held: list[tuple[int, int]] = []
    done = 0
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        runner = psutil.Process(process.pid)
        assert process.stdout is not None
        for line in process.stdout:
            if '"finished"' in line:
                done += 1
                if done % 50 == 0:
                    held.append((done, runner.memory_info().rss))
                if done % 1000 == 0:
                    print(f"{done}: {held[-1][1] >> 20} MiB", flush=True)
    return time.perf_counter() - started, held


if __name__ == "__main__":
    main()
