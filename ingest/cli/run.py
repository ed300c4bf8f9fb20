"""`plan-ingest run INPUT... -o DIR`"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from ingest.batch.plan import plan
from ingest.batch.run import Outcome, run
from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="files and folders")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("output"), metavar="DIR",
        help="where records go (default: output)",
    )  # fmt: skip
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN",
        help="leave out files or folders of this name or path in the input folder (repeatable)",
    )  # fmt: skip
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="files worked on at a time (default: 1)"
    )
    parser.add_argument("--quiet", action="store_true", help="say only what failed")


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    jobs = plan(args.inputs, args.output, args.exclude)
    if not jobs:
        speaker.error(speaker.text("say.no-input"))
        return ExitCode.USAGE
    outcomes = []
    for outcome in run(jobs, args.output, args.workers):
        outcomes.append(outcome)
        if not outcome.ok:
            speaker.failure(outcome.code, f"{outcome.job.uri}: {outcome.why}")
    if not args.quiet:
        speaker.out.print(_table(outcomes, speaker))
    failed = sum(not o.ok for o in outcomes)
    summary = speaker.text(
        "say.summary",
        done=len(outcomes) - failed,
        all=len(outcomes),
        out=args.output,
        failed=failed,
    )
    speaker.line(summary)
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _table(outcomes: Sequence[Outcome], speaker: Speaker) -> Table:
    """A row a document; a file of two documents has two."""
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    table.add_column(speaker.text("say.file"), overflow="fold", min_width=14)
    table.add_column(speaker.text("say.documents"), justify="right")
    table.add_column(speaker.text("say.type"))
    table.add_column(speaker.text("say.number"), overflow="fold", min_width=12)
    table.add_column(speaker.text("say.date"), no_wrap=True)
    for key in ("sections", "citations", "targets", "deadlines", "assignments"):
        table.add_column(speaker.text(f"say.{key}.short"), justify="right")
    table.add_column(speaker.text("say.diagnostics"), no_wrap=True)
    for outcome in outcomes:
        if not outcome.ok:
            table.add_row(escape(outcome.job.uri), speaker.text("say.failed"), outcome.code)
            continue
        blank = speaker.text("say.blank")
        for place, brief in enumerate(outcome.documents):
            first = place == 0
            table.add_row(
                escape(outcome.job.uri) if first else "",
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
    arguments,
    execute,
)
