"""DOCX: order, automatic numbering, tracked changes, notes, tables; hostile packages."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_BREAK

from ingest.errors import Damaged, TooLarge, Unsupported
from ingest.read import Limits, read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body: str = "", **parts: str) -> bytes:
    """A DOCX of these XML parts: `numbering`, `styles`, `footnotes`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>')
    return buffer.getvalue()


def para(text: str, num: int | None = None, level: int = 0, style: str = "") -> str:
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        marks += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return f"<w:p><w:pPr>{marks}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(at: int, format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "\uf0b7")
    + level(5, "bullet", "o")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def lines(data: bytes) -> list[str]:
    pages = read_bytes(data, "a.docx").pages
    return [line for page in pages for line in page.text.split("\n") if line]


def test_automatic_numbering_is_written_out() -> None:
    levels = [0, 1, 2, 2, 3, 3, 1, 2, 0, 1, 4, 5]
    body = "".join(para("x", 1, at) for at in levels)
    assert lines(package(body, numbering=OUTLINE)) == [
        "I. x", "1. x", "1.1. x", "1.2. x", "a) x", "b) x", "2. x", "2.1. x", "II. x", "1. x",
        "- x", "+ x",
    ]  # fmt: skip


def test_a_start_override_restarts_once() -> None:
    body = "".join(para("x", num) for num in (1, 1, 2, 2, 1))
    assert lines(package(body, numbering=OUTLINE)) == ["I. x", "II. x", "V. x", "VI. x", "VII. x"]


def test_numbering_by_style_and_none() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr>'
        '</w:pPr><w:rPr><w:caps/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="H1b">'
        '<w:basedOn w:val="H1"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "decimal", "Điều %1.", '<w:pStyle w:val="H1"/>')
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = para("một", style="H1") + para("hai", style="H1b") + para("ba", 0, style="H1")
    assert lines(package(body, styles=styles, numbering=numbering)) == [
        "Điều 1. MỘT", "Điều 2. HAI", "BA",
    ]  # fmt: skip


def test_tracked_changes_hidden_text_and_notes() -> None:
    body = (
        "<w:p><w:r><w:t>đạt 85%</w:t></w:r><w:ins><w:r><w:t> năm</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>tháng</w:delText></w:r></w:del>"
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>'
        "</w:r></w:p>" + para("sau")
    )
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>Số liệu 2023.</w:t></w:r></w:p></w:footnote>'
    page = read_bytes(package(body, footnotes=notes), "a").pages[0]
    assert page.text == "đạt 85% năm¹\n\nsau\n\n¹ Số liệu 2023."
    assert [a.of(page.text) for a in page.asides] == ["¹ Số liệu 2023."]


def test_tables_breaks_and_columns() -> None:
    document = Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "UBND XÃ A\nSố: 1/KH-UBND"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập"
    document.add_paragraph("Thân").add_run().add_break(WD_BREAK.PAGE)
    table = document.add_table(3, 3)
    for at, text in enumerate(["TT", "Việc", "Hạn"]):
        table.cell(0, at).text = text
    table.cell(1, 1).merge(table.cell(2, 1)).text = "gộp"
    table.cell(1, 0).text, table.cell(2, 0).text, table.cell(2, 2).text = "1", "2", "2025"
    buffer = io.BytesIO()
    document.save(buffer)
    first, second = read_bytes(buffer.getvalue(), "no-extension").pages
    assert first.text == (
        "UBND XÃ A\nSố: 1/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập\n\nThân"
    )
    assert second.text == "TT | Việc | Hạn\n1 | gộp\n2 | 2025"
    merged = next(c for c in second.grids[0].cells if c.row_span == 2)
    assert (merged.row, merged.column, merged.span.of(second.text)) == (1, 1, "gộp")


def test_text_boxes_and_content_controls() -> None:
    box = "<w:r><w:pict><w:txbxContent>" + para("trong khung") + "</w:txbxContent></w:pict></w:r>"
    body = f"<w:sdt><w:sdtContent>{para('a')}</w:sdtContent></w:sdt><w:p>{box}</w:p>"
    assert lines(package(body)) == ["a", "trong khung"]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)


def test_hostile_packages() -> None:
    def zipped(**parts: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name.replace("__", "/"), text)
        return buffer.getvalue()

    with pytest.raises(Damaged):
        read_bytes(zipped(**{"word/document.xml": BOMB}), "a.docx")
    with pytest.raises(TooLarge):
        read_bytes(zipped(**{"word/document.xml": " " * 60_000_000}), "a.docx")
    with pytest.raises(TooLarge):
        read_bytes(package(para("x" * 9000)), "a.docx", Limits(unpacked_bytes=1000))
    with pytest.raises(Unsupported, match="Excel"):
        read_bytes(zipped(**{"xl/workbook.xml": "<a/>"}), "a.docx")
