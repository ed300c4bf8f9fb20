"""What a page image goes through before OCR: what is not print goes, print stays."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ingest.core.pages import Box
from ingest.read.borders import without_borders
from ingest.read.grain import without_grain
from ingest.read.image import scan_of
from ingest.read.page_image import Prepared, Scan
from ingest.read.photograph import plane, squared
from ingest.read.specks import without_specks

DPI = 144
WIDTH, HEIGHT = 1190, 1684
PAPER = 240


def page() -> Image.Image:
    """Strokes in rows, as print has them, each with a full stop and a dotted line."""
    image = Image.new("L", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    for y in range(200, 1500, 45):
        for x in range(200, 800, 14):
            draw.rectangle((x, y, x + 3, y + 20), fill=25)
        draw.rectangle((806, y + 18, 808, y + 20), fill=25)
        for x in range(840, 1000, 6):
            draw.rectangle((x, y + 18, x + 2, y + 20), fill=25)
    return image


def ink(image: Image.Image, box: tuple[int, int, int, int] | None = None) -> int:
    return int((np.asarray(image.crop(box) if box else image) < 120).sum())


PRINT = (190, 190, 1010, 1510)


def test_a_page_in_order_passes_as_it_is() -> None:
    clean = page()
    assert without_borders(clean, DPI) is clean
    assert without_specks(clean, DPI) is clean
    assert without_grain(clean) is clean
    assert squared(clean, DPI).image is clean


def test_dark_borders_and_punch_holes_become_paper() -> None:
    image = page()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 40, HEIGHT), fill=20)
    draw.rectangle((0, 0, WIDTH, 14), fill=20)
    draw.rectangle((0, 0, 2, HEIGHT), fill=235)  # the light rim that some scanners leave
    for y in (700, 980):
        draw.ellipse((90, y, 122, y + 32), fill=15)
    out = without_borders(image, DPI)
    assert ink(out, PRINT) == ink(page(), PRINT)
    assert ink(out) == ink(page())


def test_a_dark_round_thing_beside_print_is_no_hole() -> None:
    image = page()
    ImageDraw.Draw(image).ellipse((162, 700, 194, 732), fill=15)
    assert without_borders(image, DPI) is image


def test_white_letters_on_a_dark_ground_at_the_edge_stay() -> None:
    image = page()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 90), fill=30)
    for x in range(300, 900, 40):
        draw.rectangle((x, 30, x + 8, 60), fill=240)
    out = without_borders(image, DPI)
    for x in range(300, 900, 40):
        assert np.asarray(out)[45, x + 16] < 60


def test_specks_go_and_full_stops_stay() -> None:
    image = page()
    draw = ImageDraw.Draw(image)
    random = np.random.default_rng(5)
    for x, y in random.integers(20, [1100, 1640], (4000, 2)).tolist():
        draw.point((x, y), fill=30)
    out = without_specks(image, DPI)
    margin = (0, 1515, WIDTH, HEIGHT)
    assert ink(image, margin) > 200
    assert ink(out, margin) < 0.1 * ink(image, margin)
    kept = np.asarray(page()) < 120
    assert (np.asarray(out)[kept] < 120).all()


def test_grain_is_smoothed_and_rules_stay() -> None:
    random = np.random.default_rng(7)
    image = page()
    ImageDraw.Draw(image).line((150, 1600, 1100, 1600), fill=25, width=2)
    rough = np.asarray(image, dtype=np.float64) + random.normal(0, 34, (HEIGHT, WIDTH))
    noisy = Image.fromarray(np.clip(rough, 0, 255).astype(np.uint8))
    out = np.asarray(without_grain(noisy), dtype=np.float64)
    assert out[20:150].std() < 0.6 * np.asarray(noisy, dtype=np.float64)[20:150].std()
    assert (out[1600, 150:1100] < 150).mean() > 0.95


def photograph(corners: list[tuple[float, float]]) -> Image.Image:
    """The page on a dark desk, its corners at those places from the top left clockwise."""
    flat = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
    plan = plane(seen=flat, flat=corners)
    seen = page().transform((1400, 1900), Image.Transform.PERSPECTIVE, plan,
                            Image.Resampling.BICUBIC, fillcolor=60)  # fmt: skip
    return seen.filter(ImageFilter.GaussianBlur(0.6))


CORNERS = [(110.0, 90.0), (1290.0, 130.0), (1340.0, 1790.0), (70.0, 1830.0)]


def test_a_photograph_out_of_square_is_squared() -> None:
    found = squared(photograph(CORNERS), DPI)
    assert found.plan is not None
    assert abs(found.image.width / found.image.height - WIDTH / HEIGHT) < 0.05
    box = Box(0.0, 0.0, float(found.image.width), float(found.image.height))
    back = found.back(box, 1.0)
    assert (back.x0, back.y0) == pytest.approx((70, 90), abs=6)
    assert (back.x1, back.y1) == pytest.approx((1340, 1830), abs=6)


def test_a_sheet_that_lies_straight_is_left() -> None:
    straight = [(100.0, 90.0), (1290.0, 90.0), (1290.0, 1774.0), (100.0, 1774.0)]
    image = photograph(straight)
    assert squared(image, DPI).image is image


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_words_of_a_photograph_are_placed_on_the_photograph(degrees: int) -> None:
    """However the engine turned it; a word in the sheet's top left corner."""
    made = Prepared.of(Scan(photograph(CORNERS), 700.0, 950.0))
    assert made.moved
    width, height = made.scan.width, made.scan.height
    lying = {0: Box(0, 0, 20, 10), 90: Box(height - 10, 0, height, 20),
             180: Box(width - 20, height - 10, width, height),
             270: Box(0, width - 20, 10, width)}[degrees]  # fmt: skip
    seen = made.back(lying, degrees)
    page_width, page_height = made.size(degrees)
    corner = {0: (55, 45), 90: (page_width - 45, 55), 180: (page_width - 55, page_height - 45),
              270: (45, page_height - 55)}[degrees]  # fmt: skip
    middle = ((seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2)
    assert middle == pytest.approx(corner, abs=14)


@pytest.mark.parametrize("size", [(1, 1), (2, 700), (700, 2), (10, 10)])
def test_a_strip_of_an_image_is_all_edge(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(2).integers(0, 256, size[::-1], dtype=np.uint8)
    image = Image.fromarray(noise)
    assert Prepared.of(Scan(image, 500.0, 500.0 * size[1] / size[0])).scan.image.size == size


@pytest.mark.parametrize("size", [16, 24, 36])
def test_a_line_of_white_print_on_a_dark_bar_stays(size: int) -> None:
    """Of whatever size: a letterhead set in white on the top of the sheet."""
    image = page()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 120), fill=30)
    for x in range(250, 900, 10):
        draw.rectangle((x, 60 - size // 2, x + 3, 60 + size // 2), fill=240)
    assert without_borders(image, DPI) is image


def test_small_dots_of_print_are_no_specks() -> None:
    """Full stops after initials and dots with blanks between, in print of 9 points."""
    image = page()
    draw = ImageDraw.Draw(image)
    for y in range(225, 1500, 45):
        for x in range(200, 1000, 9):
            draw.rectangle((x, y, x + 1, y + 1), fill=25)
    assert without_specks(image, DPI) is image


@pytest.mark.parametrize("dpi", [(204, 98), (204, 196), (98, 204)])
def test_the_lines_of_a_fax_are_as_far_apart_as_its_columns(dpi: tuple[int, int]) -> None:
    image = Image.new("1", (round(8.27 * dpi[0]), round(11.69 * dpi[1])), 1)
    image.info["dpi"] = dpi
    scan = scan_of(image)
    assert (scan.width, scan.height) == pytest.approx((595, 842), rel=0.05)
    assert scan.image.width / scan.width == pytest.approx(scan.image.height / scan.height)
