"""Tables: with and without rules, over pages, on their side, in text; what must be none."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
import read_made as paper

from ingest.core.document import Document, Table
from ingest.core.text import Text
from ingest.parse.documents import parse
from ingest.read import ocr, read_bytes
from tools.bench_tables import SETS, Input, Score, score_of
from tools.render import made_tables as made
from tools.render import table_files as files
from tools.render.as_pdf import to_pdf as page_pdf
from tools.render.layout import layout
from tools.render.scan import rasterise, scan, to_image_pdf
from tools.render.table_pages import to_pdf

ROOT = Path(__file__).parent.parent
SEEDS = Path("/work/shared/seeds")

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or "vie" not in ocr._languages("tesseract"),
    reason="Tesseract with Vietnamese data is not installed",
)


def tables(data: bytes, name: str = "a.pdf") -> list[tuple[Document, Table]]:
    pages = read_bytes(data, name)
    documents = parse(pages, Text.of(pages.join()))
    return [(d, t) for d in documents for t in d.tables]


def texts(data: bytes, name: str = "a.pdf") -> list[list[str]]:
    ((document, table),) = tables(data, name)
    return [[document.line(c.span) for c in row] for row in table.rows]


@pytest.mark.parametrize("name", [n for n in SETS if "scan" not in n])
def test_every_cell_of_a_set_is_read(name: str) -> None:
    score = Score()
    for item in SETS[name]():
        score_of(item, score)
    assert score.f1 >= 0.99, score.misses[:5]
    assert score.exact == score.tables


@needs_tesseract
@pytest.mark.parametrize("ruled", [True, False])
def test_a_scanned_table(ruled: bool) -> None:
    """Lone figures of the number column are what Tesseract loses; they are read anew."""
    table = made.tasks(1, 5)
    pages = rasterise(to_pdf(table, ruled=ruled), dpi=200)
    data = to_image_pdf(scan(pages, dpi=200, skew=0.5, noise=4.0, blur=0.4, seed=3), quality=75)
    score = Score()
    score_of(Input("scan", "pdf", data, table, scanned=True), score)
    assert score.exact == 1
    assert score.f1 >= 0.9, score.misses


def test_a_table_over_three_pages_is_one_and_its_broken_rows_are_whole() -> None:
    table = made.tasks(6, 44)
    ((document, found),) = tables(to_pdf(table, ruled=True))
    assert len(found.rows) == table.rows
    cut = [r.span for r in document.recast]
    broken = [r for r in found.rows if any(span.touches(r[0].span) for span in cut)]
    assert broken, "the sample must have a row that a page break cuts"
    for row in broken:
        (name,) = [c for c in row if c.column == 1]
        assert document.line(name.span) in {c.text for c in table.cells}
        parts = document.evidence(name.span)
        assert " ".join(p.quote.replace("\n", " ") for p in parts) == document.line(name.span)
        assert [p.page for p in parts] in ([parts[0].page], [parts[0].page, parts[0].page + 1])
        whole = document.evidence(*(c.span for c in row))
        assert all("Nội dung công việc" not in e.quote for e in whole)


@needs_tesseract
def test_a_table_without_rules_goes_on_over_the_frames_of_a_tiff() -> None:
    table = made.tasks(9, 18, groups=False)
    first, *others = rasterise(to_pdf(table, ruled=False, repeated=False), dpi=200)
    out = BytesIO()
    first.convert("L").save(
        out, "TIFF", save_all=True, append_images=[f.convert("L") for f in others], dpi=(200, 200)
    )
    ((document, found),) = tables(out.getvalue(), "a.tiff")
    assert len(document.page_starts) > 1
    assert len(found.rows) == table.rows


def test_the_head_that_a_page_repeats_is_no_text() -> None:
    ((document, _),) = tables(to_pdf(made.tasks(6, 44), ruled=True))
    assert document.flat.count("Nội dung công việc") == 1
    assert document.text.count("Nội dung công việc") == document.text.count("\f") + 1 > 2


def test_two_tables_on_two_pages_stay_two() -> None:
    """The second begins at the top of its page with a head of its own."""
    text = (
        "I. NHIỆM VỤ\n\nTT | Nội dung | Chủ trì\n1 | Tổ chức hội nghị | Sở Y tế\n\f"
        "TT | Chỉ tiêu | Năm 2026\n1 | Số lớp tập huấn | 12\n"
    )
    assert len(tables(text.encode(), "a.txt")) == 2


def test_a_sum_and_a_group_at_the_top_of_a_page_are_rows() -> None:
    head = "I. KINH PHÍ\n\nTT | Nội dung | Số tiền\n1 | In tài liệu | 100\n2 | Thuê xe | 200\n\f"
    assert len(texts((head + " | Tổng cộng | 300\n").encode(), "a.txt")) == 4
    assert len(texts((head + "3 | Bồi dưỡng | 300\n").encode(), "a.txt")) == 4


def test_a_table_before_the_first_section_is_kept() -> None:
    text = (
        "KẾ HOẠCH\nTổ chức tập huấn\n\nThời gian tập huấn như sau:\n\n"
        "TT | Nội dung | Thời gian\n1 | Lớp một | 05/3/2024\n2 | Lớp hai | 06/3/2024\n\n"
        "Các đơn vị thực hiện.\n"
    )
    assert len(texts(text.encode(), "a.txt")) == 3


@pytest.mark.parametrize("name", ["ke-hoach-doan", "hai-moc-2030", "an-toan-truong-hoc",
                                  "qd-phong-chay", "giong-lua-2008", "phan-cong-cau"])  # fmt: skip
def test_heads_signatures_and_lists_are_no_tables(name: str) -> None:
    text = (ROOT / "samples" / "text" / f"{name}.txt").read_text(encoding="utf-8")
    pages = read_bytes(page_pdf(layout(text)), "a.pdf").pages
    assert sum(len(p.grids) for p in pages) == 0
    assert not read_bytes(text.encode(), "a.txt").pages[0].grids


@pytest.mark.skipif(not SEEDS.exists(), reason="the five seeds are not at hand")
def test_no_table_in_texts_that_have_none() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        assert not any(p.grids for p in read_bytes(path.read_bytes(), path.name).pages), path.name


def test_tabs_part_cells() -> None:
    text = "I. NHIỆM VỤ\nTT\tNội dung\tChủ trì\n1\tHội nghị\tSở Y tế\n2\tTập huấn\tSở Nội vụ\n"
    assert texts(text.encode(), "a.txt") == [
        ["TT", "Nội dung", "Chủ trì"], ["1", "Hội nghị", "Sở Y tế"], ["2", "Tập huấn", "Sở Nội vụ"],
    ]  # fmt: skip


def test_prose_with_wide_blanks_is_no_table() -> None:
    text = "1. Nội dung:   tổ chức   hội nghị   tại xã\n2. Thời gian:   quý I   năm 2024\n"
    assert not read_bytes(text.encode(), "a.txt").pages[0].grids


def test_a_thousand_heads_cost_no_more_than_their_length() -> None:
    text = "TT   Nội dung   Chủ trì\n\n\n" * 1000
    assert not any(p.grids for p in read_bytes(text.encode(), "a.txt").pages)


def test_a_landscape_page_says_how_it_is_shown() -> None:
    for turn in ("rotate", "sideways"):
        (page,) = read_bytes(to_pdf(made.wide(7, 6), ruled=True, turn=turn), "a.pdf").pages  # type: ignore[arg-type]
        assert (page.width, page.height) == (841.89, 595.28)
        assert page.text.startswith("I. NHIỆM VỤ")
        assert all(0 <= w.box.x0 < w.box.x1 <= page.width for w in page.words)


def test_merged_cells_of_docx_and_html_keep_their_places() -> None:
    for data, name in ((files.to_docx(made.targets(2)), "a.docx"),
                       (files.to_html(made.targets(2)), "a.html")):  # fmt: skip
        ((document, table),) = tables(data, name)
        assert table.header == 2
        (over,) = (c for c in table.rows[0] if c.columns > 1)
        assert (over.column, over.columns, document.line(over.span)) == (3, 5, "Kế hoạch từng năm")


def stamped() -> bytes:
    page = paper.Paper.new()
    page.head()
    page.put(150, "HỎA TỐC", bold=True, centre=True)
    page.down(1.2)
    top = page.y
    for text in ("ĐẾN", "Số: 1024", "Ngày: 07/3/2024", "Chuyển: Phòng Văn hóa"):
        page.line(text, 110)
    page.y = top
    page.put(330, "KẾ HOẠCH", bold=True, centre=True)
    page.down()
    page.put(330, "Tổ chức Ngày Sách", bold=True, centre=True)
    page.down(4)
    page.line("I. MỤC ĐÍCH", bold=True)
    page.canvas.save()
    return page.buffer.getvalue()


def test_stamps_beside_the_title_are_asides() -> None:
    (page,) = read_bytes(stamped(), "a.pdf").pages
    assert [a.of(page.text).split("\n")[0] for a in page.asides] == ["HỎA TỐC", "ĐẾN"]
    assert "KẾ HOẠCH\nTổ chức Ngày Sách\nI. MỤC ĐÍCH" in page.text.replace("\n\n", "\n")


def test_a_title_that_ends_with_a_year_is_no_stamp() -> None:
    text = "KẾ HOẠCH\nPHÁT TRIỂN VĂN HÓA\nĐẾN NĂM 2030\nNgày 05/3/2024\n\n1. Nội dung.\n"
    assert not read_bytes(text.encode(), "a.txt").pages[0].asides


def test_two_signers_are_read_one_after_the_other() -> None:
    page = paper.Paper.new()
    page.head()
    page.down(2)
    page.paragraph("Trên đây là Kế hoạch phối hợp tổ chức Ngày Sách năm 2024 trên địa bàn huyện./.")
    for left, right in (("TM. BAN THƯỜNG VỤ", "TM. ỦY BAN NHÂN DÂN"), ("BÍ THƯ", "CHỦ TỊCH")):
        page.put(170, left, bold=True, centre=True)
        page.line(right, 430, bold=True, centre=True)
    page.down(3)
    page.put(170, "Lê Thị Mai", centre=True)
    page.line("Trần Văn Ba", 430, centre=True)
    page.canvas.save()
    (read,) = read_bytes(page.buffer.getvalue(), "a.pdf").pages
    lines = [line for line in read.text.split("\n") if line][-6:]
    assert lines == ["TM. BAN THƯỜNG VỤ", "BÍ THƯ", "Lê Thị Mai", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH",
                     "Trần Văn Ba"]  # fmt: skip
