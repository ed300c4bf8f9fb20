"""Coloured ink over text: what is under it is read, and nothing else is touched."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.read.contrast import evened
from ingest.read.inks import separated

PAPER, RED = (240, 240, 238), (205, 45, 60)


def page(size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """Black strokes in rows, as print has them."""
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    for y in range(200, 1500, 45):
        for x in range(150, 1100, 14):
            draw.rectangle((x, y, x + 4, y + 20), fill=(25, 25, 25))
    return image


def with_seal(image: Image.Image) -> Image.Image:
    """A red ring that lets the black beneath it through."""
    ink = Image.new("RGB", image.size, "white")
    ImageDraw.Draw(ink).ellipse((400, 400, 700, 700), outline=RED, width=8)
    product = np.asarray(image, dtype=np.float64) * np.asarray(ink, dtype=np.float64) / 255
    return Image.fromarray(product.astype(np.uint8))


def test_a_seal_goes_and_the_text_under_it_stays() -> None:
    bare = np.asarray(page().convert("L"), dtype=np.int16)
    parted = separated(with_seal(page()), 150)
    assert parted.covered is not None
    assert np.abs(np.asarray(parted.image, dtype=np.int16) - bare).mean() < 0.5
    seal = np.asarray(with_seal(page()).convert("L"), dtype=np.int16)
    assert (np.asarray(parted.image) < 120).sum() < (seal < 120).sum()


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_page_without_colour_passes_as_it_is(mode: str) -> None:
    grey = page().convert("L")
    parted = separated(grey.convert(mode), 150)
    assert parted.covered is None
    assert parted.image.tobytes() == grey.tobytes()


def test_a_red_page_is_no_seal() -> None:
    image = Image.new("RGB", (1240, 1754), RED)
    assert separated(image, 150).image.tobytes() == image.convert("L").tobytes()


def test_a_line_of_red_print_stays() -> None:
    image = page()
    draw = ImageDraw.Draw(image)
    for x in range(200, 900, 14):
        draw.rectangle((x, 100, x + 4, 124), fill=RED)
    assert separated(image, 150).image.tobytes() == image.convert("L").tobytes()


def test_dark_print_is_not_stretched() -> None:
    grey = page().convert("L")
    assert evened(grey, 150) is grey


def test_faint_print_gets_dark() -> None:
    faint = page().convert("L").point([200 + v // 8 for v in range(256)])
    out = np.asarray(evened(faint, 150))
    assert out[300:310, 150:1100].min() < 90
    assert np.median(out) > 230
