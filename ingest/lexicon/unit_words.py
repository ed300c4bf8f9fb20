"""Words that build the names of bodies and groups of bodies: `unit_heads.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.lexicon.load import rows

Use = Literal[
    "head", "field", "group", "plural", "qualifier", "owner", "person", "address", "surname", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitWord:
    """`lower`: a head that counts in lower case too, where a capital follows."""

    use: Use
    word: str
    specimen: str
    lower: bool = False


@cache
def unit_words(use: Use) -> tuple[UnitWord, ...]:
    return tuple(r for r in rows("unit_heads", UnitWord) if r.use == use)
