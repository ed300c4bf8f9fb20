"""`run` lays the reviewers' corrections over its new records and names those that do not fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stages import SAMPLES

from ingest.cli import main
from ingest.errors import ExitCode
from ingest.review.corrections import correct, corrections_path, line


def corrected(record: Path) -> Path:
    """A corrections file with one decision on the title of the record's first document."""
    data = json.loads(record.read_text("utf-8"))
    path = "/documents/d1/title/text"
    made = correct(
        data,
        "replace",
        path,
        "Another title",
        decision="correct",
        who="reviewer",
        when="2026-01-01T00:00:00Z",
        why="a test",
    )
    target = corrections_path(record)
    target.write_text(line(made) + "\n", "utf-8")
    return target


def test_corrections_survive_a_rerun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = SAMPLES / "text" / "so-trong.txt"
    words = ["--lang", "en", "run", str(plan), "-o", str(tmp_path)]
    assert main(words) == ExitCode.OK
    record = tmp_path / "so-trong.txt.json"
    before = record.read_bytes()
    corrected(record)
    capsys.readouterr()
    assert main([*words, "--force"]) == ExitCode.OK
    assert "1 corrections of reviewers still fit" in capsys.readouterr().out
    assert record.read_bytes() == before, "a correction never edits the record"


def test_a_correction_of_other_text_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in" / "plan.txt"
    source.parent.mkdir()
    text = (SAMPLES / "text" / "so-trong.txt").read_text("utf-8")
    source.write_text(text, "utf-8")
    words = ["--lang", "en", "run", str(source), "-o", str(tmp_path / "out")]
    assert main(words) == ExitCode.OK
    corrected(tmp_path / "out" / "plan.txt.json")
    source.write_text(
        text.replace("Về việc phòng, chống", "Về việc tăng cường phòng, chống"), "utf-8"
    )
    capsys.readouterr()
    assert main(words) == ExitCode.OK
    said = capsys.readouterr()
    assert "no longer fits" in said.err and "plan.txt.json" in said.err


def test_a_broken_file_of_corrections_is_named_and_the_run_is_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong lies beside the record: it was told as a defect of this program, and failed
    a run all of whose records were written."""
    plan = SAMPLES / "text" / "so-trong.txt"
    words = ["--lang", "en", "run", str(plan), "-o", str(tmp_path)]
    assert main(words) == ExitCode.OK
    (tmp_path / "so-trong.txt.corrections.jsonl").write_text('{"op": "repl', "utf-8")
    capsys.readouterr()
    assert main(words) == ExitCode.OK
    said = capsys.readouterr().err
    assert "[corrections-broken]" in said
    assert "so-trong.txt.corrections.jsonl line 1" in said


def test_why_a_correction_does_not_fit_is_said_in_vietnamese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "in" / "a.txt"
    plan.parent.mkdir()
    plan.write_bytes((SAMPLES / "text" / "so-trong.txt").read_bytes())
    words = ["--lang", "vi", "run", str(plan), "-o", str(tmp_path / "out")]
    main(words)
    corrected(tmp_path / "out" / "a.txt.json")
    plan.write_bytes((SAMPLES / "text" / "giong-lua-2008.txt").read_bytes())
    main(words)
    assert "điều đã sửa không còn trong bản ghi" in capsys.readouterr().err
