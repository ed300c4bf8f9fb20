"""One difference between two records, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.core.record import Change

Aspect = Literal["value", "text", "confidence", "source"]
ASPECTS: tuple[Aspect, ...] = ("value", "text", "confidence", "source")


@dataclass(frozen=True, slots=True)
class Difference:
    """`change` with the field it counts for (`targets`, `targets.value`, `title`).

    `aspect`: `value` what a record says, `text` how the words read or where they stand,
    `confidence`, `source` the input file. `cause` is the path of the difference that this one
    follows from (an item whose id changed because its section was renumbered); it is None for
    what counts.
    """

    change: Change
    field: str
    aspect: Aspect = "value"
    cause: str | None = None


def counts(differences: tuple[Difference, ...]) -> dict[str, dict[str, int]]:
    """How many of each kind by field; what follows from another difference is left out."""
    found: dict[str, dict[str, int]] = {}
    for difference in differences:
        if difference.cause is None:
            kinds = found.setdefault(difference.field, {})
            kind = difference.change.kind
            if difference.aspect != "value":
                kind = difference.aspect  # type: ignore[assignment]
            kinds[kind] = kinds.get(kind, 0) + 1
    return dict(sorted(found.items()))
