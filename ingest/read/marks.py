"""Finds the words of `lexicon/layout.toml` at the start of a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.lexicon.fold import bare
from ingest.lexicon.load import rows
from ingest.read.legacy_fonts import shown

MarkKind = Literal[
    "motto",
    "head",
    "recipients",
    "signature",
    "signature-stamp",
    "stamp",
    "arrival",
    "arrival-line",
]


_BEFORE = " *_#"
_IGNORED = ("", *_BEFORE)
_MOST_KEPT = 10_000
_OPENING = 3
"""In letters: no mark is shorter."""


@dataclass(frozen=True, slots=True)
class LayoutMark:
    """A row of `lexicon/layout.toml`."""

    kind: MarkKind
    text: str
    specimen: str


@cache
def _marks(kind: MarkKind) -> tuple[str, ...]:
    return tuple(row.text for row in rows("layout", LayoutMark) if row.kind == kind)


@cache
def _longest(kind: MarkKind) -> int:
    return max(map(len, _marks(kind)))


@cache
def _openings(kind: MarkKind) -> frozenset[str]:
    return frozenset(text[:_OPENING] for text in _marks(kind))


def starts_with_mark(kind: MarkKind, line: str) -> bool:
    """True where `line` begins with a mark of that kind, whatever its case and diacritics."""
    if not may_start(kind, line):
        return False
    start = " ".join(shown(line[:80]).split()).lstrip("*_# ")
    return _bare_start(kind, start).startswith(_marks(kind))


def _bare_start(kind: MarkKind, text: str) -> str:
    """`text` without diacritics, as far as a mark of that kind can reach."""
    longest = _longest(kind)
    start = bare(text[:longest])
    # a sign that goes without a trace makes room for more
    return start if len(start) >= longest or len(text) <= longest else bare(text)


def may_start(kind: MarkKind, line: str) -> bool:
    """False where the first letters of `line` tell that no mark of that kind stands there."""
    first = (line.lstrip(_BEFORE) if line[:1] in _BEFORE else line)[:_OPENING]
    return _may_open(kind)[first]


class _MayOpen(dict[str, bool]):
    """Whether the first letters may be those of a mark; the same ones are asked once."""

    def __init__(self, openings: frozenset[str]) -> None:
        self._openings = openings

    def __missing__(self, first: str) -> bool:
        if len(self) > _MOST_KEPT:
            self.clear()
        start = bare(first)
        signs = first.replace(" ", "a", 1)
        plain = signs.isalnum() or (signs.isascii() and signs.isprintable() and " " not in signs)
        told = plain and first[:1] not in _IGNORED and len(start) >= len(first)
        self[first] = not told or start[:_OPENING] in self._openings
        return self[first]


@cache
def _may_open(kind: MarkKind) -> _MayOpen:
    return _MayOpen(_openings(kind))


def texts_that_may_start(kind: MarkKind, texts: Iterable[str]) -> list[int]:
    """Which of these texts, in order, are such that `may_start` is true."""
    opens = _may_open(kind)
    return [
        n
        for n, text in enumerate(texts)
        if opens[text[:_OPENING]] and (text[:1] not in _BEFORE or may_start(kind, text))
    ]


def is_mark(kind: MarkKind, line: str) -> bool:
    """True where `line` is a mark of that kind and nothing else."""
    if len(line) >= 80 or not may_start(kind, line):
        return False
    return bare(" ".join(line.split())).strip(" *_.:-|") in _marks(kind)


def mark_end(kind: MarkKind, line: str) -> int:
    """Where the longest mark of that kind ends with which `line` begins; 0 where there is none."""
    if not may_start(kind, line):
        return 0
    start = _bare_start(kind, line[:80])
    return max((len(m) for m in _marks(kind) if start.startswith(m)), default=0)
