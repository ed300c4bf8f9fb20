"""`output/` holds the records of `samples/`: a fresh run gives the same bytes, file for file.

`pytest tests/test_golden.py --update-output` rewrites it after a change that is meant.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from stages import ROOT, SAMPLES

from ingest.cli import main
from ingest.errors import ExitCode

OUTPUT = ROOT / "output"
PARTS = {"text layer": ("scan",), "scans": ("text", "docx", "html", "pdf")}
"""Which folders of `samples/` a part leaves out."""


def fresh(part: str, into: Path) -> set[Path]:
    """Records of one part of the samples, relative to the folder they are written to."""
    words = ["run", str(SAMPLES), "-o", str(into), "--quiet", "--workers", "2"]
    for left_out in ("README.md", *PARTS[part]):
        words += ["--exclude", left_out]
    assert main(words) == ExitCode.OK
    return {p.relative_to(into) for p in into.rglob("*.json") if p.parent != into}


def committed(part: str) -> set[Path]:
    """Records in the part's folders; what a run notes about itself lies above them."""
    found = {p.relative_to(OUTPUT) for p in OUTPUT.rglob("*.json")}
    return {p for p in found if len(p.parts) > 1 and p.parts[0] not in PARTS[part]}


@pytest.mark.parametrize("part", list(PARTS))
def test_output_is_what_a_fresh_run_gives(part: str, tmp_path: Path, updating: bool) -> None:
    if part == "scans" and not shutil.which("tesseract"):
        pytest.skip("Tesseract is not installed")
    targets = fresh(part, tmp_path)
    if updating:
        for target in targets:
            (OUTPUT / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(tmp_path / target, OUTPUT / target)
        for stale in committed(part) - targets:
            (OUTPUT / stale).unlink()
    assert committed(part) == targets, "records missing from output/, or without a sample"
    changed = [t for t in targets if (OUTPUT / t).read_bytes() != (tmp_path / t).read_bytes()]
    assert not changed, f"differ from output/: {sorted(map(str, changed))}"


def test_golden_files_are_not_rewritten_in_ci(updating: bool) -> None:
    """A red test that passes because it rewrote what it should compare with proves nothing."""
    assert not (updating and os.environ.get("CI"))


@pytest.mark.skipif("not config.getoption('--update-output')", reason="only with the flag")
def test_a_run_with_the_flag_is_no_proof() -> None:
    pytest.fail("output/ was rewritten: look at the difference, then run again without the flag")
