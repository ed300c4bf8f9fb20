"""Our reading against plain Tesseract on page images: `python -m tools.bench_reading [--quick]`.

Pages are drawn from `samples/text` at 200 and 300 dpi and damaged by `tools.render` with fixed
seeds. The same PNG goes to `tesseract -l vie` and to our reading and repair, in the same run.
The truth is what was drawn, errors are counted by `tools.ocr_errors`: words that differ in
diacritics alone count among the mark errors. Processor time is that of the reading with all its
children, without repair, which has no counterpart. One page is read before the clock runs: the
libraries and the engine's data are loaded once for all pages, the program's for each.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import psutil
import pypdfium2
from PIL import Image

from ingest.core.text import Text
from ingest.errors import NoText
from ingest.read import read_bytes
from ingest.repair import repair
from tools.ocr_errors import NONE, Errors, errors
from tools.render import ink, worn
from tools.render.as_pdf import to_pdf
from tools.render.layout import layout
from tools.render.scan import rasterise, scan

TEXTS = Path(__file__).parent.parent / "samples" / "text"
PAGES = (
    ("an-toan-truong-hoc", 1),
    ("phu-luc-bang", 3),
    ("qd-phong-chay", 3),
    ("giong-lua-2008", 1),
    ("danh-gia-so-lieu", 2),
    ("chuong-trinh-dang", 2),
    ("so-trong", 1),
    ("qd-bo-phu-luc", 2),
)
"""Heads, running text, signatures and tables: first the three of `--quick`."""

RESOLUTIONS = (200, 300)
Damage = Callable[[Image.Image, int], Image.Image]


def _scanned(page: Image.Image, seed: int, *, skew: float = 0.0) -> Image.Image:
    dpi = round(page.info["dpi"][0])
    return scan([page], dpi=dpi, skew=skew, noise=4.0, blur=0.5 * dpi / 200, seed=seed)[0]


def _skewed(page: Image.Image, seed: int) -> Image.Image:
    degrees = (1.0, 2.0, 3.0)[seed % 3] * (1 if seed % 2 else -1)
    return _scanned(worn.skewed(page, degrees), seed)


def _sealed(page: Image.Image, seed: int) -> Image.Image:
    """Two seals over text, with a signature at each."""
    shift = 0.02 * (seed % 5)
    return worn.sealed(page, at=[(0.3 + shift, 0.25 + shift), (0.6 - shift, 0.62)], seed=seed)


def _turned(page: Image.Image, degrees: int) -> Image.Image:
    turned = _scanned(page, degrees).rotate(degrees, expand=True)
    turned.info["dpi"] = page.info["dpi"]
    return turned


SETS: dict[str, Damage] = {
    "clean": _scanned,
    "skewed": _skewed,
    "noisy": lambda page, seed: worn.noisy(page, seed=seed),
    "faint": lambda page, seed: worn.faint(page, seed=seed),
    "photocopied": lambda page, seed: worn.photocopied(page, seed=seed),
    "sealed": _sealed,
    "inked": lambda page, seed: ink.inked(page, seed=seed),
    "bordered": lambda page, seed: ink.bordered(page, seed=seed),
    "turned-90": lambda page, _: _turned(page, 90),
    "turned-180": lambda page, _: _turned(page, 180),
    "photo": lambda page, seed: ink.photographed(page, seed=seed),
}
UNDAMAGED = ("clean",)
TURNED = ("turned-90", "turned-180")


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of both readings on the same pages, processor seconds of each."""

    pages: int = 0
    plain: Errors = NONE
    ours: Errors = NONE
    plain_seconds: float = 0.0
    engine_seconds: float = 0.0
    ours_seconds: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.pages + other.pages,
            self.plain + other.plain,
            self.ours + other.ours,
            self.plain_seconds + other.plain_seconds,
            self.engine_seconds + other.engine_seconds,
            self.ours_seconds + other.ours_seconds,
        )


def drawn(name: str, number: int, dpi: int) -> tuple[Image.Image, str]:
    """A page of a sample as a grey image, and the text that stands on it."""
    pdf = to_pdf(layout((TEXTS / f"{name}.txt").read_text(encoding="utf-8")))
    document = pypdfium2.PdfDocument(pdf)
    try:
        truth = document[number - 1].get_textpage().get_text_range()
    finally:
        document.close()
    return rasterise(pdf, dpi=dpi)[number - 1], truth


def images(
    pages: Iterable[tuple[str, int]], sets: Iterable[str], resolutions: Iterable[int]
) -> Iterator[tuple[str, int, bytes, str]]:
    """(set, dpi, PNG, truth) of every page, set and resolution."""
    wanted = list(sets)
    for dpi in resolutions:
        for seed, (name, number) in enumerate(pages, 1):
            page, truth = drawn(name, number, dpi)
            for damage in wanted:
                out = BytesIO()
                image = SETS[damage](page, seed)
                image.save(out, "PNG", dpi=(dpi, dpi), compress_level=1)
                yield damage, dpi, out.getvalue(), truth


def compare(png: bytes, truth: str) -> Score:
    """Both readings of one image."""
    before = _spent()
    plain = plain_tesseract(png)
    middle = _spent()
    pages = read_bytes(png, "page.png")
    after = _spent()
    ours = repair(Text.of(pages.join())).text.value
    own, child = after[0] - middle[0], after[1] - middle[1]
    return Score(
        1, errors(truth, plain), errors(truth, ours), middle[1] - before[1], child, own + child
    )


def plain_tesseract(png: bytes) -> str:
    """What `tesseract -l vie` prints."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(png)
        file.flush()
        command = ["tesseract", file.name, "stdout", "-l", "vie"]
        one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(command, capture_output=True, env=one_thread, check=False)
    return done.stdout.decode("utf-8", "replace")


def _warm_up() -> None:
    out = BytesIO()
    Image.new("L", (300, 300), 255).save(out, "PNG")
    with suppress(NoText):
        read_bytes(out.getvalue(), "page.png")


def _spent() -> tuple[float, float]:
    """Processor seconds of this process, and of its children: ended, and still at work."""
    own, ended = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    alive = [child.cpu_times() for child in psutil.Process().children()]
    live = sum(t.user + t.system + t.children_user + t.children_system for t in alive)
    return own.ru_utime + own.ru_stime, ended.ru_utime + ended.ru_stime + live


def measured(
    pages: Iterable[tuple[str, int]], sets: Iterable[str], resolutions: Iterable[int]
) -> Iterator[tuple[str, int, Score]]:
    """(set, dpi, score) of each image, one after the other."""
    for damage, dpi, png, truth in images(pages, sets, resolutions):
        yield damage, dpi, compare(png, truth)


def row(name: str, score: Score) -> str:
    """A line of the table: wrong characters, and words wrong in marks alone, per 100 characters."""
    plain, ours = score.plain, score.ours
    fewer = 1 - ours.wrong / plain.wrong if plain.wrong else 0.0
    cost = score.ours_seconds / max(1e-9, score.plain_seconds)
    counts = (plain.wrong, ours.wrong, plain.marks, ours.marks)
    shown = " ".join(f"{100 * n / max(1, plain.letters):8.2f}" for n in counts)
    return f"{name:16} {score.pages:5} {shown} {fewer:7.0%} {cost:6.2f}"


HEAD = (
    f"{'set':16} pages {'plain %':>8} {'ours %':>8} {'marks %':>8} {'ours %':>8}"
    f" {'fewer':>7} {'cost':>6}"
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all if none"
    )
    options.add_argument("--quick", action="store_true", help="one page a set, about 3 minutes")
    options.add_argument("--pages", type=int, default=len(PAGES), help="pages a set")
    options.add_argument("--dpi", type=int, action="append", help="200 and 300 if not given")
    given = options.parse_args()
    if unknown := [name for name in given.sets if name not in SETS]:
        options.error(f"no such set: {', '.join(unknown)}")
    pages = PAGES[:1] if given.quick else PAGES[: given.pages]
    _warm_up()
    print(HEAD, flush=True)
    totals: dict[str, Score] = {}
    for name in given.sets or SETS:
        for dpi in given.dpi or RESOLUTIONS:
            score = sum((s for *_, s in measured(pages, [name], [dpi])), Score())
            print(row(f"{name} {dpi}", score), flush=True)
            for total in (name, *(() if name in UNDAMAGED else ("all degraded",))):
                totals[total] = totals.get(total, Score()) + score
    for name, score in totals.items():
        print(row(name, score))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
