"""The language model: interpolated Kneser-Ney over syllables, up to four words, in hash tables.

Log probabilities and back-off weights are stored in steps of 1/14 nat (8 bits each).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.repair.syllables import parts
from ingest.repair.table import Keys, Table
from ingest.repair.words import UNKNOWN, acronym_key, one_placement

STEP = 14.0
"""Stored numbers are `round(-STEP * log p)`."""

_LONGEST = 40
"""Letters: what is longer is no word (and is not remembered)."""

Scores = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """`words[k]` is the word of number k (classes first).

    `single` and `single_back` are the log probability and back-off weight of each word;
    `pairs` and `triples` map an n-gram to `probability * 256 + back-off`, `fours` to
    probability alone.
    """

    words: tuple[str, ...]
    single: Scores
    single_back: Scores
    pairs: Table
    triples: Table
    fours: Table

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {w: k for k, w in enumerate(self.words)}

    @cached_property
    def acronyms(self) -> dict[str, list[tuple[str, int]]]:
        """Words with a đ that are no syllables, by `acronym_key`: `hđnd`."""
        out: dict[str, list[tuple[str, int]]] = {}
        for k, word in enumerate(self.words):
            if "đ" in word and parts(word) is None:
                out.setdefault(acronym_key(word), []).append((word, k))
        return out

    def number(self, word: str) -> int:
        """The number of a word in lower case, tone placement made one; UNKNOWN if absent."""
        if len(word) > _LONGEST:
            return UNKNOWN
        found = self.numbers.get(word)
        return self.numbers.get(one_placement(word), UNKNOWN) if found is None else found

    def pair(self, a: Ids, b: Ids) -> tuple[Scores, Scores]:
        """log p(b | a), and the back-off weight of the context (a, b)."""
        value, known = self.pairs.get(pack(a, b))
        score = np.where(known, _high(value), self.single_back[a] + self.single[b])
        back = np.where(known, _low(value), np.float32(0))
        return score, back

    def follows(self, a: Ids, b: Ids) -> Scores:
        """log p(b | a) alone."""
        value, known = self.pairs.get(pack(a, b))
        return np.where(known, _high(value), self.single_back[a] + self.single[b])

    def triple(self, a: Ids, b: Ids, c: Ids, back_ab: Scores, pair_bc: Scores) -> Scores:
        """log p(c | a, b), given the back-off weight of (a, b) and log p(c | b)."""
        value, known = self.triples.get(pack(a, b, c))
        return np.where(known, _high(value), back_ab + pair_bc)

    def triple_back(self, a: Ids, b: Ids, c: Ids) -> Scores:
        """The back-off weight of the context (a, b, c)."""
        value, known = self.triples.get(pack(a, b, c))
        return np.where(known, _low(value), np.float32(0))

    def four(self, a: Ids, b: Ids, c: Ids, d: Ids, lower: Scores) -> Scores:
        """log p(d | a, b, c), given log p(d | b, c)."""
        return self._four(pack(a, b, c, d), self.triple_back(a, b, c), lower)

    def _four(self, keys: Keys, back: Scores, lower: Scores) -> Scores:
        value, known = self.fours.get(keys)
        return np.where(known, value.astype(np.float32) / np.float32(-STEP), back + lower)

    def windows(self, ids: Ids) -> Scores:
        """log p of the last four words of each row of seven, together: rows of word numbers."""
        column = list(ids.T)
        total = np.zeros(len(ids), np.float32)
        pairs = [self.pair(column[k], column[k + 1]) for k in range(1, 6)]
        triples = [self.triples.get(pack(*column[k : k + 3])) for k in range(5)]
        for k in range(4):
            (value, known), (next_value, next_known) = triples[k : k + 2]
            back = np.where(known, _low(value), np.float32(0))
            lower = np.where(next_known, _high(next_value), pairs[k][1] + pairs[k + 1][0])
            total += self._four(pack(*column[k : k + 4]), back, lower)
        return total

    def score(self, ids: Ids) -> Scores:
        """log p of each word of a running text after the three before it (UNKNOWN counts too)."""
        padded = np.concatenate([np.zeros(3, np.int64), ids])
        a, b, c, d = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
        pair, pair_back = self.pair(padded[1:-1], padded[2:])
        value, known = self.triples.get(pack(padded[:-2], padded[1:-1], padded[2:]))
        back = np.where(known, _low(value), np.float32(0))[:-1]
        lower = np.where(known[1:], _high(value[1:]), pair_back[:-1] + pair[1:])
        return self._four(pack(a, b, c, d), back, lower)


def pack(*ids: Ids) -> Keys:
    """Word numbers (16 bits each) as one key; the count of words is part of it."""
    key = ids[0].astype(np.uint64)
    for more in ids[1:]:
        key = (key << np.uint64(16)) | more.astype(np.uint64)
    return key


def _high(value: NDArray[np.unsignedinteger]) -> Scores:
    return (value >> 8).astype(np.float32) / np.float32(-STEP)


def _low(value: NDArray[np.unsignedinteger]) -> Scores:
    return (value & 255).astype(np.float32) / np.float32(-STEP)
