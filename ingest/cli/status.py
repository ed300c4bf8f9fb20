"""`plan-ingest status DIR`: what is done, what failed and why, how much is left."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ingest.batch.batch import records_left
from ingest.batch.failing import printable
from ingest.batch.ledger import Ledger
from ingest.batch.outcome import PENDING, WELL
from ingest.batch.state import looked_into
from ingest.cli.command import Command
from ingest.cli.progress import duration
from ingest.cli.run import count_table
from ingest.cli.say import Speaker
from ingest.core.record_files import STATE
from ingest.errors import ExitCode
from ingest.lexicon.reasons import reason

_SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "output", type=Path, metavar="DIR", help="output of a run, or its --state folder"
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="name all failures, not the first 20, and records left by earlier runs",
    )


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    state = args.output / STATE if (args.output / STATE).is_dir() else args.output
    with looked_into(state) as ledger:
        run = ledger.last_run().id
        counts = ledger.counts(run)
        speaker.out.print(count_table(counts, speaker))
        failed = sum(n for code, n in counts.items() if code not in (*WELL, PENDING))
        shown = ledger.failures(run, failed if args.all else _SHOWN)
        for row in shown:
            why = reason(row.outcome.why, speaker.language)
            speaker.failure(row.outcome.code, f"{printable(row.job.uri)}: {why}")
        if failed > len(shown):
            speaker.line(speaker.text("say.more", count=failed - len(shown)))
        if counts.get(PENDING):
            _rest(ledger, run, counts[PENDING], speaker)
        _left(ledger, args.output if state != args.output else None, args.all, speaker)
    if (state / "report.html").is_file():
        speaker.line(speaker.text("say.details", path=state / "report.html"))
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _left(ledger: Ledger, output: Path | None, names: bool, speaker: Speaker) -> None:
    """Records of earlier runs alone; `output` is None where only the state folder was given."""
    last = ledger.last_run()
    place = str(output or json.loads(last.settings).get("output") or "")
    left = list(records_left(ledger, last.id, place)) if place else []
    if left:
        speaker.line(speaker.text("say.left", count=len(left)))
    for name in left if names else ():
        speaker.line(f"  {printable(name)}")


def _rest(ledger: Ledger, run: int, pending: int, speaker: Speaker) -> None:
    """From the mean time of the files done so far."""
    seconds, files = ledger.pace(run)
    workers = int(json.loads(ledger.last_run().settings).get("workers") or 1)
    rest = duration(pending * seconds / files / workers) if files else "?"
    speaker.line(speaker.text("say.estimate", rest=rest, count=pending, workers=workers))


COMMAND = Command(
    "status",
    {
        "en": "say what of a run is done, what failed and why, and how much is left",
        "vi": "cho biết lượt chạy đã xong những gì, lỗi gì, vì sao và còn bao nhiêu",
    },
    arguments,
    execute,
)
