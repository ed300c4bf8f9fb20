"""The deadlines of one section, found by the words, the table row or the item that they share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import regex

from ingest.core.document import Block
from ingest.core.record import Assignment, Deadline, Evidence

_TIME_LABEL = regex.compile(r"(?i)[-+*\s]*(?:thời|tiến|lộ|hoàn)")

BlockOf = Callable[[Sequence[Evidence]], Block | None]
"""The block in which the first piece of evidence stands."""


class Dues:
    """`deadlines` in reading order: of several that fit, the first is taken.

    A section may hold thousands of them: none is compared with every assignment.
    """

    def __init__(self, deadlines: Sequence[Deadline], block_of: BlockOf) -> None:
        self._deadlines, self._block_of = deadlines, block_of
        places = [(e.page, e.start, e.end, n) for n, d in enumerate(deadlines) for e in d.evidence]
        self._places = sorted(places)
        self._reach = list(accumulate(((page, end) for page, _, end, _ in self._places), max))

    def of(self, item: Assignment) -> Deadline | None:
        """The deadline that goes with an assignment of the section; None where none does."""
        touched = [n for e in item.evidence for n in self._touching(e)]
        if touched:
            return self._deadlines[min(touched)]
        if item.form == "table":
            row = self._block_of(item.evidence)
            return self._by_row.get(id(row)) if row is not None else None
        return self._labelled if item.form == "labelled" else None

    def _touching(self, seen: Evidence) -> Iterator[int]:
        """The deadlines of which a piece of evidence shares a character."""
        at = bisect_left(self._places, (seen.page, seen.end))
        while at and self._reach[at - 1] > (seen.page, seen.start):
            at -= 1
            page, _, end, n = self._places[at]
            if page == seen.page and end > seen.start:
                yield n

    @cached_property
    def _by_row(self) -> dict[int, Deadline]:
        """The first deadline of each block, by the identity of the block."""
        found: dict[int, Deadline] = {}
        for deadline in self._deadlines:
            block = self._block_of(deadline.evidence)
            if block is not None:
                found.setdefault(id(block), deadline)
        return found

    @cached_property
    def _labelled(self) -> Deadline | None:
        """The first that stands behind a label of its own (`Thời gian: …`)."""
        return next((d for d in self._deadlines if _TIME_LABEL.match(d.text)), None)
