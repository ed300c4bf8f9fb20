"""Finds the words of `lexicon/layout.toml` at the start of a line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.lexicon.fold import bare
from ingest.lexicon.load import rows

MarkKind = Literal["motto", "head", "recipients", "signature", "signature-stamp"]


@dataclass(frozen=True, slots=True)
class LayoutMark:
    """A row of `lexicon/layout.toml`."""

    kind: MarkKind
    text: str
    specimen: str


@cache
def _marks(kind: MarkKind) -> tuple[str, ...]:
    return tuple(row.text for row in rows("layout", LayoutMark) if row.kind == kind)


def starts_with_mark(kind: MarkKind, line: str) -> bool:
    """True where `line` begins with a mark of that kind, whatever its case and diacritics."""
    start = bare(" ".join(line[:80].split()).lstrip("*_# "))
    return start.startswith(_marks(kind))
