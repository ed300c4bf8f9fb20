"""Words typed over a scan, and boxes of pages that were turned: where they stand on the page."""

from __future__ import annotations

import shutil

import pytest
import read_made as made
from PIL import Image

from ingest.core.pages import Box, Page
from ingest.read import ocr, read_bytes
from ingest.read.lines import Token
from ingest.read.page_image import Prepared, Scan
from ingest.read.printed import typed_on
from ingest.review.server.turned import upright

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or "vie" not in ocr._languages("tesseract"),
    reason="Tesseract with Vietnamese data is not installed",
)


@pytest.fixture(scope="module")
def image() -> Image.Image:
    return made.scans(made.plan(), 150)[0]


def box_of(page: Page, text: str) -> Box:
    return next(w.box for w in page.words if w.span.of(page.text) == text)


def close(one: Box, other: Box, points: float) -> bool:
    pairs = ((one.x0, other.x0), (one.y0, other.y0), (one.x1, other.x1), (one.y1, other.y1))
    return all(abs(a - b) <= points for a, b in pairs)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_typed_words_go_where_the_levelled_page_shows_them(
    image: Image.Image, degrees: int
) -> None:
    crooked = image.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)
    page = Prepared.of(Scan(crooked, 595, 842))
    assert page.level.degrees == pytest.approx(-1.5, abs=0.2)
    ((place, token),) = typed_on(page, [Token("917", Box(160, 110, 180, 121))], degrees).items()
    again = page.back(place, degrees)
    assert close(again, token.box, 1.0)  # `back` gives the box that holds the turned one


@needs_tesseract
def test_a_number_typed_over_a_crooked_scan_is_taken_as_typed(image: Image.Image) -> None:
    """It stands in its place among what OCR read, and its box is where it was typed."""
    blank = image.copy()
    blank.paste(255, (200, 180, 360, 220))  # the line of the number
    crooked = blank.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)
    typed = [("Số: 1O7/KH-UBND", 120.0, 104.0, 13.0)]  # a letter O that no OCR would give
    (page,) = read_bytes(made.layered_pdf(crooked, typed, hidden=False), "a.pdf").pages
    assert "HUYỆN SÔNG MÂY\nSố: 1O7/KH-UBND" in page.text.replace("\n\n", "\n")
    box = box_of(page, "Số:")
    assert box.x0 == pytest.approx(120, abs=1.5) and 92 < box.y0 < 96 and 104 < box.y1 < 109


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_boxes_of_a_turned_page_are_those_of_the_page_that_the_review_shows(
    image: Image.Image, degrees: int
) -> None:
    straight = read_bytes(made.packed(image, "PNG", 150), "a.png").pages[0]
    lying = image.rotate(degrees, expand=True)
    (page,) = read_bytes(made.packed(lying, "PNG", 150), "a.png").pages
    assert (page.width, page.height) == (straight.width, straight.height)
    boxes = [[w.box.x0, w.box.y0, w.box.x1, w.box.y1] for w in page.words]
    told = {"origin": page.origin, "width": page.width, "height": page.height}
    assert upright(lying, told, boxes).tobytes() == image.tobytes()
    assert close(box_of(page, "HUYỆN"), box_of(straight, "HUYỆN"), 2.0)
