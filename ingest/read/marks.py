"""Finds the words of `lexicon/layout.toml` at the start of a line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
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
    return frozenset(text[0] for text in _marks(kind))


def starts_with_mark(kind: MarkKind, line: str) -> bool:
    """True where `line` begins with a mark of that kind, whatever its case and diacritics."""
    if not may_start(kind, line):
        return False
    start = bare(" ".join(shown(line[:80]).split()).lstrip("*_# "))
    return start.startswith(_marks(kind))


def may_start(kind: MarkKind, line: str) -> bool:
    """False where the first letter of `line` tells that no mark of that kind stands there."""
    first = line[:1]
    if first in _BEFORE:
        first = line.lstrip(_BEFORE)[:1]
    return _may_open(kind, first)


@lru_cache(maxsize=4096)
def _may_open(kind: MarkKind, first: str) -> bool:
    return not first.isalpha() or bare(first)[:1] in _openings(kind)


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
