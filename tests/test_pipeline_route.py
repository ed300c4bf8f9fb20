"""Routing: each page by its text layer or its image, whichever holds what the page says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import read_made as made
from PIL import Image

from ingest.core.pages import Pages
from ingest.pipeline.route import routed
from ingest.read import Limits, ocr, read, recognise
from ingest.read.ocr import Tesseract

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or "vie" not in ocr._languages("tesseract"),
    reason="Tesseract with Vietnamese data is not installed",
)
needs_english = pytest.mark.skipif(
    shutil.which("tesseract") is None or "eng" not in ocr._languages("tesseract"),
    reason="Tesseract with English data is not installed",
)


@pytest.fixture(scope="module")
def image() -> Image.Image:
    return made.scans(made.plan())[0]


def route(data: bytes, folder: Path) -> Pages:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return routed(read(path), path, Limits())


def codes(pages: Pages) -> list[tuple[str, int | None]]:
    return [(r.code, r.page) for r in pages.remarks]


@needs_tesseract
@needs_english
@pytest.mark.parametrize("under", [False, True], ids=["in no colour", "under the image"])
def test_a_layer_in_the_wrong_language_gives_way_to_the_image(
    image: Image.Image, tmp_path: Path, under: bool
) -> None:
    hidden = made.layered_pdf(image, made.ocr_words(image, "eng"), under=under)
    (page,) = (pages := route(hidden, tmp_path)).pages
    (alone,) = route(made.scanned_pdf([image]), tmp_path).pages
    assert page.text == alone.text
    assert (page.origin, page.reread) == ("ocr", True)
    assert codes(pages) == [("layer-reread", 1)]


@needs_tesseract
def test_a_good_hidden_layer_is_used(image: Image.Image, tmp_path: Path) -> None:
    good = made.layered_pdf(image, made.ocr_words(image, "vie"))
    pages = route(good, tmp_path)
    assert pages.pages[0].origin == "text-layer"
    assert codes(pages) == []


STAMPS = {
    "a page number": [("2", 300.0, 30.0, 11.0)],
    "a signature": [
        ("Người ký: Ủy ban nhân dân huyện Sông Mây", 380.0, 700.0, 7.0),
        ("Email: vanthu@songmay.example", 380.0, 709.0, 7.0),
        ("Thời gian ký: 05.03.2024 16:20:11 +07:00", 380.0, 718.0, 7.0),
    ],
    "three signatures": [
        (f"Người ký số {n}: Văn phòng Ủy ban nhân dân huyện Sông Mây, phòng số {n}", 90.0, y, 6.0)
        for n, y in enumerate(range(600, 690, 9))
    ],
}


@needs_tesseract
@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_is_no_text_layer(image: Image.Image, tmp_path: Path, stamp: str) -> None:
    pages = route(made.layered_pdf(image, STAMPS[stamp], hidden=False), tmp_path)
    (page,) = pages.pages
    assert page.origin == "ocr"
    assert "Số: 45/KH-UBND" in page.text
    assert codes(pages) == [("layer-partial", 1)]
    assert not page.reread
    for text, *_ in STAMPS[stamp]:
        assert text in " ".join(page.text.split())


@needs_tesseract
def test_half_a_hidden_layer_is_found_out(image: Image.Image, tmp_path: Path) -> None:
    words = [w for w in made.ocr_words(image, "vie") if w[2] < 280]
    pages = route(made.layered_pdf(image, words), tmp_path)
    assert pages.pages[0].origin == "ocr"
    assert codes(pages) == [("layer-partial", 1)]


@needs_tesseract
def test_a_number_typed_over_a_scan_is_taken_as_typed(image: Image.Image, tmp_path: Path) -> None:
    blank = image.copy()
    blank.paste(255, (0, 230, image.width // 2, 290))  # the line of the number
    typed = [("Số: 1O7/KH-UBND", 120.0, 96.0, 13.0)]  # a letter O that no OCR would give
    pages = route(made.layered_pdf(blank, typed, hidden=False), tmp_path)
    assert "Số: 1O7/KH-UBND" in pages.pages[0].text


@needs_tesseract
def test_another_language_is_left_alone(tmp_path: Path) -> None:
    paper = made.Paper.new()
    for _ in range(5):
        for _ in range(6):
            paper.line("The committee shall review the annual plan and report to the council.")
        paper.page()
    pages = route(paper.bytes(), tmp_path)
    assert {p.origin for p in pages.pages} == {"text-layer"}
    assert codes(pages) == []


def test_without_an_engine_the_layer_stays_and_that_is_said(
    image: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognise, "DEFAULT_ENGINE", Tesseract("no-such-program"))
    words = [("Uy ban nhan dan huyen Song May xay dung ke hoach trong rung", 85.0, y, 12.0)
             for y in range(60, 780, 16)]  # fmt: skip
    pages = route(made.layered_pdf(image, [(t, x, float(y), s) for t, x, y, s in words]), tmp_path)
    assert pages.pages[0].origin == "text-layer"
    (remark,) = pages.remarks
    assert remark.code == "layer-doubtful"
    assert "tesseract" in remark.message


def test_a_born_digital_page_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "DEFAULT_ENGINE", Tesseract("no-such-program"))
    pages = route(made.plan(), tmp_path)
    assert {p.origin for p in pages.pages} == {"text-layer"}
    assert codes(pages) == []


@needs_tesseract
def test_a_blank_page_and_a_picture_say_so(image: Image.Image, tmp_path: Path) -> None:
    white = Image.new("L", image.size, 255)
    picture = white.copy()
    picture.paste(Image.linear_gradient("L").resize((900, 900)), (300, 600))
    pages = route(made.scanned_pdf([white, picture, image]), tmp_path)
    assert [bool(p.text) for p in pages.pages] == [False, False, True]
    assert codes(pages) == [
        ("page-blank", 1), ("page-without-text", 2), ("no-text-layer", None),
    ]  # fmt: skip
