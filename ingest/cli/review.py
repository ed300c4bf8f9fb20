"""`plan-ingest review DIR`"""

from __future__ import annotations

import argparse
import getpass
import json
import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path

from ingest.batch.write import write_atomic
from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import CannotWrite, ExitCode, IngestError, Unreadable
from ingest.export.exporter import NoRecords
from ingest.review.corrections import load_corrections
from ingest.review.files import records, sound
from ingest.review.reapply import reapply

_LOOPBACK = "127.0.0.1"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DIR", help="a folder of records")
    parser.add_argument(
        "--sources", type=Path, metavar="DIR", help="folder of the input files, for page images"
    )
    parser.add_argument("--as", dest="who", metavar="NAME", help="name that decisions carry")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="default: any free port")
    parser.add_argument(
        "--apply", type=Path, metavar="OUT",
        help="open no page: write the records with their corrections to the folder OUT",
    )  # fmt: skip


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    if not args.directory.is_dir():
        raise Unreadable(f"{args.directory}: not a folder")
    if not any(True for _ in records(args.directory)):
        raise NoRecords(str(args.directory))
    if args.apply is not None:
        return _apply(args.directory, args.apply, speaker)
    return _serve(args, speaker)


def _serve(args: argparse.Namespace, speaker: Speaker) -> int:
    import uvicorn

    from ingest.review.server.app import make_app
    from ingest.review.server.desk import Desk

    token = secrets.token_urlsafe(18)
    desk = Desk(args.directory, args.sources, args.who or _user(), _now)
    app = make_app(desk, token, speaker.language)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((_LOOPBACK, args.port))
    except OSError as error:
        raise CannotWrite(f"{_LOOPBACK}:{args.port}: {error.strerror or error}") from error
    url = f"http://{_LOOPBACK}:{listener.getsockname()[1]}/{token}/"
    speaker.line(speaker.text("review.open", url=url))
    speaker.out.file.flush()
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
    return ExitCode.OK


def _apply(folder: Path, out: Path, speaker: Speaker) -> int:
    """1 where a correction no longer fits, or a file is no record: it is named, the others are
    applied."""
    if out.resolve() == folder.resolve():
        speaker.error(speaker.text("review.same-folder"))
        return ExitCode.USAGE
    count = unfit = skipped = 0
    for path in records(folder):
        try:
            result = reapply(sound(path), load_corrections(path))
        except IngestError as error:
            skipped += 1
            speaker.failure(error.outcome, error.what)
            continue
        name = path.relative_to(folder)
        write_atomic(out / name, json.dumps(result.record, ensure_ascii=False, indent=1) + "\n")
        count += len(result.fits) - len(result.unfit)
        for fit in result.unfit:
            unfit += 1
            speaker.error(f"{name}: {fit.path}: {speaker.text(f'unfit.{fit.why}')}")
    speaker.line(speaker.text("review.applied", count=count, unfit=unfit, out=out))
    return ExitCode.SOME_FAILED if unfit or skipped else ExitCode.OK


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


COMMAND = Command(
    "review",
    {
        "en": "open a local web page to check values beside their place and correct them",
        "vi": "mở trang web trên máy để soát giá trị cạnh chỗ của nó và chỉnh sửa",
    },
    arguments,
    execute,
)
