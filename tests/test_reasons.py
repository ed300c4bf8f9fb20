"""Why a file failed is said in the reader's language, also in what stands behind the colon."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex
from stages import ROOT

from ingest.lexicon.reasons import reason

OUTCOMES = {
    "Changed", "Damaged", "Empty", "Encrypted", "MissingTool", "NoText", "TooLarge", "Unreadable",
    "UnsafeMember", "Unsupported",
}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("the file holds no bytes", "tệp không có byte nào"),
        ("12 pages; the limit is 10", "12 trang; giới hạn là 10"),
        ("the archive is broken (File is not a zip file)", "tệp nén bị hỏng (không phải tệp ZIP)"),
        (
            "the image is broken (page 1 could not be read: the image is broken (cut))",
            "ảnh bị hỏng (không đọc được trang 1: ảnh bị hỏng (cut))",
        ),
        ("PDFium: Data format error", "PDFium: Data format error"),
        ("", ""),
        ("x" * 5000, "x" * 5000),
    ],
)
def test_parts_are_said_too_and_what_a_library_says_stays(why: str, said: str) -> None:
    assert reason(why, "vi") == said
    assert reason(why, "en") == why


def _raised(path: Path) -> Iterator[str]:
    """The texts that outcomes are raised with, `7` for what is filled in."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if node.func.id not in OUTCOMES:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant):
            yield str(first.value)
        elif isinstance(first, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "7" for part in first.values
            )


def test_every_reason_that_a_reader_gives_has_a_row() -> None:
    """A new one without Vietnamese would stand there in English, and nobody would notice."""
    files = [*(ROOT / "ingest" / "read").glob("*.py"), ROOT / "ingest" / "batch" / "work.py"]
    files += [ROOT / "ingest" / "batch" / name for name in ("zipped.py", "watch.py", "content.py")]
    raised = {text for file in files for text in _raised(file) if regex.search(r"\p{L}{3}", text)}
    assert len(raised) > 40
    assert {text for text in raised if reason(text, "vi") == text} == set()
