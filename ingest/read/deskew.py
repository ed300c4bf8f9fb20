"""How far a scan is turned out of the level, from the sharpness of its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.core.pages import Box

_SIDE = 900
_STRIP = 9
_INK = 40
_LEAST_INK = 200
_MAX_DEGREES = 4.0
_COARSE, _FINE = 0.5, 0.1
_LEAST_DEGREES = 0.25
_LEAST_GAIN = 1.05

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Levelled:
    """An image turned by `degrees` (counter-clockwise) so that its lines are level."""

    image: Image.Image
    degrees: float

    def back(self, box: Box, width: float, height: float) -> Box:
        """Where a box of the levelled page stands on the page as scanned, in its units."""
        if not self.degrees:
            return box
        angle = math.radians(self.degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = (box.x0 + box.x1) / 2 - width / 2, (box.y0 + box.y1) / 2 - height / 2
        at_x, at_y = cos * x - sin * y + width / 2, sin * x + cos * y + height / 2
        half_x = (cos * (box.x1 - box.x0) + abs(sin) * (box.y1 - box.y0)) / 2
        half_y = (abs(sin) * (box.x1 - box.x0) + cos * (box.y1 - box.y0)) / 2
        corners = (at_x - half_x, at_y - half_y, at_x + half_x, at_y + half_y)
        return Box(*(round(max(0.0, v), 2) for v in corners))


def levelled(image: Image.Image) -> Levelled:
    """The image with level lines; itself where it is level already or has no lines."""
    degrees = skew(image)
    if not degrees:
        return Levelled(image, 0.0)
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return Levelled(turned, degrees)


def skew(image: Image.Image) -> float:
    """Degrees by which to turn the image counter-clockwise, 0 for less than a third.

    So little harms no line, and to turn a page blurs it.

    Where the points of ink would come to lie is worked out for each angle; the picture itself
    is not turned, which takes thirty times as long.
    """
    x, y, ink = _points(image)
    if len(ink) < _LEAST_INK:
        return 0.0

    def sharpness(degrees: float) -> float:
        return _sharpness(x, y, ink, math.radians(degrees))

    best = max(_steps(0.0, _MAX_DEGREES, _COARSE), key=sharpness)
    best = max(_steps(best, _COARSE, _FINE), key=sharpness)
    if abs(best) < _LEAST_DEGREES:
        return 0.0
    return best if sharpness(best) > _LEAST_GAIN * sharpness(0.0) else 0.0


def _points(image: Image.Image) -> tuple[Numbers, Numbers, Numbers]:
    """Place and depth of the ink of a small picture of the page, from its top left corner.

    What is dark for far, such as a border or the desk beneath a photograph, is no ink: its edge
    need not run as the lines do.
    """
    small = image.reduce(max(1, math.ceil(max(image.size) / _SIDE)))
    levels = np.asarray(small.convert("L"), dtype=np.int16)
    depth = _paper_above_and_below(levels) - levels
    y, x = np.nonzero(depth > _INK)
    return x.astype(np.float64), y.astype(np.float64), depth[y, x].astype(np.float64)


def _paper_above_and_below(levels: NDArray[np.int16]) -> NDArray[np.int16]:
    """For each point the darker of the lightest points shortly above and shortly below it."""
    lightest = np.pad(levels, ((_STRIP, _STRIP), (0, 0)), mode="edge")
    reach = 1
    while reach < _STRIP:  # the lightest of `reach` points upwards
        step = min(reach, _STRIP - reach)
        lightest[step:] = np.maximum(lightest[step:], lightest[:-step])
        reach += step
    rows = len(levels)
    above, below = lightest[_STRIP:][:rows], lightest[2 * _STRIP - 1 :][:rows]
    return np.minimum(above, below)


def _steps(middle: float, reach: float, step: float) -> list[float]:
    count = round(reach / step)
    return [round(middle + n * step, 2) for n in range(-count, count + 1)]


def _sharpness(x: Numbers, y: Numbers, ink: Numbers, angle: float) -> float:
    """Level lines of print make rows differ much from their neighbours."""
    down = y * math.cos(angle) - x * math.sin(angle)
    rows = np.bincount((down - down.min() + 0.5).astype(np.intp), weights=ink)
    return float(np.square(np.diff(rows)).sum())
