"""What the flags of the commands mean, in Vietnamese."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.lexicon.load import rows


@dataclass(frozen=True, slots=True)
class FlagRow:
    """`command` is `*` for a flag of all commands, `-` for one of the program itself."""

    command: str
    flag: str
    vi: str


@cache
def flags() -> dict[tuple[str, str], str]:
    """All rows of `flags.toml`: (command, flag) to text."""
    return {(row.command, row.flag): row.vi for row in rows("flags", FlagRow)}
