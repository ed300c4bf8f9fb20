"""Provinces and centrally run cities, before and after 1 July 2025, and the words for levels.

Source: statistical codes, Resolution 202/2025/QH15 (`territories.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from ingest.lexicon.fold import key
from ingest.lexicon.load import rows

Regime = Literal["old", "new"]

REFORM = "2025-07-01"
"""The day on which districts ended and 63 provinces became 34."""


@dataclass(frozen=True, slots=True)
class Province:
    """`kind` is `tỉnh` or `thành phố`; `merged` the old provinces that a new one is made of."""

    code: str
    regime: Regime
    name: str
    kind: Literal["tỉnh", "thành phố"]
    aliases: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class LevelWord:
    """A word for a kind of territory: `quận`. `level` is where it stands."""

    word: str
    level: Literal["central", "province", "district", "commune", "village"]
    specimen: str
    short: tuple[str, ...] = ()


@cache
def provinces(regime: Regime) -> tuple[Province, ...]:
    return tuple(p for p in rows("territories", Province) if p.regime == regime)


@cache
def level_words() -> tuple[LevelWord, ...]:
    """`tỉnh`, `thành phố`, `quận`, …, with their short forms (`TP`)."""
    return rows("levels", LevelWord)


@cache
def level_word(text: str) -> LevelWord | None:
    """The level word that `text` is, short forms included."""
    wanted = key(text.rstrip(". "))
    for word in level_words():
        if wanted in {key(f) for f in (word.word, *word.short)}:
            return word
    return None


def regime(on: str | None) -> Regime:
    """Which map was valid on an ISO date (or its beginning: `2025-07`); old if unknown.

    The bare year of the reform counts as old: half of it was.
    """
    if not on:
        return "old"
    return "new" if on >= REFORM[: len(on)] and on != REFORM[:4] else "old"


@cache
def _index(which: Regime) -> dict[str, Province]:
    return {key(n): p for p in provinces(which) for n in (p.name, *p.aliases)}


_LEVEL = regex.compile(r"^(?:tỉnh|thành\s+phố|tp\.?)\s+", regex.IGNORECASE)


def province(name: str, on: str | None = None) -> Province | None:
    """The province of that name (`Hà Giang`, `tỉnh Hà Giang`, `TP. HCM`), valid on a date.

    Without a date the old map is asked first: a name of the new map is one of the old, but
    for Huế.
    """
    wanted = key(_LEVEL.sub("", name.strip()))
    order: tuple[Regime, ...] = (regime(on),) if on else ("old", "new")
    for which in order:
        if (found := _index(which).get(wanted)) is not None:
            return found
    return None


def is_province(name: str, on: str | None = None) -> bool:
    """True for a province or centrally run city, with or without its level word."""
    return province(name, on) is not None


def successor(old: Province) -> Province:
    """The province of today that an old one went into (itself where it is new)."""
    return next((p for p in provinces("new") if old.name in p.merged), old)


@cache
def _named(which: Regime) -> regex.Pattern[str]:
    names = sorted(
        (n for p in provinces(which) for n in (p.name, *p.aliases)), key=len, reverse=True
    )
    spelled = "|".join(r"\s+".join(regex.escape(w) for w in n.split()) for n in names)
    return regex.compile(rf"(?<!\w)(?:{spelled})(?!\w)", regex.IGNORECASE)


def province_of(text: str, on: str | None = None) -> Province | None:
    """The province that a name of a body or place speaks of (`UBND tỉnh Lạng Sơn`).

    The last one named wins: `Chi nhánh Hà Nội - tỉnh Hưng Yên` is rare, `Sở … tỉnh X` is not.
    `thành phố Lạng Sơn`, `thị xã Quảng Trị` are towns: their province is named all the same.
    """
    which = regime(on)
    found = list(_named(which).finditer(text))
    if not found and not on:
        which, found = "new", list(_named("new").finditer(text))
    return _index(which).get(key(found[-1].group())) if found else None
