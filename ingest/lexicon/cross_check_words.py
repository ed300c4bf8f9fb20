"""Words for comparing the targets and tasks of one document: `cross_check_words.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from ingest.lexicon.fold import key
from ingest.lexicon.load import rows

Use = Literal["low_is_good", "filler"]


@dataclass(frozen=True, slots=True)
class CrossCheckWord:
    use: Use
    word: str


@cache
def _pattern(use: Use) -> regex.Pattern[str]:
    words = (key(r.word) for r in rows("cross_check_words", CrossCheckWord) if r.use == use)
    listed = sorted(words, key=lambda w: (-len(w), w))
    return regex.compile(rf"(?<!\S)(?:{'|'.join(map(regex.escape, listed))})(?!\S)")


def low_is_good(subject: str) -> bool:
    """`Tỷ lệ hộ nghèo`: a plan wants it to fall."""
    return _pattern("low_is_good").search(key(subject)) is not None


def content_words(phrase: str) -> frozenset[str]:
    """The words that say what a phrase is about, folded: of `Tỷ lệ hộ nghèo` `hộ`, `nghèo`."""
    told = regex.sub(r"[^\p{L}\p{M}\d%]+", " ", key(phrase))
    return frozenset(_pattern("filler").sub(" ", told).split())
