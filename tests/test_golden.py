"""`output/` holds the records of `samples/`: a fresh run gives the same bytes, file for file.

`pytest tests/test_golden.py --update-output` rewrites it after a change that is meant.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from stages import ROOT, SAMPLES

from ingest.cli import main
from ingest.errors import ExitCode

OUTPUT = ROOT / "output"
ENGINE = Path(__file__).with_name("golden_engine.json")
PARTS = {"text layer": ("scan",), "scans": ("text", "docx", "html", "pdf")}
"""Which folders of `samples/` a part leaves out."""


def engine() -> dict[str, str] | None:
    """Version of Tesseract and hash of its Vietnamese data, None where it is not there."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=True)
    folder = Path(listed.stdout.split('"')[1])
    data = folder / "vie.traineddata"
    if not data.exists():
        return None
    version = (said.stdout or said.stderr).splitlines()[0]
    return {"version": version, "vie": hashlib.sha256(data.read_bytes()).hexdigest()}


def fresh(part: str, into: Path) -> set[Path]:
    """Records of one part of the samples, relative to the folder they are written to."""
    words = ["run", str(SAMPLES), "-o", str(into), "--quiet", "--workers", "2"]
    for left_out in ("README.md", *PARTS[part]):
        words += ["--exclude", left_out]
    assert main(words) == ExitCode.OK
    return {p for p in _records(into) if len(p.parts) > 1}


def _records(folder: Path) -> set[Path]:
    """Records below a folder, relative to it; the run's own notes (`.plan-ingest/`) apart."""
    found = {p.relative_to(folder) for p in folder.rglob("*.json")}
    return {p for p in found if not any(part.startswith(".") for part in p.parts)}


def committed(part: str) -> set[Path]:
    """Records in the part's folders; what a run notes about itself lies above them."""
    return {p for p in _records(OUTPUT) if len(p.parts) > 1 and p.parts[0] not in PARTS[part]}


@pytest.mark.parametrize("part", list(PARTS))
def test_output_is_what_a_fresh_run_gives(part: str, tmp_path: Path, updating: bool) -> None:
    if part == "scans":
        # Another version of the engine or its data reads other letters: that is no fault here.
        here = engine()
        if here is None:
            pytest.skip("Tesseract is not installed")
        if updating:
            ENGINE.write_text(json.dumps(here, indent=1) + "\n", "utf-8")
        elif here != json.loads(ENGINE.read_text("utf-8")):
            pytest.skip(f"output/ was read by another Tesseract than {here['version']}")
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
