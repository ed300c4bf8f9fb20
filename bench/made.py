"""What the measurements share: documents made from `samples/` by code, and a run to time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import regex

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
MAIN = "import sys; from ingest.cli import main; sys.exit(main())"
_NUMBER = regex.compile(r"(Số:\s{0,9})\d{0,6}")


def documents(folder: Path, count: int) -> Path:
    """`count` text files, no two alike: a sample with another number and one more line."""
    texts = [p.read_text("utf-8") for p in sorted((SAMPLES / "text").glob("*.txt"))]
    for k in range(count):
        place = folder / f"{k // 1000:03}" / f"{k:06}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        text = _NUMBER.sub(lambda m, k=k: f"{m[1]}{k + 1}", texts[k % len(texts)], count=1)
        place.write_text(f"{text.rstrip()}\n- Lưu: hồ sơ {k}.\n", "utf-8")
    return folder


def scans(folder: Path, count: int) -> Path:
    """`count` scans, by turns of the samples."""
    found = sorted((SAMPLES / "scan").iterdir())
    folder.mkdir(parents=True, exist_ok=True)
    for k in range(count):
        source = found[k % len(found)]
        shutil.copy(source, folder / f"{k:04}{source.suffix}")
        with (folder / f"{k:04}{source.suffix}").open("ab") as file:
            file.write(b"\n" * (k // len(found)))  # no two alike, or one would do for both
    return folder


def command(*words: object) -> list[str]:
    return [sys.executable, "-c", MAIN, "--lang", "en", *map(str, words)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(*words: object) -> float:
    """Seconds of `plan-ingest run …`; what it says to standard error is shown where it fails."""
    started = time.perf_counter()
    done = subprocess.run(
        command("run", "--quiet", *words), capture_output=True, check=False, env=environment()
    )
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started


def records(output: Path) -> dict[str, bytes]:
    return {
        p.relative_to(output).as_posix(): p.read_bytes()
        for p in sorted(output.rglob("*.json"))
        if ".plan-ingest" not in p.parts
    }


def facts(output: Path) -> list[str]:
    """The ledger without clocks."""
    from ingest.batch.state import looked_into

    with looked_into(output / ".plan-ingest") as ledger:
        return list(ledger.facts())
