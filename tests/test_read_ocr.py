"""Page images: real Tesseract on clean, turned and damaged scans; engines that break."""

from __future__ import annotations

import io
import random
import shutil
from dataclasses import dataclass, field

import pytest
import read_made as made
from PIL import Image, ImageChops, ImageDraw

from ingest.core.pages import Box
from ingest.errors import Damaged, MissingTool, NoText, TooLarge
from ingest.read import Limits, cell_words, ocr, read_bytes, recognise
from ingest.read.deskew import levelled, skew
from ingest.read.lines import Token
from ingest.read.ocr import OcrFailed, Tesseract
from ingest.read.page_image import Scan

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or "vie" not in ocr._languages("tesseract"),
    reason="Tesseract with Vietnamese data is not installed",
)


@pytest.fixture(scope="module")
def images() -> list[Image.Image]:
    return made.scans(made.plan())


def found(text: str, wanted: list[str]) -> float:
    return sum(line in text for line in wanted) / len(wanted)


HEAD = ["ỦY BAN NHÂN DÂN\nHUYỆN SÔNG MÂY\nSố: 45/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


@needs_tesseract
def test_a_scanned_page_has_order_table_and_places(images: list[Image.Image]) -> None:
    pages = read_bytes(made.packed(images[0], "PNG"), "a.png")
    (page,) = pages.pages
    assert (page.origin, pages.source.media_type, pages.remarks) == ("ocr", "image/png", ())
    assert page.width == pytest.approx(595, abs=3)
    assert found(page.text, HEAD) == 1
    assert page.grids[0].rows == 3
    assert page.grids[0].columns == 4
    words = [w.span.of(page.text) for w in page.words]
    assert " ".join(words).split() == page.text.replace(" | ", " ").split()
    assert all(w.confidence is not None and 0 <= w.confidence <= 1 for w in page.words)
    issuer = next(w for w in page.words if w.span.of(page.text) == "HUYỆN")
    assert 100 < issuer.box.x0 < 150 and 60 < issuer.box.y0 < 80


@needs_tesseract
def test_a_pdf_of_scans_is_recognised(images: list[Image.Image]) -> None:
    (page,) = read_bytes(made.scanned_pdf(images[1:]), "a.pdf").pages
    assert page.origin == "ocr"
    assert found(page.text, ["Nơi nhận:\n- UBND tỉnh", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"]) == 1


def sealed(image: Image.Image, x: int, y: int, radius: int) -> Image.Image:
    """The page with a red seal, which lets the letters beneath it through."""
    seal = Image.new("RGB", image.size, "white")
    draw, red = ImageDraw.Draw(seal), (214, 40, 48)
    for r, width in ((radius, 9), (radius * 4 // 5, 4)):
        draw.ellipse((x - r, y - r, x + r, y + r), outline=red, width=width)
    for row in range(y - radius // 2, y + radius // 2, 16):
        draw.line((x - radius // 2, row, x + radius // 2, row), fill=red, width=5)
    return ImageChops.multiply(image.convert("RGB"), seal)


@needs_tesseract
def test_words_under_a_red_seal_in_a_pdf_are_read(images: list[Image.Image]) -> None:
    """In grey, the three lines under the seal are lost."""
    stamped = sealed(images[1], x=1208, y=409, radius=130)
    (page,) = read_bytes(made.scanned_pdf([stamped]), "a.pdf").pages
    assert "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in page.text


@needs_tesseract
def test_a_tiff_of_two_pages(images: list[Image.Image]) -> None:
    small = [i.crop((0, 60, i.width, 500)) for i in images]
    data = made.packed(small[0], "TIFF", save_all=True, append_images=small[1:])
    pages = read_bytes(data, "a.tif")
    assert [p.number for p in pages.pages] == [1, 2]
    assert pages.source.page_count == 2
    assert "Nơi nhận" in pages.pages[1].text


@needs_tesseract
@pytest.mark.parametrize("degrees", [180, 270])
def test_a_page_on_its_side_is_turned(images: list[Image.Image], degrees: int) -> None:
    turned = images[0].rotate(degrees, expand=True)
    assert found(read_bytes(made.packed(turned, "PNG"), "a").pages[0].text, HEAD) == 1


@needs_tesseract
def test_a_crooked_page_keeps_its_lines_and_table(images: list[Image.Image]) -> None:
    crooked = images[0].rotate(2, Image.Resampling.BICUBIC, fillcolor=255)
    (page,) = read_bytes(made.packed(crooked, "PNG"), "a").pages
    assert found(page.text, HEAD) == 1
    assert page.grids
    straight = read_bytes(made.packed(images[0], "PNG"), "a").pages[0]
    at = next(w.box for w in page.words if w.span.of(page.text) == "HUYỆN")
    was = next(w.box for w in straight.words if w.span.of(straight.text) == "HUYỆN")
    assert abs(at.x0 - was.x0) < 20 and at.y0 > was.y0  # turned about the middle of the page


def test_skew_is_measured(images: list[Image.Image]) -> None:
    for degrees in (-2.5, -1, 1, 2.5):
        crooked = images[0].rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
        assert skew(crooked) == pytest.approx(-degrees, abs=0.2)
    assert skew(images[0]) == 0
    assert levelled(Image.new("L", (600, 800), 255)).degrees == 0


@dataclass
class Fake:
    """An engine that answers what it is told, or breaks on a page."""

    answers: list[list[Token] | Exception] = field(default_factory=list)

    def words(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def turn(self, image: Image.Image, dpi: int, limits: Limits) -> int:
        return 0


def token(text: str, confidence: float = 0.9, x: float = 10) -> Token:
    return Token(text, Box(x, 10, x + 40, 30), confidence)


def test_a_page_that_fails_loses_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake([OcrFailed("took longer than 1 seconds"), [token("hai")]])
    monkeypatch.setattr(recognise, "DEFAULT_ENGINE", fake)
    blank = Image.new("L", (800, 1100), 255)
    pages = read_bytes(made.packed(blank, "TIFF", save_all=True, append_images=[blank]), "a")
    assert [p.text for p in pages.pages] == ["", "hai"]
    (remark,) = pages.remarks
    assert (remark.code, remark.severity, remark.page) == ("page-unreadable", "error", 1)


def test_low_confidence_is_said() -> None:
    scan = Scan(Image.new("L", (800, 1100), 255), 595, 842)
    page, remarks = recognise.recognise(3, scan, Limits(), Fake([[token("mờ", 0.4)]]))
    assert page.text == "mờ"
    assert [(r.code, r.page) for r in remarks] == [("low-ocr-confidence", 3)]


def test_what_is_missing_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.new("L", (10, 10), 255)
    with pytest.raises(MissingTool, match="apt-get install tesseract-ocr"):
        Tesseract("no-such-program").words(image, 300, Limits())
    monkeypatch.setattr(recognise, "DEFAULT_ENGINE", Tesseract("no-such-program"))
    with pytest.raises(MissingTool):
        read_bytes(made.scanned_pdf([Image.new("L", (600, 800), 255)]), "a.pdf")


@needs_tesseract
def test_language_data_and_time() -> None:
    with pytest.raises(MissingTool, match="tesseract-ocr-xxx"):
        Tesseract().words(Image.new("L", (10, 10), 255), 300, Limits(languages="vie+xxx"))
    noise = Image.frombytes("L", (3000, 3000), random.Random(3).randbytes(9_000_000))
    with pytest.raises(OcrFailed):
        Tesseract().words(noise, 300, Limits(ocr_seconds=0.05))


@needs_tesseract
def test_a_white_page_has_no_text() -> None:
    with pytest.raises(NoText):
        read_bytes(made.packed(Image.new("L", (900, 1200), 255), "PNG"), "a.png")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
def test_broken_images(format: str) -> None:
    data = made.packed(Image.effect_noise((200, 200), 80), format)
    for length in (8, 40, len(data) // 2):
        with pytest.raises(Damaged):
            read_bytes(data[:length], "a")


def test_pixel_bomb() -> None:
    buffer = io.BytesIO()
    Image.new("1", (14_000, 14_000)).save(buffer, "PNG")
    with pytest.raises(TooLarge):
        read_bytes(buffer.getvalue(), "a.png")


def test_a_second_look_at_a_cell_leaves_roman_numerals() -> None:
    """`III/2026` came back as `IH/2026`, and surer."""
    old = [token("Quý", 0.97), token("III/2026", 0.39)]
    assert not cell_words._better([token("Quý", 0.97), token("IH/2026", 0.63)], old)
    assert cell_words._better([token("Quý", 0.97), token("II/2026", 0.63)], old)
    assert cell_words._better([token("TT", 0.9)], [token("II", 0.4)])
    assert cell_words._better([token("TT", 0.9)], [token("3", 0.4), token("t4", 0.4)])
    assert cell_words._better([token("3", 0.5)], [])
