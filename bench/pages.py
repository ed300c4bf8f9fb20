"""Seconds of one core that a page takes, whole pipeline, by kind of input: what `cost.py` asks for.

    export OMP_THREAD_LIMIT=1 OPENBLAS_NUM_THREADS=1   # as workers have it
    python bench/pages.py [--rounds 2]

Processor time of this process and of the OCR engine that it starts, so that others who use the
machine disturb little; the best of the rounds, after one that loads everything.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from made import SAMPLES

from ingest.pipeline import ingest_file


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    print("kind | files | pages | seconds a page")
    for kind in ("text", "docx", "html", "pdf", "scan"):
        paths = [p for p in sorted((SAMPLES / kind).iterdir()) if p.is_file()]
        if kind != "scan":
            _measured(paths)
        seconds, pages = min(_measured(paths) for _ in range(args.rounds))
        print(f"{kind:4} | {len(paths):5} | {pages:5} | {seconds / pages:.3f}", flush=True)


def _measured(paths: list[Path]) -> tuple[float, int]:
    """Seconds and pages of all files."""
    before = _used()
    pages = sum(ingest_file(path).source.page_count for path in paths)
    return _used() - before, pages


def _used() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
