"""`plan-ingest validate PATH...`"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ingest.assemble.load import MIGRATIONS, NewerSchema, NotARecord, migrate
from ingest.assemble.schema import problems
from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.core.record_files import record_files
from ingest.errors import ExitCode, Unreadable
from ingest.export.exporter import NoRecords


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="records or folders")
    parser.add_argument("--quiet", action="store_true", help="name only what is not valid")


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    bad = count = 0
    for path in _records(args.paths):
        count += 1
        found = _problems(path, speaker)
        if found:
            bad += 1
            speaker.error(speaker.text("say.invalid", path=path, why="; ".join(found[:3])))
        elif not args.quiet:
            speaker.line(speaker.text("say.valid", path=path))
    if not count:
        raise NoRecords(", ".join(map(str, args.paths)))
    return ExitCode.SOME_FAILED if bad else ExitCode.OK


def _records(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from record_files(path)
        else:
            yield path


def _problems(path: Path, speaker: Speaker) -> list[str]:
    try:
        data = json.loads(path.read_text("utf-8"))
        with suppress(NotARecord):
            migrate(data, MIGRATIONS)
        return problems(data)
    except NewerSchema as error:  # no reader of this version takes it
        return [error.what]
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        return [speaker.text("say.not-json", why=str(error)[:120])]


COMMAND = Command(
    "validate",
    {
        "en": "check records against the schema and their quotes against their text",
        "vi": "kiểm tra bản ghi theo lược đồ và trích dẫn theo văn bản",
    },
    arguments,
    execute,
)
