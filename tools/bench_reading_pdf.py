"""How fast a born-digital PDF is read: the whole reading stage beside pdfplumber's bare text.

Both run in this process, one thread, on the same bytes, by processor time; each gets the best
of several runs.

    python -m tools.bench_reading_pdf [FILE.pdf …]     default: samples/pdf
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from ingest.read import read_bytes

SAMPLES = Path(__file__).parent.parent / "samples" / "pdf"
_RUNS = 9


@dataclass(frozen=True, slots=True)
class PdfSpeed:
    """Pages a second of processor time."""

    name: str
    pages: int
    ours: float
    pdfplumber: float

    @property
    def times(self) -> float:
        return self.ours / self.pdfplumber


def pdf_speed(path: Path, runs: int = _RUNS) -> PdfSpeed:
    """The speed of both on one file."""
    data = path.read_bytes()
    pages = len(read_bytes(data, path.name).pages)
    ours, theirs = _best([lambda: read_bytes(data, path.name), lambda: _bare_text(data)], runs)
    return PdfSpeed(path.name, pages, pages / ours, pages / theirs)


def _bare_text(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()


def _best(works: Sequence[Callable[[], object]], runs: int) -> list[float]:
    """The least seconds of each; they take turns, so that a busy machine slows both alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, taken in zip(works, seconds, strict=True):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [max(min(taken), 1e-9) for taken in seconds]


def pdf_speed_table(paths: Sequence[Path]) -> str:
    """A line a file, as `tools/bench_reading.py` prints it."""
    lines = [f"{'file':32} {'pages':>5} {'ours p/s':>9} {'pdfplumber p/s':>14} {'times':>6}"]
    for one in map(pdf_speed, paths):
        lines.append(
            f"{one.name:32} {one.pages:5} {one.ours:9.1f} {one.pdfplumber:14.1f} {one.times:6.1f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    print(pdf_speed_table(given or sorted(SAMPLES.glob("*.pdf"))))
