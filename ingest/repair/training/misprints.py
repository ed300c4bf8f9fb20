"""Slips in the texts themselves: `quy định chỉ tiết` where hundreds print `quy định chi tiết`.

Texts that were scanned once hold the very errors that the language model is to find. A word is
taken for a slip where, between the same two words, another with the same letters stands far
more often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.repair.table import Keys
from ingest.repair.words import without_marks

Words = NDArray[np.uint16]
Counts = NDArray[np.float64]

_LEAST = 25.0
"""A word that stands less often than this (by weight) between two others proves nothing."""


def mend(
    streams: Sequence[tuple[Words, int]], words: Sequence[str], ratio: float
) -> list[tuple[Words, int]]:
    """The texts as word numbers and their weights, slips replaced by what stands elsewhere.

    `ratio` is how much more often the other word must stand there; 0 changes nothing.
    """
    if not ratio:
        return list(streams)
    keys, counts = _triples(streams)
    slips, meant = _slips(keys, counts, _letters(words), ratio)
    return [(_mended(ids, slips, meant), weight) for ids, weight in streams]


def _letters(words: Sequence[str]) -> NDArray[np.uint64]:
    """For each word a number that it shares with those of the same letters without marks."""
    first: dict[str, int] = {}
    return np.array([first.setdefault(without_marks(w), k) for k, w in enumerate(words)], np.uint64)


def _pack(ids: Words) -> Keys:
    wide = ids.astype(np.uint64)
    packed = wide[:-2] << np.uint64(32)
    packed |= wide[1:-1] << np.uint64(16)
    packed |= wide[2:]
    return packed


def _triples(streams: Iterable[tuple[Words, int]]) -> tuple[Keys, Counts]:
    keys, counts = np.zeros(0, np.uint64), np.zeros(0)
    for ids, weight in streams:
        found, count = np.unique(_pack(ids), return_counts=True)
        joined, place = np.unique(np.concatenate([keys, found]), return_inverse=True)
        weights = np.concatenate([counts, count * float(weight)])
        keys, counts = joined, np.bincount(place, weights, len(joined)).astype(np.float64)
    return keys, counts


def _slips(
    keys: Keys, counts: Counts, letters: NDArray[np.uint64], ratio: float
) -> tuple[Keys, Words]:
    """Sequences of three words whose middle one is a slip (sorted), and what it stands for."""
    middle = (keys >> np.uint64(16)) & np.uint64(0xFFFF)
    around = keys & ~np.uint64(0xFFFF0000)
    around |= letters[middle.astype(np.int64)] << np.uint64(16)
    order = np.lexsort((counts, around))
    ends = np.flatnonzero(np.append(np.diff(around[order]) != 0, True))
    best = np.repeat(order[ends], np.diff(ends, prepend=-1))
    slip = counts[order] * ratio <= counts[best]
    slip &= counts[best] >= _LEAST
    found, meant = order[slip], middle[best[slip]].astype(np.uint16)
    sort = np.argsort(keys[found])
    return keys[found][sort], meant[sort]


def _mended(ids: Words, slips: Keys, meant: Words) -> Words:
    if not len(slips) or len(ids) < 3:
        return ids
    out = ids.copy()
    for at in range(0, len(ids) - 2, 1 << 22):
        part = _pack(ids[at : at + (1 << 22) + 2])
        place = np.minimum(np.searchsorted(slips, part), len(slips) - 1)
        hit = np.flatnonzero(slips[place] == part)
        out[at + 1 + hit] = meant[place[hit]]
    return out
