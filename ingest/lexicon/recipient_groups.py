"""Which bodies a group of recipients reaches: `recipient_groups.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from ingest.lexicon.fold import key
from ingest.lexicon.load import rows

ALL = "*"
"""Stands for every kind: `các đơn vị`."""


@dataclass(frozen=True, slots=True)
class RecipientGroup:
    word: str
    kinds: tuple[str, ...]


@cache
def _groups() -> list[tuple[regex.Pattern[str], tuple[str, ...]]]:
    return [
        (regex.compile(rf"(?<!\w){regex.escape(key(r.word))}(?!\w)"), r.kinds)
        for r in rows("recipient_groups", RecipientGroup)
    ]


def kinds_reached(group: str) -> set[str]:
    """The kinds of bodies that a group of recipients stands for.

    >>> sorted(kinds_reached("Các phòng, đơn vị thuộc Sở"))[:2]
    ['*', 'Phòng']
    """
    # What follows is the owner of the group, no member of it.
    wanted = key(group).split(f" {key('thuộc')} ")[0].split(f" {key('trực thuộc')} ")[0]
    found: set[str] = set()
    for pattern, kinds in _groups():
        if pattern.search(wanted):
            found.update(kinds)
    return found
