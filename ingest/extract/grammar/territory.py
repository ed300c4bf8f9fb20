"""The territory a document speaks for: `tỉnh Hà Giang`, `quận Ngô Quyền`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.core.document import Document
from ingest.core.text import Span
from ingest.extract.grammar.imprint import place_span
from ingest.lexicon.fold import key
from ingest.lexicon.territories import province

_LEVELS = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "quận": "quận", "huyện": "huyện",
    "thị xã": "thị xã", "tx": "thị xã", "xã": "xã", "phường": "phường", "thị trấn": "thị trấn",
    "đặc khu": "đặc khu",
}  # fmt: skip
_LEVEL = r"(?i:tỉnh|thành\s+phố|quận|huyện|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu)"
_PROPER = r"\p{Lu}[\p{L}]*(?:\s+(?:-\s+)?\p{Lu}[\p{L}]*){0,4}|\d{1,2}"
_AT_END = regex.compile(rf"(?:(?P<level>{_LEVEL})\s+(?P<name>{_PROPER}))$")


@dataclass(frozen=True, slots=True)
class Territory:
    """`level` a common noun, `name` the proper one; `span` where it was read, if it was."""

    level: str
    name: str
    span: Span | None = None

    @property
    def text(self) -> str:
        return f"{self.level} {self.name}"


def territory_level(word: str) -> str:
    return _LEVELS.get(" ".join(word.lower().rstrip(".").split()), word.lower())


def territory_at_end(name: str) -> str | None:
    """`thành phố Cần Thơ` of `Sở Y tế thành phố Cần Thơ`; None where a name ends without one."""
    m = _AT_END.search(name)
    return m.group() if m else None


def own_territory(document: Document) -> Territory | None:
    """From the địa danh, its level from the text if the place does not say it."""
    place = _place(document)
    if place is None:
        return _most_named(document)
    span, text = place
    m = regex.match(rf"(?P<level>{_LEVEL}|T[Pp]\.?|T[Xx]\.?)\s*(?P<name>\S.*)$", text)
    if m:
        return Territory(territory_level(m["level"]), m["name"].strip(), span)
    level = _level_of(document, text)
    return Territory(level, text, span) if level else _most_named(document)


def _place(document: Document) -> tuple[Span, str] | None:
    span = place_span(document)
    return (span, document.line(span)) if span else None


def _level_of(document: Document, name: str) -> str | None:
    """The level word that most often stands before the name in the text, else the gazetteer."""
    counts = Counter(_levels_before(document, name))
    if counts:
        return max(counts, key=lambda k: (counts[k], k))
    known = province(name)
    return known.kind if known else None


_AT = regex.compile(rf"({_LEVEL})\s+\Z")
_FAR = 400
"""A level word may be parted from its name by the blanks that stand for a page number."""


def _levels_before(document: Document, name: str) -> Iterator[str]:
    """The level words before each place where the name stands.

    The name is looked for as it is: a pattern with it in it would be compiled for each document.
    """
    flat, free, last = document.flat, document.span.start, document.span.end
    at = flat.find(name, free, last)
    while at >= 0:
        after = at + len(name)
        if after == last or not flat[after].isalpha():
            m = _AT.search(flat, max(free, at - _FAR), at)
            if m is not None:
                yield territory_level(m[1])
                free = after
        at = flat.find(name, at + 1, last)


def _most_named(document: Document) -> Territory | None:
    """Without a địa danh: the territory of the title, or of the body that promulgates."""
    for kind in ("title", "head", "preamble"):
        zone = next((z.span for z in document.zones if z.kind == kind), None)
        if zone is None:
            continue
        found = list(
            regex.finditer(
                rf"(?P<level>{_LEVEL})\s+(?P<name>{_PROPER})",
                document.flat,
                pos=zone.start,
                endpos=zone.end,
            )
        )
        # `CỘNG HÒA XÃ HỘI CHỦ NGHĨA …` names no xã
        found = [m for m in found if not m["name"].startswith(("HỘI", "Hội "))]
        if found:
            counts = Counter(key(m["name"]) for m in found)
            best = max(found, key=lambda m: (counts[key(m["name"])], m.start()))
            return Territory(territory_level(best["level"]), best["name"], Span(*best.span()))
    return None
