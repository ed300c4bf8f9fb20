"""`plan-ingest bench repair`: what the repair reaches, as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("repair",), help="what to measure")
    parser.add_argument("--text", type=Path, metavar="FILE", help="clean text, a paragraph a line")
    parser.add_argument(
        "--pages", type=Path, metavar="DIR", help="pages drawn and read by `train` (DIR of --work)"
    )
    parser.add_argument("--damaged", type=Path, metavar="FILE", help="a damaged text")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="its true text, line for line")


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    from ingest.repair.bench import Inputs, bench, table

    inputs = Inputs(args.text, args.pages, args.damaged, args.truth)
    sys.stdout.write(table(list(bench(inputs))))
    return ExitCode.OK


COMMAND = Command(
    "bench",
    {
        "en": "measure the repair on texts of your own and print a table",
        "vi": "đo chất lượng phục hồi trên văn bản của bạn và in bảng",
    },
    arguments,
    execute,
)
