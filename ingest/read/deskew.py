"""How far a scan is turned out of the level, from the sharpness of its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ingest.core.pages import Box

_SIDE = 700
_MAX_DEGREES = 4.0
_COARSE, _FINE = 0.5, 0.1
_LEAST_DEGREES = 0.25
_LEAST_GAIN = 1.05


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
    """Degrees by which to turn the image counter-clockwise, 0 for less than a quarter."""
    shrink = max(1.0, max(image.size) / _SIDE)
    size = (max(1, round(image.width / shrink)), max(1, round(image.height / shrink)))
    small = image.resize(size, Image.Resampling.BOX)
    ink = small.point(lambda v: 255 - v)
    level = _sharpness(ink, 0.0)
    best = max(_steps(0.0, _MAX_DEGREES, _COARSE), key=lambda d: _sharpness(ink, d))
    best = max(_steps(best, _COARSE, _FINE), key=lambda d: _sharpness(ink, d))
    worth = _sharpness(ink, best) > _LEAST_GAIN * level
    return best if worth and abs(best) >= _LEAST_DEGREES else 0.0


def _steps(middle: float, reach: float, step: float) -> list[float]:
    count = round(reach / step)
    return [round(middle + n * step, 2) for n in range(-count, count + 1)]


def _sharpness(ink: Image.Image, degrees: float) -> float:
    """Level lines of print make rows differ much from their neighbours."""
    turned = ink.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=0) if degrees else ink
    rows = np.asarray(turned, dtype=np.float64).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
