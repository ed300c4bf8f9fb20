"""Red seals and blue pens taken off the text beneath them, by their colour.

A coloured ink lets the light of its own hue through: in the brightest of the three channels a
red seal is nearly paper while the black letter under it stays black. What the ink still takes
there is given back. Coloured marks that cross no black text are left, seals aside: a number
written by hand, a stamp of arrival, a heading in red are text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from ingest.read.blobs import Blob, Mask, blobs, drawn, grown
from ingest.read.histogram import level_at

Levels = NDArray[np.float32]

_POINTS = 72.0
_LEAST_CHROMA = 0.17
_LEAST_LIGHT = 0.3
_LEAST_SHARE = 0.0001
_MOST_SHARE = 0.3
_LINE_HEIGHT = 27.0
_THIN = 4.0
_SPECK = 3.0
_LONG = 20.0
_REACH = 2
_BLACK = 0.55
_GREYISH = 0.14
_COVERED_SHARE = 0.12
_CROSSED_SHARE = 0.03
_NEARLY_PAPER = 0.85
_SEAL_SIDES = (45.0, 150.0)


@dataclass(frozen=True, slots=True)
class Separated:
    """A grey page without its coloured inks; `covered` marks where ink was taken off, at one
    pixel for `shrink` pixels of the page; None where there was none."""

    image: Image.Image
    covered: Mask | None = None
    shrink: int = 1


def separated(image: Image.Image, dpi: int) -> Separated:
    """The page in grey. Images in grey pass through, others lose coloured ink over text."""
    if image.mode == "L":
        return Separated(image)
    if image.mode != "RGB":
        if image.mode in ("1", "LA", "La"):
            return Separated(image.convert("L"))
        image = image.convert("RGB")
    grey = image.convert("L")
    shrink = max(1, round(dpi / _POINTS))
    small = image.reduce(shrink)
    paper = _paper(small)
    light, chroma = _shades(small, paper)
    coloured = (chroma > _LEAST_CHROMA * 255) & (light > _LEAST_LIGHT * 255)
    if not _LEAST_SHARE < coloured.mean() < _MOST_SHARE:
        return Separated(grey)
    black = (light < _BLACK * 255) & (chroma < _GREYISH * 255)
    unit = _POINTS * shrink / dpi
    parts = [b for b in blobs(grown(coloured, 1)) if _covers(b, coloured, black, unit)]
    if not parts:
        return Separated(grey)
    covered = grown(drawn(parts, coloured.shape), _REACH)
    out = np.array(grey)
    colours = np.asarray(image)
    for part in blobs(covered):
        _lift(out, colours, part, paper, shrink)
    return Separated(Image.fromarray(out), covered, shrink)


def _paper(small: Image.Image) -> Levels:
    """The colour of the paper: what the light places of the page have in each channel."""
    darkest = _each(ImageChops.darker, small)
    least = level_at(darkest.histogram(), 60.0)
    bright = darkest.point([255 * (level >= least) for level in range(256)])
    medians = [max(1, level_at(band.histogram(bright), 50.0)) for band in small.split()]
    return np.array(medians, dtype=np.float32)


def _shades(small: Image.Image, paper: Levels) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Of each pixel its brightest channel and how far the darkest is from it, paper being 255."""
    scales = [[min(255, round(255 * v / white)) for v in range(256)] for white in paper.tolist()]
    even = small.point([level for scale in scales for level in scale])
    light, dark = _each(ImageChops.lighter, even), _each(ImageChops.darker, even)
    return np.asarray(light), np.asarray(ImageChops.subtract(light, dark))


def _each(
    choose: Callable[[Image.Image, Image.Image], Image.Image], image: Image.Image
) -> Image.Image:
    """What `choose` makes of the three channels."""
    red, green, blue = image.split()
    return choose(choose(red, green), blue)


def _covers(blob: Blob, coloured: Mask, black: Mask, unit: float) -> bool:
    """True for what is no text: what lies over black text, lone seals, long lines.

    Lines of coloured text that touch each other make high marks too, but nothing is beneath.
    """
    height, width = blob.height * unit, blob.width * unit
    if max(height, width) < _SPECK:
        return False
    if height < _THIN:
        return width > _LONG
    if height > _LINE_HEIGHT:
        return _over(blob, coloured, black) > _CROSSED_SHARE or _like_seal(height, width)
    window = (slice(blob.y0, blob.y1), slice(blob.x0, blob.x1))
    ink, text = int(coloured[window].sum()), int(black[window].sum())
    return text > _COVERED_SHARE * max(1, ink + text)


def _over(blob: Blob, coloured: Mask, black: Mask) -> float:
    """Share of black in what the strokes of the mark run over."""
    ink = sum(int(coloured[y, start:end].sum()) for y, start, end in blob.runs)
    text = sum(int(black[y, start:end].sum()) for y, start, end in blob.runs)
    return text / max(1, ink + text)


def _like_seal(height: float, width: float) -> bool:
    least, most = _SEAL_SIDES
    return least < min(height, width) and max(height, width) < most and height > 0.6 * width


def _lift(
    out: NDArray[np.uint8], colours: NDArray[np.uint8], part: Blob, paper: Levels, shrink: int
) -> None:
    """Writes the page without its ink into `out`, within one part of the covered mask."""
    height, width = out.shape
    rows = slice(part.y0 * shrink, min(height, part.y1 * shrink))
    columns = slice(part.x0 * shrink, min(width, part.x1 * shrink))
    local = np.zeros((part.height, part.width), dtype=np.bool_)
    for y, start, end in part.runs:
        local[y - part.y0, start - part.x0 : end - part.x0] = True
    inside = local.repeat(shrink, axis=0).repeat(shrink, axis=1)
    window = colours[rows, columns].astype(np.float32) / paper
    inside = inside[: window.shape[0], : window.shape[1]]
    light = window.max(axis=2)
    chroma = light - window.min(axis=2)
    strong = inside & (chroma > _LEAST_CHROMA) & (light > _LEAST_LIGHT)
    if not strong.any():
        return
    red = window[..., 0] >= window[..., 2]
    lifted = light
    for ink in (red, ~red):  # a seal and the pen that signs over it take different light
        if not (strong & ink).any():
            continue
        most = float(np.percentile(chroma[strong & ink], 75))
        full = strong & ink & (chroma > 0.7 * most)
        taken = min(max(1.0 - float(np.percentile(light[full], 60)), 0.0), 0.8)
        share = np.clip(chroma / max(most, 0.1), 0.0, 1.0)
        lifted = np.where(ink, light / (1.0 - share * taken), lifted)
    lifted = np.clip(lifted / _NEARLY_PAPER, 0.0, 1.0)
    level = lifted * float(paper @ np.array([0.299, 0.587, 0.114], dtype=np.float32))
    target = out[rows, columns]
    target[inside] = np.rint(level[inside]).astype(np.uint8)
