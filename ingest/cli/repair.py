"""`plan-ingest repair FILE|-`: the restored text, line for line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode, Unreadable


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="a text file in UTF-8, or - for standard input"
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="print the changes instead: line, what was read, what it became, rule, confidence",
    )


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    from ingest.repair.explain import explain, repair_lines

    text = _text(args.file)
    if args.explain:
        for line in explain(text):
            speaker.line(line)
    else:
        sys.stdout.write(repair_lines(text))
    return ExitCode.OK


def _text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from error
    return data.decode("utf-8-sig", errors="replace")


COMMAND = Command(
    "repair",
    {
        "en": "print a text with its Vietnamese restored, line for line",
        "vi": "in văn bản đã phục hồi tiếng Việt, giữ nguyên từng dòng",
    },
    arguments,
    execute,
)
