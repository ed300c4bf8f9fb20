"""Why an input gave no record, in the reader's language. English stands where it is found out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from ingest.lexicon.load import rows

_HOLE = regex.compile(r"\\\{\d\\\}")
_LONGEST = 2_000
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class ReasonRow:
    said: str
    vi: str


def reason(why: str, language: str) -> str:
    """`why` of an outcome as `language` has it; as it is where no row of `reasons.toml` fits,
    since libraries word their part of it."""
    return _vietnamese(why[:_LONGEST], 0) + why[_LONGEST:] if language == "vi" else why


def _vietnamese(why: str, depth: int) -> str:
    for pattern, vi in _patterns() if depth < _DEEPEST else ():
        found = pattern.fullmatch(why)
        if found:
            return vi.format(*(_vietnamese(part, depth + 1) for part in found.groups()))
    return why


@cache
def _patterns() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple(
        (regex.compile(_HOLE.sub("(.{1,2000}?)", regex.escape(row.said))), row.vi)
        for row in rows("reasons", ReasonRow)
    )
