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
