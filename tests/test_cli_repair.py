"""`repair`, `bench repair` and `train` as commands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ingest.cli import main
from ingest.errors import ExitCode

DAMAGED = "Uy ban nhan dan tinh ban hanh Ké hoach trién khai\n\nthyc hién nam 2023\n"


def test_repair_keeps_the_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "damaged.txt"
    file.write_text(DAMAGED, "utf-8")
    assert main(["repair", str(file)]) == ExitCode.OK
    said = capsys.readouterr().out
    assert said.count("\n") == DAMAGED.count("\n")
    assert said.startswith("Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai\n")


def test_repair_reads_standard_input_and_explains(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DAMAGED.encode())))
    assert main(["repair", "-", "--explain"]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert any("'Uy'" in line and "'Ủy'" in line for line in lines)
    assert any(line.startswith("3") for line in lines), "the line number counts blank lines"


def test_repair_of_a_missing_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", "no-such-file.txt"]) == ExitCode.SOME_FAILED
    assert "no-such-file.txt" in capsys.readouterr().err


def test_bench_measures_a_text_against_its_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged, truth = tmp_path / "damaged.txt", tmp_path / "truth.txt"
    damaged.write_text(DAMAGED, "utf-8")
    truth.write_text(
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai\n\nthực hiện năm 2023\n", "utf-8"
    )
    words = ["bench", "repair", "--damaged", str(damaged), "--truth", str(truth)]
    assert main(words) == ExitCode.OK
    assert "| real damage, lines with truth |" in capsys.readouterr().out


def test_train_refuses_a_missing_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["train", "no-corpus.txt", "-o", str(tmp_path / "m"), "--work", str(tmp_path / "w")]
    assert main(words) == ExitCode.SOME_FAILED
    assert "no-corpus.txt" in capsys.readouterr().err
