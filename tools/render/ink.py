"""More of what happens to a page: ink over text, dark borders, a photograph instead of a scan.

As `worn`: grey pages of `scan.rasterise` in, the same pixels for the same arguments out.
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ingest.read.photograph import plane

BLUE, BLACK = (45, 65, 175), (35, 35, 40)
DESK = 70.0


def _with_dpi(image: Image.Image, like: Image.Image) -> Image.Image:
    image.info["dpi"] = like.info.get("dpi", (200, 200))
    return image


def _unit(page: Image.Image) -> float:
    """Pixels a point."""
    return float(page.info.get("dpi", (200, 200))[0]) / 72


def inked(page: Image.Image, *, seed: int) -> Image.Image:
    """A colour scan with strokes of a blue pen over the text: a signature, a loop around
    words, a line beneath and a note through a paragraph."""
    random = np.random.default_rng(seed)
    unit = _unit(page)
    mask = Image.new("L", page.size, 0)
    draw = ImageDraw.Draw(mask)
    thick = max(2, round(1.3 * unit))
    for share in (0.18, 0.44, 0.72):
        x = float(random.uniform(0.25, 0.5)) * page.width
        y = (share + float(random.uniform(-0.03, 0.03))) * page.height
        draw.line(_scrawl(x, y, 170 * unit, 26 * unit, random), fill=240, width=thick)
    x, y = float(random.uniform(0.3, 0.5)) * page.width, 0.33 * page.height
    draw.ellipse((x, y, x + 120 * unit, y + 26 * unit), outline=235, width=thick)
    draw.line((0.2 * page.width, 0.55 * page.height, 0.6 * page.width, 0.556 * page.height),
              fill=235, width=thick)  # fmt: skip
    soft = np.asarray(mask.filter(ImageFilter.GaussianBlur(0.25 * unit)), dtype=np.float64)
    covering = soft[..., None] / 255
    light = 1 - covering * (1 - np.array(BLUE) / 255)
    paper = np.asarray(page.convert("RGB"), dtype=np.float64) * light * 0.93 + 8
    paper += random.normal(0, 4, paper.shape)
    return _with_dpi(Image.fromarray(np.clip(np.rint(paper), 0, 255).astype(np.uint8)), page)


def _scrawl(
    x: float, y: float, width: float, height: float, random: np.random.Generator
) -> list[tuple[float, float]]:
    """A line of handwriting: loops that run to the right."""
    t = np.linspace(0, 1, 220)
    loops = float(random.uniform(7, 11))
    xs = x + width * t + 0.03 * width * np.sin(2 * math.pi * loops * t)
    ys = y + height * np.cos(2 * math.pi * loops * t) * (0.3 + 0.2 * np.sin(9 * t))
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


def bordered(page: Image.Image, *, seed: int) -> Image.Image:
    """A copier's dark edges on three sides, a shadow of the fold, punch holes, a hair."""
    random = np.random.default_rng(seed)
    unit = _unit(page)
    levels = np.asarray(page.filter(ImageFilter.GaussianBlur(0.2 * unit)), dtype=np.float64)
    levels = levels * 0.86 + 32
    across = np.arange(page.width)[None, :] / unit
    down = np.arange(page.height)[:, None] / unit
    wave = 3 * np.sin(down / 90) + np.cumsum(random.normal(0, 0.03, page.height))[:, None]
    levels *= 1 - 0.55 * np.exp(-(((across - 30 - wave) / 9) ** 2))  # the fold
    edge = (across < 16 + wave) | (across > page.width / unit - 12 + wave) | (down < 10)
    levels = np.where(edge, 28.0, levels)
    drawn = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(drawn)
    for share in (0.42, 0.58):
        x, y, r = 44 * unit, share * page.height, 8 * unit
        pen.ellipse((x - r, y - r, x + r, y + r), fill=18)
    hair = _scrawl(0.75 * page.width, 0.5 * page.height, 60 * unit, 40 * unit, random)
    pen.line(hair[:60], fill=60, width=max(1, round(0.4 * unit)))
    noise = random.normal(0, 4, (page.height, page.width))
    noisy = np.clip(np.asarray(drawn, dtype=np.float64) + noise, 0, 255)
    return _with_dpi(Image.fromarray(noisy.astype(np.uint8)), page)


def photographed(page: Image.Image, *, seed: int) -> Image.Image:
    """A photograph of the sheet on a desk: four corners out of square, light from one side."""
    random = np.random.default_rng(seed)
    width, height = page.size
    canvas = (round(1.16 * width), round(1.12 * height))
    corners = [(0.08, 0.06), (0.92, 0.06), (0.92, 0.94), (0.08, 0.94)]
    to = [
        ((x + float(random.uniform(-0.045, 0.045))) * canvas[0],
         (y + float(random.uniform(-0.035, 0.035))) * canvas[1])
        for x, y in corners
    ]  # fmt: skip
    come = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
    plan = plane(seen=come, flat=to)
    paper = page.transform(canvas, Image.Transform.PERSPECTIVE, plan,
                           Image.Resampling.BICUBIC, fillcolor=255)  # fmt: skip
    sheet = Image.new("L", page.size, 255).transform(
        canvas, Image.Transform.PERSPECTIVE, plan, Image.Resampling.BILINEAR, fillcolor=0
    )
    on = np.asarray(sheet, dtype=np.float64) / 255
    x = np.linspace(0, 1, canvas[0])[None, :]
    y = np.linspace(0, 1, canvas[1])[:, None]
    light = 0.62 + 0.33 * (0.65 * x + 0.35 * (1 - y))
    desk = DESK + 12 * np.sin(40 * x + 3 * np.sin(4 * y))
    soft = np.asarray(paper.filter(ImageFilter.GaussianBlur(0.25 * _unit(page))), dtype=np.float64)
    levels = (on * (soft * 0.84 + 30) + (1 - on) * desk) * light
    levels += random.normal(0, 4, levels.shape)
    grey = Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))
    warm = Image.merge("RGB", (grey, grey.point([round(0.96 * v) for v in range(256)]),
                               grey.point([round(0.88 * v) for v in range(256)])))  # fmt: skip
    return _with_dpi(warm, page)
