"""Exports, the report and the review page over many records: processor time and memory.

    python bench/exports.py [--records 200 1000] [--postgres postgresql://user@host/database]

Each format runs in a process of its own, start of the program included, over two folders, one a
multiple of the other: memory that does not grow with the records is the same for both. Beside
it stands a floor measured in the same run: reading and checking the same records and nothing
else. The records are those of `samples/text`, each under many names.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from made import ROOT, command, environment

_MODEL = sorted((ROOT / "output" / "text").glob("*.json"))
_LOAD = """
import sys
from pathlib import Path
from ingest.assemble.load import load
for path in sorted(Path(sys.argv[1]).rglob("*.json")):
    load(path)
"""
_FORMATS = ("jsonl", "csv", "archive", "mets", "parquet", "sqlite", "ics", "akn", "xlsx")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+/")


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds, and bytes at the peak."""

    seconds: float
    memory: int


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, nargs=2, default=(200, 1000))
    parser.add_argument("--postgres", metavar="URL")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folders = [_records(Path(name) / str(count), count) for count in args.records]
        print(f"{'records':10}" + "".join(f"{count:>22}" for count in args.records))
        floors = [_cost([sys.executable, "-c", _LOAD, str(f)]) for f in folders]
        _show("(reading)", floors, floors)
        for to in (*_FORMATS, *(["postgres"] if args.postgres else [])):
            target = args.postgres if to == "postgres" else Path(name) / f"as-{to}"
            words = ("export", "--quiet", "--to", to, "-o", target)
            _show(to, [_cost(command(*words, folder)) for folder in folders], floors)
        site = Path(name) / "site"
        _show("report", [_cost(command("report", f, "-o", f"{site}{f.name}")) for f in folders],
              floors)  # fmt: skip
        for folder, count in zip(folders, args.records, strict=True):
            print(f"review page of {count} records: {_opened(folder):.2f} s by the clock")


def _records(folder: Path, count: int) -> Path:
    folder.mkdir()
    for k in range(count):
        source = _MODEL[k % len(_MODEL)]
        text = source.read_text("utf-8").replace(f"{source.stem}.txt", f"{source.stem}-{k}.txt")
        (folder / f"{source.stem}-{k}.json").write_text(text, "utf-8")
    return folder


def _cost(words: Sequence[str]) -> Cost:
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=environment())
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {words}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _show(name: str, costs: list[Cost], floors: list[Cost]) -> None:
    cells = (
        f"{cost.seconds:8.1f} s ({cost.seconds / floor.seconds:4.1f}) {cost.memory >> 20:4} MB"
        for cost, floor in zip(costs, floors, strict=True)
    )
    print(f"{name:10}" + " ".join(cells), flush=True)


def _opened(folder: Path) -> float:
    """Seconds until the queue is there, from asking the running server for it the first time."""
    words = command("review", folder)
    server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment())
    try:
        assert server.stdout is not None
        found = _ADDRESS.search(server.stdout.readline())
        assert found
        time.sleep(2)  # until it listens
        started = time.perf_counter()
        with urllib.request.urlopen(found[0]) as page:
            page.read()
        return time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
