"""Documents of ten pages a second on one core, from clean text, and where the time goes.

    python bench/speed.py [--documents 20] [--rounds 3] [--as-library] [--hostile] [FILE …]

All readers, repairs, extractors, checks and the validation are in it. Processor time of this
process, not of the clock; of each document and stage the best of the rounds is taken. Beside it
stands a floor measured in the same run (reading the file, NFC, one regular expression over its
words), so that figures of two machines can be compared by their ratio. The garbage collector is
set as `plan-ingest run` sets it in its workers behind their first file (`ingest.batch.cell`); with
`--as-library` it is left as Python sets it, as in a program that calls `ingest_file` itself. With
`--hostile`: texts made to be slow.

Two kinds of documents are made of the samples (`made.py`): full ones of nothing else, and
typical ones, thinned to what long plans hold. Samples are short and say something in every line:
a thousand words of the full ones hold three to five times what those of real plans do. Counts of
both are printed. Files named are measured instead. What a process remembers of words it has
seen, it remembers here from the rounds before, as a worker does from the documents before.
"""

from __future__ import annotations

import argparse
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import regex
from made import ten_pages, typical_pages

from ingest.assemble.record import assemble
from ingest.assemble.schema import dumps, validate
from ingest.batch.cell import _settle
from ingest.core.text import Text
from ingest.extract import EXTRACTORS
from ingest.parse import parse
from ingest.pipeline import ingest_file
from ingest.read import read
from ingest.repair import repair

_LETTERS = regex.compile(r"\w+")
_WORD = regex.compile(r"[\p{L}\p{M}]+|\d+|\S")

Laps = dict[str, float]


class Watch:
    """Processor time between one call and the next, in milliseconds, by name."""

    def __init__(self) -> None:
        self.laps: Laps = {}
        self._at = process_time()

    def lap(self, name: str) -> None:
        now = process_time()
        self.laps[name] = self.laps.get(name, 0.0) + (now - self._at) * 1000
        self._at = now


def staged(path: Path) -> Laps:
    """The story of `ingest.pipeline`, a lap a stage."""
    watch = Watch()
    pages = read(path)
    watch.lap("read")
    repaired = repair(Text.of(pages.join()))
    watch.lap("repair")
    documents = parse(pages, repaired.text)
    watch.lap("parse")
    findings = []
    for document in documents:
        found = []
        for extractor in EXTRACTORS:
            found += list(extractor(document))
            watch.lap(f"extract {extractor.__name__}")
        findings.append(found)
    record = assemble(pages, repaired.text, repaired.status, repaired.model, documents, findings)
    watch.lap("assemble")
    validate(record)
    watch.lap("validate")
    dumps(record)
    watch.lap("write")
    return watch.laps


def floor(path: Path) -> Laps:
    watch = Watch()
    text = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8", "replace"))
    sum(len(m.group()) for m in _WORD.finditer(text))
    watch.lap("floor")
    return watch.laps


def best(rounds: Iterable[Laps]) -> Laps:
    kept: dict[str, list[float]] = defaultdict(list)
    for laps in rounds:
        for name, value in laps.items():
            kept[name].append(value)
    return {name: min(values) for name, values in kept.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--as-library", action="store_true")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not (args.as_library or args.hostile):
            for path in args.files[:1] or typical_pages(folder / "first", 1):
                staged(path)  # the facts are loaded once a process
            _settle()
        if args.hostile:
            _hostile(folder)
            return
        if args.files:
            _measure("named", args.files, args.rounds)
            return
        _measure("full", ten_pages(folder, args.documents), args.rounds)
        _measure("typical", typical_pages(folder, args.documents), args.rounds)


def _measure(kind: str, files: list[Path], rounds: int) -> None:
    staged(files[0])  # the facts are loaded once a process
    runs: dict[Path, list[Laps]] = {path: [] for path in files}
    for _ in range(rounds):  # round by round: no document finds its own words in a cache
        for path in files:
            runs[path].append({**staged(path), **floor(path)})
    total: Laps = defaultdict(float)
    for laps in runs.values():
        for stage, value in best(laps).items():
            total[stage] += value / len(files)
    base = total.pop("floor")
    whole = sum(total.values())
    size = sum(len(p.read_bytes().decode("utf-8", "replace")) for p in files) / len(files)
    print(f"{len(files)} {kind} documents of {size:.0f} characters on average; {_holds(files)}")
    for stage, value in total.items():
        print(f"{stage:20} {value:7.1f} ms {value / whole:6.1%}")
    print(f"{'whole':20} {whole:7.1f} ms, {1000 / whole:.2f} documents a second")
    print(f"{'floor':20} {base:7.1f} ms; the whole is {whole / base:.0f} times the floor")


def _holds(files: list[Path]) -> str:
    """What a thousand words of the files hold."""
    words = 0
    counts = dict.fromkeys(("sections", "targets", "deadlines", "assignments"), 0)
    for path in files:
        record = ingest_file(path)
        words += sum(len(_LETTERS.findall(page.text)) for page in record.pages)
        for document in record.documents:
            for name in counts:
                counts[name] += len(getattr(document, name))
    told = ", ".join(f"{1000 * count / words:.1f} {name}" for name, count in counts.items())
    return f"a thousand words hold {told}"


def _hostile(folder: Path) -> None:
    """Texts made to be slow, each at one size and at twice that: time must about double."""
    made = {
        "one line": lambda n: "Sở Y tế báo cáo 10% vào ngày 5/6/2024 và " * (n * 60_000),
        "one line without a blank": lambda n: "a" * (n * 2_500_000),
        "nested bullets": lambda n: "KẾ HOẠCH\n\nI. NHIỆM VỤ\n" + "- Giao Sở Y tế họp:\n+ Xã đạt 5%.\n" * (n * 25_000),
        "many nested bullets": lambda n: "KẾ HOẠCH\n\nI. NHIỆM VỤ\n" + "- Giao Sở Y tế họp:\n+ Xã đạt 5%.\n" * (n * 50_000),
        "bullets": lambda n: "KẾ HOẠCH\n\nI. NHIỆM VỤ\n" + "- Giao Sở Y tế họp.\n" * (n * 50_000),
        "deadlines": lambda n: "KẾ HOẠCH\n\nI. NHIỆM VỤ\n" + "- Sở Y tế báo cáo trước ngày 15/6/2024.\n" * (n * 10_000),
        "labels": lambda n: "KẾ HOẠCH\n" + "1. Sở Y tế\na) Rà soát.\n" * (n * 10_000),
        "orders in one line": lambda n: "KẾ HOẠCH\n\nI. NHIỆM VỤ\n" + "Giao Sở Y tế họp. " * (n * 3_000),
        "times in one line": lambda n: "KẾ HOẠCH\n\nI. NHIỆM VỤ\n" + "Thời gian hoàn thành: Quý II/2025. " * (n * 3_000),
    }  # fmt: skip
    for name, text in made.items():
        seconds = []
        for size in (1, 2):
            path = folder / "hostile.txt"
            path.write_text(text(size), "utf-8")
            at = process_time()
            ingest_file(path)
            seconds.append(process_time() - at)
        print(
            f"{name}: {len(text(2)) / 1e6:.1f} million characters in {seconds[1]:.1f} s,"
            f" {seconds[1] / seconds[0]:.1f} times half of them",
            flush=True,
        )


if __name__ == "__main__":
    main()
