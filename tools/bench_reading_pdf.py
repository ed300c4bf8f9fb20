"""How fast a born-digital PDF is read: the whole reading stage beside pdfplumber's bare text.

Both run in this process, one thread, on the same bytes, by processor time, and take turns. Printed
are the best of several runs of each, and how many times faster we are: as the median over the
rounds, which a busy machine moves least, and by the best runs.

    python -m tools.bench_reading_pdf [FILE.pdf …]     default: samples/pdf
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pdfplumber

from ingest.read import read_bytes

SAMPLES = Path(__file__).parent.parent / "samples" / "pdf"
_RUNS = 9


@dataclass(frozen=True, slots=True)
class PdfSpeed:
    """Pages a second of processor time, the best of all rounds; `median` over them of the ratio."""

    name: str
    pages: int
    ours: float
    pdfplumber: float
    median: float

    @property
    def times(self) -> float:
        return self.ours / self.pdfplumber


def pdf_speed(path: Path, runs: int = _RUNS) -> PdfSpeed:
    """The speed of both on one file."""
    data = path.read_bytes()
    pages = len(read_bytes(data, path.name).pages)
    ours, theirs = _rounds([lambda: read_bytes(data, path.name), lambda: _bare_text(data)], runs)
    ratio = median(b / a for a, b in zip(ours, theirs, strict=True))
    return PdfSpeed(path.name, pages, pages / min(ours), pages / min(theirs), ratio)


def _bare_text(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()


def _rounds(works: Sequence[Callable[[], object]], runs: int) -> list[list[float]]:
    """The seconds of each in every round; they take turns, so that load slows both alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, taken in zip(works, seconds, strict=True):
            start = time.process_time()
            work()
            taken.append(max(time.process_time() - start, 1e-9))
    return seconds


def pdf_speed_table(paths: Sequence[Path]) -> str:
    """A line a file, as `tools/bench_reading.py` prints it."""
    lines = [
        f"{'file':32} {'pages':>5} {'ours p/s':>9} {'pdfplumber p/s':>14} {'median':>6} {'best':>6}"
    ]
    for one in map(pdf_speed, paths):
        lines.append(
            f"{one.name:32} {one.pages:5} {one.ours:9.1f} {one.pdfplumber:14.1f} {one.median:6.1f}"
            f" {one.times:6.1f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    print(pdf_speed_table(given or sorted(SAMPLES.glob("*.pdf"))))
