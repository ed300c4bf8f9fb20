"""`plan-ingest`: flags, files, exit codes; nothing else. A command is a module in COMMANDS."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from ingest import __version__
from ingest.cli import (
    bag,
    bench,
    diff,
    doctor,
    export,
    repair,
    report,
    review,
    run,
    score,
    show,
    status,
    train,
    validate,
)
from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode, IngestError
from ingest.lexicon.messages import LANGUAGES, language_of

COMMANDS: tuple[Command, ...] = (
    run.COMMAND,
    status.COMMAND,
    bag.COMMAND,
    validate.COMMAND,
    show.COMMAND,
    diff.COMMAND,
    review.COMMAND,
    report.COMMAND,
    score.COMMAND,
    export.COMMAND,
    repair.COMMAND,
    bench.COMMAND,
    train.COMMAND,
    doctor.COMMAND,
)


def parser(language: str = "en") -> argparse.ArgumentParser:
    """The whole command line. Also what `docs/commands.md` is made from."""
    top = argparse.ArgumentParser(
        prog="plan-ingest",
        description=(
            "Turns Vietnamese administrative plans, from scan to text, into validated JSON."
            if language == "en"
            else "Chuyển kế hoạch hành chính (từ bản quét đến văn bản) thành JSON đã kiểm tra."
        ),
    )
    top.add_argument("--version", action="version", version=f"plan-ingest {__version__}")
    top.add_argument(
        "--lang",
        choices=LANGUAGES,
        help="language of messages, en or vi (default: from LC_ALL, LC_MESSAGES or LANG)",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.help[language],
            description=command.help[language],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(sub)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; what it raises as IngestError becomes a message and an exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    language = _language(words)
    args = parser(language).parse_args(words)
    speaker = Speaker(args.lang or language)
    try:
        return int(next(c for c in COMMANDS if c.name == args.command).execute(args, speaker))
    except IngestError as error:
        speaker.failure(error.outcome, error.what)
        return int(error.exit_code)
    except KeyboardInterrupt:
        speaker.error(speaker.text("say.interrupted"))
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)


def _language(words: Sequence[str]) -> str:
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words) and words[place + 1] in LANGUAGES:
            return words[place + 1]
        if word.startswith("--lang=") and word[7:] in LANGUAGES:
            return word[7:]
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return language_of(next((os.environ[n] for n in names if os.environ.get(n)), None))
