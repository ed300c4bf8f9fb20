"""The specks of a photocopy: dark dots too small for a full stop that stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.read.blobs import Mask, grown
from ingest.read.grain import spots
from ingest.read.histogram import level_at

_POINTS = 72.0
_DARK = 0.6
_KINDS = ((0.75, 0.75), (1.1, 2.2))
"""Sides of a speck and the bare paper around it, in points. A full stop and the dot below a
vowel are larger, or nearer to their letter; the dots of a dotted line are nearer to each other."""
_LEAST = 15
_ASTRAY = (1.1, 5.0)
"""A speck that tells of dust: no dot of print, be it small, has so much bare paper around it."""
_MARGINS = ((0.2, 0.06), (0.5, 0.06), (0.8, 0.06), (0.35, 0.95), (0.65, 0.95), (0.04, 0.5))
_SAMPLE = 160
_BAND = 512


def without_specks(image: Image.Image, dpi: int) -> Image.Image:
    """The grey page without specks; itself where few lie far from its print."""
    paper = level_at(image.reduce(4).histogram(), 75.0)
    astray, *kinds = (
        (max(1, int(a * dpi / _POINTS)), max(2, int(b * dpi / _POINTS)))
        for a, b in (_ASTRAY, *_KINDS)
    )
    seen = (np.asarray(spot) < _DARK * paper for spot in _spots(image))
    if sum(_count(_marks(dark, [astray])) for dark in seen) < _LEAST:
        return image
    out = np.array(image)
    reach = max(side + room for side, room in kinds)
    for rows, part in _bands(out, reach):
        specks = grown(_marks(part < _DARK * paper, kinds), 1)[rows]
        part[rows][specks] = paper
    return Image.fromarray(out)


def _spots(image: Image.Image) -> Iterator[Image.Image]:
    """Places among the print, where there is room between lines at most, and in the margins."""
    yield from islice(spots(image), 0, None, 2)
    for down, across in _MARGINS:
        x, y = round(across * image.width), round(down * image.height)
        left, top = max(0, x - _SAMPLE // 2), max(0, y - _SAMPLE // 2)
        right, bottom = min(image.width, left + _SAMPLE), min(image.height, top + _SAMPLE)
        yield image.crop((left, top, right, bottom))


def _bands(levels: NDArray[np.uint8], reach: int) -> Iterator[tuple[slice, NDArray[np.uint8]]]:
    """Bands of the page with some rows around them, and which of their rows are their own."""
    for top in range(0, len(levels), _BAND):
        first = max(0, top - reach)
        part = levels[first : top + _BAND + reach]
        yield slice(top - first, min(len(part), top - first + _BAND)), part


def _marks(dark: Mask, kinds: list[tuple[int, int]]) -> Mask:
    found = np.zeros_like(dark)
    for side, room in kinds:
        found |= _alone(dark & ~found, side, room)
    return found


def _alone(dark: Mask, side: int, room: int) -> Mask:
    """What is dark within a square of that side and has bare paper around it for `room` pixels."""
    wide = np.pad(dark, room)
    inner = _sums(np.pad(dark, ((0, side - 1), (0, side - 1))), side)
    outer = _sums(np.pad(wide, ((0, side - 1), (0, side - 1))), side + 2 * room)
    squares = (inner > 0) & (inner == outer)
    found = np.zeros_like(dark)
    for down in range(side):
        for across in range(side):
            rows, columns = len(dark) - down, dark.shape[1] - across
            found[down:, across:] |= squares[:rows, :columns]
    return found & dark


def _sums(dark: Mask, side: int) -> NDArray[np.int32]:
    """How many pixels are dark in each square of that side."""
    total = np.cumsum(np.cumsum(np.pad(dark, ((1, 0), (1, 0))), axis=0, dtype=np.int32), axis=1)
    across = total[:, side:] - total[:, :-side]
    return across[side:] - across[:-side]


def _count(marks: Mask) -> int:
    """How many runs of marked pixels there are, row by row: about as many as specks."""
    return int(np.count_nonzero(np.diff(np.pad(marks.view(np.int8), ((0, 0), (1, 0))), axis=1) > 0))
