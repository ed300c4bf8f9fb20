"""A sheet photographed out of square, made a rectangle again.

The sides of the sheet are told from the dark desk around it. Where no dark runs along a side,
the sheet is taken to go on to the edge of the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.core.pages import Box
from ingest.read.blobs import Mask
from ingest.read.borders import dark_around

Plan = tuple[float, float, float, float, float, float, float, float]
Point = tuple[float, float]
Numbers = NDArray[np.float64]

_LEAST_ASKEW = 0.4
_MOST_ASKEW = 15.0
_LEAST_SIDES = 3
_LEAST_SHARE = 0.5
_INLIERS = 0.75
_NEAR = 2.0
_ENDS = 0.08


@dataclass(frozen=True, slots=True)
class Squared:
    """A picture of the sheet alone; `plan` leads from its pixels to those of the photograph.

    `plan` is None where the picture is the page as it was.
    """

    image: Image.Image
    plan: Plan | None = None

    def back(self, box: Box, unit: float) -> Box:
        """Where a box of the sheet stands in the photograph; `unit` is points a pixel."""
        if self.plan is None:
            return box
        corners = [(x / unit, y / unit) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        seen = [_seen(self.plan, point) for point in corners]
        xs, ys = [x * unit for x, _ in seen], [y * unit for _, y in seen]
        return Box(*(round(max(0.0, v), 2) for v in (min(xs), min(ys), max(xs), max(ys))))


def squared(image: Image.Image, dpi: int) -> Squared:
    """The sheet of a photograph; the image itself where its sides run level and upright."""
    around = dark_around(image, dpi)
    if around is None:
        return Squared(image)
    corners = _corners(around.mask)
    if corners is None:
        return Squared(image)
    seen = [((x + 0.5) * around.shrink, (y + 0.5) * around.shrink) for x, y in corners]
    top_left, top_right, bottom_right, bottom_left = seen
    width = round((math.dist(top_left, top_right) + math.dist(bottom_left, bottom_right)) / 2)
    height = round((math.dist(top_left, bottom_left) + math.dist(top_right, bottom_right)) / 2)
    plan = plane(seen, [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
    flat = image.transform((width, height), Image.Transform.PERSPECTIVE, plan,
                           Image.Resampling.BICUBIC)  # fmt: skip
    return Squared(flat, plan)


def plane(seen: list[Point], flat: list[Point]) -> Plan:
    """Coefficients of `Image.transform` that bring the points `seen` to the points `flat`."""
    rows, values = [], []
    for (x, y), (u, v) in zip(flat, seen, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    a, b, c, d, e, f, g, h = np.linalg.solve(np.array(rows), np.array(values)).tolist()
    return a, b, c, d, e, f, g, h


def _seen(plan: Plan, point: Point) -> Point:
    a, b, c, d, e, f, g, h = plan
    x, y = point
    depth = g * x + h * y + 1
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


@dataclass(frozen=True, slots=True)
class _Side:
    """`across = slope * along + offset`; `found` where the desk showed it."""

    slope: float
    offset: float
    found: bool = True


def _corners(around: Mask) -> list[Point] | None:
    """The sheet's corners from the top left clockwise; None where it is no photograph."""
    height, width = around.shape
    left, right = _side(around), _side(around[:, ::-1])
    top, bottom = _side(around.T), _side(around.T[:, ::-1])
    sides = (left, right, top, bottom)
    if None in sides or sum(s.found for s in sides if s) < _LEAST_SIDES:
        return None
    assert left and right and top and bottom
    right = _Side(-right.slope, width - 1 - right.offset)
    bottom = _Side(-bottom.slope, height - 1 - bottom.offset)
    askew = max(abs(left.slope - right.slope), abs(top.slope - bottom.slope))
    steep = max(abs(s.slope) for s in (left, right, top, bottom))
    if math.degrees(askew) < _LEAST_ASKEW or math.degrees(steep) > _MOST_ASKEW:
        return None
    corners = [_meeting(a, b) for a, b in
               ((left, top), (right, top), (right, bottom), (left, bottom))]  # fmt: skip
    area = _area(corners)
    return corners if area > _LEAST_SHARE * width * height else None


def _side(around: Mask) -> _Side | None:
    """The left side of the sheet, row by row; None where it runs in no straight line."""
    rows = np.arange(len(around), dtype=np.float64)
    within = (rows > _ENDS * len(rows)) & (rows < (1 - _ENDS) * len(rows))
    starts = np.argmin(around, axis=1).astype(np.float64)
    within &= ~around.all(axis=1)
    x, y = rows[within], starts[within]
    if len(x) < 0.5 * len(rows):
        return None
    if float(np.median(y)) == 0.0:
        return _Side(0.0, 0.0, found=False)
    slope, offset = _line(x, y)
    near = np.abs(y - slope * x - offset) < _NEAR
    return _Side(slope, offset) if near.mean() > _INLIERS else None


def _line(x: Numbers, y: Numbers) -> tuple[float, float]:
    """A line through most of the points: the middle one of many slopes, then least squares."""
    half = len(x) // 2
    slope = float(np.median((y[half : 2 * half] - y[:half]) / (x[half : 2 * half] - x[:half])))
    offset = float(np.median(y - slope * x))
    near = np.abs(y - slope * x - offset) < 2 * _NEAR
    if near.sum() < half:
        return slope, offset
    fitted = np.polyfit(x[near], y[near], 1)
    return float(fitted[0]), float(fitted[1])


def _meeting(upright: _Side, level: _Side) -> Point:
    """Where `x = upright(y)` and `y = level(x)` cross."""
    y = (level.slope * upright.offset + level.offset) / (1 - level.slope * upright.slope)
    return upright.slope * y + upright.offset, y


def _area(corners: list[Point]) -> float:
    around = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in around)) / 2
