"""The flags of `run`, and what they mean to a batch."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

from ingest.batch.batch import Batch
from ingest.batch.executors import cores
from ingest.batch.fingerprint import fingerprint
from ingest.batch.outcome import DEFAULT_BOUNDS
from ingest.batch.places import is_remote
from ingest.batch.reuse import Policy
from ingest.batch.run import Settings
from ingest.batch.state import state_folder
from ingest.lexicon.learnt import load_learnt
from ingest.read.limits import DEFAULT_LIMITS

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_WHOLE = re.compile(r"\d{1,12}")
_SIZE = re.compile(r"(\d{1,12})([KMG]?)")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="files, folders, or URLs (s3://bucket/folder)"
    )
    parser.add_argument(
        "-o", "--output", default="output", metavar="DIR",
        help="where records go, a folder or a URL (default: output)",
    )  # fmt: skip
    _choice(parser)
    parser.add_argument(
        "--lexicon", type=Path, metavar="FILE",
        help="names and confusions of your own (made by train --corrections), for the repair",
    )  # fmt: skip
    _workers(parser)
    _limits(parser)
    said = parser.add_mutually_exclusive_group()
    said.add_argument("--quiet", action="store_true", help="say only what failed")
    said.add_argument("--verbose", action="store_true", help="say a line for each file")
    said.add_argument(
        "--log-json", action="store_true", help="say each event as a line of JSON, nothing else"
    )


def _choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN",
        help="leave out files or folders of this name or path in the input folder (repeatable)",
    )  # fmt: skip
    parser.add_argument(
        "--only", action="append", default=[], metavar="PATTERN",
        help="take only files of this name or path (repeatable)",
    )  # fmt: skip
    parser.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help="work on N files at most, leave the rest for later",
    )
    parser.add_argument("--force", action="store_true", help="do all files again, changed or not")
    parser.add_argument(
        "--retry-failed", action="store_true", help="do again also the files that failed"
    )
    parser.add_argument(
        "--rehash", action="store_true",
        help="read all inputs and records to see what has changed; else size and times tell",
    )  # fmt: skip


def _workers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workers", type=_count, default=None, metavar="N",
        help="files worked on at a time (default: one a processor)",
    )  # fmt: skip
    parser.add_argument(
        "--scheduler", metavar="ADDRESS",
        help="use the workers of this Dask scheduler (tcp://host:8786) instead",
    )  # fmt: skip
    parser.add_argument(
        "--state", type=Path, metavar="DIR",
        help="where ledger, manifest and report go (default: .plan-ingest in the output)",
    )  # fmt: skip


def _limits(parser: argparse.ArgumentParser) -> None:
    bounds, limits = DEFAULT_BOUNDS, DEFAULT_LIMITS
    parser.add_argument(
        "--timeout", type=_seconds, default=bounds.seconds, metavar="SECONDS",
        help=f"time for one file (default: {bounds.seconds:g})",
    )  # fmt: skip
    parser.add_argument(
        "--stall", type=_seconds, default=bounds.stalled_seconds, metavar="SECONDS",
        help="time in which a file makes no progress at all"
        f" (default: {bounds.stalled_seconds:g})",
    )  # fmt: skip
    parser.add_argument(
        "--page-timeout", type=_seconds, default=limits.ocr_seconds, metavar="SECONDS",
        help=f"time for the OCR of one page (default: {limits.ocr_seconds:g})",
    )  # fmt: skip
    parser.add_argument(
        "--memory", type=_bytes, default=bounds.memory, metavar="SIZE",
        help=f"memory of one worker (default: {bounds.memory >> 30}G)",
    )  # fmt: skip
    parser.add_argument(
        "--max-pages", type=_count, default=limits.max_pages, metavar="N",
        help=f"pages of one file (default: {limits.max_pages})",
    )  # fmt: skip


def batch(args: argparse.Namespace) -> Batch:
    """What is asked for."""
    limits = replace(
        DEFAULT_LIMITS,
        ocr_seconds=args.page_timeout,
        max_pages=args.max_pages,
        lexicon=load_learnt(args.lexicon) if args.lexicon else None,
    )
    bounds = replace(
        DEFAULT_BOUNDS,
        seconds=args.timeout,
        stalled_seconds=args.stall,
        memory=args.memory,
        recycle=args.memory // 4,
    )
    policy = Policy(args.force, args.retry_failed, args.limit, args.rehash)
    inputs, output = tuple(args.inputs), str(args.output)
    if args.scheduler:  # a worker elsewhere has another current folder
        inputs, output = tuple(map(_absolute, inputs)), _absolute(output)
    return Batch(
        inputs,
        tuple(args.exclude),
        tuple(args.only),
        state_folder(output, args.state),
        Settings(
            output,
            fingerprint(limits),
            limits,
            bounds,
            policy,
            strict=args.scheduler is not None,
        ),
        args.workers or cores(),
        args.scheduler,
    )


def _absolute(place: str) -> str:
    return place if is_remote(place) else str(Path(place).absolute())


def _count(text: str) -> int:
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: a whole number, 1 or more, is needed")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e9:
        raise argparse.ArgumentTypeError(f"{text}: a number of seconds is needed")
    return value


def _bytes(text: str) -> int:
    """`512M`, `4G`."""
    found = _SIZE.fullmatch(text.upper())
    value = int(found[1]) * _UNITS[found[2]] if found else 0
    if value < 1 << 28:
        raise argparse.ArgumentTypeError(f"{text}: at least 256M is needed")
    return value
