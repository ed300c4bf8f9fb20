"""Rules of tables in a page image: long straight runs of dark pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.read.ruled import Rule

_DARK = 150
_LEAST_POINTS = 18.0
_WORK_DPI = 100.0
_MAX_RUNS = 3000


def rules_seen(image: Image.Image, scale: float) -> list[Rule]:
    """Level and upright rules; `scale` is points a pixel, the result is in points."""
    shrink = max(1, round(_WORK_DPI and 72.0 / scale / _WORK_DPI))
    grey = np.asarray(image.convert("L"))
    height, width = (n // shrink * shrink for n in grey.shape)
    blocks = grey[:height, :width].reshape(height // shrink, shrink, width // shrink, shrink)
    dark = blocks.min(axis=(1, 3)) < _DARK  # a thin rule survives the reduction
    unit = scale * shrink
    least = int(_LEAST_POINTS / unit)
    flat = [Rule(a * unit, y * unit, b * unit, y * unit) for y, a, b in _runs(dark, least)]
    upright = [Rule(x * unit, a * unit, x * unit, b * unit) for x, a, b in _runs(dark.T, least)]
    return flat + upright


def _runs(dark: NDArray[np.bool_], least: int) -> list[tuple[float, int, int]]:
    """(lane, start, end) of dark runs of at least `least` pixels that are thin across."""
    found: list[tuple[float, int, int]] = []
    for lane in range(dark.shape[0]):
        row = np.flatnonzero(np.diff(np.concatenate(([0], dark[lane].view(np.int8), [0]))))
        for start, end in zip(row[::2].tolist(), row[1::2].tolist(), strict=True):
            if end - start >= least and _thin(dark, lane, start, end):
                found.append((lane + 0.5, start, end))
        if len(found) > _MAX_RUNS:
            return []
    return found


def _thin(dark: NDArray[np.bool_], lane: int, start: int, end: int) -> bool:
    """Not the edge of a dark area: a few pixels away on either side it is mostly white."""
    for other in (lane - 4, lane + 4):
        if 0 <= other < dark.shape[0] and dark[other, start:end].mean() > 0.5:
            return False
    return True


def without_rules(image: Image.Image, rules: list[Rule], scale: float) -> Image.Image:
    """The image with its rules made paper, where no letter stands on them.

    Tesseract reads upright rules as `|`, `1`, `l`, and loses single figures between two rules.
    The same size; `rules` in points, `scale` is points a pixel.
    """
    grey = np.array(image.convert("L"))
    paper = int(np.percentile(grey[::8, ::8], 75))
    for rule in rules:
        x0, y0, x1, y1 = (v / scale for v in (rule.x0, rule.y0, rule.x1, rule.y1))
        if rule.horizontal:
            _wipe(grey, y0, x0, x1, paper)
        else:
            _wipe(grey.T, x0, y0, y1, paper)
    return Image.fromarray(grey)


def _wipe(grey: NDArray[np.uint8], lane: float, start: float, end: float, paper: int) -> None:
    """Makes the band around a level rule paper, but for what goes on above or below it."""
    reach = max(2, round(grey.shape[0] / 1100))
    top, bottom = max(0, round(lane) - reach), min(grey.shape[0], round(lane) + reach + 1)
    left, right = max(0, int(start) - 1), min(grey.shape[1], int(end) + 2)
    band = grey[top:bottom, left:right]
    beyond = np.ones(band.shape[1], dtype=bool)
    for edge in (top - 2, bottom + 1):
        if 0 <= edge < grey.shape[0]:
            beyond &= grey[edge, left:right] >= _DARK
    band[:, beyond] = np.maximum(band[:, beyond], paper)
