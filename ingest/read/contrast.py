"""Faint print and uneven light: the paper made white, the ink made dark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ingest.read.histogram import level_at

Levels = NDArray[np.float32]

_POINTS = 72.0
_WHITE = 250.0
_INK = 40.0
_FAINT = 90.0
_LEAST_DEPTH = 12.0
_SPARSE = 0.8
_WINDOW = 15
_BLUR = 9.0
_LINES = 64


def evened(image: Image.Image, dpi: int) -> Image.Image:
    """The grey page with even light and full contrast; itself where its ink is dark enough."""
    shrink = max(1, round(dpi / _POINTS))
    half = image.reduce(2)
    counts = half.histogram()
    if level_at(counts, 50.0) - level_at(counts, 0.1) >= _FAINT:
        return image
    levels = np.asarray(half, dtype=np.float32)
    paper = paper_of(image.reduce(shrink))
    wide = Image.fromarray(paper).resize(half.size, Image.Resampling.BILINEAR)
    flat = 255.0 - np.clip(np.asarray(wide, dtype=np.float32) - levels, 0, 255)
    depth = max(_depth(flat, 1.0), _SPARSE * _depth(flat, 0.1))  # little print, much noise
    return _stretched(image, paper, depth) if depth >= _LEAST_DEPTH else image


def paper_of(small: Image.Image) -> Levels:
    """The level of bare paper around each pixel of a small picture."""
    light = small.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MaxFilter(_WINDOW))
    smooth = light.filter(ImageFilter.MinFilter(_WINDOW)).filter(ImageFilter.GaussianBlur(_BLUR))
    levels: Levels = np.asarray(smooth, dtype=np.float32)
    return levels


def _depth(levels: Levels, percent: float) -> float:
    """How much darker than the paper the darkest part of the page is."""
    return float(np.median(levels)) - float(np.percentile(levels, percent))


def _stretched(image: Image.Image, paper: Levels, depth: float) -> Image.Image:
    """Paper to white, ink of that depth to dark, band by band to save memory."""
    around = Image.fromarray(paper).resize(image.size, Image.Resampling.BILINEAR)
    out = np.empty((image.height, image.width), dtype=np.uint8)
    slope = (_WHITE - _INK) / depth
    for top in range(0, image.height, _LINES):
        box = (0, top, image.width, min(image.height, top + _LINES))
        bare = np.asarray(around.crop(box), dtype=np.float32)
        levels = _WHITE - (bare - np.asarray(image.crop(box), dtype=np.float32)) * slope
        out[top : box[3]] = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    return Image.fromarray(out)
