"""Differences as they are told: what came, went, or says something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.core.record import Change
from ingest.review.difference import Aspect, Difference
from ingest.review.pointer import Json, join, keys


def came_and_went(
    name: str,
    root: tuple[str, ...],
    old: Sequence[Json],
    new: Sequence[Json],
    pairs: Sequence[tuple[int, int]],
    aspect: Aspect = "value",
) -> Iterator[Difference]:
    before, after = keys(old), keys(new)
    kept_old, kept_new = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, item in enumerate(old):
        if i not in kept_old:
            path = join(*root, name, before[i])
            yield Difference(Change(path, "removed", item, None), name, aspect)
    for j, item in enumerate(new):
        if j not in kept_new:
            path = join(*root, name, after[j])
            yield Difference(Change(path, "added", None, item), name, aspect)


def single(path: str, field: str, aspect: Aspect, old: Any, new: Any) -> Difference:
    return Difference(change_of(path, old, new), field, aspect)


def change_of(path: str, old: Any, new: Any) -> Change:
    kind = "added" if old is None else "removed" if new is None else "changed"
    return Change(path, kind, old, new)  # type: ignore[arg-type]
