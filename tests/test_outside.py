"""Text that no document owns is told, not dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import ingest

PLAN = (Path(__file__).parent.parent / "samples" / "text" / "so-trong.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("above", "told"),
    [("Trang chủ > Văn bản\nBạn đang xem bản tóm tắt\n\n", True), ("1\n\n", False), ("", False)],
)
def test_text_above_the_first_head_is_told(tmp_path: Path, above: str, told: bool) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(above + PLAN, "utf-8")
    record = ingest.parse(path)
    found = [d for d in record.diagnostics if d.code == "text-outside"]
    assert bool(found) == told
    if told:
        assert record.documents[0].number is not None
        assert found[0].evidence[0].quote == above.strip()
        assert record.pages[0].text.startswith(above.strip())


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("Các hộ được chọn trồng cây trong năm nay ở hai xã ven sông\n\nxã Bình An\n", True),
        ("PHỤ LỤC\nDANH SÁCH CÁC XÃ TRỒNG CÂY VEN SÔNG TRONG NĂM\n\n1. Xã Bình An\n", False),
        ("SAO Y BẢN CHÍNH\nSố: 12/SY-UBND của Văn phòng Ủy ban nhân dân\n", False),
        ("Ký bởi: Ủy ban nhân dân huyện\n", False),
        ("3\n", False),
    ],
    ids=["a list", "an appendix", "a copy", "a signature's stamp", "a page number"],
)
def test_text_behind_the_signature_is_told(tmp_path: Path, behind: str, told: bool) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"{PLAN.rstrip()}\n\n{behind}", "utf-8")
    record = ingest.parse(path)
    found = [d for d in record.diagnostics if d.code == "text-outside"]
    assert bool(found) == told
    if told:
        assert found[0].evidence[0].quote == behind.strip()
