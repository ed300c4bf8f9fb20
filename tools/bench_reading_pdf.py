"""How fast a born-digital PDF is read: the whole reading stage beside pdfplumber's bare text.

Both run in this process, one thread, on the same bytes, by processor time, and take turns. Printed
are the best of several runs of each, and how many times faster we are: as the median over the
rounds, which a busy machine moves least, and by the best runs. The last line is the median of all
files.

    python -m tools.bench_reading_pdf [FILE.pdf …]     default: samples/pdf, and four of samples/text
                                                       as their offices would have printed them
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pdfplumber

from ingest.read import read_bytes
from tools.render.as_pdf import to_pdf
from tools.render.layout import layout

SAMPLES = Path(__file__).parent.parent / "samples"
_PRINTED = 4
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


def pdf_speed(name: str, data: bytes, runs: int = _RUNS) -> PdfSpeed:
    """The speed of both on one file."""
    pages = len(read_bytes(data, name).pages)
    ours, theirs = _rounds([lambda: read_bytes(data, name), lambda: _bare_text(data)], runs)
    ratio = median(b / a for a, b in zip(ours, theirs, strict=True))
    return PdfSpeed(name, pages, pages / min(ours), pages / min(theirs), ratio)


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


def measured_files() -> dict[str, bytes]:
    """The samples in PDF, and the longest in plain text, printed."""
    files = {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("pdf/*.pdf"))}
    there = {Path(name).stem for name in files}
    plans = [p for p in SAMPLES.glob("text/*.txt") if p.stem not in there]
    texts = sorted(plans, key=lambda path: (-path.stat().st_size, path.name))
    return files | {p.stem: to_pdf(layout(p.read_text("utf-8"))) for p in texts[:_PRINTED]}


def pdf_speed_table(files: Mapping[str, bytes]) -> str:
    """A line a file, as `tools/bench_reading.py` prints it."""
    lines = [
        f"{'file':32} {'pages':>5} {'ours p/s':>9} {'pdfplumber p/s':>14} {'median':>6} {'best':>6}"
    ]
    speeds = [pdf_speed(name, data) for name, data in files.items()]
    for one in speeds:
        lines.append(
            f"{one.name:32} {one.pages:5} {one.ours:9.1f} {one.pdfplumber:14.1f} {one.median:6.1f}"
            f" {one.times:6.1f}"
        )
    middle, best = median(s.median for s in speeds), median(s.times for s in speeds)
    return "\n".join([*lines, f"{'all (median)':64} {middle:6.1f} {best:6.1f}"])


if __name__ == "__main__":
    given = {name: Path(name).read_bytes() for name in sys.argv[1:]}
    print(pdf_speed_table(given or measured_files()))
