"""Kills the whole tree of a run (SIGKILL) at random moments and resumes, until it is done; then
compares records and ledger with those of an undisturbed run.

    python bench/kill.py [--kills 200] [--documents 2000] [--seed 1]
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
from made import command, documents, environment, facts, records, run

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
        (source / "bad.pdf").write_bytes(b"%PDF-1.7")
        (source / "empty.txt").touch()
        output, whole = Path(folder) / "killed", Path(folder) / "whole"
        words = command("run", "--log-json", "--workers", _WORKERS, source, "-o", output)
        kills = 0
        for _ in range(args.kills):
            from_plan = moments.random() < 0.8  # else it may be still loading
            kills += _killed(words, moments.uniform(0, args.longest), from_plan)
        print(f"killed {kills} times; records then: {len(records(output))}", flush=True)
        run(source, "-o", output, "--workers", _WORKERS)
        run(source, "-o", whole, "--workers", _WORKERS)
        sys.exit(_compared(output, whole, kills))


def _killed(words: list[str], seconds: float, from_plan: bool) -> bool:
    """True where the run was still at work, `seconds` after its start or after its plan."""
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    )
    assert process.stdout is not None
    if from_plan:
        process.stdout.readline()
    time.sleep(seconds)
    with contextlib.suppress(psutil.Error):
        runner = psutil.Process(process.pid)
        for victim in (*runner.children(recursive=True), runner):
            with contextlib.suppress(psutil.Error):
                victim.kill()
    process.stdout.close()
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
        if row.outcome.code not in ("ok", "damaged", "empty"):
            print(f"  {row.job.uri}: {row.outcome.code}: {row.outcome.why}")
    print(f"records {len(records(output))}: {'identical' if same else 'DIFFERENT'}")
    print(f"ledger {len(rows)} rows: {'identical' if ledgers else 'DIFFERENT'}")
    print(f"done again {twice} (were under way; at most {most} can be); half-written {len(left)}")
    return 0 if same and ledgers and twice <= most and not left else 1


if __name__ == "__main__":
    main()
