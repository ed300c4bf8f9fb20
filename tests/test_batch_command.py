"""`run`, `status`, `bag` as a user meets them: exit codes, output, Ctrl-C, no network."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import regex
from batch_made import files, records

from ingest.cli import main

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "text"
MAIN = "import sys; from ingest.cli import main; sys.exit(main())"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for sample in sorted(SAMPLES.glob("*.txt"))[:3]:
        shutil.copy(sample, folder)
    return folder


def _run(*words: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", MAIN, "--lang", "en", "run", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=100, check=False, env=environment
    )


def test_a_run_from_end_to_end(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {p: hashlib.sha256(p.read_bytes()).digest() for p in inputs.iterdir()}
    (inputs / "empty.pdf").touch()
    output = str(tmp_path / "out")
    assert main(["--lang", "en", "run", str(inputs), "-o", output, "--workers", "1"]) == 1
    said = capsys.readouterr()
    assert "3 of 4 files have a valid record" in said.out
    assert "[empty]" in said.err and "Traceback" not in said.err
    first = records(tmp_path / "out")
    assert main(["validate", "--quiet", output]) == 0
    assert main(["--lang", "en", "status", output]) == 1
    assert "empty.pdf" in capsys.readouterr().err
    (inputs / "empty.pdf").unlink()
    assert main(["--lang", "en", "run", str(inputs), "-o", output, "--verbose"]) == 0
    assert capsys.readouterr().out.count("unchanged") == 3
    assert main(["run", str(inputs), "-o", output, "--log-json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [e["event"] for e in events] == ["planned"] + ["finished"] * 3
    assert records(tmp_path / "out") == first
    assert {p: hashlib.sha256(p.read_bytes()).digest() for p in inputs.iterdir()} == before
    bag = str(tmp_path / "bag")
    assert main(["bag", output, bag]) == 0


def test_records_left_by_earlier_runs_are_told(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a move the old record lies beside the new one, and every report shows the plan twice."""
    words = ["--lang", "en", "run", str(inputs), "-o", str(tmp_path / "out")]
    main(words)
    assert "earlier runs" not in capsys.readouterr().out
    moved = sorted(inputs.iterdir())[0]
    moved.rename(moved.with_name(f"moved {moved.name}"))
    assert main(words) == 0
    assert "1 records of earlier runs lie there as well" in capsys.readouterr().out
    assert main(["--lang", "en", "status", "--all", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "1 records of earlier runs" in said
    assert f"  {moved.name}.json" in said
    (tmp_path / "out" / f"{moved.name}.json").unlink()
    assert main(["--lang", "en", "status", str(tmp_path / "out")]) == 0
    assert "earlier runs" not in capsys.readouterr().out


def test_the_terminal_and_the_report_count_the_same_files(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An archive is no file of its own: the report counted it, the summary did not."""
    with zipfile.ZipFile(inputs / "box.zip", "w") as box:
        box.write(sorted(inputs.glob("*.txt"))[0], "a.txt")
    output = tmp_path / "out"
    assert main(["--lang", "en", "run", str(inputs), "-o", str(output)]) == 0
    said = regex.search(r"of (\d+) files have", capsys.readouterr().out)
    page = (output / ".plan-ingest" / "report.html").read_text("utf-8")
    told = regex.search(r"(\d+) files, ", page)
    assert said and told and said[1] == told[1] == "4"


def test_no_input_and_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert main(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 2
    assert main(["status", str(tmp_path)]) == 2


@pytest.mark.parametrize("flag", ["--workers=0", "--memory=1", "--timeout=0", "--limit=x"])
def test_flags_that_make_no_sense(flag: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", str(tmp_path), flag])
    assert ended.value.code == 2


def test_it_works_with_the_network_cut_off(inputs: Path, tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rn", "true"], check=False).returncode:
        pytest.skip("no unshare, or not allowed here")
    one = min(inputs.iterdir())
    done = _run(one, "-o", tmp_path / "out", before=(unshare, "-rn"))
    assert done.returncode == 0, done.stderr
    assert list(records(tmp_path / "out")) == [f"{one.name}.json"]


def test_ctrl_c_finishes_what_is_under_way_and_says_how_to_go_on(tmp_path: Path) -> None:
    text = (SAMPLES / "so-trong.txt").read_text("utf-8")
    source = files(tmp_path / "in", **{f"n{k:03}": f"{text}\n{k}\n" for k in range(150)})
    output = tmp_path / "out"
    command = [sys.executable, "-c", MAIN, "--lang", "en", "run", str(source), "-o", str(output)]
    command += ["--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        for _ in range(600):
            if len(list(output.glob("*.json"))) >= 3:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "run the same command to go on" in out
    assert "Traceback" not in err
    manifest = json.loads((output / ".plan-ingest/manifest.json").read_text("utf-8"))
    assert manifest["outcomes"]["ok"] == len(records(output))
    assert sum(manifest["outcomes"].values()) == 150
