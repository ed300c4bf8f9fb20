"""The documents say what the code does: columns are generated, answers run."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest
import regex

from ingest.cli import main
from ingest.cli.export import arguments
from ingest.export import EXPORTERS
from ingest.export.reference import renewed

ROOT = Path(__file__).parents[1]
EXPORT = ROOT / "docs" / "export.md"
DOWNSTREAM = ROOT / "docs" / "downstream.md"


def test_columns_and_fields_in_the_document_are_those_of_the_code() -> None:
    text = EXPORT.read_text("utf-8")
    assert renewed(text) == text, "run: python -m ingest.export.reference docs/export.md"


def test_every_option_is_in_the_document() -> None:
    import argparse

    parser = argparse.ArgumentParser()
    arguments(parser)
    text = EXPORT.read_text("utf-8")
    for action in parser._actions:
        for flag in action.option_strings:
            if flag not in ("-h", "--help"):
                assert f"`{flag}" in text, flag
    for exporter in EXPORTERS:
        assert f"| `{exporter.name}` |" in text


def test_every_remark_on_archive_fields_is_in_the_document() -> None:
    code = (ROOT / "ingest" / "export" / "archive.py").read_text("utf-8")
    remarks = set(regex.findall(r'remark\([^"]*"([a-z-]+)"', code))
    text = EXPORT.read_text("utf-8")
    assert remarks
    assert all(f"| `{remark}` |" in text for remark in remarks)


def test_the_answers_run_over_the_records_of_the_samples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [p for p in (ROOT / "output").rglob("*.json") if "/." not in p.as_posix()]
    if not records:
        pytest.skip("output/ holds no records yet")
    shutil.copytree(ROOT / "output", tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    text = DOWNSTREAM.read_text("utf-8")
    blocks = regex.findall(r"```(sh|python)\n(.*?)```", text, flags=regex.DOTALL)
    assert len(blocks) == 7
    names: dict[str, object] = {}
    for language, code in blocks:
        capsys.readouterr()
        if language == "sh":
            for line in code.splitlines():
                program, *words = shlex.split(line)
                assert program == "plan-ingest"
                assert main(words) == 0
        else:
            exec(compile(code, "docs/downstream.md", "exec"), names)
            assert capsys.readouterr().out.strip(), f"no answer:\n{code}"
    plans = names["plans"]
    plans.close()  # type: ignore[attr-defined]


def test_the_number_of_leading_tasks_is_that_of_the_records(tmp_path: Path) -> None:
    """The first answer, counted in the records themselves."""
    import sqlite3
    from contextlib import closing

    import export_made as made

    folder = made.folder(tmp_path / "records")
    assert main(["export", str(folder), "--to", "sqlite", "-o", str(tmp_path / "p.db")]) == 0
    query = regex.search(r'execute\("""(.*?)"""\)', DOWNSTREAM.read_text("utf-8"), regex.DOTALL)
    assert query
    data = json.loads((folder / made.NAME).read_text("utf-8"))
    said = [
        unit["name"]
        for document in data["documents"]
        for task in document["assignments"]
        for unit in task["units"]
        if unit["role"] in ("lead", "implement")
    ]
    with closing(sqlite3.connect(tmp_path / "p.db")) as plans:
        assert plans.execute(query[1]).fetchall() == [(name, 1) for name in said]
