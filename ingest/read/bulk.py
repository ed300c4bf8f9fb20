"""Hundreds of small records at once.

The constructor of a frozen class sets each field by a call from Python, which for the words of
a page takes as long as laying the page out. Here whole columns of values are set at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import TypeVar

T = TypeVar("T")


def bulk(kind: type[T], count: int, **columns: Iterable[object]) -> list[T]:
    """`count` records of a slotted dataclass, a column of values for each of its fields.

    `__post_init__` is not called: the values must be known to be right.

    >>> from ingest.core.text import Span
    >>> bulk(Span, 2, start=[0, 3], end=[2, 7])
    [Span(start=0, end=2), Span(start=3, end=7)]
    """
    made: list[T] = list(map(kind.__new__, repeat(kind, count)))
    for name, column in columns.items():
        deque(map(getattr(kind, name).__set__, made, column), maxlen=0)
    return made


def bulk_rows(kind: type[T], rows: Sequence[tuple[object, ...]]) -> list[T]:
    """As `bulk`, a record a row, which holds its fields in order."""
    columns = zip(*rows, strict=True)
    return bulk(kind, len(rows), **dict(zip(getattr(kind, "__slots__", ()), columns, strict=False)))
