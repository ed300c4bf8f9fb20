"""How alike two texts or values are, for matching items by meaning."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

import regex

from ingest.lexicon.fold import key

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[.,/%-][\p{L}\p{N}]+)*%?")


@lru_cache(maxsize=20_000)
def words(text: str) -> frozenset[tuple[str, int]]:
    """The words of a text, each with its ordinal among its likes (a multiset)."""
    seen: Counter[str] = Counter()
    found = set()
    for word in _WORD.findall(key(text[:4000])):
        seen[word] += 1
        found.add((word, seen[word]))
    return frozenset(found)


def alike(a: str | None, b: str | None) -> float:
    """Share of words in common (Dice), in [0, 1]; two blanks are alike."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    x, y = words(a), words(b)
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 1.0


def edtf(value: Any) -> str | None:
    """The EDTF of a date value, which may be null."""
    return value.get("edtf") if isinstance(value, dict) else None


def number_key(value: Any) -> str:
    """A document number without blanks, dashes and case, so that `12 / KH-UBND` = `12/KHUBND`."""
    text = value.get("text") if isinstance(value, dict) else value
    return str(regex.sub(r"[\s–—-]", "", str(text or ""))).lower()
