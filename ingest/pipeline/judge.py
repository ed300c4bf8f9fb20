"""How much a text looks like Vietnamese, and two readings of a page like each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import regex

from ingest.lexicon.fold import bare
from ingest.repair.syllables import legal, validity

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_GLANCE = 20_000
_SPACED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class LayerScore:
    """`words` counts runs of letters; `validity` is the share of valid syllables.

    `resembling` is the share of words that are syllables if their marks are not asked for:
    high for Vietnamese that lost its marks, low for another language.
    """

    words: int
    validity: float
    resembling: float
    spaced: bool

    @property
    def good(self) -> float:
        return self.words * self.validity


def score(text: str) -> LayerScore:
    """What a page's text is worth; of a long text its first part is judged."""
    words = _WORD.findall(text[:_GLANCE])
    long = [w for w in words if len(w) > 1]
    letters = sum(len(w) for w in words)
    spaced = letters >= 20 and len(words) - len(long) > _SPACED_SHARE * letters
    resembling = sum(legal(w) for w in long) / len(long) if long else 1.0
    total = len(long) * max(1.0, len(text) / _GLANCE)
    return LayerScore(round(total), validity(text[:_GLANCE]), resembling, spaced)


def agreement(first: str, second: str) -> float:
    """How many words of two readings are the same, marks and case aside, in [0, 1]."""
    a, b = (Counter(bare(w) for w in _WORD.findall(t[:_GLANCE])) for t in (first, second))
    total = max(a.total(), b.total())
    return (a & b).total() / total if total else 1.0
