"""`plan-ingest`: flags, files, exit codes; nothing else. A command is a module named in NAMES."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from ingest import __version__
from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.cli.translated import formatter, parser_class, translate
from ingest.errors import ExitCode, IngestError
from ingest.lexicon.messages import LANGUAGES, language_of

NAMES = (
    "run",
    "status",
    "bag",
    "validate",
    "show",
    "diff",
    "review",
    "report",
    "score",
    "export",
    "repair",
    "bench",
    "train",
    "doctor",
)


def commands(names: Sequence[str] = NAMES) -> tuple[Command, ...]:
    """The commands of `names`, whose modules are imported only now: all together cost a second."""
    return tuple(importlib.import_module(f"ingest.cli.{name}").COMMAND for name in names)


def parser(language: str = "en", names: Sequence[str] = NAMES) -> argparse.ArgumentParser:
    """The command line of `names`. The whole is also what `docs/commands.md` is made from."""
    top = parser_class(language)(
        prog="plan-ingest",
        description=(
            "Turns Vietnamese administrative plans, from scan to text, into validated JSON."
            if language == "en"
            else "Chuyển kế hoạch hành chính (từ bản quét đến văn bản) thành JSON đã kiểm tra."
        ),
        formatter_class=formatter(language),
    )
    top.add_argument("--version", action="version", version=f"plan-ingest {__version__}")
    top.add_argument(
        "--lang",
        choices=LANGUAGES,
        help="language of messages, en or vi (default: from LC_ALL, LC_MESSAGES or LANG)",
    )
    places = top.add_subparsers(
        dest="command", required=True, metavar="COMMAND" if language == "en" else "LỆNH"
    )
    for command in commands(names):
        sub = places.add_parser(
            command.name,
            help=command.help[language],
            description=command.help[language],
            formatter_class=formatter(language),
        )
        command.arguments(sub)
        translate(sub, command.name, language)
    translate(top, "-", language)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; what it raises as IngestError becomes a message and an exit code."""
    words = _fronted(list(sys.argv[1:] if argv is None else argv))
    language = _language(words)
    args = parser(language, _asked(words)).parse_args(words)
    speaker = Speaker(args.lang or language)
    try:
        return int(commands([args.command])[0].execute(args, speaker))
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


def _fronted(words: list[str]) -> list[str]:
    """`run plans --lang vi` as `--lang vi run plans`: people write it at either end."""
    end = words.index("--") if "--" in words else len(words)
    for place, word in enumerate(words[:end]):
        count = 2 if word == "--lang" else 1 if word.startswith("--lang=") else 0
        if count and place + count <= end:
            return words[place : place + count] + words[:place] + words[place + count :]
    return words


def _asked(words: Sequence[str]) -> Sequence[str]:
    """The one command that the line asks for; all where it asks for none that we have."""
    rest = [w for i, w in enumerate(words) if i == 0 or words[i - 1] != "--lang"]
    first = next((w for w in rest if not w.startswith("-")), None)
    return [first] if first in NAMES else NAMES


def _language(words: Sequence[str]) -> str:
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words) and words[place + 1] in LANGUAGES:
            return words[place + 1]
        if word.startswith("--lang=") and word[7:] in LANGUAGES:
            return word[7:]
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return language_of(next((os.environ[n] for n in names if os.environ.get(n)), None))
