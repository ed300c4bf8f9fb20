"""What an archive does to a page: seals and ink over the text, copies of copies, faded print.

Every function takes a grey page of `scan.rasterise` and gives the same pixels for the same
arguments. Colours are what flat-bed scanners deliver: ink multiplies the light of the page.
"""

from __future__ import annotations

import math
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SEAL_RED = (205, 45, 60)
SIGNING_BLUE = (40, 60, 170)
SEAL_POINTS = 102.0
"""A seal is 36 mm across (Thông tư 07/2010/TT-BCA)."""

Levels = NDArray[np.float64]


def _dpi(page: Image.Image) -> float:
    return float(page.info.get("dpi", (200, 200))[0])


def _levels(page: Image.Image) -> Levels:
    return np.asarray(page.convert("L"), dtype=np.float64)


def _image(levels: Levels, like: Image.Image) -> Image.Image:
    out = Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))
    out.info["dpi"] = like.info.get("dpi", (200, 200))
    return out


def sealed(page: Image.Image, *, at: list[tuple[float, float]], seed: int) -> Image.Image:
    """A colour scan with a red seal at each of `at` (shares of width and height) and a blue
    signature beside it; through JPEG, whose colour is coarse."""
    random = np.random.default_rng(seed)
    unit = _dpi(page) / 72
    whole = page.convert("RGB")
    for x, y in at:
        where = (round(x * page.width), round(y * page.height))
        mark = _seal_mask(round(SEAL_POINTS * unit), random)
        whole = _inked(whole, mark, where, SEAL_RED)
        stroke = _signature_mask(round(1.3 * SEAL_POINTS * unit), unit, random)
        whole = _inked(whole, stroke, (where[0] + round(30 * unit), where[1]), SIGNING_BLUE)
    noisy = np.asarray(whole, dtype=np.float64) * 0.93 + 6
    noisy += random.normal(0, 4, noisy.shape)
    return _through_jpeg(_image(noisy, page), 80)


def _seal_mask(side: int, random: np.random.Generator) -> Image.Image:
    """How much ink stands where: two rings, a star, words around; worn in places."""
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    thick = max(2, side // 45)
    draw.ellipse((1, 1, side - 2, side - 2), outline=235, width=thick)
    inner = round(0.2 * side)
    draw.ellipse((inner, inner, side - inner, side - inner), outline=215, width=max(1, thick // 2))
    middle, points = side / 2, []
    for k in range(10):
        radius = side * (0.2 if k % 2 == 0 else 0.08)
        angle = math.pi * (k / 5 - 0.5)
        points.append((middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    draw.polygon(points, fill=225)
    _around(mask, "UY BAN NHAN DAN * TINH SONG MAY * ")
    wear = Image.fromarray(random.integers(120, 256, (side // 6 + 1,) * 2, dtype=np.uint8))
    worn = np.asarray(mask, dtype=np.float64) * np.asarray(wear.resize((side, side))) / 255
    return Image.fromarray(worn.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))


def _around(mask: Image.Image, words: str) -> None:
    side = mask.width
    face = ImageFont.load_default(size=max(8, side // 11))
    for k, letter in enumerate(words):
        angle = 2 * math.pi * k / len(words)
        tile = Image.new("L", (side // 7, side // 7), 0)
        ImageDraw.Draw(tile).text((tile.width // 4, 0), letter, font=face, fill=230)
        turned = tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BILINEAR)
        x = side / 2 + 0.4 * side * math.cos(angle) - tile.width / 2
        y = side / 2 + 0.4 * side * math.sin(angle) - tile.width / 2
        mask.paste(255, (round(x), round(y)), turned)


def _signature_mask(side: int, unit: float, random: np.random.Generator) -> Image.Image:
    mask = Image.new("L", (side, side // 2), 0)
    draw = ImageDraw.Draw(mask)
    t = np.linspace(0, 1, 160)
    waves = random.uniform(3, 6, 2)
    xs = side * (0.1 + 0.75 * t + 0.08 * np.sin(2 * math.pi * waves[0] * t))
    ys = side / 2 * (0.5 + 0.35 * np.sin(2 * math.pi * waves[1] * t) * (1 - 0.6 * t))
    draw.line(list(zip(xs.tolist(), ys.tolist(), strict=True)), fill=235, width=round(1.2 * unit))
    return mask


def _inked(
    page: Image.Image, mask: Image.Image, middle: tuple[int, int], ink: tuple[int, int, int]
) -> Image.Image:
    """The light of the page times that of the ink."""
    light = Image.new("RGB", page.size, "white")
    spot = Image.new("RGB", mask.size, ink)
    light.paste(spot, (middle[0] - mask.width // 2, middle[1] - mask.height // 2), mask)
    product = np.asarray(page, dtype=np.float64) * np.asarray(light, dtype=np.float64) / 255
    return Image.fromarray(product.astype(np.uint8))


def _through_jpeg(page: Image.Image, quality: int) -> Image.Image:
    packed = BytesIO()
    page.save(packed, "JPEG", quality=quality)
    out = Image.open(packed)
    out.load()
    out.info["dpi"] = page.info["dpi"]
    return out


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    out = page.convert("L").rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    out.info["dpi"] = page.info.get("dpi", (200, 200))
    return out


def noisy(page: Image.Image, *, seed: int) -> Image.Image:
    """Grain of a cheap sensor, and specks."""
    random = np.random.default_rng(seed)
    levels = _levels(page) * 0.8 + 30 + random.normal(0, 34, (page.height, page.width))
    specks = random.random(levels.shape)
    levels[specks < 0.004] = 40
    levels[specks > 0.996] = 250
    return _image(levels, page)


def faint(page: Image.Image, *, seed: int) -> Image.Image:
    """A worn ribbon under uneven light: ink little darker than paper, less so to the right."""
    random = np.random.default_rng(seed)
    ink = 1 - _levels(page.filter(ImageFilter.GaussianBlur(0.7))) / 255
    x = np.linspace(0, 1, page.width)[None, :]
    y = np.linspace(0, 1, page.height)[:, None]
    paper = 232 - 45 * x * y - 12 * np.sin(3 * y)
    levels = paper - ink * (62 - 22 * x) + random.normal(0, 5.5, ink.shape)
    return _image(levels, page)


def photocopied(page: Image.Image, *, seed: int) -> Image.Image:
    """A copy of a copy: black and white, broken and swollen strokes, a dark edge, punch holes."""
    random = np.random.default_rng(seed)
    levels = _levels(page.filter(ImageFilter.GaussianBlur(1.0 * _dpi(page) / 300)))
    levels += random.normal(0, 28, levels.shape)
    dark = Image.fromarray(((levels < 150) * 255).astype(np.uint8))
    dark = dark.filter(ImageFilter.GaussianBlur(0.8)).point([255 * (v > 110) for v in range(256)])
    out = 255 - np.asarray(dark, dtype=np.float64)
    unit = _dpi(page) / 72
    edge = np.cumsum(random.normal(0, 0.4, page.height)) + 14 * unit
    out[np.arange(page.width)[None, :] < edge[:, None]] = 0
    out[: round(7 * unit)] = 0
    drawn = Image.fromarray(out.astype(np.uint8))
    for share in (0.42, 0.58):
        x, y, r = 34 * unit, share * page.height, 8 * unit
        ImageDraw.Draw(drawn).ellipse((x - r, y - r, x + r, y + r), fill=0)
    specks = random.integers(0, [page.width - 4, page.height - 4], (700, 2))
    for sx, sy in specks.tolist():
        side = 1 + (sx + sy) % 3
        drawn.paste(0, (sx, sy, sx + side, sy + side))
    drawn.info["dpi"] = page.info.get("dpi", (200, 200))
    return drawn
