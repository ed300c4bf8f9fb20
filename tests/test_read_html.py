"""HTML: paragraphs, lists and tables as they are seen; the head's columns one after the other."""

from __future__ import annotations

from contextlib import suppress

import pytest

from ingest.errors import IngestError, TooLarge
from ingest.read import read_bytes


def text_of(html: str) -> str:
    return read_bytes(html.encode(), "a.html").pages[0].text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<html><p>Một <b>hai</b>\n ba<p>Bốn</html>", "Một hai ba\n\nBốn"),
        ("<body>a<br>b<div>c</div></body>", "a\nb\n\nc"),
        ("<html><head><title>t</title></head><body><script>x</script>a</body>", "a"),
        ("<body><ul><li>a</li><li>b</li></ul></body>", "- a\n- b"),
        ("<body><ul><li>- a</li><li>+ b</li></ul></body>", "- a\n+ b"),
        ('<body><ol type="a" start="3"><li>x<li>y</ol></body>', "c. x\nd. y"),
        ('<body><ol type="I"><li>x<li>y<li>z<li>t</ol></body>', "I. x\nII. y\nIII. z\nIV. t"),
        ("<body>đạt 85%<sup>2</sup></body>", "đạt 85%²"),
        ("<body><p style='display: none'>ẩn</p>hiện</body>", "hiện"),
        ("<body>GD&amp;ĐT &ndash; A&nbsp;B</body>", "GD&ĐT – A B"),
    ],
)
def test_what_a_reader_sees(html: str, expected: str) -> None:
    assert text_of(html) == expected


def test_table_with_merged_cells() -> None:
    page = read_bytes(
        "<body><table><tr><th rowspan=2>TT<th colspan=2>Việc</tr><tr><td>A<td>B</tr>"
        "<tr><td>1<td>c<td>d</tr></table></body>".encode(),
        "x",
    ).pages[0]
    assert page.text == "TT | Việc\nA | B\n1 | c | d"
    places = [(c.row, c.column, c.row_span, c.column_span) for c in page.grids[0].cells]
    assert places == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
        (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1),
    ]  # fmt: skip


def test_layout_tables_are_read_column_by_column() -> None:
    html = (
        "<body><table><tr><td>UBND XÃ A<br>Số: 1/KH-UBND<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        "<br>Độc lập</tr></table><p>Nội dung</p><table><tr><td><i>Nơi nhận:</i><br>- Lưu: VT."
        "<td>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH</tr></table></body>"
    )
    assert text_of(html) == (
        "UBND XÃ A\nSố: 1/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập\n\nNội dung\n\n"
        "Nơi nhận:\n- Lưu: VT.\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    )


def test_menus_and_footers_of_a_page_are_asides() -> None:
    page = read_bytes(
        "<body><div><a href='/'>Trang chủ</a> | <a href='/b'>Văn bản</a></div>"
        "<p>Theo <a href='/c'>Quyết định 12</a></p><div id='footer'>In trang</div></body>".encode(),
        "x",
    ).pages[0]
    assert page.text == "Trang chủ | Văn bản\n\nTheo Quyết định 12\n\nIn trang"
    assert [a.of(page.text) for a in page.asides] == ["Trang chủ | Văn bản", "In trang"]


def test_encodings() -> None:
    body = "<html><head><meta charset='{}'></head><body>Kế hoạch trồng cây</body></html>"
    for encoding in ("utf-8", "utf-16"):
        data = body.format(encoding).encode(encoding)
        assert read_bytes(data, "a.txt").pages[0].text == "Kế hoạch trồng cây"
    plain = "<html><meta charset=windows-1258><body>Đêm năm</body></html>"
    assert read_bytes(plain.encode("cp1258"), "a").pages[0].text == "Đêm năm"


def test_hostile_markup_ends() -> None:
    with pytest.raises(TooLarge):
        read_bytes(b"<html>" + b"<div>" * 50_000 + b"x", "a.html")
    cells = b"<table><tr>" + b"<td rowspan=100000 colspan=100000>a" * 5000
    with suppress(IngestError):
        assert read_bytes(cells, "a.html").pages
