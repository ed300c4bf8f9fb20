"""`Các tỉnh Lào Cai, Yên Bái`: places named for the bodies that run them, each with its level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from ingest.extract.grammar.unit_lists import Part
from ingest.lexicon.territories import province

_SEVERAL = regex.compile(
    r"(?i:các)\s+(?P<level>tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường)\s+(?P<place>\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,3})"
)
_NAME = regex.compile(r"\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,3}")


def each_place(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with the level carried from `các tỉnh` to each place behind it."""
    level = ""
    for part in parts:
        several = _SEVERAL.fullmatch(part.name) if part.name[:3].lower() == "các" else None
        if several is not None:
            level = several["level"].lower()
            yield _named(part, level, several["place"])
        elif level and _NAME.fullmatch(part.name) and _is_place(part.name, level):
            yield _named(part, level, part.name)
        else:
            level = ""
            yield part


def _is_place(name: str, level: str) -> bool:
    return level not in ("tỉnh", "thành phố") or province(name) is not None


def _named(part: Part, level: str, place: str) -> Part:
    known = province(place) if level in ("tỉnh", "thành phố") else None
    word = known.kind if known else level
    name = f"{word[:1].upper()}{word[1:]} {place}"
    return replace(part, name=name, generic=False, carried=True)
