"""Kills the whole tree of a run (SIGKILL) at random moments and resumes, until it is done; then
compares records and ledger with those of an undisturbed run. A part of the documents lies in ZIP
archives. Four kills in five fall after the first new outcome, on a slow machine as well.

    python bench/kill.py [--kills 200] [--documents 2000] [--seed 1] [--longest 3]
"""

from __future__ import annotations

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from made import command, documents, environment, facts, packed, records, run

from ingest.batch.outcome import WELL
from ingest.batch.state import looked_into

_WORKERS = 2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=6.0, help="seconds until a kill")
    args = parser.parse_args()
    moments = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        source = documents(Path(folder) / "in", args.documents)
        packed(source / "000", 50)
        (source / "bad.pdf").write_bytes(b"%PDF-1.7")
        (source / "empty.txt").touch()
        output, whole = Path(folder) / "killed", Path(folder) / "whole"
        words = command("run", "--log-json", "--workers", _WORKERS, source, "-o", output)
        kills = 0
        for k in range(args.kills):
            at_work = moments.random() < 0.8  # else it may be still loading
            kills += _killed(words, moments.uniform(0, args.longest), at_work, Path(folder))
            if k % 20 == 19:
                print(f"{kills} kills, {len(records(output))} records", flush=True)
        print(f"killed {kills} times; records then: {len(records(output))}", flush=True)
        run(source, "-o", output, "--workers", _WORKERS)
        run(source, "-o", whole, "--workers", _WORKERS)
        sys.exit(_compared(output, whole, kills))


def _killed(words: list[str], seconds: float, at_work: bool, folder: Path) -> bool:
    """True where the run was still at work, `seconds` after its start or first new outcome."""
    said = folder / "said"
    with said.open("wb") as out:  # a pipe that nobody reads would hold the run up
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL, env=environment())
    while at_work and process.poll() is None and b'"settled": false' not in said.read_bytes():
        time.sleep(0.1)
    time.sleep(seconds)
    with contextlib.suppress(psutil.Error):
        runner = psutil.Process(process.pid)
        for victim in (*runner.children(recursive=True), runner):
            with contextlib.suppress(psutil.Error):
                victim.kill()
    return process.wait() < 0


def _compared(output: Path, whole: Path, kills: int) -> int:
    same = records(output) == records(whole)
    # The ledger holds the limits as they were given, and paths: the same for both runs.
    ledgers = facts(output) == facts(whole)
    with looked_into(output / ".plan-ingest") as ledger:
        rows = list(ledger.planned(ledger.last_run().id))
    twice = sum(max(0, row.attempts - 1) for row in rows)
    most = kills * (_WORKERS + 1)
    left = list(output.rglob(".part-*"))
    for row in rows:
        if row.outcome.code not in (*WELL, "damaged", "empty"):
            print(f"  {row.job.uri}: {row.outcome.code}: {row.outcome.why}")
    print(f"records {len(records(output))}: {'identical' if same else 'DIFFERENT'}")
    print(f"ledger {len(rows)} rows: {'identical' if ledgers else 'DIFFERENT'}")
    print(f"done again {twice} (were under way; at most {most} can be); half-written {len(left)}")
    return 0 if same and ledgers and twice <= most and not left else 1


if __name__ == "__main__":
    main()
