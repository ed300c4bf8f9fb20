"""The fuzzer itself, for a few inputs; and what it has found stays mended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from ingest.core.text import Text
from ingest.repair import repair

ROOT = Path(__file__).parent.parent


def _fuzz(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bench" / "fuzz.py"), *words, "--findings", str(folder)]
    paths = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_short_round_finds_nothing(tmp_path: Path) -> None:
    done = _fuzz("--trials", "12", "--minutes", "5", "--seed", "7", folder=tmp_path / "found")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 inputs" in done.stdout
    assert not (tmp_path / "found").exists()


def test_a_finding_is_kept_with_its_input(tmp_path: Path) -> None:
    done = _fuzz("--trials", "1", "--seconds", "-9", "--micros", "0", folder=tmp_path / "found")
    assert done.returncode == 1
    assert len(list((tmp_path / "found").iterdir())) == 2


def test_a_word_of_a_thousand_letters_among_words_without_marks_takes_no_memory() -> None:
    """Its only reading was dropped as too unlikely; no path led past it, none could be pruned,
    and 36 kB of text asked for 1.6 GiB."""
    line = "trien khai ke hoach nam hoc cua nha truong theo quy dinh " * 40
    text = f"{line} {'STT' * 2000} {line}"
    started = time.process_time()
    assert len(repair(Text.of(text)).text.value) == len(text)
    assert time.process_time() - started < 20
