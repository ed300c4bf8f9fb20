"""What the measurements share: documents made from `samples/` by code, and a run to time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
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


def packed(folder: Path, count: int) -> Path:
    """Puts `count` files of a folder into a ZIP archive beside it."""
    box = folder.with_suffix(".zip")
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir())[:count]:
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
            path.unlink()
    return box


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


PAGE = 2500
"""Characters of a page of a plan, 13 points, as administrative papers are set."""


def ten_pages(folder: Path, count: int, pages: int = 10) -> list[Path]:
    """`count` plans of ten pages: the head of one sample, the bodies of several, its signature."""
    texts = [p.read_text("utf-8") for p in sorted((SAMPLES / "text").glob("*.txt"))]
    parts = [found for found in map(_parts, texts) if found and len(found[1]) > PAGE // 2]
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for k in range(count):
        head, body, foot = parts[k % len(parts)]
        following = k + 1 + k // len(parts)
        while len(head) + len(body) + len(foot) < pages * PAGE:
            body = f"{body.rstrip()}\n{parts[following % len(parts)][1]}"
            following += 1
        place = folder / f"{k:04}.txt"
        place.write_text(_paged(head + body + foot), "utf-8")
        made.append(place)
    return made


def _parts(text: str) -> tuple[str, str, str] | None:
    """What stands before, in and behind the body; None for a text without these parts."""
    start = regex.search(r"(?m)^\s*(?:I|A)\.\s", text)
    end = regex.search(r"(?m)^\s*Nơi nhận", text)
    if start is None or end is None or end.start() < start.start():
        return None
    return text[: start.start()], text[start.start() : end.start()], text[end.start() :]


def _paged(text: str) -> str:
    """Page breaks at line ends."""
    out, length = [], 0
    for line in text.split("\n"):
        if length > PAGE:
            out.append("\f" + line)
            length = 0
        else:
            out.append(line)
        length += len(line) + 1
    return "\n".join(out)
