"""Messages about the command line, in Vietnamese."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from ingest.lexicon.load import rows

_ARGUMENT = regex.compile(r"argument ([^:]{1,80}): ")
_HOLE = regex.compile(r"\\\{\d\\\}")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class UsageErrorRow:
    said: str
    vi: str


def in_vietnamese(message: str) -> str:
    """As it is where no row of `usage_errors.toml` fits: another Python may word it otherwise."""
    cut = message[:_LONGEST]
    named = _ARGUMENT.match(cut)
    front = f"đối số {named[1]}: " if named else ""
    rest = cut[named.end() :] if named else cut
    for pattern, vi in _patterns():
        found = pattern.fullmatch(rest)
        if found:
            return front + vi.format(*found.groups())
    return front + rest


@cache
def _patterns() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple(
        (regex.compile(_HOLE.sub("(.{1,2000}?)", regex.escape(row.said))), row.vi)
        for row in rows("usage_errors", UsageErrorRow)
    )
