"""What became of bodies that a reform ended: `reforms.toml`, and the merged provinces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from ingest.lexicon.bodies import Agency, agencies
from ingest.lexicon.fold import key
from ingest.lexicon.load import rows
from ingest.lexicon.territories import REFORM, Province, provinces, successor

HUE = "2025-01-01"
"""Thừa Thiên Huế became a centrally run city half a year before the other provinces changed."""
_JOINTS = {"-", ",", "và", "&"}


@dataclass(frozen=True, slots=True)
class Reform:
    """`old` ended on `on` (EDTF); `new` took over, its main part first."""

    old: str
    new: tuple[str, ...]
    on: str


def joined(name: str) -> str:
    """Key of a name whatever its joints: `Tài chính - Kế hoạch`, `Tài chính Kế hoạch` are one."""
    words = key(name.replace(",", " , ")).split()
    return " ".join(w for w in words if w not in _JOINTS)


@cache
def _reforms() -> dict[str, Reform]:
    return {joined(r.old): r for r in rows("reforms", Reform)}


@dataclass(frozen=True, slots=True)
class Known:
    """A body of the lexicon at the beginning of a name: its spelling there, and what follows."""

    agency: Agency
    name: str
    rest: str


@cache
def _spelled() -> dict[str, list[tuple[Agency, str]]]:
    """Bodies by their key. An alias that is spelled out keeps its own words."""
    found: dict[str, list[tuple[Agency, str]]] = {}
    for agency in agencies():
        found.setdefault(joined(agency.name), []).append((agency, agency.name))
    for agency in agencies():
        for form in agency.abbreviations:
            short = any(a.isupper() and b.isupper() for a, b in pairwise(form))
            spelled = agency.name if short else form
            found.setdefault(joined(form), []).append((agency, spelled))
    return found


@lru_cache(maxsize=4096)
def known_body(name: str) -> Known | None:
    """The longest body of the lexicon that a name begins with, whatever its joints and case.

    >>> found = known_body("Sở Giáo dục và đào tạo tỉnh Hà Giang")
    >>> found.name, found.rest
    ('Sở Giáo dục và Đào tạo', 'tỉnh Hà Giang')
    """
    words = name.split()
    for end in range(min(len(words), 20), 0, -1):
        if words[end - 1] in _JOINTS:
            continue
        part = " ".join(words[:end])
        if found := _spelled().get(joined(part)):
            same = [f for f in found if key(f[1]) == key(part)]
            return Known(*(same or found)[0], " ".join(words[end:]))
    return None


def reform(body: str) -> Reform | None:
    """What ended a body, named without its territory; None where nothing did."""
    return _reforms().get(joined(body))


def ended(territory: Province) -> tuple[str, Province] | None:
    """The day on which a province ended and the province it went into; None if it is there."""
    if any(p.name == territory.name for p in provinces("new")):
        return None
    new = successor(territory)
    return (HUE if new.name == "Huế" else REFORM), new
