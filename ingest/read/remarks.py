"""Wording that several readers share in their remarks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_MOST = 20


def numbered(pages: Sequence[int]) -> str:
    """Page numbers in order, runs closed.

    >>> numbered([1, 2, 3, 7]), numbered([5])
    ('pages 1-3, 7', 'page 5')
    """
    runs: list[list[int]] = [[pages[0]]]
    for before, page in pairwise(pages):
        if page != before + 1:
            runs.append([])
        runs[-1].append(page)
    told = [str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs[:_MOST]]
    more = " …" if len(runs) > _MOST else ""
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(told)}{more}"
