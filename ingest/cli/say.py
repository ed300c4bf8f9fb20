"""Messages to people: results to standard output, troubles to standard error."""

from __future__ import annotations

import sys
from typing import cast

import regex
from rich.console import Console
from rich.markup import escape

from ingest.lexicon.messages import Language, known, text

# Control characters but the tab and the line end, and marks that turn the direction of writing
_UNSEEN = regex.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def plain(text: str) -> str:
    """Text from documents for a terminal: no markup, no escape sequence, and nothing that makes
    the rest of the line read backwards (U+202E)."""
    return escape(_UNSEEN.sub(lambda m: f"\\u{ord(m[0]):04x}", text))


class _Console(Console):
    """Rich would end the program with 1 where the reader of its output has read enough."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Speaker:
    """Says things in one language. Text from documents is escaped: it is never markup."""

    def __init__(self, language: str) -> None:
        self.language = cast(Language, language)
        # Written to a file or pipe, a table is as wide as it needs to be.
        width = None if sys.stdout.isatty() else 160
        self.out = _Console(highlight=False, soft_wrap=True, width=width)
        self._err = _Console(stderr=True, highlight=False, soft_wrap=True)

    def text(self, key: str, **values: object) -> str:
        return text(key, self.language, **values)

    def line(self, message: str, style: str | None = None) -> None:
        self.out.print(plain(message), style=style)

    def error(self, message: str) -> None:
        self._err.print(plain(message), style="red" if sys.stderr.isatty() else None)

    def failure(self, outcome: str, what: str) -> None:
        """What happened, to what, and what to do."""
        happened = self.text(f"outcome.{outcome if known(f'outcome.{outcome}') else 'failed'}")
        self.error(f"{self.text('say.failed')} [{outcome}] {happened}: {what}")
        if known(f"remedy.{outcome}"):
            self.error(f"  → {self.text(f'remedy.{outcome}')}")
