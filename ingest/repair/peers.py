"""What others make of the same texts: the benchmark's other columns."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Fix = Callable[[str], str]


@dataclass
class Peer:
    """A way to restore text, line by line or the `whole` at once.

    `failed` counts lines on which it raised and that stayed as read.
    """

    name: str
    fix: Fix
    whole: bool = False
    failed: int = 0

    def __call__(self, text: str) -> str:
        if self.whole:
            return self.fix(text)
        return "".join(self._line(line) for line in text.splitlines(keepends=True))

    def _line(self, line: str) -> str:
        body = line.rstrip("\n\f\r")
        try:
            found = self.fix(body) if body.strip() else body
        except Exception:  # a peer that raises is measured as one that changes nothing
            self.failed += 1
            found = body
        return found + line[len(body) :]


def peers() -> Iterator[Peer]:
    """Nothing at all, and pyvi's `add_accents` where it is installed."""
    yield Peer("nothing", lambda line: line)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pyvi import ViUtils
    except ImportError:
        return
    yield Peer("pyvi", ViUtils.add_accents)


PUBLISHED = (
    ("underthesea, bigram restorer (published)", "96.7 % of text without marks, 14,900 tokens/s"),
    ("papers on restoring diacritics (published)", "94.7 to 98.5 % of text without marks"),
)
"""Figures of others that are not run here."""

__all__ = ["PUBLISHED", "Peer", "peers"]
