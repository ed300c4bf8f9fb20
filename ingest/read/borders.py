"""Dark borders of a copier, the desk around a sheet and punch holes, made paper.

What is told from print is that it is dark for several points in every direction. Borders begin
at an edge of the image; holes are round and stand alone in a margin.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ingest.read.blobs import Blob, Mask, blobs, grown
from ingest.read.histogram import level_at

_POINTS = 72.0
_SOLID = 5
_DARK = 0.6
_EDGE = 4
_MARGIN = 72
_HOLE = (8, 28)
_RING = 3
_LEAST_PAPER = 120
_MOST_HOLES = 12
_LETTER = 30
_LETTERS_SHARE = 0.03
_WORD, _LINE = 14, 5


@dataclass(frozen=True, slots=True)
class Dark:
    """What is dark all the way from the edges of a page, at one pixel for `shrink` of it."""

    mask: Mask
    shrink: int


def dark_around(image: Image.Image, dpi: int) -> Dark | None:
    """The desk or the border around a page; None where its edges are paper."""
    seen = _solid(image, dpi)
    if seen is None:
        return None
    border = _from_the_edges(seen.solid)
    return Dark(border, seen.shrink) if border.any() else None


def without_borders(image: Image.Image, dpi: int) -> Image.Image:
    """The grey page with borders and punch holes in the grey of its paper; itself without any."""
    seen = _solid(image, dpi)
    if seen is None:
        return image
    border = _from_the_edges(seen.solid)
    gone = grown(border, 2) if border.any() else border
    for hole in _holes(seen.solid & ~border, seen.dark & ~gone):
        gone[hole] = True
    return _painted(image, gone, seen.shrink, seen.paper) if gone.any() else image


@dataclass(frozen=True, slots=True)
class _Solid:
    """A small picture's dark places, and those dark for some points in every direction."""

    solid: Mask
    dark: Mask
    paper: int
    shrink: int


def _solid(image: Image.Image, dpi: int) -> _Solid | None:
    """None where nothing is solid, as on most pages."""
    shrink = max(1, round(dpi / _POINTS))
    small = image.reduce(shrink)
    if min(small.size) <= 2 * _EDGE:  # a strip: all of it is edge
        return None
    paper = level_at(small.histogram(), 75.0)
    dark = np.asarray(small) < _DARK * paper
    core = ~grown(~dark, _SOLID // 2)
    if paper < _LEAST_PAPER or not core.any():
        return None
    return _Solid(grown(core, _SOLID // 2), dark, paper, shrink)


def _from_the_edges(solid: Mask) -> Mask:
    """What is solid all the way from an edge of the image, along its row or its column.

    Scanners leave a rim of a few light pixels. A dark ground of white letters is none.
    """
    reached = np.zeros_like(solid)
    for turns in range(4):
        seen = np.rot90(solid, turns).copy()
        seen[:, :_EDGE] |= seen[:, _EDGE : _EDGE + 1]
        reached |= np.rot90(np.logical_and.accumulate(seen, axis=1), -turns)
    letters = _between(reached) & _between(solid.T).T
    lettered = letters.sum() > _LETTERS_SHARE * reached.sum() or _lines_in(reached)
    return np.zeros_like(solid) if lettered else reached


def _lines_in(ground: Mask) -> bool:
    """True where gaps in it are as high as a line and as long as a word.

    Upright ones are none: the paper between the edge and the shadow of a fold looks like that.
    """
    gaps = blobs(_between(ground.T).T)
    return any(part.width >= _WORD and part.height >= _LINE for part in gaps)


def _between(mask: Mask) -> Mask:
    """What is not marked and has marks left and right of it, no further apart than a letter."""
    at = np.arange(mask.shape[1])
    left = np.maximum.accumulate(np.where(mask, at, -_LETTER), axis=1)
    right = np.minimum.accumulate(np.where(mask, at, 2 * len(at))[:, ::-1], axis=1)[:, ::-1]
    return (right - left <= _LETTER) & ~mask


def _holes(solid: Mask, dark: Mask) -> list[tuple[slice, slice]]:
    """Where round dark marks stand alone in a margin."""
    parts = [part for part in blobs(solid) if _round(part) and _in_margin(part, solid.shape)]
    return [at for part in parts[:_MOST_HOLES] if (at := _alone(part, dark)) is not None]


def _round(part: Blob) -> bool:
    least, most = _HOLE
    if not (least <= min(part.width, part.height) and max(part.width, part.height) <= most):
        return False
    disc = math.pi / 4 * part.width * part.height
    return 0.7 < part.width / part.height < 1.4 and 0.85 < part.area / disc < 1.2


def _in_margin(part: Blob, shape: tuple[int, ...]) -> bool:
    x, y = (part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2
    return min(x, y, shape[1] - x, shape[0] - y) < _MARGIN


def _alone(part: Blob, dark: Mask) -> tuple[slice, slice] | None:
    """The mark with its soft edge, unless print stands right beside it."""
    inner, outer = (
        (slice(max(0, part.y0 - r), part.y1 + r), slice(max(0, part.x0 - r), part.x1 + r))
        for r in (_RING - 1, _RING + 1)
    )
    beside = int(dark[outer].sum()) - int(dark[inner].sum())
    return inner if not beside else None


def _painted(image: Image.Image, gone: Mask, shrink: int, paper: int) -> Image.Image:
    mask = Image.fromarray(gone.astype(np.uint8) * 255)
    wide = mask.resize((mask.width * shrink, mask.height * shrink), Image.Resampling.NEAREST)
    out = image.copy()
    out.paste(paper, (0, 0, image.width, image.height), wide.crop((0, 0, *image.size)))
    return out
