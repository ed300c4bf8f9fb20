"""PDF: reading order, paragraphs, tables, stamps and notes; what is scanned goes to OCR."""

from __future__ import annotations

import io
import unicodedata
from itertools import pairwise

import pypdfium2
import pytest
import read_made as made
from reportlab.lib.pdfencrypt import StandardEncryption

from ingest.core.pages import Page
from ingest.errors import Damaged, Encrypted, TooLarge
from ingest.read import Limits, read_bytes


@pytest.fixture(scope="module")
def plan() -> bytes:
    return made.plan()


def lines(page: Page) -> list[str]:
    return [line for line in page.text.split("\n") if line]


def test_the_head_is_read_left_column_first(plan: bytes) -> None:
    first = read_bytes(plan, "a.pdf").pages[0]
    assert lines(first)[:7] == [
        "ỦY BAN NHÂN DÂN", "HUYỆN SÔNG MÂY", "Số: 45/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Sông Mây, ngày 05 tháng 3 năm 2024", "KẾ HOẠCH",
    ]  # fmt: skip


def test_recipients_come_before_the_signature(plan: bytes) -> None:
    second = read_bytes(plan, "a.pdf").pages[1]
    assert lines(second)[-8:] == ["Nơi nhận:", *made.RECIPIENTS, *made.SIGNATURE]
    assert [a.of(second.text) for a in second.asides] == ["2"]


def test_paragraphs_are_kept_whole_and_apart(plan: bytes) -> None:
    first = read_bytes(plan, "a.pdf").pages[0]
    blocks = [" ".join(block.split()) for block in first.text.split("\n\n")]
    assert made.BODY[0] in blocks
    assert made.BODY[1] in blocks
    assert "I. MỤC TIÊU" in blocks


def test_ruled_table(plan: bytes) -> None:
    first = read_bytes(plan, "a.pdf").pages[0]
    (grid,) = first.grids
    rows = [" | ".join(row) for row in made.TABLE]
    assert grid.span.of(first.text).split("\n") == rows
    assert (grid.rows, grid.columns) == (3, 4)
    cells = [[c.span.of(first.text) for c in grid.cells if c.row == r] for r in range(3)]
    assert cells == made.TABLE


def test_words_have_places_on_the_page(plan: bytes) -> None:
    for page in read_bytes(plan, "a.pdf").pages:
        assert (page.origin, page.width, page.height) == ("text-layer", 595.28, 841.89)
        words = [w.span.of(page.text) for w in page.words]
        assert " ".join(words).split() == page.text.replace(" | ", " ").split()
        assert all(a.span.end <= b.span.start for a, b in pairwise(page.words))
        for word in page.words:
            assert 0 <= word.box.x0 < word.box.x1 <= 596
            assert 0 <= word.box.y0 < word.box.y1 <= 842
        assert unicodedata.is_normalized("NFC", page.text)


def test_stamped_fields_and_notes_are_read_in_their_place() -> None:
    paper = made.Paper.new()
    top = made.A4[1] - 64
    paper.line("Số:          /KH-UBND", 170)
    paper.line("Ngày          tháng 3 năm 2024 là ngày ban hành kế hoạch này")
    form = paper.canvas.acroForm
    form.textfield(value="123", x=195, y=top, width=28, height=14, fontSize=11, borderWidth=0)
    where = [120, top - made.PITCH, 140, top - made.PITCH + 14]
    paper.canvas.freeTextAnnotation("05", Rect=where, DA="/Helv 11 Tf 0 g")
    page = read_bytes(paper.bytes(), "a.pdf").pages[0]
    assert lines(page) == [
        "Số: 123 /KH-UBND", "Ngày 05 tháng 3 năm 2024 là ngày ban hành kế hoạch này",
    ]  # fmt: skip


def test_a_field_without_a_drawing_is_read_from_its_value() -> None:
    """As forms are left by programs that trust the viewer to draw them."""
    paper = made.Paper.new(pageCompression=0)
    top = made.A4[1] - 64
    paper.line("Số:          /KH-UBND", 170)
    paper.line("một dòng nữa để trang này có đủ chữ mà không phải nhận dạng")
    form = paper.canvas.acroForm
    form.textfield(value="123", x=195, y=top, width=28, height=14, fontSize=11, borderWidth=0)
    data = paper.bytes()
    assert b"/AP" in data
    page = read_bytes(data.replace(b"/AP", b"/XP"), "a.pdf").pages[0]
    assert lines(page)[0] == "Số: 123 /KH-UBND"


def test_what_a_signature_shows_is_read_in_its_place() -> None:
    """Number and date of a signed plan often stand in the appearance of the signature alone."""
    paper = made.Paper.new(pageCompression=0)
    paper.line("Số:          /KH-UBND", 170)
    paper.line("một dòng nữa để trang này có đủ chữ mà không phải nhận dạng")
    top = made.A4[1] - 64
    form = paper.canvas.acroForm
    form.textfield(value="134", x=195, y=top, width=28, height=14, fontSize=11, borderWidth=0)
    data = paper.bytes()
    assert b"/FT /Tx" in data
    page = read_bytes(data.replace(b"/FT /Tx", b"/FT/Sig"), "a.pdf").pages[0]
    assert lines(page)[0] == "Số: 134 /KH-UBND"


def test_a_raised_number_stays_apart_from_the_word() -> None:
    paper = made.Paper.new()
    width = made.pdfmetrics.stringWidth("đạt 231 lượt", made.font(), 13)
    paper.put(85, "đạt 231 lượt")
    paper.canvas.setFont(made.font(), 8)
    paper.canvas.drawString(85 + width, made.A4[1] - paper.y + 5, "1")
    paper.down()
    paper.line("một dòng nữa để trang này có đủ chữ")
    assert lines(read_bytes(paper.bytes(), "a").pages[0])[0] == "đạt 231 lượt¹"


def test_running_heads_are_asides() -> None:
    paper = made.Paper.new()
    for number in range(1, 5):
        paper.line("Kế hoạch trồng cây huyện Sông Mây")
        paper.down(2)
        paper.paragraph(f"{number}. {made.BODY[1]}")
        paper.page()
    for page in read_bytes(paper.bytes(), "a.pdf").pages:
        found = [a.of(page.text) for a in page.asides]
        assert found == ["Kế hoạch trồng cây huyện Sông Mây"]


def test_justified_prose_is_never_split_into_columns() -> None:
    paper = made.Paper.new()
    for _ in range(8):
        paper.paragraph(made.BODY[0])
    page = read_bytes(paper.bytes(), "a.pdf").pages[0]
    assert page.text.split("\n\n").__len__() == 8
    assert {" ".join(b.split()) for b in page.text.split("\n\n")} == {made.BODY[0]}


def test_a_turned_page_reads_upright(plan: bytes) -> None:
    document = pypdfium2.PdfDocument(plan)
    for at in range(len(document)):
        document[at].set_rotation(180)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    page = read_bytes(buffer.getvalue(), "a.pdf").pages[0]
    assert (page.width, page.height) == (595.28, 841.89)
    assert page.words


def test_encryption() -> None:
    locked = made.plan(made.Paper.new(encrypt=StandardEncryption("secret")))
    with pytest.raises(Encrypted):
        read_bytes(locked, "a.pdf")
    free = made.plan(made.Paper.new(encrypt=StandardEncryption("", ownerPassword="x")))
    assert len(read_bytes(free, "a.pdf").pages) == 2


def test_truncated_files(plan: bytes) -> None:
    for length in (9, 100, 1000, len(plan) // 2, len(plan) - 2000):
        with pytest.raises(Damaged):
            read_bytes(plan[:length], "a.pdf")


def test_limits(plan: bytes) -> None:
    with pytest.raises(TooLarge):
        read_bytes(plan, "a.pdf", Limits(max_pages=1))


def test_same_bytes_same_pages(plan: bytes) -> None:
    assert read_bytes(plan, "a.pdf") == read_bytes(plan, "a.pdf")
