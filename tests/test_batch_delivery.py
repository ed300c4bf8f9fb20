"""What is delivered beside the records: manifest, report, bag."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import regex
from batch_made import batch, files, go, records

from ingest.batch.bag import write_bag
from ingest.batch.state import looked_into
from ingest.errors import CannotWrite, InvalidRecord

HOSTILE = "<script>alert(1)<"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    source = files(tmp_path / "in", a="ok", b="raise")
    (source / f"{HOSTILE}.txt").write_text("raise")
    (source / "=1+1.txt").write_text("ok")
    go(batch([source], tmp_path / "out"))
    return tmp_path / "out"


def test_the_manifest_has_each_input_once_with_true_checksums(output: Path) -> None:
    manifest = json.loads((output / ".plan-ingest/manifest.json").read_text("utf-8"))
    assert manifest["outcomes"] == {"crashed": 2, "ok": 2}
    assert manifest["configuration"]["versions"]["schema"]
    found = {e["uri"]: e for e in manifest["inputs"]}
    assert len(found) == len(manifest["inputs"]) == 4
    made = records(output)
    for entry in found.values():
        source = Path(entry["input"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(source).hexdigest()
        if entry["outcome"] == "ok":
            record = made.pop(entry["record"])
            assert entry["record_sha256"] == hashlib.sha256(record).hexdigest()
    assert made == {}, "no record without an entry"


def test_the_table_says_the_same_and_no_name_is_a_formula(output: Path) -> None:
    text = (output / ".plan-ingest/manifest.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 4
    assert all(not value.startswith("=") for row in rows for value in row.values())


def test_the_report_is_one_file_in_two_languages_and_names_are_no_markup(output: Path) -> None:
    page = (output / ".plan-ingest/report.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not regex.search(r"(?:src|href)=", page)
    assert 'lang="vi"' in page and 'lang="en"' in page
    for svg in regex.findall(r"<svg.{0,100000}?</svg>", page, regex.DOTALL):
        ElementTree.fromstring(svg)


def test_the_reference_tool_takes_the_bag(output: Path, tmp_path: Path) -> None:
    pytest.importorskip("bagit")
    bag = tmp_path / "bag"
    with looked_into(output / ".plan-ingest") as ledger:
        count = write_bag(ledger, str(output), output / ".plan-ingest", bag, sources=True)
        assert count == 2 + 2 + 3
        with pytest.raises(CannotWrite):
            write_bag(ledger, str(output), output / ".plan-ingest", bag, sources=True)
    check = [sys.executable, "-m", "bagit", "--validate", str(bag)]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    (bag / "data/records/a.txt.json").write_text("{}")
    assert subprocess.run(check, capture_output=True, check=False).returncode != 0


def test_no_bag_of_records_that_were_touched(output: Path, tmp_path: Path) -> None:
    pytest.importorskip("bagit")
    (output / "a.txt.json").write_text("{}")
    with looked_into(output / ".plan-ingest") as ledger, pytest.raises(InvalidRecord):
        write_bag(ledger, str(output), output / ".plan-ingest", tmp_path / "bag", sources=False)
