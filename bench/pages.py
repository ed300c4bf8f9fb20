"""Seconds of one core that a page takes, whole pipeline, by kind of input: what `cost.py` asks for.

    export OMP_THREAD_LIMIT=1 OPENBLAS_NUM_THREADS=1   # as workers have it
    python bench/pages.py [--rounds 2]
    python bench/pages.py --long 500

Processor time of this process and of the OCR engine that it starts, so that others who use the
machine disturb little; the best of the rounds, after one that loads everything. With `--long` one
scan of so many pages instead, and the most memory that the worker took (the OCR engine is a process
of its own): 20 short pages over and over.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from made import ROOT, SAMPLES

from ingest.pipeline import ingest_file

_DPI = 120
_DISTINCT = 20
_WORDS_A_PAGE = 60


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--long", type=int, default=0, metavar="PAGES")
    args = parser.parse_args()
    if args.long:
        _long(args.long)
        return
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


def _long(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        path.write_bytes(_short_pages(count))
        print(f"{count} pages, {path.stat().st_size / 2**20:.0f} MB", flush=True)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            print(alone.submit(_at_most, path, count).result())


def _at_most(path: Path, count: int) -> str:
    """In a process of its own: what it read, and its memory at most."""
    start, before = time.monotonic(), _used()
    record = ingest_file(path)
    clock, busy = time.monotonic() - start, _used() - before
    words = sum(len(page.text.split()) for page in record.pages)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{words / count:.0f} words and {busy / count:.2f} seconds of a core a page, {clock:.0f} s;"
        f" at most {most:.0f} MB"
    )


def _short_pages(count: int) -> bytes:
    """A scan in grey, `_WORDS_A_PAGE` words of a sample on each page."""
    sys.path.append(str(ROOT))
    from tools.render.as_pdf import to_pdf
    from tools.render.layout import layout
    from tools.render.scan import rasterise, scan, to_image_pdf

    words = (SAMPLES / "text" / "qd-phong-chay.txt").read_text("utf-8").split()
    images = []
    for k in range(_DISTINCT):
        piece = words[k * _WORDS_A_PAGE % len(words) :][:_WORDS_A_PAGE]
        images += rasterise(to_pdf(layout(f"Trang {k + 1}. {' '.join(piece)}\n")), dpi=_DPI)
    worn = scan(images, dpi=_DPI, skew=0.2, noise=2.0, blur=0.3, seed=1)
    return to_image_pdf([worn[k % len(worn)] for k in range(count)], quality=60)


def _used() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
