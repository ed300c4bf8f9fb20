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
_MOST_PAIRS = 10_000


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
def _openings(kind: MarkKind) -> frozenset[str]:
    return frozenset(text[:2] for text in _marks(kind))


def starts_with_mark(kind: MarkKind, line: str) -> bool:
    """True where `line` begins with a mark of that kind, whatever its case and diacritics."""
    if not may_start(kind, line):
        return False
    start = bare(" ".join(shown(line[:80]).split()).lstrip("*_# "))
    return start.startswith(_marks(kind))


def may_start(kind: MarkKind, line: str) -> bool:
    """False where the first letters of `line` tell that no mark of that kind stands there."""
    first = line.lstrip(_BEFORE)[:2] if line[:1] in _BEFORE else line[:2]
    return _may_open(kind)[first]


class _MayOpen(dict[str, bool]):
    """Whether the first two letters may be those of a mark; each pair is asked once."""

    def __init__(self, openings: frozenset[str]) -> None:
        self._openings = openings

    def __missing__(self, first: str) -> bool:
        if len(self) > _MOST_PAIRS:
            self.clear()
        start = bare(first)[:2]
        told = first.isalpha() and len(start) == 2
        self[first] = not told or start in self._openings
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
        if opens[text[:2]] and (text[:1] not in _BEFORE or may_start(kind, text))
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
    start = bare(line[:80])
    return max((len(m) for m in _marks(kind) if start.startswith(m)), default=0)
