"""`plan-ingest bag DIR BAG`: a run as a BagIt bag."""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest.batch.bag import write_bag
from ingest.batch.state import looked_into, state_folder
from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("output", metavar="DIR", help="output of a run")
    parser.add_argument("bag", type=Path, metavar="BAG", help="folder to make")
    parser.add_argument("--sources", action="store_true", help="put the input files in as well")
    parser.add_argument("--state", type=Path, metavar="DIR", help="the run's --state folder")


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    state = state_folder(args.output, args.state)
    with looked_into(state) as ledger:
        count = write_bag(ledger, args.output, state, args.bag, args.sources)
    speaker.line(speaker.text("say.bagged", count=count, path=args.bag))
    return ExitCode.OK


COMMAND = Command(
    "bag",
    {
        "en": "export a run as a BagIt bag: records, manifest, report",
        "vi": "xuất lượt chạy thành gói BagIt: bản ghi, bảng kê, báo cáo",
    },
    arguments,
    execute,
)
