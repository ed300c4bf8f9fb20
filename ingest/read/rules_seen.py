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
_HALF_RULE = 0.8


def rules_seen(image: Image.Image, scale: float) -> list[Rule]:
    """Level and upright rules; `scale` is points a pixel, the result is in points."""
    shrink = max(1, round(72.0 / scale / _WORK_DPI))
    dark = _darkest(np.asarray(image.convert("L")), shrink) < _DARK
    unit = scale * shrink
    least = int(_LEAST_POINTS / unit)
    flat = [Rule(a * unit, y * unit, b * unit, y * unit) for y, a, b in _runs(dark, least)]
    upright = [Rule(x * unit, a * unit, x * unit, b * unit) for x, a, b in _runs(dark.T, least)]
    return flat + upright


def _darkest(grey: NDArray[np.uint8], shrink: int) -> NDArray[np.uint8]:
    """The darkest point of each block of `shrink` by `shrink`: a thin rule survives."""
    height, width = (n // shrink * shrink for n in grey.shape)
    rows = grey[:height:shrink].copy()
    for step in range(1, shrink):
        np.minimum(rows, grey[step:height:shrink], out=rows)
    blocks = rows[:, :width:shrink].copy()
    for step in range(1, shrink):
        np.minimum(blocks, rows[:, step:width:shrink], out=blocks)
    return blocks


def _runs(dark: NDArray[np.bool_], least: int) -> list[tuple[float, int, int]]:
    """(lane, start, end) of dark runs of at least `least` pixels that are thin across."""
    edges = np.diff(np.pad(dark.view(np.int8), ((0, 0), (1, 1))), axis=1)
    lanes, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    long = ends - starts >= least
    found: list[tuple[float, int, int]] = []
    runs = (lanes[long].tolist(), starts[long].tolist(), ends[long].tolist())
    for lane, start, end in zip(*runs, strict=True):
        if _thin(dark, lane, start, end):
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
    reach = max(2, round(_HALF_RULE / scale))
    for rule in rules:
        x0, y0, x1, y1 = (v / scale for v in (rule.x0, rule.y0, rule.x1, rule.y1))
        if rule.horizontal:
            _wipe(grey, y0, x0, x1, paper, reach)
        else:
            _wipe(grey.T, x0, y0, y1, paper, reach)
    return Image.fromarray(grey)


def _wipe(
    grey: NDArray[np.uint8], lane: float, start: float, end: float, paper: int, reach: int
) -> None:
    """Makes the band around a level rule paper, but for what goes on above or below it."""
    top, bottom = max(0, round(lane) - reach), min(grey.shape[0], round(lane) + reach + 1)
    left, right = max(0, int(start) - 1), min(grey.shape[1], int(end) + 2)
    band = grey[top:bottom, left:right]
    beyond = np.ones(band.shape[1], dtype=bool)
    for edge in (top - 2, bottom + 1):
        if 0 <= edge < grey.shape[0]:
            beyond &= grey[edge, left:right] >= _DARK
    band[:, beyond] = np.maximum(band[:, beyond], paper)
