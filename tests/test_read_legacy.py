"""Fonts of old encodings: each run by its font's name, Unicode beside it left alone."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import read_made as made
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from ingest.assemble.pages import page_records
from ingest.core.pages import FontRun, Page, Pages
from ingest.core.text import Span, Text
from ingest.lexicon.encodings import decoded, font_encoding, table
from ingest.pipeline import ingest_file
from ingest.read import read_bytes
from ingest.read.legacy_fonts import carried, raw_text, settled, shown, without_private
from ingest.repair import repair
from ingest.repair.fonts import decode_runs

MIXED = [
    [(".VnTimeH", "uû ban nh©n d©n tØnh")],
    [(".VnTimeH", "kÕ ho¹ch")],
    [(".VnTime", "Thùc hiÖn NghÞ quyÕt cña Héi ®ång nh©n d©n,"), ("Unicode", "   về kinh tế")],
    [("VNI-Times", "UÛy ban nhaân daân huyeän"), ("Unicode", "        Sông Mây: cá, bò, gà")],
    [
        (
            ".VnTime",
            "®Çu t\u00ad tr\u00adêng häc, nh\u00adng ph\u00ad\u00acng ¸n 12-KH/TU cña KH-UBND",
        )
    ],
    [("Unicode", "Kế hoạch này có hiệu lực từ ngày ký và được gửi đến các xã.")],
]
RIGHT = [
    "UỶ BAN NHÂN DÂN TỈNH",
    "KẾ HOẠCH",
    "Thực hiện Nghị quyết của Hội đồng nhân dân, về kinh tế",
    "Ủy ban nhân dân huyện Sông Mây: cá, bò, gà",
    "đầu tư trường học, nhưng phương án 12-KH/TU của KH-UBND",
    "Kế hoạch này có hiệu lực từ ngày ký và được gửi đến các xã.",
]


def repaired(pages: Pages) -> list[str]:
    text = repair(Text.of(pages.join()), pages.runs()).text.value
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def docx(lines: list[list[tuple[str, str]]], default: str = "") -> bytes:
    document = Document()
    if default:
        fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        for side in ("ascii", "hAnsi"):
            fonts.set(qn(f"w:{side}"), default)
    for line in lines:
        paragraph = document.add_paragraph()
        for name, text in line:
            run = paragraph.add_run(text)
            if name != default:
                run.font.name = "Times New Roman" if name == "Unicode" else name
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_pdf_with_runs_of_three_encodings_comes_out_right() -> None:
    pages = read_bytes(made.legacy_pdf(MIXED), "a.pdf")
    assert repaired(pages) == RIGHT


@pytest.mark.parametrize("default", ["", ".VnTime", "Times New Roman"])
def test_a_docx_with_runs_of_three_encodings_comes_out_right(default: str) -> None:
    pages = read_bytes(docx(MIXED, default), "a.docx")
    assert repaired(pages) == RIGHT


def test_the_font_of_a_character_style_counts() -> None:
    document = Document()
    style = document.styles.add_style("ABC", 2)
    style.font.name = ".VnTime"
    paragraph = document.add_paragraph("Theo ")
    paragraph.add_run("NghÞ quyÕt", style="ABC")
    buffer = io.BytesIO()
    document.save(buffer)
    assert repaired(read_bytes(buffer.getvalue(), "a.docx")) == ["Theo Nghị quyết"]


def test_what_was_decoded_stands_in_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(MIXED))
    (page,) = ingest_file(path).pages
    assert page.repair.status == "restored"
    first = page.repair.changes[0]
    assert (first.raw, page.text[first.start : first.end], first.rule) == (
        "uû", "UỶ", "legacy-tcvn3",
    )  # fmt: skip
    assert json.dumps(page.text, ensure_ascii=False).isprintable()


def test_a_font_name_that_lies_is_not_believed() -> None:
    """Word keeps `.VnTime` on text that was typed in Unicode and shows it in another font."""
    typed = "Ủy ban nhân dân xã giao cá nhân, bộ phận liên quan thực hiện kế hoạch này"
    pages = read_bytes(docx([[(".VnTime", typed)]]), "a.docx")
    assert pages.runs() == []
    assert repaired(pages) == [typed]


def test_heads_of_old_fonts_are_laid_out_as_heads() -> None:
    """Layout looks at what the letters show: `N¬i nhËn` opens the recipients."""
    assert shown(carried("N¬i nhËn:", "TCVN3")) == "Nơi nhận:"
    assert shown(carried("Nôi nhaän:", "VNI")) == "Nơi nhận:"
    document = Document()
    table_ = document.add_table(rows=1, cols=2)
    for cell, text in zip(
        table_.rows[0].cells, ("N¬i nhËn:\n- Nh­ trªn", "TM. ñy ban"), strict=True
    ):
        cell.paragraphs[0].add_run(text).font.name = ".VnTime"
    buffer = io.BytesIO()
    document.save(buffer)
    (page,) = read_bytes(buffer.getvalue(), "a.docx").pages
    assert page.grids == ()


def test_private_characters_of_a_file_are_no_letters_of_ours() -> None:
    text = f"a{carried('µ', 'TCVN3')}b"
    assert without_private(text) == "a\ufffdb"
    pages = read_bytes(docx([[("Unicode", text)]]), "a.docx")
    assert pages.pages[0].text == "a\ufffdb"


@pytest.mark.parametrize("name", [".VnTime", "ABCDEF+.VnArial", ".vnTime,Bold", ".VnTimeMT"])
def test_names_of_tcvn3(name: str) -> None:
    assert font_encoding(name) == "TCVN3"


@pytest.mark.parametrize("name", ["", "Times New Roman", "VNtimes new roman", "Vni", "Vnsans"])
def test_names_that_tell_nothing(name: str) -> None:
    assert font_encoding(name) is None


ENCODINGS = ("TCVN3", "TCVN3-H", "VNI", "VPS")


@given(st.text(max_size=40), st.sampled_from(ENCODINGS))
def test_carrying_keeps_every_character(text: str, encoding: str) -> None:
    text = without_private(text)
    there = carried(text, encoding)  # type: ignore[arg-type]
    assert len(there) == len(text)
    if not any("\uf020" <= c <= "\uf0ff" for c in text):
        assert raw_text(there) == text
    page = settled(Page(1, there, "plain"))
    assert len(page.text) == len(text)
    assert all(run.span.end <= len(text) for run in page.runs)


@given(
    st.lists(
        st.sampled_from(["®µn", "vµ", " ", "tr-êng", "t-", "KH-UBND", "xã", "\n", "aù", "ab"])
    ),
    st.sampled_from(ENCODINGS),
)
def test_edits_do_not_overlap_and_keep_lines(parts: list[str], encoding: str) -> None:
    page = settled(Page(1, carried("".join(parts), encoding), "plain"))  # type: ignore[arg-type]
    text = Text.of(page.text).apply(decode_runs(page.text, page.runs))
    assert text.value.count("\n") == page.text.count("\n")


def test_a_long_word_takes_no_long_time() -> None:
    text = "aø" * 200_000
    runs = [FontRun(Span(n, n + 2), "VNI") for n in range(0, len(text), 2)]
    edits = decode_runs(text, runs)
    assert Text.of(text).apply(edits).value == "à" * 200_000


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI", "VPS"])
def test_every_code_is_decoded(encoding: str) -> None:
    for code, letter in table(encoding).items():
        assert decoded(code, encoding) == letter  # type: ignore[arg-type]


def test_a_reread_page_says_so() -> None:
    source = read_bytes(b"a", "a.txt").source
    pages = Pages(source, (Page(1, "abc", "ocr", 10, 10, reread=True),))
    (record,) = page_records(pages, Text.of("abc"), ("none",), None)
    assert record.repair.status == "reread"
