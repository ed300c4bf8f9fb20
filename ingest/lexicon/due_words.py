"""Facts of `due_words.toml`: words around a time that say whether something is due."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from ingest.lexicon.load import rows

Use = Literal["name", "each", "occasion", "finish", "ongoing", "condition", "none", "send"]


@dataclass(frozen=True, slots=True)
class DueWords:
    use: Use
    words: tuple[str, ...]


@cache
def words(use: Use) -> frozenset[str]:
    """All words of one use, in lower case."""
    return frozenset(w for row in rows("due_words", DueWords) if row.use == use for w in row.words)


@cache
def alternatives(use: Use) -> str:
    """The words of one use as a pattern, longest first, for verbose patterns."""
    ordered = sorted(words(use), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(regex.escape(w, literal_spaces=False) for w in ordered) + ")"
