"""The command line: files in, records out, exit codes, messages in two languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from stages import ROOT, SAMPLES

from ingest import __version__, parse
from ingest.assemble.schema import dumps, problems
from ingest.batch.work import work
from ingest.cli import commands, doctor, main
from ingest.core.record_files import record_files
from ingest.errors import ExitCode

SHORT = SAMPLES / "text" / "so-trong.txt"
PLAN = "KẾ HOẠCH\nTrồng cây năm 2021\n\nI. MỤC ĐÍCH\n1. Xanh hóa.\n"

Streams = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def at_hand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are worked on in this process: how processes are guarded has tests of its own."""
    if "processes" not in request.keywords:
        monkeypatch.setattr("ingest.batch.batch.guarded", work)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A folder of two plans, one of them in a folder of its own."""
    folder = tmp_path / "in"
    (folder / "tỉnh").mkdir(parents=True)
    (folder / "a.txt").write_text(PLAN, "utf-8")
    (folder / "tỉnh" / "b.txt").write_text(PLAN.replace("2021", "2022"), "utf-8")
    return folder


def records(folder: Path) -> dict[str, bytes]:
    """Every record below a folder; what a run notes about itself is not among them."""
    found = {}
    for path in sorted(folder.rglob("*.txt.json")):
        assert problems(json.loads(path.read_bytes())) == []
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def shell(
    *words: str | Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; from ingest.cli import main; sys.exit(main())", *words],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
        env={**os.environ, **(env or {})},
    )  # fmt: skip


def test_a_file_becomes_a_record_of_its_name(tmp_path: Path, capsys: Streams) -> None:
    assert main(["run", str(SHORT), "-o", str(tmp_path)]) == ExitCode.OK
    record = tmp_path / "so-trong.txt.json"
    assert json.loads(record.read_bytes())["source"]["uri"] == "so-trong.txt"
    said = capsys.readouterr().out
    assert "so-trong.txt" in said and "KH" in said and "/KH-UBND" in said and "2022-06" in said


def test_the_function_gives_what_the_command_writes(tmp_path: Path) -> None:
    assert main(["run", str(SHORT), "-o", str(tmp_path), "--quiet"]) == ExitCode.OK
    assert (tmp_path / "so-trong.txt.json").read_text("utf-8") == dumps(parse(SHORT))


def test_a_folder_keeps_its_structure(plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["run", str(plans), "-o", str(out), "--quiet"]) == ExitCode.OK
    assert set(records(out)) == {"a.txt.json", "tỉnh/b.txt.json"}


@pytest.mark.processes
def test_workers_change_nothing(plans: Path, tmp_path: Path) -> None:
    for count in ("1", "2"):
        words = ["run", str(plans), "-o", str(tmp_path / count), "--workers", count, "--quiet"]
        assert main(words) == ExitCode.OK
    assert records(tmp_path / "1") == records(tmp_path / "2") != {}


def test_a_second_run_gives_the_same_bytes(plans: Path, tmp_path: Path) -> None:
    words = ["run", str(plans), "-o", str(tmp_path / "out"), "--quiet"]
    assert main(words) == ExitCode.OK
    first = records(tmp_path / "out")
    assert main(words) == ExitCode.OK
    assert records(tmp_path / "out") == first


def test_two_inputs_of_one_name_are_refused(plans: Path, tmp_path: Path, capsys: Streams) -> None:
    other = tmp_path / "other" / "a.txt"
    other.parent.mkdir()
    other.write_text(PLAN, "utf-8")
    out = tmp_path / "out"
    code = main(["run", str(plans / "a.txt"), str(other), "-o", str(out)])
    assert code == ExitCode.USAGE
    said = capsys.readouterr().err
    assert str(plans / "a.txt") in said and str(other) in said and "name-clash" in said
    assert records(out) == {}


def test_a_failing_input_is_named_with_reason_and_remedy(
    plans: Path, tmp_path: Path, capsys: Streams
) -> None:
    (plans / "leer.txt").write_bytes(b"")
    (plans / "bad.pdf").write_bytes(b"%PDF-1.4\nnothing")
    out = tmp_path / "out"
    assert main(["run", str(plans), "-o", str(out)]) == ExitCode.SOME_FAILED
    said = capsys.readouterr().err
    assert "leer.txt" in said and "[empty]" in said and "Fetch the file again" in said
    assert "bad.pdf" in said and "[damaged]" in said
    assert set(records(out)) == {"a.txt.json", "tỉnh/b.txt.json"}
    assert not (out / "leer.txt.json").exists()


def test_a_failing_input_leaves_no_older_record(plans: Path, tmp_path: Path) -> None:
    words = ["run", str(plans), "-o", str(tmp_path / "out"), "--quiet"]
    assert main(words) == ExitCode.OK
    (plans / "a.txt").write_bytes(b"")
    assert main(words) == ExitCode.SOME_FAILED
    assert set(records(tmp_path / "out")) == {"tỉnh/b.txt.json"}


def test_a_path_that_is_not_there(tmp_path: Path, capsys: Streams) -> None:
    code = main(["run", str(tmp_path / "none.txt"), "-o", str(tmp_path / "out")])
    assert code == ExitCode.SOME_FAILED
    assert "none.txt" in capsys.readouterr().err


def test_nothing_to_do_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["run", str(tmp_path / "empty"), "-o", str(tmp_path / "out")]) == ExitCode.USAGE


@pytest.mark.parametrize("words", [[], ["run"], ["fly"], ["show"], ["run", "a", "--workers", "x"]])
def test_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == ExitCode.USAGE


def test_an_output_that_cannot_be_written(tmp_path: Path, capsys: Streams) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert main(["run", str(SHORT), "-o", str(blocked / "out")]) == ExitCode.CANNOT_WRITE
    assert "[cannot-write]" in capsys.readouterr().err


def test_output_inside_the_input_is_not_eaten(plans: Path) -> None:
    words = ["run", str(plans), "-o", str(plans / "out"), "--quiet"]
    assert main(words) == ExitCode.OK
    assert main(words) == ExitCode.OK
    assert set(records(plans / "out")) == {"a.txt.json", "tỉnh/b.txt.json"}


def test_a_folder_that_holds_itself(plans: Path, tmp_path: Path) -> None:
    (plans / "again").symlink_to(plans, target_is_directory=True)
    assert main(["run", str(plans), "-o", str(tmp_path / "out"), "--quiet"]) == ExitCode.OK
    assert set(records(tmp_path / "out")) == {"a.txt.json", "tỉnh/b.txt.json"}


ODD = [
    unicodedata.normalize("NFD", "kế hoạch.txt"),
    "kế  hoạch (1).txt",
    "dòng\nmới.txt",
    "-o.txt",
    "[b]đậm[/b].txt",
    "'; rm -rf $HOME.txt",
    "kế" + "ế" * 78 + ".txt",
    "\udcff\udcfe.txt",
]


@pytest.mark.parametrize("name", ODD, ids=["nfd", "blanks", "line end", "flag", "markup", "shell",
                                           "long", "no utf-8"])  # fmt: skip
def test_odd_names(name: str, tmp_path: Path, capsys: Streams) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        (folder / name).write_text(PLAN, "utf-8")
    except OSError as error:
        pytest.skip(f"this file system refuses the name: {error}")
    out = tmp_path / "out"
    assert main(["run", str(folder), "-o", str(out)]) == ExitCode.OK
    capsys.readouterr()
    [record] = list(record_files(out))
    data = json.loads(record.read_bytes())
    assert problems(data) == []
    data["source"]["uri"].encode("utf-8")


def test_exclude(plans: Path, tmp_path: Path) -> None:
    words = ["run", str(plans), "-o", str(tmp_path / "out"), "--quiet", "--exclude", "tỉnh"]
    assert main(words) == ExitCode.OK
    assert set(records(tmp_path / "out")) == {"a.txt.json"}


def test_validate(plans: Path, tmp_path: Path, capsys: Streams) -> None:
    out = tmp_path / "out"
    main(["run", str(plans), "-o", str(out), "--quiet"])
    record = out / "a.txt.json"
    assert main(["validate", str(record), str(out / "tỉnh")]) == ExitCode.OK
    data = json.loads(record.read_bytes())
    data["documents"][0]["title"]["evidence"][0]["start"] += 1
    record.write_text(json.dumps(data), "utf-8")
    assert main(["validate", str(out / "tỉnh"), str(record)]) == ExitCode.SOME_FAILED
    said = capsys.readouterr()
    assert "documents/0/title" in said.err and "b.txt.json: valid" in said.out


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 20000])
def test_validate_what_is_no_record(content: bytes, tmp_path: Path, capsys: Streams) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert main(["validate", str(path)]) == ExitCode.SOME_FAILED
    assert main(["show", str(path)]) == ExitCode.SOME_FAILED
    assert "x.json" in capsys.readouterr().err


def test_validate_what_is_not_there(tmp_path: Path) -> None:
    assert main(["validate", str(tmp_path / "none.json")]) == ExitCode.SOME_FAILED
    assert main(["show", str(tmp_path / "none.json")]) == ExitCode.SOME_FAILED


def test_show(tmp_path: Path, capsys: Streams) -> None:
    main(["run", str(SHORT), "-o", str(tmp_path), "--quiet"])
    capsys.readouterr()
    assert main(["show", str(tmp_path / "so-trong.txt.json")]) == ExitCode.OK
    said = capsys.readouterr().out
    for part in ("Kế hoạch", "Ủy ban nhân dân huyện Hòa Phú", "2022-06", "K'Văn Thạnh",
                 "III.", "TỔ CHỨC THỰC HIỆN", "1893/SYT-NVY"):  # fmt: skip
        assert part in said


def test_both_languages(tmp_path: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "e.txt"
    empty.write_bytes(b"")
    words = ["run", str(empty), "-o", str(tmp_path / "out")]
    main(words)
    english = capsys.readouterr().err
    main(["--lang", "vi", *words])
    vietnamese = capsys.readouterr().err
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    main(words)
    from_environment = capsys.readouterr().err
    assert "the file is empty" in english and "tệp rỗng" in vietnamese
    assert from_environment == vietnamese
    main(["--lang=en", *words])
    assert capsys.readouterr().err == english


@pytest.mark.parametrize("command", [c.name for c in commands()])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_command_explains_itself(command: str, language: str, capsys: Streams) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--lang", language, command, "--help"])
    assert stopped.value.code == 0
    help_text = next(c for c in commands() if c.name == command).help[language]
    assert help_text.split()[0] in capsys.readouterr().out


def test_doctor(capsys: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    found = main(["doctor"])
    said = capsys.readouterr().out
    assert "Tesseract" in said and "Python" in said
    assert found in (ExitCode.OK, ExitCode.MISSING_TOOL)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert main(["doctor"]) == ExitCode.MISSING_TOOL
    assert "apt-get install" in capsys.readouterr().out


def test_from_the_shell(tmp_path: Path) -> None:
    done = shell("run", SHORT, "-o", tmp_path / "out")
    assert done.returncode == ExitCode.OK, done.stderr
    assert "so-trong.txt" in done.stdout
    done = shell("validate", tmp_path / "out", env={"LANG": "vi_VN.UTF-8", "LC_ALL": ""})
    assert done.returncode == ExitCode.OK and "hợp lệ" in done.stdout
    done = shell("--version")
    assert done.stdout.strip() == f"plan-ingest {__version__}"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    main(["run", str(SHORT), "-o", str(tmp_path), "--quiet"])
    record = tmp_path / "so-trong.txt.json"
    code = "import sys; from ingest.cli import main; sys.exit(main())"
    show = subprocess.Popen(
        [sys.executable, "-c", code, "show", str(record)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert show.stdout and show.stderr
    show.stdout.close()
    told = show.stderr.read().decode()
    show.stderr.close()
    assert show.wait(60) == 0, told
    assert "Traceback" not in told and "BrokenPipe" not in told


def test_the_readme_shows_what_a_run_says() -> None:
    """Its table is made by hand from a run; a note more in a record left it behind unnoticed."""
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.split("$ ./run-samples\n")[1].split("…")[0].splitlines()[1:]
    files = [line for line in shown if not line.startswith(" ")]
    assert len(files) == 5
    for line in files:
        name, documents, kind, number, date, *counts = line.split()
        record = json.loads((ROOT / "output" / f"{name}.json").read_text("utf-8"))
        first = record["documents"][0]
        assert int(documents) == len(record["documents"]), name
        assert (kind, number) == (first["type"]["code"], first["number"]["text"]), name
        assert date == first["date"]["edtf"], name
        lists = ("sections", "citations", "targets", "deadlines", "assignments")
        assert counts[:5] == [str(len(first[key])) for key in lists], name
        said = [note["severity"] for note in record["diagnostics"]]
        signs = (
            (said.count("error"), "✗"),
            (said.count("warning"), "!"),
            (said.count("info"), "i"),
        )
        assert counts[5:] == [f"{n}{sign}" for n, sign in signs if n], name
