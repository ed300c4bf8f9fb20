"""Long scans and engines that break: a page at a time, and a page at most is lost."""

from __future__ import annotations

import sys
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import pytest
import read_made as made
from PIL import Image

from ingest.core.pages import Box
from ingest.read import Limits, read_bytes, recognise
from ingest.read.lines import Token
from ingest.read.ocr import Tesseract

SCRIPT = """#!{python}
import os, signal, sys, time
if "--list-langs" in sys.argv:
    print("List of available languages (1):\\nvie")
    sys.exit()
if "--version" in sys.argv:
    print("tesseract 5.3.0")
    sys.exit()
count = {folder!r} + "/count"
number = len(open(count).read()) if os.path.exists(count) else 0
open(count, "a").write("x")
if number == 1:
    {second}
head = "level page_num block_num par_num line_num word_num left top width height conf text"
row = ["5", "1", "1", "1", "1", "1", "100", "100", "200", "40", "95", f"trang{{number}}"]
with open(sys.argv[2] + ".tsv", "w") as out:
    out.write(head.replace(" ", "\\t") + "\\n" + "\\t".join(row) + "\\n")
"""


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("time.sleep(600)", "took longer than"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "ended with code"),
        ("sys.exit(3)", "ended with code 3"),
    ],
    ids=["hangs", "is killed", "gives up"],
)
def test_a_page_that_breaks_the_engine_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: str, told: str
) -> None:
    program = tmp_path / "tesseract"
    script = SCRIPT.format(python=sys.executable, folder=str(tmp_path), second=second)
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setattr(recognise, "DEFAULT_ENGINE", Tesseract(str(program)))
    white = Image.new("L", (800, 1100), 255)
    start = time.monotonic()
    pages = read_bytes(made.scanned_pdf([white] * 3), "a.pdf", Limits(ocr_seconds=8))
    assert time.monotonic() - start < 100
    assert [bool(p.text) for p in pages.pages] == [True, False, True]
    lost = [r for r in pages.remarks if r.code == "page-unreadable"]
    assert [r.page for r in lost] == [2]
    assert told in lost[0].message


@dataclass
class Quick:
    """An engine that reads one word on every page."""

    def words(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]:
        return [Token("trang", Box(100, 100, 200, 130), 0.9)]

    def turn(self, image: Image.Image, dpi: int, limits: Limits) -> int:
        return 0


@pytest.mark.parametrize("format", ["PDF", "TIFF"])
def test_memory_does_not_grow_with_the_pages(monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    """Measured inside Python, where the images of pages lie; each of them has 1 MB."""
    monkeypatch.setattr(recognise, "DEFAULT_ENGINE", Quick())
    peaks = []
    for count in (3, 12):
        image = Image.new("L", (1000, 1000), 255)
        data = (
            made.scanned_pdf([image] * count)
            if format == "PDF"
            else made.packed(image, "TIFF", save_all=True, append_images=[image] * (count - 1),
                             compression="tiff_lzw")
        )  # fmt: skip
        tracemalloc.start()
        pages = read_bytes(data, "a")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(pages.pages) == count
    assert peaks[1] < peaks[0] + 2_000_000
