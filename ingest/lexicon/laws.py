"""Names of laws as plans cite them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.lexicon.load import rows


@dataclass(frozen=True, slots=True)
class LawNames:
    """A row of `laws.toml`: names without `Luật`, of one field."""

    field: str
    names: tuple[str, ...]


@cache
def law_names() -> tuple[str, ...]:
    """All names, longest first so that an alternation prefers the whole one."""
    found = {n for row in rows("laws", LawNames) for n in row.names}
    return tuple(sorted(found, key=lambda n: (-len(n), n)))
