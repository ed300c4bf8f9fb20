"""`plan-ingest diff`: outputs, exit codes, folders, git."""

from __future__ import annotations

import copy
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from made_records import Json, made
from mutations import relabel

from ingest.cli import main
from ingest.cli.say import plain

HOSTILE = "<script>alert(1)</script>[bold]x[/bold]"
_US = (
    f"{shlex.quote(sys.executable)} -c 'import sys; from ingest.cli import main; sys.exit(main())'"
)


def _write(path: Path, record: Json) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    return path


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders: `same` the same, `other` with one value changed, `gone`, `new`."""
    old, new = tmp_path / "old", tmp_path / "new"
    _write(old / "a" / "same.txt.json", made(1))
    _write(new / "a" / "same.txt.json", made(1))
    record = made(2)
    _write(old / "other.txt.json", record)
    record["documents"][0]["targets"][0]["value"] = 33.5
    _write(new / "other.txt.json", record)
    _write(old / "gone.txt.json", made(3))
    _write(new / "new.txt.json", made(4))
    (new / "run.json").write_text('{"jobs": 3}')
    return old, new


def test_folders_are_paired_by_path(
    versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = versions
    assert main(["--lang", "en", "diff", str(old), str(new), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {f["file"]: f["status"] for f in found["files"]} == {
        "gone.txt.json": "removed",
        "new.txt.json": "added",
        "other.txt.json": "changed",
    }
    assert found["counts"] == {"targets.value": {"changed": 1}}
    assert found["status"] == {"same": 1, "changed": 1, "added": 1, "removed": 1}
    [change] = next(f for f in found["files"] if f["status"] == "changed")["differences"]
    assert change["path"] == "/documents/d1/targets/targets~1II.1~11/value"
    assert change["new"] == 33.5


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 same, 1 different, 2 trouble."""
    one, two = _write(tmp_path / "1.json", made(1)), _write(tmp_path / "2.json", made(2))
    broken = tmp_path / "broken.json"
    broken.write_text('{"documents": [', "utf-8")
    hollow = _write(tmp_path / "hollow.json", {"pages": [{}], "documents": [{"targets": [1]}]})
    assert main(["diff", str(one), str(one)]) == 0
    assert main(["diff", str(one), str(two)]) == 1
    assert main(["diff", str(one), str(broken)]) == 2
    assert main(["diff", str(one), str(hollow)]) == 2
    assert main(["diff", str(one), str(tmp_path / "none.json")]) == 2
    assert main(["diff", str(one)]) == 2
    assert "broken.json" in capsys.readouterr().err


def test_layout_of_the_file_is_no_difference(tmp_path: Path) -> None:
    one = _write(tmp_path / "1.json", made(1))
    two = tmp_path / "2.json"
    two.write_text(json.dumps(made(1), sort_keys=True), "utf-8")
    assert main(["diff", str(one), str(two)]) == 0


def test_values_only(tmp_path: Path) -> None:
    record = made(1)
    one = _write(tmp_path / "1.json", record)
    record["documents"][0]["targets"][0]["confidence"] = 0.5
    two = _write(tmp_path / "2.json", record)
    assert main(["diff", str(one), str(two)]) == 1
    assert main(["diff", str(one), str(two), "--values"]) == 0


def test_terminal_says_moves_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = made(1)
    one = _write(tmp_path / "1.json", record)
    relabel(record, Random(0))
    two = _write(tmp_path / "2.json", record)
    assert main(["--lang", "en", "diff", str(one), str(two)]) == 1
    said = capsys.readouterr().out
    assert said.count("moved /documents") == 1
    assert "more follow from it" in said


@pytest.mark.parametrize("language", ["en", "vi"])
def test_html_is_one_file_and_escapes(tmp_path: Path, language: str) -> None:
    one = _write(tmp_path / "1.json", made(1))
    two = _write(tmp_path / "2.json", made(1, hostile=HOSTILE))
    page = tmp_path / "diff.html"
    assert main(["--lang", language, "diff", str(one), str(two), "--html", str(page)]) == 1
    html = page.read_text("utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "http" not in html.replace("http-equiv", "")
    assert f'<html lang="{language}">' in html


def test_hostile_text_is_no_markup_in_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = _write(tmp_path / "1.json", made(1))
    two = _write(tmp_path / "2.json", made(1, hostile=HOSTILE))
    main(["diff", str(one), str(two)])
    assert "[bold]x[/bold]" in capsys.readouterr().out


def test_no_text_steers_the_terminal() -> None:
    """An escape sequence would colour or clear the screen, U+202E turn the rest of the line."""
    assert plain("a\x1b[2Jb\u202ec\u2067\r") == r"a\u001b[2Jb\u202ec\u2067\u000d"
    assert plain("một\tdòng\nhai [b]") == "một\tdòng\nhai \\[b]"


def test_stat_says_counts_only(
    versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = versions
    assert main(["--lang", "en", "diff", str(old), str(new), "--stat"]) == 1
    said = capsys.readouterr().out
    assert "targets.value" in said
    assert "/documents" not in said
    assert "1 files same, 1 changed, 1 added, 1 removed." in said


def test_an_absent_file_is_an_empty_record(tmp_path: Path) -> None:
    """`git` shows what it added against /dev/null."""
    one = _write(tmp_path / "1.json", made(1))
    assert main(["diff", "/dev/null", str(one)]) == 1


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "repository"
    record = _write(folder / "output" / "a.txt.json", made(2))
    (folder / ".gitattributes").write_text("output/**/*.json diff=plan-ingest\n")
    _git(folder, "init", "-q")
    _git(folder, "config", "user.email", "a@example.org")
    _git(folder, "config", "user.name", "A")
    _git(folder, "add", ".")
    _git(folder, "commit", "-qm", "one")
    changed = copy.deepcopy(made(2))
    changed["documents"][0]["targets"][0]["value"] = 33.5
    _write(record, changed)
    return folder


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_git_textconv(repository: Path) -> None:
    _git(repository, "config", "diff.plan-ingest.textconv", f"{_US} diff --textconv")
    said = _git(repository, "diff")
    changed = [x for x in said.splitlines() if x[:1] in "+-" and x[:3] not in ("+++", "---")]
    assert len(changed) == 2
    assert changed[1] == "+/documents/d1/targets/targets~1II.1~11/value: 33.5"


def test_git_difftool(repository: Path) -> None:
    said = _git(repository, "difftool", "-y", f"--extcmd={_US} --lang en diff")
    assert "changed /documents/d1/targets/targets~1II.1~11/value" in said


def test_git_external_diff(repository: Path) -> None:
    """`git` takes exit code 1 of an external diff for a crash; `--trust-exit-code` aside."""
    command = f'f() {{ {_US} --lang en diff "$2" "$5"; test $? -le 1; }}; f'
    _git(repository, "config", "diff.plan-ingest.command", command)
    said = _git(repository, "diff")
    assert "changed /documents/d1/targets/targets~1II.1~11/value" in said
