"""`plan-ingest report DIR -o SITE`"""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode, Unreadable
from ingest.export.exporter import NoRecords
from ingest.review.files import records
from ingest.review.report.site import write_site


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DIR", help="a folder of records")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("report"), metavar="SITE",
        help="folder of the site (default: report); open its index.html",
    )  # fmt: skip


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    if not args.directory.is_dir():
        raise Unreadable(f"{args.directory}: not a folder")
    if not any(True for _ in records(args.directory)):
        raise NoRecords(str(args.directory))
    made = write_site(args.directory, args.output)
    for error in made.skipped:
        speaker.failure(error.outcome, error.what)
    where = args.output / speaker.language / "index.html"
    speaker.line(speaker.text("site.done", files=made.files, where=where))
    if made.unfit:
        speaker.error(speaker.text("site.unfit", count=made.unfit))
    return ExitCode.SOME_FAILED if made.skipped else ExitCode.OK


COMMAND = Command(
    "report",
    {
        "en": "write a static web site of a run: documents, tables, timeline",
        "vi": "tạo trang web tĩnh cho một lần chạy: văn bản, bảng, dòng thời gian",
    },
    arguments,
    execute,
)
