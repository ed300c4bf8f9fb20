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
    length = pages * PAGE
    return _put(folder, "full", ["".join(_joined(k, length)) for k in range(count)])


FIELDS = (
    "văn hóa đọc", "chuyển đổi số", "cải cách hành chính", "an toàn thực phẩm", "giảm nghèo",
    "giáo dục nghề nghiệp", "phát triển du lịch", "chăm sóc trẻ em", "thể dục thể thao",
    "bình đẳng giới", "phòng, chống thiên tai", "dân số", "khuyến học",
)  # fmt: skip
PEOPLE = ("người dân", "thanh niên", "hội viên", "học sinh", "người lao động", "hộ kinh doanh",
          "phụ nữ")  # fmt: skip
PLACES = ("vùng sâu, vùng xa", "khu dân cư", "thôn, bản", "khu công nghiệp", "vùng ven biển")


def typical_pages(folder: Path, count: int, pages: int = 10) -> list[Path]:
    """`count` plans of ten pages as full as long plans are: a part of their bodies says nothing
    that a record holds.

    A thousand words of five provincial plans of 2009 to 2023 hold 10 sections, 3.1 targets, 2.4
    deadlines and 7.5 assignments; of eight long plans of ministries and provinces in a public
    corpus 14, 0.6, 1.3 and 3.3. The items of `filler.txt`, which we wrote, set among the bodies
    of the samples bring them to what `speed.py` prints, near the fuller of the two.
    """
    length = pages * PAGE
    texts = []
    for k in range(count):
        head, body, foot = _joined(k, round(FULL * length))
        filling = _filled(k, length - len(head) - len(body) - len(foot))
        texts.append(head + filling + body + foot)
    return _put(folder, "typical", texts)


FULL = 0.3
"""The share of a typical plan that comes from the samples."""


def _filled(seed: int, length: int) -> str:
    """A part of numbered sections with long items, no two of one plan alike."""
    items = (Path(__file__).parent / "filler.txt").read_text("utf-8").splitlines()
    lines = ["I. NHIỆM VỤ, GIẢI PHÁP"]
    size = at = 0
    while size < length:
        n = seed * 7 + at
        if at % 3 == 0:
            lines.append(f"{at // 3 + 1}. Nâng cao chất lượng {FIELDS[n % len(FIELDS)]}")
        lines.append(
            items[n % len(items)].format(
                field=FIELDS[(n + at // len(items)) % len(FIELDS)],
                people=PEOPLE[n % len(PEOPLE)],
                place=PLACES[n % len(PLACES)],
            )
        )
        size += len(lines[-1])
        at += 1
    return "\n".join(lines) + "\n"


def _joined(k: int, length: int) -> tuple[str, str, str]:
    """Head, body and foot of sample k, the body lengthened by those of the samples after it."""
    texts = [p.read_text("utf-8") for p in sorted((SAMPLES / "text").glob("*.txt"))]
    parts = [found for found in map(_parts, texts) if found and len(found[1]) > PAGE // 2]
    head, body, foot = parts[k % len(parts)]
    following = k + 1 + k // len(parts)
    while len(head) + len(body) + len(foot) < length:
        body = f"{body.rstrip()}\n{parts[following % len(parts)][1]}"
        following += 1
    return head, body, foot


def _put(folder: Path, name: str, texts: list[str]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    places = [folder / f"{name}-{k:04}.txt" for k in range(len(texts))]
    for place, text in zip(places, texts, strict=True):
        place.write_text(_paged(text), "utf-8")
    return places


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
