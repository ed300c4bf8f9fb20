"""The grain of a cheap sensor and its specks, smoothed away where it is strong."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageFilter

_LEAST_GRAIN = 8.0
_LEAST_DPI = 250
_SAMPLE = 240


def without_grain(image: Image.Image, dpi: int) -> Image.Image:
    """The grey page through a median of 3 by 3 pixels; itself where its paper is smooth.

    Below 250 dpi it would take the thin rules of tables with it.
    """
    if dpi < _LEAST_DPI or grain(image) < _LEAST_GRAIN:
        return image
    return image.filter(ImageFilter.MedianFilter(3))


def grain(image: Image.Image) -> float:
    """How far a pixel of paper is from its neighbours, in levels: below 3 in common scans.

    The least of nine places, for a picture or dense print may be rough where paper is not.
    """
    rough = []
    for down in (0.2, 0.5, 0.8):
        for across in (0.2, 0.5, 0.8):
            x, y = round(across * image.width), round(down * image.height)
            half = _SAMPLE // 2
            box = (max(0, x - half), max(0, y - half),
                   min(image.width, x + half), min(image.height, y + half))  # fmt: skip
            spot = image.crop(box)
            apart = ImageChops.difference(spot, spot.filter(ImageFilter.MedianFilter(3)))
            rough.append(float(np.median(np.asarray(apart))))
    return min(rough)
