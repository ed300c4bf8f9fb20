"""A static map from 64-bit keys to small numbers in about 4 bytes a key (a Bloomier filter).

Every key owns three slots; the exclusive or of what stands there is its fingerprint (16 bits)
and its value. A key that was never stored is told apart by its fingerprint: one in 65,536 is
taken for known. Look-ups are whole arrays at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_ROOM = 1.24


@dataclass(frozen=True, slots=True)
class Table:
    """`marks` hold fingerprints, `values` the stored numbers (any unsigned type)."""

    marks: NDArray[np.uint16]
    values: NDArray[np.unsignedinteger]

    def get(self, keys: Keys) -> tuple[NDArray[np.unsignedinteger], NDArray[np.bool_]]:
        """The value of each key and whether it is known; the value of others means nothing."""
        if not len(self.marks):
            return np.zeros(len(keys), self.values.dtype), np.zeros(len(keys), bool)
        a, b, c, mark = _slots(keys, len(self.marks) // 3)
        return _over(self.values, a, b, c), _over(self.marks, a, b, c) == mark


def _over(stored: NDArray[Any], *slots: NDArray[np.int64]) -> NDArray[Any]:
    """The exclusive or of what stands in the slots of each key."""
    found = stored.take(slots[0])
    for more in slots[1:]:
        found ^= stored.take(more)
    return found


def _mix(x: Keys) -> Keys:
    """In place, as all that follows: these arrays are long, and many."""
    x ^= x >> np.uint64(30)
    x *= _MIX[0]
    x ^= x >> np.uint64(27)
    x *= _MIX[1]
    x ^= x >> np.uint64(31)
    return x


def _slots(keys: Keys, third: int) -> tuple[NDArray[np.int64], ...]:
    """Three slots of each key, one in each third of the table, and its fingerprint."""
    first = _mix(keys.copy())
    second = _mix(first + np.uint64(0x9E3779B97F4A7C15))
    mark = (second >> np.uint64(48)).astype(np.uint16)
    low, shift, size = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(third)
    slots = first & low, first >> shift, second & low
    for part, slot in enumerate(slots):
        slot *= size
        slot >>= shift
        slot += np.uint64(part * third)
    a, b, c = (slot.view(np.int64) for slot in slots)
    return a, b, c, mark  # type: ignore[return-value]


def build(keys: Keys, values: NDArray[np.unsignedinteger]) -> Table:
    """Lay out distinct `keys`: peel slots that one key alone owns, fill in reverse order.

    Where the peeling gets stuck (few keys, bad luck), a table one slot longer is tried: its
    slots are others.
    """
    third = max(int(len(keys) * _ROOM / 3), 8) + 8
    for longer in range(1000):
        try:
            return _lay_out(keys, values, third + longer)
        except _Stuck:
            continue
    raise ValueError("keys are not distinct")


class _Stuck(Exception):
    """Every slot left is owned by two keys or more."""


def _lay_out(keys: Keys, values: NDArray[np.unsignedinteger], third: int) -> Table:
    a, b, c, mark = _slots(keys, third)
    owned = np.stack([a, b, c])
    rounds = _peel(owned, 3 * third)
    marks = np.zeros(3 * third, np.uint16)
    stored = np.zeros(3 * third, values.dtype)
    for which, slot in reversed(rounds):
        x, y, z = owned[:, which]
        marks[slot] ^= marks[x] ^ marks[y] ^ marks[z] ^ mark[which]
        stored[slot] ^= stored[x] ^ stored[y] ^ stored[z] ^ values[which]
    return Table(marks, stored)


def _peel(
    owned: NDArray[np.int64], slots: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rounds of (keys, the slot that each of them alone owns)."""
    degree = np.bincount(owned.ravel(), minlength=slots)
    holder = np.zeros(slots, np.int64)
    for row in owned:
        np.bitwise_xor.at(holder, row, np.arange(owned.shape[1]))
    rounds = []
    left = owned.shape[1]
    while left:
        free = np.flatnonzero(degree == 1)
        which, first = np.unique(holder[free], return_index=True)
        if not len(which):
            raise _Stuck
        rounds.append((which, free[first]))
        for row in owned[:, which]:
            np.subtract.at(degree, row, 1)
            np.bitwise_xor.at(holder, row, which)
        left -= len(which)
    return rounds
