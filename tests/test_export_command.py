"""`plan-ingest export`: what it reads, says and gives back to the shell."""

from __future__ import annotations

import json
import os
import tomllib
from importlib.resources import files
from pathlib import Path

import export_made as made
import pytest
import regex

from ingest.assemble.load import NewerSchema, NotARecord
from ingest.assemble.schema import as_json, dumps
from ingest.cli import main
from ingest.export import EXPORTERS
from ingest.export.exporter import Report
from ingest.export.records import RecordFolder
from ingest.review.corrections import correct, line

FILES = [exporter.name for exporter in EXPORTERS if exporter.makes != "database"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made.folder(tmp_path / "records")


def _run(*words: str) -> int:
    return main(["--lang", "en", "export", *words])


@pytest.mark.parametrize("name", FILES)
def test_each_format_is_written_and_counted(
    name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(str(folder), "--to", name, "-o", str(tmp_path / "out")) == 0
    assert "Written to" in capsys.readouterr().out
    assert (tmp_path / "out").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "records"], "no leftovers"


def test_records_are_found_below_the_folder_and_half_written_ones_left_out(folder: Path) -> None:
    (folder / "a.json").write_text(dumps(made.record()), "utf-8")
    (folder / ".part-b.json").write_text("{}", "utf-8")
    (folder / "notes.txt").write_text("x", "utf-8")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    records = RecordFolder(folder)
    assert [entry.name for entry in records] == ["a.json", made.NAME]
    assert records.skipped == []


def test_what_is_no_record_is_named_and_skipped(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other.json").write_text('{"a": 1}', "utf-8")
    later = {**as_json(made.record()), "schema_version": "99.0.0"}
    (folder / "later.json").write_text(json.dumps(later), "utf-8")
    assert _run(str(folder), "--to", "jsonl", "-o", str(tmp_path / "out")) == 1
    said = capsys.readouterr()
    assert "[not-a-record]" in said.err
    assert "other.json" in said.err
    assert "[newer-schema]" in said.err
    assert "99.0.0" in said.err
    assert "1 records" in said.out
    assert len((tmp_path / "out" / "records.jsonl").read_text("utf-8").splitlines()) == 1


def _corrected(folder: Path, path: str, value: object, seen: dict[str, object]) -> None:
    made_ = correct(
        seen, "replace", path, value, decision="1", who="a", when="2026-01-01T00:00:00Z", why=""
    )
    beside = folder / "xã" / "doc-sach.pdf.corrections.jsonl"
    beside.write_text(line(made_), "utf-8")


def _value(path: Path) -> object:
    return json.loads((path / "targets.jsonl").read_text("utf-8").splitlines()[0])["value"]


def test_corrections_of_reviewers_are_exported(folder: Path, tmp_path: Path) -> None:
    path = folder / made.NAME
    before = path.read_bytes()
    target = "/documents/d2/targets/targets~1I.1~11/value"
    _corrected(folder, target, 6, json.loads(before))
    assert _run(str(folder), "--to", "jsonl", "-o", str(tmp_path / "a")) == 0
    assert _run(str(folder), "--to", "jsonl", "-o", str(tmp_path / "b"), "--uncorrected") == 0
    assert (_value(tmp_path / "a"), _value(tmp_path / "b")) == (6, 5.5)
    assert path.read_bytes() == before


def test_a_correction_that_does_not_fit_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = as_json(made.record())
    data["documents"][1]["targets"][0]["value"] = 7
    _corrected(folder, "/documents/d2/targets/targets~1I.1~11/value", 6, data)
    assert _run(str(folder), "--to", "jsonl", "-o", str(tmp_path / "a")) == 0
    assert capsys.readouterr().err.count("does not fit any more") == 1
    assert _value(tmp_path / "a") == 5.5


def test_an_id_that_stands_twice_is_no_key(folder: Path) -> None:
    data = as_json(made.record())
    targets = data["documents"][1]["targets"]
    targets[1]["id"] = targets[0]["id"]
    (folder / "twice.json").write_text(json.dumps(data), "utf-8")
    records = RecordFolder(folder)
    assert len(list(records)) == 1
    [(path, error)] = records.skipped
    assert path.name == "twice.json"
    assert isinstance(error, NotARecord)
    assert "targets/I.1/1 stands twice" in error.what


def test_a_file_name_that_is_no_utf_8_is_escaped(tmp_path: Path) -> None:
    name = os.fsdecode(b"k\xea.json")
    try:
        (tmp_path / name).write_text(dumps(made.record()), "utf-8")
    except OSError:
        pytest.skip("the file system takes no such name")
    assert [entry.name for entry in RecordFolder(tmp_path)] == ["k\\xea.json"]
    assert _run(str(tmp_path), "--to", "csv", "-o", str(tmp_path / "out")) == 0


@pytest.mark.parametrize(
    ("words", "code", "outcome"),
    [
        (("absent", "--to", "csv", "-o", "out"), 1, "unreadable"),
        (("empty", "--to", "csv", "-o", "out"), 2, "no-records"),
        (("records", "--to", "csv", "-o", "file"), 2, "bad-target"),
        (("records", "--to", "xlsx", "-o", "empty"), 2, "bad-target"),
        (("records", "--to", "postgres", "-o", "out"), 2, "bad-target"),
        (("records", "--to", "sqlite", "-o", "file/out"), 4, "cannot-write"),
    ],
)
def test_what_went_wrong_is_named_with_its_exit_code(
    words: tuple[str, ...],
    code: int,
    outcome: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    made.folder(tmp_path / "records")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", "utf-8")
    assert _run(*words) == code
    assert f"[{outcome}]" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "file", "records"]


def test_a_missing_package_is_named_with_the_command(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert _run(str(folder), "--to", "parquet", "-o", str(tmp_path / "out")) == 3
    assert "pip install 'plan-ingest[parquet]'" in capsys.readouterr().err


def test_what_was_left_out_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(str(folder), "--to", "ics", "-o", str(tmp_path / "a.ics"), "--quiet") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "1 deadlines have no day" in said.err
    assert "deadlines/II.1/4" in said.err


def test_notes_stay_small_however_many() -> None:
    report = Report()
    for number in range(1000):
        report.note("no-day", str(number))
    assert report.notes == {"no-day": 1000}
    assert report.examples == {"no-day": ["0", "1", "2"]}


def test_every_note_and_outcome_has_its_message() -> None:
    messages = tomllib.loads(files("ingest.lexicon").joinpath("messages.toml").read_text("utf-8"))
    root = Path(str(files("ingest.export")))
    code = "\n".join(path.read_text("utf-8") for path in root.rglob("*.py"))
    notes = set(regex.findall(r'\.note\("([a-z-]+)"', code))
    remarks = set(regex.findall(r'remark\([^"]*"([a-z-]+)"', code))
    assert {"cell-cut", "no-day"} <= notes
    assert {"cut", "no-code", "more-signers"} <= remarks
    said = notes | {f"archive-{code}" for code in remarks}
    assert said == set(messages["export"]) - {"written", "database", "unfit"}
    for outcome in (NotARecord.outcome, NewerSchema.outcome, "no-records", "bad-target"):
        assert outcome in messages["outcome"]
        assert outcome in messages["remedy"]
