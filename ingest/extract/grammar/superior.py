"""The body above an issuer, where its head does not print it."""

from __future__ import annotations

import regex

from ingest.core.document import Document
from ingest.core.text import Span
from ingest.extract.grammar.dates import parse_full_date
from ingest.extract.grammar.imprint import place_and_date
from ingest.extract.grammar.territory import Territory, territory_at_end, territory_level
from ingest.lexicon.fold import key
from ingest.lexicon.territories import province, regime

_COMMITTEE = "Ủy ban nhân dân"
_OWN = regex.compile(
    r"Ủy ban nhân dân (?P<level>huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu) (?P<name>.+)"
)
_NAME = r"\p{Lu}\p{L}*(?:\s+(?:-\s+)?\p{Lu}\p{L}*){0,3}"
_PROVINCE = regex.compile(rf"(?P<level>[Tt]ỉnh|[Tt]hành\s+phố)\s+(?P<name>{_NAME})")
_DISTRICT = regex.compile(
    rf"(?P<level>[Hh]uyện|[Qq]uận|[Tt]hị\s+xã|[Tt]hành\s+phố)\s+(?P<name>{_NAME}|\d{{1,2}})"
)


def parent_of(
    document: Document, name: str, territory: Territory | None
) -> tuple[str | None, tuple[Span, ...]]:
    """The superior body and what it was inferred from: (None, ()) where nothing tells it.

    A Sở stands below the people's committee of its territory; that of a district or, since
    01/7/2025, of a commune below the province's, where the document names one province.
    """
    if name.startswith("Sở "):
        place = territory_at_end(name) or (territory.text if territory else None)
        return (f"{_COMMITTEE} {place}", ()) if place else (None, ())
    above = _above(document, name)
    if above is None or above.span is None:
        return None, ()
    return f"{_COMMITTEE} {above.text}", (above.span,)


def _above(document: Document, name: str) -> Territory | None:
    """The territory above, if the document names one more often than any other."""
    own = _OWN.fullmatch(name)
    if own is None or (own["level"] == "thành phố" and province(own["name"])):
        return None
    old_commune = own["level"] in ("xã", "phường", "thị trấn") and _regime(document) == "old"
    named: dict[str, list[Territory]] = {}
    pattern = _DISTRICT if old_commune else _PROVINCE
    for m in pattern.finditer(document.flat, document.span.start, document.span.end):
        one = Territory(territory_level(m["level"]), " ".join(m["name"].split()), Span(*m.span()))
        known = province(one.name)
        if (known is not None) != old_commune and (known is None or known.kind == one.level):
            named.setdefault(key(one.text), []).append(one)
    ranked = sorted(named.values(), key=len, reverse=True)
    if not ranked or (len(ranked) > 1 and len(ranked[0]) == len(ranked[1])):
        return None
    return ranked[0][0]


def _regime(document: Document) -> str:
    found = place_and_date(document)
    date = parse_full_date(document.line(found[1])) if found else None
    return regime(date.edtf if date else None)
