"""`plan-ingest score GOLD RECORDS`"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode
from ingest.review.score import score, score_pairs, table


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "gold", type=Path, metavar="GOLD", help="gold facts, or a reviewed record; or a folder"
    )
    parser.add_argument("records", type=Path, metavar="RECORDS", help="a record, or a folder")
    parser.add_argument("--misses", action="store_true", help="list what was missed or wrong")
    parser.add_argument("--json", action="store_true", help="write the figures as JSON")


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    pairs = score_pairs(args.gold, args.records)
    if not pairs:
        speaker.error(speaker.text("score.no-pairs"))
        return ExitCode.USAGE
    tally = score(pairs)
    rows = list(tally.rows())
    if args.json:
        made = {r.field: {k: v for k, v in asdict(r).items() if k != "field"} for r in rows}
        speaker.out.file.write(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    else:
        shown = Table(box=None, pad_edge=False)
        shown.add_column(speaker.text("score.field"), no_wrap=True)
        for name in ("precision", "recall", "f1", "counts"):
            shown.add_column(speaker.text(f"score.{name}"), justify="right", no_wrap=True)
        for row in table(tally):
            shown.add_row(*row)
        macro = sum(r.f1 for r in rows) / len(rows)
        shown.add_row(speaker.text("score.macro"), "", "", f"{macro:.3f}", "")
        speaker.out.print(shown)
    if args.misses:
        for miss in tally.misses:
            speaker.out.print(miss, markup=False, emoji=False)
    return ExitCode.OK


COMMAND = Command(
    "score",
    {
        "en": "score records against gold facts: precision, recall and F1 a field",
        "vi": "chấm điểm bản ghi theo dữ liệu chuẩn: precision, recall, F1 từng trường",
    },
    arguments,
    execute,
)
