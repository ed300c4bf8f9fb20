"""The grain of a cheap sensor, smoothed away where it is strong."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageFilter

from ingest.read.histogram import level_at

_LEAST_GRAIN = 8
_BLUR = 0.06
_SAMPLE = 160


def without_grain(image: Image.Image) -> Image.Image:
    """The grey page blurred by a pixel at most; itself where its paper is smooth.

    Grain is as fine as the pixels are, whatever the resolution. A median of 3 by 3 pixels takes
    less of it, and the thin rules of tables with it.
    """
    rough = _roughness(image)
    return image.filter(ImageFilter.GaussianBlur(min(1.0, _BLUR * rough))) if rough else image


def _roughness(image: Image.Image) -> int:
    """The grain of the smoothest of nine places; 0 where that is little.

    A picture or dense print may be rough where paper is not, so one smooth place will do.
    """
    least = 255
    for spot in spots(image):
        least = min(least, grain(spot))
        if least < _LEAST_GRAIN:
            return 0
    return least


def spots(image: Image.Image) -> Iterator[Image.Image]:
    """Nine places of the page."""
    half = _SAMPLE // 2
    for down in (0.2, 0.5, 0.8):
        for across in (0.2, 0.5, 0.8):
            x, y = round(across * image.width), round(down * image.height)
            right, bottom = min(image.width, x + half), min(image.height, y + half)
            yield image.crop((max(0, x - half), max(0, y - half), right, bottom))


def grain(spot: Image.Image) -> int:
    """How far a pixel of paper is from its neighbours, in levels: below 3 in common scans."""
    apart = ImageChops.difference(spot, spot.filter(ImageFilter.MedianFilter(3)))
    return level_at(apart.histogram(), 50.0)
