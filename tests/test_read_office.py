"""ODT by our own reader; RTF and DOC by LibreOffice; what is neither is named."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import threading
import time
import zipfile
from pathlib import Path

import office_made as made
import pytest

from ingest.core.text import Text
from ingest.errors import Damaged, Encrypted, TooLarge, Unsupported
from ingest.read import Limits, office, read_bytes
from ingest.read.ole import streams
from ingest.repair import repair

needs_office = pytest.mark.skipif(office._program() is None, reason="LibreOffice is not installed")


def lines(data: bytes, name: str = "a.odt") -> list[str]:
    pages = read_bytes(data, name).pages
    return [line for page in pages for line in page.text.split("\n") if line]


def test_paragraphs_blanks_and_breaks() -> None:
    body = (
        made.p("KẾ HOẠCH")
        + made.p("Một<text:s text:c='3'/>hai<text:tab/>ba<text:line-break/>bốn\n năm")
        + "<text:section><text:p>Trong mục</text:p></text:section>"
        + made.p("Trang sau", "New")
    )
    pages = read_bytes(made.odt(body), "a.odt")
    assert pages.source.media_type == made.ODT_TYPE
    assert [p.text for p in pages.pages] == [
        "KẾ HOẠCH\n\nMột   hai ba\nbốn năm\n\nTrong mục", "Trang sau",
    ]  # fmt: skip


def test_runs_keep_their_manner() -> None:
    body = made.p(
        "đạt 2<text:span text:style-name='Raised'>1</text:span> "
        "<text:span text:style-name='Loud'>chủ tịch</text:span>"
        "<text:span text:style-name='Gone'> ẩn</text:span>"
        "<office:annotation><text:p>ghi chú</text:p></office:annotation>"
    )
    assert lines(made.odt(body)) == ["đạt 2¹ CHỦ TỊCH"]


def test_lists_are_numbered() -> None:
    deep = made.items(made.items(made.items(made.p("x") + made.items(made.p("y")))))
    body = (
        made.items(
            made.p("Mục tiêu") + made.items(made.p("Chung"), made.p("Riêng")),
            made.p("Nhiệm vụ") + made.items(made.p("Một") + made.items(made.p("Con"))),
        )
        + made.p("Chen giữa")
        + made.items(made.p("Giải pháp"), more=' text:continue-numbering="true"')
        + deep
    )
    assert lines(made.odt(body)) == [
        "I. Mục tiêu", "1. Chung", "2. Riêng", "II. Nhiệm vụ", "1. Một", "1.1. Con", "Chen giữa",
        "III. Giải pháp", "1.1. x", "• y",
    ]  # fmt: skip


def test_headings_count_by_the_outline() -> None:
    outline = (
        "<text:outline-style><text:outline-level-style text:level='1' style:num-format='A'"
        " style:num-suffix='.'/></text:outline-style>"
    )
    body = "".join(f"<text:h text:outline-level='1'>{t}</text:h>" for t in ("Đầu", "Cuối"))
    assert lines(made.odt(body, styles=outline)) == ["A. Đầu", "B. Cuối"]


def test_tables_notes_and_boxes() -> None:
    cell = "<table:table-cell{}>{}</table:table-cell>"
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + cell.format("", made.p("STT")) + cell.format("", made.p("Việc"))
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell.format(" table:number-columns-spanned='2'", made.p("Chung") + made.p("cho cả"))
        + "<table:covered-table-cell/></table:table-row><table:table-row>"
        + cell.format("", made.p("1")) + cell.format("", made.items(made.p("Trồng cây")))
        + "</table:table-row></table:table>"
        + made.p(
            "Cuối<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>Theo báo cáo</text:p></text:note-body></text:note>"
            "<draw:frame><draw:text-box><text:p>Trong khung</text:p></draw:text-box></draw:frame>"
        )
    )  # fmt: skip
    (page,) = read_bytes(made.odt(body), "a.odt").pages
    (grid,) = page.grids
    assert (grid.rows, grid.columns) == (3, 2)
    assert grid.span.of(page.text) == "STT | Việc\nChung cho cả\n1 | I. Trồng cây"
    assert page.text.endswith("Cuối¹\n\nTrong khung\n\n¹ Theo báo cáo")


def test_fonts_of_old_encodings_are_decoded() -> None:
    body = made.p("<text:span text:style-name='Old'>NghÞ quyÕt</text:span> về cá, bò")
    pages = read_bytes(made.odt(body), "a.odt")
    assert repair(Text.of(pages.join()), pages.runs()).text.value == "Nghị quyết về cá, bò"


def test_an_odt_packed_anew_is_still_one() -> None:
    assert lines(made.odt(made.p("Kế hoạch"), first=False), "a.docx") == ["Kế hoạch"]


def test_hostile_odt() -> None:
    whole = made.odt(made.p("Kế hoạch " * 500))
    for length in (60, 100, len(whole) // 2, len(whole) - 30):
        with pytest.raises((Damaged, Unsupported)):
            read_bytes(whole[:length], "a.odt")
    with pytest.raises(TooLarge):
        read_bytes(made.odt(made.p("a" * 60_000_000)), "a.odt")
    locked = "<m><encryption-data/></m>"
    with pytest.raises(Encrypted):
        read_bytes(made.odt(made.p("x"), manifest=locked), "a.odt")
    nested = "<text:section>" * 200 + made.p("tận cùng") + "</text:section>" * 200
    with pytest.raises(Exception, match="holds any text"):
        read_bytes(made.odt(nested), "a.odt")
    wide = "<table:table><table:table-row><table:table-cell table:number-columns-repeated='999999'"
    wide += "><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    assert len(read_bytes(made.odt(wide), "a.odt").pages[0].text) < 2000


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (zipped(readme="x"), "a ZIP archive"),
        (zipped(xl__workbook="x"), "an Excel workbook"),
        (zipped(mimetype="application/epub+zip"), "an OpenDocument file that is no text"),
        (made.ole("Workbook"), "an Excel workbook"),
        (made.ole("PowerPoint Document"), "a PowerPoint presentation"),
        (made.ole("Something"), "no Word document"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, told: str) -> None:
    with pytest.raises(Unsupported, match=told):
        read_bytes(data, "a.doc")


def test_locked_office_files() -> None:
    for data in (made.ole("EncryptedPackage"), made.ole("WordDocument", flags=0x0100)):
        with pytest.raises(Encrypted):
            read_bytes(data, "a.doc")


def test_a_truncated_compound_file_is_damaged() -> None:
    whole = made.ole("WordDocument")
    assert [s.name for s in streams(whole)] == ["WordDocument"]
    for length in (8, 60, 512, 1024):
        with pytest.raises(Damaged):
            read_bytes(whole[:length], "a.doc")


def test_a_directory_that_runs_in_a_circle_ends() -> None:
    looped = bytearray(made.ole("A", "B"))
    looped[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    assert {s.name for s in streams(bytes(looped))} == {"A", "B"}


def test_without_libreoffice_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for data in (made.rtf([("Unicode", "Kế hoạch")]), made.ole("WordDocument")):
        with pytest.raises(Unsupported, match="apt-get install libreoffice"):
            read_bytes(data, "a.txt")


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_converter_that_hangs_or_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made.rtf([("Unicode", "Kế hoạch")])
    for script, error in (
        ("sleep 60 & wait", TooLarge), ("kill -9 $$", Damaged), ("echo no; exit 0", Damaged),
    ):  # fmt: skip
        path = program(tmp_path, script)
        monkeypatch.setattr(office, "_program", lambda path=path: path)
        start = time.monotonic()
        with pytest.raises(error):
            read_bytes(data, "a.rtf", Limits(convert_seconds=1))
        assert time.monotonic() - start < 20
    time.sleep(0.2)
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(tmp_path) not in running.stdout


@needs_office
def test_rtf_and_doc_are_read(tmp_path: Path) -> None:
    """One conversion of each; the RTF has a picture that would be fetched from elsewhere."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    asked: list[object] = []
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                asked.append(server.accept()[1])
            except TimeoutError:
                continue

    thread = threading.Thread(target=listen)
    thread.start()
    source = made.rtf([
        ("Unicode", "KẾ HOẠCH trồng cây năm 2024"), (".VnTime", "Thùc hiÖn NghÞ quyÕt cña tØnh"),
    ])  # fmt: skip
    link = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
    field = '{\\field{\\*\\fldinst INCLUDEPICTURE "LINK" \\\\d}{\\fldrslt x}}}'.replace(
        "LINK", link
    )
    pages = read_bytes(source[:-1] + field.encode(), "a.txt")
    doc = made_doc(source, tmp_path)
    old = read_bytes(doc, "a.bin")
    stop.set()
    thread.join()
    server.close()
    assert asked == []
    assert pages.source.media_type == "application/rtf"
    assert [r.code for r in pages.remarks] == ["converted"]
    assert old.source.media_type == "application/msword"
    for one in (pages, old):
        text = repair(Text.of(one.join()), one.runs()).text.value
        assert text.startswith("KẾ HOẠCH trồng cây năm 2024\n\nThực hiện Nghị quyết của tỉnh")


def made_doc(source: bytes, folder: Path) -> bytes:
    """The RTF as a Word 97 file, by LibreOffice itself."""
    (folder / "b.rtf").write_bytes(source)
    command = [
        str(office._program()), "--headless", f"-env:UserInstallation={(folder / 'p').as_uri()}",
        "--convert-to", "doc:MS Word 97", "--outdir", str(folder), str(folder / "b.rtf"),
    ]  # fmt: skip
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(folder)},
    )
    return (folder / "b.doc").read_bytes()
