"""The help of a command in the reader's language. English stands where the flags are made."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

import regex

from ingest.errors import ExitCode
from ingest.lexicon.flags import flags
from ingest.lexicon.usage_errors import in_vietnamese

_DEFAULT = regex.compile(r"\(default: ([^()]{1,60})\)")
_FORMATS = regex.compile(r"[a-z, ]{1,200}(?=; see )")
_TITLES = {"positional arguments": "đối số", "options": "tùy chọn"}


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        return super().add_usage(
            usage, actions, groups, "cách dùng: " if prefix is None else prefix
        )


class _Parser(argparse.ArgumentParser):
    """Says in Vietnamese what is wrong with a command line; so do those of its commands."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(ExitCode.USAGE, f"{self.prog}: lỗi: {in_vietnamese(message)}\n")


def parser_class(language: str) -> type[argparse.ArgumentParser]:
    return _Parser if language == "vi" else argparse.ArgumentParser


def formatter(language: str) -> type[argparse.HelpFormatter]:
    return _Formatter if language == "vi" else argparse.RawDescriptionHelpFormatter


def translate(parser: argparse.ArgumentParser, command: str, language: str) -> None:
    """Puts the Vietnamese help of each flag in the place of the English; `-` is the program."""
    if language != "vi":
        return
    for group in parser._action_groups:
        group.title = _TITLES.get(group.title or "", group.title)
    for action in parser._actions:
        name = flag_name(action)
        said = flags().get((command, name)) or flags().get(("*", name))
        if said is not None:
            action.help = _filled(said, action.help or "")


def flag_name(action: argparse.Action) -> str:
    """`--output`, or `inputs` where it is a positional argument."""
    return action.option_strings[-1] if action.option_strings else action.dest


def _filled(said: str, english: str) -> str:
    """What the English help is given by code stands in the Vietnamese, too."""
    default, formats = _DEFAULT.search(english), _FORMATS.match(english)
    said = said.replace("{default}", default[1] if default else "")
    return said.replace("{formats}", formats[0] if formats else "")
