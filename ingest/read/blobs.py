"""Connected marks of a small picture of a page: seals, strokes, holes, specks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Run = tuple[int, int, int]
"""A row, the first column and the column after the last one."""

_MOST_RUNS = 60_000


@dataclass(frozen=True, slots=True)
class Blob:
    """Marked pixels that touch, corners included; bounds half open, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int
    area: int
    runs: tuple[Run, ...]

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    def draw(self, mask: Mask) -> None:
        for y, start, end in self.runs:
            mask[y, start:end] = True


def blobs(mask: Mask) -> list[Blob]:
    """The connected parts of the mask; none where it is too busy to be a few marks."""
    runs = _runs(mask)
    if len(runs) > _MOST_RUNS:
        return []
    leader = list(range(len(runs)))

    def find(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    above = 0
    for n, (y, start, end) in enumerate(runs):
        while runs[above][0] < y - 1 or (runs[above][0] == y - 1 and runs[above][2] < start):
            above += 1
        other = above
        while runs[other][0] == y - 1 and runs[other][1] <= end:
            leader[find(n)] = find(other)
            other += 1
    groups: dict[int, list[Run]] = {}
    for n, run in enumerate(runs):
        groups.setdefault(find(n), []).append(run)
    return [_blob(group) for group in groups.values()]


def _runs(mask: Mask) -> list[Run]:
    """Runs of marked pixels, row by row."""
    edges = np.diff(np.pad(mask.view(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))


def _blob(runs: list[Run]) -> Blob:
    return Blob(
        min(r[1] for r in runs),
        runs[0][0],
        max(r[2] for r in runs),
        runs[-1][0] + 1,
        sum(r[2] - r[1] for r in runs),
        tuple(runs),
    )


def drawn(parts: Iterable[Blob], shape: tuple[int, ...]) -> Mask:
    """A mask of these parts alone."""
    mask = np.zeros(shape, dtype=np.bool_)
    for part in parts:
        part.draw(mask)
    return mask


def grown(mask: Mask, reach: int) -> Mask:
    """The mask with everything within `reach` pixels, along the axes and the diagonals."""
    for axis in (0, 1):
        wide = mask.copy()
        for step in range(1, reach + 1):
            fore: list[slice] = [slice(None), slice(None)]
            back: list[slice] = [slice(None), slice(None)]
            fore[axis], back[axis] = slice(step, None), slice(None, -step)
            wide[tuple(fore)] |= mask[tuple(back)]
            wide[tuple(back)] |= mask[tuple(fore)]
        mask = wide
    return mask
