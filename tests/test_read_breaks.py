"""What a page or a line break cuts is one: paragraphs, headings, items, notes, numbers, tables."""

from __future__ import annotations

import read_made as made
import regex

from ingest.core.document import Block, Document
from ingest.core.record import Assignment, Target
from ingest.core.text import Span, Text
from ingest.extract import extract
from ingest.parse.documents import parse
from ingest.read import read_bytes
from tools.render import made_tables as tables
from tools.render.table_pages import to_pdf

LONG = (
    "Các đơn vị chủ động lồng ghép nội dung trồng cây với phong trào xây dựng nông thôn mới, phát "
    "động Tết trồng cây trong cán bộ, công chức, viên chức và nhân dân, gắn trách nhiệm của người "
    "đứng đầu với kết quả thực hiện tại từng thôn, bản, tổ dân phố của huyện"
)


def opened() -> made.Paper:
    paper = made.Paper.new()
    paper.head()
    paper.line("KẾ HOẠCH", 297, bold=True, centre=True)
    paper.line("Trồng cây xanh năm 2024", 297, bold=True, centre=True)
    paper.down()
    paper.paragraph(made.BODY[0])
    paper.line("I. NHIỆM VỤ", 115, bold=True)
    paper.down(0.35)
    return paper


def over(paper: made.Paper, text: str, lines: int) -> None:
    """A paragraph of which so many lines stand on this page, a page number above the others."""
    width, words, indent = made.pdfmetrics.stringWidth, text.split(), 30.0
    while words:
        if lines == 0:
            turned(paper)
        room, taken = made.RIGHT - made.LEFT - indent, list[str]()
        while words and width(" ".join([*taken, words[0]]), made.font(), 13) <= room:
            taken.append(words.pop(0))
        paper.line(" ".join(taken), made.LEFT + indent)
        indent, lines = 0.0, lines - 1
    paper.down(0.35)


def turned(paper: made.Paper) -> None:
    paper.page()
    paper.line("2", 297, centre=True)
    paper.down(0.5)


def document(data: bytes) -> Document:
    pages = read_bytes(data, "a.pdf")
    (found,) = parse(pages, Text.of(pages.join()))
    return found


def blocks(paper: made.Paper) -> list[tuple[str, str]]:
    found = document(paper.bytes())
    return [(b.kind, line(found, b)) for b in found.blocks]


def line(found: Document, block: Block) -> str:
    return found.line(block.span)


def test_a_labelled_paragraph_and_an_item_run_over_a_page() -> None:
    for mark, kind in (("1.", "paragraph"), ("-", "item")):
        paper = opened()
        over(paper, f"{mark} {LONG};", 2)
        over(paper, f"{mark.replace('1', '2')} Phòng Nông nghiệp theo dõi.", 9)
        *_, long, short = blocks(paper)
        assert long == (kind, f"{mark} {LONG};")
        assert short[1].endswith("Phòng Nông nghiệp theo dõi.")


def test_a_heading_runs_over_a_page() -> None:
    for first, second in (
        ("1. Tuyên truyền, vận động nhân dân tham gia trồng cây phân tán và chăm", "sóc rừng"),
        ("II. NHIỆM VỤ VÀ GIẢI PHÁP THỰC HIỆN CÔNG TÁC TRỒNG", "CÂY TRÊN ĐỊA BÀN HUYỆN"),
    ):
        paper = opened()
        paper.paragraph(made.BODY[1])
        paper.put(115, first, bold=True)
        turned(paper)
        paper.line(second, 85, bold=True)
        paper.down(0.35)
        paper.paragraph(f"{LONG}.")
        assert blocks(paper)[-2] == ("heading", f"{first} {second}")


def test_a_note_at_the_foot_of_a_page_parts_no_sentence() -> None:
    paper = opened()
    top = made.A4[1]
    paper.put(85, "Năm 2023 toàn huyện đã trồng 231 ha")
    end = 85 + made.pdfmetrics.stringWidth("Năm 2023 toàn huyện đã trồng 231 ha", made.font(), 13)
    paper.canvas.setFont(made.font(), 8)
    paper.canvas.drawString(end, top - paper.y + 5, "1")
    paper.put(end + 9, "rừng, các xã đã giao khoán bảo vệ rừng cho")
    paper.canvas.setFont(made.font(), 7)
    paper.canvas.drawString(85, top - 756, "1")
    paper.size = 10
    for y, text in ((760, "Theo báo cáo của Hạt kiểm lâm huyện về kết quả công tác trồng rừng "
                          "và giao khoán bảo vệ rừng năm"), (772, "2023 của các xã.")):  # fmt: skip
        paper.y = y
        paper.put(90 if y == 760 else 85, text)
    paper.size = 13
    turned(paper)
    paper.line("hộ dân và cộng đồng quản lý.")
    found = document(paper.bytes())
    text = found.line(found.blocks[-1].span)
    assert text.endswith("231 ha¹ rừng, các xã đã giao khoán bảo vệ rừng cho hộ dân và cộng đồng "
                         "quản lý.")  # fmt: skip
    assert any(a.of(found.text).endswith("2023 của các xã.") for a in found.asides)


def test_a_number_or_range_that_is_broken_at_its_hyphen_is_whole() -> None:
    """Word breaks lines there. A compound keeps its line: ư is a hyphen in an old encoding."""
    paper = made.Paper.new()
    filled = "và các nội dung khác của kế hoạch trồng rừng năm 2024 số"
    for text in (f"{filled} kinh tế-", f"xã hội {filled} 12/KH-", f"UBND {filled} 2021-", "2025."):
        paper.line(text)
    (page,) = read_bytes(paper.bytes(), "a.pdf").pages
    assert page.text.split("\n") == [
        f"{filled} kinh tế-", f"xã hội {filled} 12/KH-UBND", f"{filled} 2021-2025.",
    ]  # fmt: skip
    words = [w.span.of(page.text) for w in page.words]
    assert "".join(words) == page.text.replace("\n", "").replace(" ", "")
    assert words[-2:] == ["2021-", "2025."]


def test_a_number_broken_in_a_cell_is_whole() -> None:
    paper = made.Paper.new()
    top = paper.y
    paper.table([85, 125, 400, 540], [["TT", "Nội dung", "Thời gian"], ["1", "Hội nghị", "2021-"]])
    paper.canvas.drawString(404, made.A4[1] - top - 45, "2025")
    (page,) = read_bytes(paper.bytes(), "a.pdf").pages
    assert page.text.endswith("1 | Hội nghị | 2021-2025")


def test_a_table_without_rules_goes_on_without_its_head() -> None:
    table = tables.tasks(9, 30, groups=False)
    found = document(to_pdf(table, ruled=False, repeated=False))
    (read,) = found.tables
    assert len(found.page_starts) > 2
    assert len(read.rows) == table.rows
    assert found.text.count("Nội dung công việc") == 1


def test_text_behind_a_table_that_ends_a_page_is_no_table() -> None:
    for text in (LONG, "Nơi nhận:", "II. TỔ CHỨC THỰC HIỆN"):
        table = tables.tasks(1, 5)
        paper = made.Paper.new()
        xs = [85.0, 120.0, 300.0, 400.0, 480.0]
        for row in range(table.rows):
            for column, x in enumerate(xs):
                paper.put(x, table.text_at(row, column)[:12])
            paper.down(1.4)
        turned(paper)
        paper.paragraph(text)
        paper.paragraph(LONG)
        first, second = read_bytes(paper.bytes(), "a.pdf").pages
        assert len(first.grids) == 1
        assert not second.grids


def test_a_name_that_a_line_end_cuts_goes_on_in_the_same_paragraph() -> None:
    """Its second line begins with a capital; the layout tells that no paragraph does."""
    paper = opened()
    text = (
        "Thực hiện tốt công tác bảo vệ rừng theo chỉ đạo của Thủ tướng Chính phủ, của Bộ trưởng Bộ "
        "Nông nghiệp và Môi trường về trồng cây; giao cho các xã, Hạt kiểm lâm và Phòng Kinh tế"
    )
    paper.paragraph(text)
    paper.paragraph(f"{LONG}.")
    assert blocks(paper)[-2:] == [("paragraph", text), ("paragraph", f"{LONG}.")]


def test_a_sentence_that_ends_with_its_page_ends_no_paragraph() -> None:
    """The first line of the next page is not indented: it goes on with the paragraph."""
    paper = opened()
    for _ in range(3):
        paper.paragraph(f"{LONG}.")
    filled = f"Các xã trồng mới 12 ha rừng phòng hộ. {LONG.replace('địa bàn', 'bàn')}"
    over(paper, f"{filled}. {LONG}.", 3)
    paper.paragraph(f"{LONG}.")
    found = blocks(paper)
    assert found[-2] == ("paragraph", f"{filled}. {LONG}.")


def test_fonts_without_a_height_raise_no_digits() -> None:
    """LibreOffice 7.4 writes `/Ascent 0 /Descent 0`; `2025` must not become `²0²5`."""
    paper = opened()
    text = "Đến năm 2025 trồng 1.250 ha, năm 2030 đạt 48,2% (tăng 10/10 xã) theo Kế hoạch số 155."
    paper.paragraph(text)
    plain = paper.bytes()
    data = regex.sub(rb"/(Ascent|Descent) -?\d+", rb"/\1 0", plain)
    assert data != plain
    assert line(document(data), document(data).blocks[-1]) == text


def test_the_values_of_a_row_that_a_page_break_cuts_are_whole() -> None:
    head = "KẾ HOẠCH\nTrồng cây năm 2024\n\nI. NHIỆM VỤ\n\nTT | Nội dung | Chủ trì | Thời gian\n"
    above = (
        "1 | Rà soát, thống kê | Hạt Kiểm lâm | Trước ngày 15/3/2024\n"
        "2 | Trồng 12 ha rừng | Phòng Nông | Quý I/2024\f"
    )
    below = (
        "TT | Nội dung | Chủ trì | Thời gian\n | phòng hộ | nghiệp\n"
        "3 | Tổng kết | Văn phòng | Tháng 12/2024\n"
    )
    pages = read_bytes((head + above + below).encode(), "a.txt")
    (found,) = parse(pages, Text.of(pages.join()))
    (table,) = found.tables
    cells = [found.line(c.span) for c in table.rows[2]]
    assert cells[:3] == ["2", "Trồng 12 ha rừng phòng hộ", "Phòng Nông nghiệp"]
    parts = found.evidence(table.rows[2][2].span)
    assert [(p.page, p.quote) for p in parts] == [(1, "Phòng Nông"), (2, "nghiệp")]
    values = [f.value for f in extract(found)]
    (target,) = [v for v in values if isinstance(v, Target)]
    assert "Trồng 12 ha rừng phòng hộ" in target.text
    named = [u.name for v in values if isinstance(v, Assignment) for u in v.units]
    assert "Phòng Nông nghiệp" in named


def test_a_compound_that_a_line_end_cuts_at_its_hyphen_is_whole_in_values() -> None:
    text = "KẾ HOẠCH\nNăm 2024\n\nI. MỤC TIÊU\nphát triển kinh tế-\nxã hội và X -\nY\n"
    pages = read_bytes(text.encode(), "a.txt")
    (found,) = parse(pages, Text.of(pages.join()))
    start, end = text.index("phát"), text.index("Y\n") + 1
    assert found.line(Span(start, end)) == "phát triển kinh tế-xã hội và X - Y"


def signed_off(paper: made.Paper, left: list[str], right: list[str]) -> None:
    paper.paragraph("Yêu cầu các đơn vị triển khai thực hiện Kế hoạch này./.")
    beside(paper, left, right)


def beside(paper: made.Paper, left: list[str], right: list[str]) -> None:
    """Lines of recipients and of a signature, side by side."""
    top, low = paper.y, paper.y
    paper.size = 11
    for text in left:
        paper.line(text)
    paper.size, low, paper.y = 13, paper.y, top
    for text in right:
        paper.line(text, 420, bold=True, centre=True)
    paper.y = max(low, paper.y)


def test_recipients_and_signature_that_a_page_break_cuts() -> None:
    paper = opened()
    signed_off(
        paper,
        ["Nơi nhận:", "- Sở Tài chính (để b/c);", "- Các phòng: TC-KH, NN&PTNT,"],
        ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    )
    turned(paper)
    beside(paper, ["TN&MT;", "- UBND các xã;", "- Lưu: VT."], ["", "Lò Văn Pành"])
    found = list(extract(document(paper.bytes())))
    (signer,) = (f.value for f in found if f.field == "signers")
    assert (signer.name, signer.position) == ("Lò Văn Pành", "PHÓ CHỦ TỊCH")
    recipients = [f.value.text for f in found if f.field == "recipients"]
    assert recipients == [
        "Sở Tài chính (để b/c)",
        "Các phòng: TC-KH, NN&PTNT, TN&MT",
        "UBND các xã",
    ]


def test_a_recipient_that_a_page_break_cuts_beside_a_whole_signature() -> None:
    paper = opened()
    signed_off(
        paper,
        ["Nơi nhận:", "- Phòng Giáo dục và Đào tạo các huyện, thị xã, thành"],
        ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Pành"],
    )
    turned(paper)
    beside(paper, ["phố;", "- Lưu: VT."], [])
    found = list(extract(document(paper.bytes())))
    assert [f.value.name for f in found if f.field == "signers"] == ["Lò Văn Pành"]
    (recipient,) = (f.value.text for f in found if f.field == "recipients")
    assert recipient == "Phòng Giáo dục và Đào tạo các huyện, thị xã, thành phố"


def test_a_page_behind_a_whole_signature_is_read_line_by_line() -> None:
    paper = opened()
    signed_off(paper, ["Nơi nhận:", "- Như Điều 2;", "- Lưu: VT."], ["CHỦ TỊCH", "", "Lò Văn Pành"])
    turned(paper)
    beside(paper, ["- Xã Mường Ảng;"], ["Bản Mới"])
    assert "- Xã Mường Ảng; Bản Mới" in read_bytes(paper.bytes(), "a.pdf").pages[1].text
