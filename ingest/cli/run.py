"""`plan-ingest run INPUT... -o DIR`"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from ingest.batch.batch import Batch, carry_out
from ingest.batch.failing import printable
from ingest.batch.outcome import PENDING, UNPACKED, WELL, Outcome
from ingest.cli import run_flags
from ingest.cli.command import Command
from ingest.cli.interrupt import interruptible
from ingest.cli.progress import watcher
from ingest.cli.recheck import recheck
from ingest.cli.say import Speaker
from ingest.errors import ExitCode

_LONG = 500
"""More inputs than this, and the table of all documents gives way to counts."""


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    batch = run_flags.batch(args)
    with watcher(args, speaker) as watching, interruptible(speaker) as stop:
        done = carry_out(batch, watching, stop, time.time)
    if not done.inputs:
        speaker.error(speaker.text("say.no-input"))
        return ExitCode.USAGE
    if not (args.quiet or args.log_json):
        _summary(batch, done.counts, done.outcomes(_LONG), speaker)
    if not args.log_json:
        _close(batch, done.counts, done.inputs, speaker)
        if not args.quiet and (left := done.left(batch.settings.output)):
            speaker.line(speaker.text("say.left", count=left))
    output = Path(batch.settings.output)
    if output.is_dir() and not args.log_json:
        recheck(output, speaker)
    if stop.asked and done.counts.get(PENDING):
        return ExitCode.INTERRUPTED
    return ExitCode.SOME_FAILED if _failed(done.counts) else ExitCode.OK


def _failed(counts: dict[str, int]) -> int:
    return sum(n for code, n in counts.items() if code not in (*WELL, PENDING))


def _summary(
    batch: Batch, counts: dict[str, int], outcomes: Sequence[Outcome] | None, speaker: Speaker
) -> None:
    if outcomes is None:
        speaker.out.print(count_table(counts, speaker))
        speaker.line(speaker.text("say.details", path=batch.state / "report.html"))
    else:
        speaker.out.print(_table(outcomes, speaker))


def _close(batch: Batch, counts: dict[str, int], inputs: int, speaker: Speaker) -> None:
    if counts.get(PENDING):
        speaker.line(speaker.text("say.rest", count=counts[PENDING]))
    summary = speaker.text(
        "say.summary",
        done=counts.get("ok", 0),
        all=inputs - counts.get(UNPACKED, 0),
        out=batch.settings.output,
        failed=_failed(counts),
    )
    speaker.line(summary)


def count_table(counts: dict[str, int], speaker: Speaker) -> Table:
    """A row an outcome code."""
    table = Table(box=None, pad_edge=False)
    table.add_column(speaker.text("say.outcome"))
    table.add_column(speaker.text("say.files"), justify="right")
    table.add_column(speaker.text("say.meaning"))
    for code, count in counts.items():
        table.add_row(code, str(count), speaker.text(f"outcome.{code}"))
    return table


def _table(outcomes: Sequence[Outcome], speaker: Speaker) -> Table:
    """A row a document; a file of two documents has two."""
    table = Table(box=None, pad_edge=False)
    for key in ("file", "documents", "type", "number", "date"):
        table.add_column(speaker.text(f"say.{key}"), overflow="fold")
    for key in ("sections", "citations", "targets", "deadlines", "assignments"):
        table.add_column(speaker.text(f"say.{key}.short"), justify="right")
    table.add_column(speaker.text("say.diagnostics"), no_wrap=True)
    for outcome in outcomes:
        file = escape(printable(outcome.job.uri))
        if not outcome.ok:
            state = "say.failed" if outcome.failed else "say.blank"
            table.add_row(file, speaker.text(state), outcome.code)
            continue
        blank = speaker.text("say.blank")
        for place, brief in enumerate(outcome.documents):
            first = place == 0
            table.add_row(
                file if first else "",
                str(len(outcome.documents)) if first else "",
                escape(brief.type) or blank,
                escape(brief.number) or blank,
                escape(brief.date) or blank,
                *map(str, brief.counts),
                _severities(outcome) if first else "",
            )
    return table


def _severities(outcome: Outcome) -> str:
    errors, warnings, infos = outcome.diagnostics
    parts = ((errors, "✗"), (warnings, "!"), (infos, "i"))
    return " ".join(f"{count}{sign}" for count, sign in parts if count)


COMMAND = Command(
    "run",
    {
        "en": "turn files and folders into records, one JSON file an input",
        "vi": "chuyển tệp và thư mục thành bản ghi, mỗi tệp đầu vào một tệp JSON",
    },
    run_flags.arguments,
    execute,
)
