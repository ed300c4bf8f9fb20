"""Any file gives pages or one of our errors: nothing else is raised and nothing hangs."""

from __future__ import annotations

import contextlib
import os
import random
import unicodedata
from pathlib import Path

import pytest
import read_made as made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingest.read
from ingest.core.pages import Pages
from ingest.errors import Empty, IngestError, TooLarge, Unreadable
from ingest.lexicon.load import rows
from ingest.read import READERS, Limits, read, read_bytes
from ingest.read.marks import LayoutMark, starts_with_mark


def check(pages: Pages) -> None:
    """The laws of every page text."""
    assert pages.source.page_count == len(pages.pages)
    for number, page in enumerate(pages.pages, 1):
        assert page.number == number
        text = page.text
        assert unicodedata.is_normalized("NFC", text)
        assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in text)
        assert all(line == line.rstrip() for line in text.split("\n"))
        for word in page.words:
            assert word.span.of(text).strip() == word.span.of(text) != ""
        for grid in page.grids:
            assert all(grid.span.covers(cell.span) for cell in grid.cells)
        assert all(len(a) > 0 and a.end <= len(text) for a in page.asides)


MAGIC = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"{\\rtf", b"\x89PNG\r\n\x1a\n",
     b"\xff\xd8\xff", b"II*\x00", b"| a | b |\n|--|--|\n"]
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MAGIC, st.binary(max_size=400) | st.text(max_size=300).map(lambda t: t.encode()))
def test_any_bytes(magic: bytes, rest: bytes) -> None:
    with contextlib.suppress(IngestError):
        check(read_bytes(magic + rest, "x"))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="*_#|-\\ \nab1<>&[](\u0301\x96\xad\u200b", max_size=120))
def test_any_marks(text: str) -> None:
    with contextlib.suppress(IngestError):
        check(read_bytes(text.encode(), "x.md"))


def test_damaged_bytes_inside_real_files() -> None:
    """A few hundred flipped bytes in a PDF: pages, or an error of ours."""
    plan, dice = made.plan(), random.Random(5)
    for _ in range(25):
        broken = bytearray(plan)
        for _ in range(dice.randrange(1, 200)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        with contextlib.suppress(IngestError):
            check(read_bytes(bytes(broken), "a.pdf", Limits(ocr_seconds=0.01)))


def test_the_pages_of_a_plan_keep_the_laws() -> None:
    check(read_bytes(made.plan(), "a.pdf"))


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(made.plan())
    pages = read(path)
    assert pages.source.media_type == "application/pdf"
    assert pages.source.uri == "ke-hoach.txt"
    assert read_bytes(b"plain words", "scan.pdf").source.media_type == "text/plain"
    assert read_bytes(b"# A", "x.md").source.media_type == "text/markdown"


def test_the_uri_is_what_the_caller_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("xin chào", encoding="utf-8")
    assert read(path, "inbox/a.txt").source.uri == "inbox/a.txt"


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "absent", Path("/dev/zero")):
        with pytest.raises(Unreadable):
            read(path)
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(Empty):
        read(tmp_path / "empty")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0)
    with pytest.raises(Unreadable):
        read(path)


def test_size_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("một hai ba", encoding="utf-8")
    with pytest.raises(TooLarge):
        read(path, limits=Limits(max_bytes=5))
    with pytest.raises(TooLarge):
        read_bytes("\f".join("abc").encode(), "a", Limits(max_pages=2))


def test_every_reader_file_is_named_in_the_tuple() -> None:
    folder = Path(ingest.read.__file__).parent
    files = {p.stem for p in folder.glob("*.py") if "Reader:" in p.read_text("utf-8")} - {"reader"}
    assert files == {type(r).__module__.rsplit(".", 1)[-1] for r in READERS}


def test_every_layout_mark_is_found_in_its_specimen() -> None:
    for row in rows("layout", LayoutMark):
        assert starts_with_mark(row.kind, row.specimen), row
