"""One language model of several texts: each is counted apart, their probabilities are mixed.

Counted together, the largest text rules: what an encyclopedia says most often is not what a
plan says. Each text's own interpolated Kneser-Ney model keeps its discounts; every n-gram that
one of them saw gets the mean of all, by the shares of the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.repair.table import Keys

Counts = NDArray[np.float64]

_LAST = np.uint64(0xFFFF)
_WORD = np.uint64(16)
PER = 1e7
"""Words of text that the worth of an n-gram is counted in."""


@dataclass(frozen=True, slots=True)
class Order:
    """N-grams of one length: their probability, and by context what they leave to all others.

    Keys and contexts are sorted.
    """

    keys: Keys
    p: Counts
    contexts: Keys
    freed: Counts

    def over(self, keys: Keys, lower: Counts) -> Counts:
        """The probability of any n-grams, given that of their last words alone."""
        if not len(self.keys):
            return lower
        context = keys >> _WORD
        at, place = _places(self.contexts, context), _places(self.keys, keys)
        freed = np.where(self.contexts[at] == context, self.freed[at], 1.0)
        return np.where(self.keys[place] == keys, self.p[place], freed * lower)


@dataclass(frozen=True, slots=True)
class Component:
    """The model of one text, unpruned. `fours` counts its sequences of four words."""

    single: Counts
    orders: tuple[Order, Order, Order]
    fours: Counts


@dataclass(frozen=True, slots=True)
class Mixture:
    """The probabilities of all n-grams of all texts; `worth` is how often each sequence of
    four words stands in `PER` words of the mixed text."""

    single: Counts
    keys: tuple[Keys, Keys, Keys]
    p: tuple[Counts, Counts, Counts]
    worth: Counts


def component(fours: Keys, counts: Counts, words: int) -> Component:
    """Interpolated modified Kneser-Ney of order four from counted sequences (sorted)."""
    triples, seen3 = shorten(fours, 48)
    pairs, seen2 = shorten(triples, 32)
    singles, seen1 = shorten(pairs, 16)
    base = np.full(words, 1.0)
    base[singles.astype(np.int64)] += seen1
    single = base / base.sum()
    lower = single[(pairs & _LAST).astype(np.int64)]
    second = _order(pairs, seen2, lower)
    third = _order(triples, seen3, suffix(triples, pairs, second.p, 32))
    fourth = _order(fours, counts, suffix(fours, triples, third.p, 48))
    return Component(single, (second, third, fourth), counts)


def mixed(parts: Sequence[Component], shares: Sequence[float]) -> Mixture:
    """The texts together; `shares` add up to one."""
    single = sum((s * c.single for s, c in zip(shares, parts, strict=True)), np.zeros(1))
    known: Keys = np.zeros(0, np.uint64)
    lower = [c.single for c in parts]
    keys: list[Keys] = []
    found: list[Counts] = []
    for order, bits in enumerate((16, 32, 48)):
        union = _union([c.orders[order].keys for c in parts])
        ends = union & np.uint64((1 << bits) - 1)
        at = _places(known, ends) if order else ends.astype(np.int64)
        lower = [c.orders[order].over(union, p[at]) for c, p in zip(parts, lower, strict=True)]
        found.append(sum((s * p for s, p in zip(shares, lower, strict=True)), np.zeros(1)))
        keys.append(union)
        known = union
    worth = np.zeros(len(known))
    for share, part in zip(shares, parts, strict=True):
        worth[_places(known, part.orders[2].keys)] += (
            share * PER / max(part.fours.sum(), 1) * part.fours
        )
    return Mixture(single, (keys[0], keys[1], keys[2]), (found[0], found[1], found[2]), worth)


def shorten(keys: Keys, bits: int) -> tuple[Keys, Counts]:
    """Each n-gram without its first word, with the number of words that stood before it."""
    found, count = np.unique(keys & np.uint64((1 << bits) - 1), return_counts=True)
    return found, count.astype(np.float64)


def suffix(keys: Keys, known: Keys, p: Counts, bits: int) -> Counts:
    """The value in sorted `known` of each n-gram without its first word."""
    return p[_places(known, keys & np.uint64((1 << bits) - 1))]


def _union(found: Sequence[Keys]) -> Keys:
    return np.unique(np.concatenate(found))


def _places(known: Keys, keys: Keys) -> NDArray[np.intp]:
    return np.minimum(np.searchsorted(known, keys), max(len(known) - 1, 0))


def _order(keys: Keys, count: Counts, lower: Counts) -> Order:
    """Probability of each n-gram's last word, mixed with that of the shorter context."""
    contexts, place = np.unique(keys >> _WORD, return_inverse=True)
    once, twice = float((count == 1).sum()), float((count == 2).sum())
    thrice, often = float((count == 3).sum()), float((count == 4).sum())
    y = once / max(once + 2 * twice, 1)
    d1 = 1 - 2 * y * twice / max(once, 1)
    d2 = 2 - 3 * y * thrice / max(twice, 1)
    d3 = 3 - 4 * y * often / max(thrice, 1)
    off = np.where(count < 2, d1, np.where(count < 3, d2, d3)).clip(0.05, 0.98 * count)
    total = np.bincount(place, count)
    freed = np.bincount(place, off) / total
    p = (count - off) / total[place] + freed[place] * lower
    return Order(keys, np.asarray(p), contexts, np.asarray(freed))
