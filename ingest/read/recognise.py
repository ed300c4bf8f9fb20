"""One page image to one page, with remarks on what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np
from msgspec import structs
from PIL import Image

from ingest.core.pages import Box, Page, Remark
from ingest.read.doubts import under_ink, unsure_lines
from ingest.read.emptiness import without_text
from ingest.read.inks import Separated
from ingest.read.layout import lay_out
from ingest.read.limits import Limits
from ingest.read.lines import Token
from ingest.read.ocr import OcrEngine, OcrFailed
from ingest.read.ocr_kept import KeptTesseract
from ingest.read.page_image import Prepared, Scan
from ingest.read.printed import typed_on, with_printed
from ingest.read.ruled import scaled
from ingest.read.table_scan import TableScan

DEFAULT_ENGINE: OcrEngine = KeptTesseract()

_LOW = 0.70
_DOUBTFUL = 0.55
_FEW_WORDS = 8


def unreadable(number: int, why: str) -> Remark:
    message = f"page {number} could not be read: {why}"
    return Remark("page-unreadable", "error", message, page=number)


def recognise(
    number: int,
    scan: Scan,
    limits: Limits,
    engine: OcrEngine | None = None,
    printed: Sequence[Token] = (),
    before: Page | None = None,
) -> tuple[Page, tuple[Remark, ...]]:
    """The page that the scan shows; empty, with a remark, where the engine gives up.

    `printed` are words of known text (boxes in points) that stand on the page as the scan lies.
    `before` is the page before it, whose table may go on.
    """
    engine = engine or DEFAULT_ENGINE
    made = Prepared.of(scan)
    scan = made.scan
    try:
        tabled = TableScan.of(scan.image, scan.dpi)
        words = engine.words(tabled.image, scan.dpi, limits)
        if _mean(words) < _DOUBTFUL or len(words) < _FEW_WORDS or _lies(words):
            scan, words = _try_turned(scan, words, limits, engine)
        if scan.degrees:
            tabled = TableScan.of(scan.image, scan.dpi)
        words = tabled.read_on(words, engine, limits)
    except OcrFailed as error:
        width, height = (round(v, 2) for v in made.size(scan.degrees))
        return Page(number, "", "ocr", width, height), (unreadable(number, f"OCR {error}"),)
    tokens = [Token(w.text, scaled(w.box, scan.unit), w.confidence) for w in words]
    typed = typed_on(made, printed, scan.degrees)
    tokens = with_printed(tokens, [structs.replace(t, box=box) for box, t in typed.items()])
    tables = [t.scaled(scan.unit) for t in tabled.tables]
    page = lay_out(number, tokens, "ocr", scan.width, scan.height, tables, before)
    page = _placed(page, made, scan, typed)
    under = _under_ink(page, made.parted, scan.degrees)
    return page, (*_doubts(page, words, scan.image), *under)


def _placed(page: Page, made: Prepared, scan: Scan, typed: Mapping[Box, Token]) -> Page:
    """The page in the size it was given in, its words where they stand there."""
    width, height = (round(v, 2) for v in made.size(scan.degrees))
    words = tuple(
        replace(w, box=typed[w.box].box if w.box in typed else made.back(w.box, scan.degrees))
        for w in page.words
    )
    return replace(page, words=words, width=width, height=height)


def _try_turned(
    scan: Scan, words: list[Token], limits: Limits, engine: OcrEngine
) -> tuple[Scan, list[Token]]:
    degrees = engine.turn(scan.image, scan.dpi, limits)
    if not degrees:
        return scan, words
    other = scan.turned(degrees)
    again = engine.words(other.image, other.dpi, limits)
    gain = sum(w.confidence or 0 for w in again) - sum(w.confidence or 0 for w in words)
    better = gain > 0 if _lies(words) == _lies(again) else _lies(words)
    return (other, again) if better else (scan, words)


def _lies(words: list[Token]) -> bool:
    """True where most words are higher than wide: the page lies on its side."""
    long = [w.box for w in words if len(w.text) > 2]
    return sum(b.y1 - b.y0 > b.x1 - b.x0 for b in long) > 0.5 * len(long)


def _mean(words: list[Token]) -> float:
    """Mean confidence, long words counting more."""
    letters = [(w.confidence or 0.0, len(w.text)) for w in words]
    total = sum(n for _, n in letters)
    return fmean([c for c, _ in letters], [n for _, n in letters]) if total else 0.0


def _doubts(page: Page, words: list[Token], image: Image.Image) -> tuple[Remark, ...]:
    if not words:
        return (without_text(page.number, image),)
    mean = _mean(words)
    if mean >= _LOW:
        return unsure_lines(page)
    message = f"OCR of page {page.number} is {mean:.0%} sure of its words"
    return (Remark("low-ocr-confidence", "warning", message, page=page.number),)


def _under_ink(page: Page, parted: Separated, degrees: int) -> tuple[Remark, ...]:
    if parted.covered is None:
        return ()
    return under_ink(page, np.rot90(parted.covered, -degrees // 90))
