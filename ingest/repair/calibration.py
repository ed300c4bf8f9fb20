"""From what the lattice believes of a change to how often such a change is right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EDGES = (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)


@dataclass(frozen=True, slots=True)
class Calibration:
    """`rates[k]` is how often changes with a share from `EDGES[k]` on were right."""

    rates: tuple[float, ...]

    def __call__(self, share: float) -> float:
        """The confidence of a change with this posterior share."""
        if not self.rates:
            return round(share, 3)
        return self.rates[max(bisect_right(EDGES, share) - 1, 0)]


def fit(judged: Iterable[tuple[float, bool]]) -> Calibration:
    """Rates that never fall as the share grows (pool adjacent violators)."""
    right = [0.5] * len(EDGES)
    count = [1.0] * len(EDGES)
    for share, good in judged:
        k = max(bisect_right(EDGES, share) - 1, 0)
        right[k] += good
        count[k] += 1
    pools: list[list[float]] = []
    for r, c in zip(right, count, strict=True):
        pools.append([r, c, 1])
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] >= pools[-1][0] * pools[-2][1]:
            r2, c2, n2 = pools.pop()
            pools[-1] = [pools[-1][0] + r2, pools[-1][1] + c2, pools[-1][2] + n2]
    rates = [round(min(r / c, 0.999), 3) for r, c, n in pools for _ in range(int(n))]
    return Calibration(tuple(rates))


def reliability(
    judged: Sequence[tuple[float, bool]],
    edges: Sequence[float] = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99),
) -> list[tuple[float, int, float, float]]:
    """Rows of (confidence from, changes, mean confidence, share right)."""
    out = []
    for low, high in zip(edges, [*edges[1:], 1.01], strict=True):
        inside = [(c, r) for c, r in judged if low <= c < high]
        if inside:
            n = len(inside)
            out.append((low, n, sum(c for c, _ in inside) / n, sum(r for _, r in inside) / n))
    return out
