"""One page image to one page, with remarks on what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from PIL import Image

from ingest.core.pages import Box, Page, Remark
from ingest.read.contrast import evened
from ingest.read.deskew import levelled
from ingest.read.emptiness import without_text
from ingest.read.grain import without_grain
from ingest.read.inks import separated
from ingest.read.layout import lay_out
from ingest.read.limits import Limits
from ingest.read.lines import Token
from ingest.read.ocr import DEFAULT_ENGINE, OcrEngine, OcrFailed, upright
from ingest.read.printed import with_printed
from ingest.read.table_scan import TableScan

_LOW = 0.70
_DOUBTFUL = 0.55
_FEW_WORDS = 8
_POINTS = 72.0


@dataclass(frozen=True, slots=True)
class Scan:
    """An image, grey or RGB, with the size of the page it shows, in points."""

    image: Image.Image
    width: float
    height: float

    @property
    def dpi(self) -> int:
        return max(70, min(1200, round(self.image.width / self.width * _POINTS)))

    def turned(self, degrees: int) -> Scan:
        across = degrees in (90, 270)
        width, height = (self.height, self.width) if across else (self.width, self.height)
        return Scan(upright(self.image, degrees), width, height)


def unreadable(number: int, why: str) -> Remark:
    message = f"page {number} could not be read: {why}"
    return Remark("page-unreadable", "error", message, page=number)


def recognise(
    number: int,
    scan: Scan,
    limits: Limits,
    engine: OcrEngine | None = None,
    printed: Sequence[Token] = (),
) -> tuple[Page, tuple[Remark, ...]]:
    """The page that the scan shows; empty, with a remark, where the engine gives up.

    `printed` are words of known text (boxes in points) that stand on the page as the scan lies.
    """
    engine = engine or DEFAULT_ENGINE
    parted = separated(scan.image, scan.dpi)
    level = levelled(evened(without_grain(parted.image, scan.dpi), scan.dpi))
    scan = given = replace(scan, image=level.image)
    try:
        tabled = TableScan.of(scan.image, scan.dpi)
        words = engine.words(tabled.image, scan.dpi, limits)
        if _mean(words) < _DOUBTFUL or len(words) < _FEW_WORDS or _lies(words):
            scan, words = _try_turned(scan, words, limits, engine)
        if scan is not given:
            tabled = TableScan.of(scan.image, scan.dpi)
        words = tabled.read_on(words, engine, limits)
    except OcrFailed as error:
        empty = Page(number, "", "ocr", round(scan.width, 2), round(scan.height, 2))
        return empty, (unreadable(number, f"OCR {error}"),)
    scale = scan.width / scan.image.width
    tokens = [Token(w.text, _scaled(w.box, scale), w.confidence) for w in words]
    if scan is given and not level.degrees:
        tokens = with_printed(tokens, printed)
    tables = [t.scaled(scale) for t in tabled.tables]
    page = lay_out(number, tokens, "ocr", scan.width, scan.height, tables)
    placed = tuple(replace(w, box=level.back(w.box, scan.width, scan.height)) for w in page.words)
    return replace(page, words=placed), _doubts(number, words, scan.image)


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


def _doubts(number: int, words: list[Token], image: Image.Image) -> tuple[Remark, ...]:
    mean = _mean(words)
    if not words:
        return (without_text(number, image),)
    if mean >= _LOW:
        return ()
    message = f"OCR of page {number} is {mean:.0%} sure of its words"
    return (Remark("low-ocr-confidence", "warning", message, page=number),)


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)
