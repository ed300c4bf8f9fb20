"""Facts of `table_heads.toml`: by which words the head of a table's column is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from ingest.lexicon.fold import bare
from ingest.lexicon.load import rows

HeadKind = Literal["serial", "name", "body", "time", "measure", "money", "note"]

_LONGEST_HEAD = 120


@dataclass(frozen=True, slots=True)
class TableHead:
    """A row of `lexicon/table_heads.toml`."""

    kind: HeadKind
    text: str
    specimen: str


@cache
def _texts() -> tuple[tuple[str, HeadKind], ...]:
    found = ((row.text, row.kind) for row in rows("table_heads", TableHead))
    return tuple(sorted(found, key=lambda t: (-len(t[0]), t)))


@cache
def _texts_from(letter: str) -> tuple[tuple[str, HeadKind], ...]:
    """Those that begin with a letter: every run of words of a page is asked for."""
    return tuple(t for t in _texts() if t[0].startswith(letter))


@lru_cache(maxsize=8192)
def head_kind(text: str) -> HeadKind | None:
    """What a column is for by the words its head begins with; None where they are no head's.

    >>> head_kind("Cơ quan chủ trì"), head_kind("Cơ quanh"), head_kind("Thôn Một")
    ('body', None, None)
    """
    if len(text) > _LONGEST_HEAD:
        return None
    start = bare(" ".join(text.split())).lstrip("*_( ")
    for words, kind in _texts_from(start[:1]):
        if start.startswith(words) and not start[len(words) : len(words) + 1].isalpha():
            return kind
    return None
