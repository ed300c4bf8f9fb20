"""Messages to people: results to standard output, troubles to standard error."""

from __future__ import annotations

import sys
from typing import cast

from rich.console import Console
from rich.markup import escape

from ingest.lexicon.messages import Language, known, text


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
        self.out.print(escape(message), style=style)

    def error(self, message: str) -> None:
        self._err.print(escape(message), style="red" if sys.stderr.isatty() else None)

    def failure(self, outcome: str, what: str) -> None:
        """What happened, to what, and what to do."""
        happened = self.text(f"outcome.{outcome if known(f'outcome.{outcome}') else 'failed'}")
        self.error(f"{self.text('say.failed')} [{outcome}] {happened}: {what}")
        if known(f"remedy.{outcome}"):
            self.error(f"  → {self.text(f'remedy.{outcome}')}")
