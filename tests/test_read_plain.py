"""Text files: Markdown marks go, text stays, every encoding is read, nothing takes for ever."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ingest.core.pages import Pages
from ingest.errors import IngestError, NoText, Unsupported
from ingest.read import read_bytes

CASES = Path(__file__).parent / "cases" / "read"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def cases(*names: str) -> list[Any]:
    rows = [row for name in names for row in json.loads((CASES / f"{name}.json").read_text())]
    return [pytest.param(row["text"], row["expected"], id=row["label"]) for row in rows]


def text_of(text: str, name: str = "a.txt") -> str:
    return read_bytes(text.encode(), name).pages[0].text


@pytest.mark.parametrize(("text", "expected"), cases("wild", "made", "untouched"))
def test_marks_go_and_text_stays(text: str, expected: str) -> None:
    assert text_of(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("wild", "untouched"))
def test_reading_twice_changes_nothing(text: str, expected: str) -> None:
    assert text_of(text_of(text)) == expected


@pytest.mark.parametrize(("text", "expected"), cases("failing"))
@pytest.mark.xfail(strict=True)
def test_known_failures(text: str, expected: str) -> None:
    assert text_of(text) == expected


def test_table_cells_point_at_their_text() -> None:
    page = read_bytes("| TT | Việc |\n|---|---|\n| 1 | Cây |\n| 2 |  |".encode(), "a.md").pages[0]
    (grid,) = page.grids
    assert (grid.rows, grid.columns) == (3, 2)
    cells = {(c.row, c.column): c.span.of(page.text) for c in grid.cells}
    assert cells == {
        (0, 0): "TT", (0, 1): "Việc", (1, 0): "1", (1, 1): "Cây", (2, 0): "2", (2, 1): "",
    }  # fmt: skip
    assert grid.span.of(page.text) == page.text


LETTERS = "Kế hoạch số 12 của Ủy ban nhân dân huyện về trồng cây"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_encodings(encoding: str) -> None:
    assert read_bytes(LETTERS.encode(encoding), "a.txt").pages[0].text == LETTERS


def test_windows_1258_is_read_with_a_warning() -> None:
    data = "Kê\u0301 hoa\u0323ch sô\u0301 12 cu\u0309a Ủy ban".replace("Ủ", "U\u0309")
    pages = read_bytes(data.encode("cp1258"), "a.txt")
    assert pages.pages[0].text == "Kế hoạch số 12 của Ủy ban"
    assert [r.code for r in pages.remarks] == ["guessed-encoding"]


def test_one_byte_legacy_text_keeps_every_letter() -> None:
    raw = bytes([0x6B, 0xD5, 0x20, 0x70, 0x68, 0xAD, 0xAC, 0x6E, 0x67, 0x20, 0xAE, 0xD5, 0x6E])
    pages = read_bytes(raw, "a.txt")
    assert pages.pages[0].text.encode("cp1252") == raw
    assert pages.remarks[0].code == "guessed-encoding"


def test_form_feeds_part_pages() -> None:
    pages = read_bytes("một\n\fhai\n1\n\f".encode(), "a.txt")
    assert [p.text for p in pages.pages] == ["một", "hai\n1"]
    assert [a.of("hai\n1") for a in pages.pages[1].asides] == ["1"]


def test_footnotes_are_asides_and_stay() -> None:
    page = read_bytes("Đạt 85%¹ kế hoạch\n\n¹ Năm 2020 là 70%.\n\nTiếp".encode(), "a").pages[0]
    assert [a.of(page.text) for a in page.asides] == ["¹ Năm 2020 là 70%."]


@pytest.mark.parametrize("data", [b" \n\t ", "\ufeff".encode(), b"\x00" * 64, b"---\n"])
def test_only_blanks(data: bytes) -> None:
    with pytest.raises(NoText):
        read_bytes(data, "a.txt")


def test_a_line_of_tabs_below_the_head_of_a_table_is_an_empty_line() -> None:
    """Found by `bench/fuzz.py`: it was a line without words, whose height nobody knows."""
    head = "STT    Nhiệm vụ              Đơn vị chủ trì      Thời gian\n"
    body = "1      Rà soát danh sách     Phòng Y tế          Tháng 5\n"
    reading = read_bytes((head + "\t \t\n" + body + "\t\n" + body).encode(), "a.txt")
    assert "Rà soát danh sách" in reading.pages[0].text


def test_binary_junk_is_no_text() -> None:
    with pytest.raises(Unsupported):
        read_bytes(bytes(range(256)) * 20, "a.txt")


@pytest.mark.parametrize(
    "unit", ["**a** ", "a *b", "_a", "|", "\\", "[", "<b ", "<!--", "&", "# ", " ", "-", "\u0301\u0323"]
)  # fmt: skip
def test_long_lines_take_linear_time(unit: str) -> None:
    """A million characters in one line; a quadratic step would take minutes."""
    started = time.perf_counter()
    with suppress(IngestError):
        read_bytes((unit * (1_000_000 // len(unit)) + "x").encode(), "a.txt")
    assert time.perf_counter() - started < 15


def test_a_run_of_combining_marks_does_not_hang() -> None:
    assert read_bytes(("a" + "\u0301\u0323" * 200_000).encode(), "a.txt").pages


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed plans are not at hand")
@pytest.mark.parametrize("name", ["bac-kan", "can-tho", "ha-giang", "lang-son", "ngo-quyen"])
def test_seeds_lose_marks_and_nothing_else(name: str) -> None:
    (path,) = SEEDS.glob(f"{name}*.txt")
    pages: Pages = read_bytes(path.read_bytes(), path.name)
    text = pages.pages[0].text
    assert not set("*#_|") & set(text)
    raw = path.read_text("utf-8").replace("  - +", "+")
    assert "".join(text.split()) == "".join(raw.replace("*", "").replace("#", "").split())
