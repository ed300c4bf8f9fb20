"""What a page image goes through before OCR, and the way back to the page as scanned."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from ingest.core.pages import Box
from ingest.read.borders import without_borders
from ingest.read.contrast import evened
from ingest.read.deskew import Levelled, levelled
from ingest.read.grain import without_grain
from ingest.read.inks import Separated, separated
from ingest.read.ocr import upright
from ingest.read.photograph import Squared, squared
from ingest.read.specks import without_specks

_POINTS = 72.0


@dataclass(frozen=True, slots=True)
class Scan:
    """An image, grey or RGB, with the size of the page it shows, in points.

    `degrees` is how far it was turned clockwise to be upright.
    """

    image: Image.Image
    width: float
    height: float
    degrees: int = 0

    @property
    def dpi(self) -> int:
        return max(70, min(1200, round(self.image.width / self.width * _POINTS)))

    @property
    def unit(self) -> float:
        """Points a pixel."""
        return self.width / self.image.width

    def turned(self, degrees: int) -> Scan:
        width, height = _turned_size(self.width, self.height, degrees)
        return Scan(upright(self.image, degrees), width, height, degrees)

    def of(self, image: Image.Image) -> Scan:
        """Another picture of the same resolution in its place."""
        if image.size == self.image.size:
            return Scan(image, self.width, self.height, self.degrees)
        return Scan(image, image.width * self.unit, image.height * self.unit, self.degrees)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page made ready for OCR: grey, square, level, dark on white."""

    given: Scan
    scan: Scan
    parted: Separated
    square: Squared
    level: Levelled

    @classmethod
    def of(cls, given: Scan) -> Prepared:
        parted = separated(given.image, given.dpi)
        square = squared(parted.image, given.dpi)
        dark = evened(without_borders(square.image, given.dpi), given.dpi)
        smooth = without_grain(dark)  # which more contrast brings out
        level = levelled(without_specks(smooth, given.dpi))
        return cls(given, given.of(level.image), parted, square, level)

    @property
    def moved(self) -> bool:
        """True where words no longer stand where they stood on the page as given."""
        return bool(self.level.degrees) or self.square.plan is not None

    def size(self, degrees: int) -> tuple[float, float]:
        """Width and height of the page as given, turned clockwise."""
        return _turned_size(self.given.width, self.given.height, degrees)

    def back(self, box: Box, degrees: int) -> Box:
        """Where a box of the prepared page stands on the page as given; both lie turned."""
        width, height = _turned_size(self.scan.width, self.scan.height, degrees)
        box = self.level.back(box, width, height)
        if self.square.plan is None:
            return box
        lying = turned_box(box, 360 - degrees, width, height)
        return turned_box(self.square.back(lying, self.given.unit), degrees, *self.size(0))


def turned_box(box: Box, degrees: int, width: float, height: float) -> Box:
    """The box on a page of that size after a clockwise turn by a multiple of 90 degrees.

    >>> turned_box(Box(10, 20, 30, 25), 90, 100, 200)
    Box(x0=175, y0=10, x1=180, y1=30)
    """
    for _ in range(degrees // 90 % 4):
        box = Box(height - box.y1, box.x0, height - box.y0, box.x1)
        width, height = height, width
    return box


def _turned_size(width: float, height: float, degrees: int) -> tuple[float, float]:
    return (height, width) if degrees in (90, 270) else (width, height)
