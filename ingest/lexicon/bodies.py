"""Bodies and their names: full names, symbols, kinds. Facts: `agencies`, `abbreviations`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import regex

from ingest.lexicon.fold import key
from ingest.lexicon.load import rows
from ingest.lexicon.territories import (
    is_province,
    level_word,
    level_words,
    province,
    province_of,
    regime,
)

__all__ = [
    "Agency",
    "agencies",
    "by_symbol",
    "expand",
    "find",
    "is_province",
    "kind_of",
    "level_word",
    "level_words",
    "province",
    "province_of",
    "regime",
]


@dataclass(frozen=True, slots=True)
class Agency:
    """A body. `since` and `until` are ISO dates, empty where no reform touched it."""

    kind: str
    level: str
    name: str
    specimen: str
    abbreviations: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def exists(self, on: str | None) -> bool:
        """Whether the body is there on an ISO date (True where no date is given)."""
        return not on or (self.since <= on and (not self.until or on <= self.until))


@dataclass(frozen=True, slots=True)
class Abbreviation:
    short: str
    long: str
    specimen: str
    after: tuple[str, ...] = ()


def agencies() -> tuple[Agency, ...]:
    return rows("agencies", Agency)


@cache
def _by_name() -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    for agency in agencies():
        for form in (agency.name, *agency.abbreviations):
            found.setdefault(key(form), agency)
    return found


def find(name: str) -> Agency | None:
    """The body of exactly that name or abbreviation, whatever its case and hyphens."""
    return _by_name().get(key(name))


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str | None:
    """The kind of the longest known body that a name begins with: `Sở Y tế tỉnh` is a `Sở`."""
    words = key(name).split()[:40]
    for end in range(len(words), 0, -1):
        if (agency := _by_name().get(" ".join(words[:end]))) is not None:
            return agency.kind
    return None


_SYMBOL_HEADS = {"S": "Sở", "B": "Bộ", "P": "Phòng", "VP": "Văn phòng"}


@cache
def _by_symbol() -> dict[str, tuple[Agency, ...]]:
    found: dict[str, tuple[Agency, ...]] = {}
    for agency in agencies():
        for symbol in agency.symbols:
            squeezed = _squeeze(symbol)
            found[squeezed] = (*found.get(squeezed, ()), agency)
    return found


def by_symbol(code: str, on: str | None = None) -> str | None:
    """The full name behind the issuer part of a document's symbol: `SVHTTDL`, `UBND`, `TTg`.

    `on` (ISO date) chooses between bodies of two times. None where the code says nothing.

    >>> by_symbol("SVHTTDL")
    'Sở Văn hóa, Thể thao và Du lịch'
    """
    squeezed = _squeeze(code)
    known = _by_symbol().get(squeezed, ())
    fitting = [a for a in known if a.exists(on)] or list(known)
    if fitting:
        return fitting[0].name
    for head, word in _SYMBOL_HEADS.items():
        rest = squeezed.removeprefix(head)
        if rest != squeezed and (long := _long(rest, word)) is not None:
            return f"{word} {long}"
    return None


def _squeeze(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


@cache
def _abbreviations() -> dict[str, tuple[Abbreviation, ...]]:
    found: dict[str, tuple[Abbreviation, ...]] = {}
    for row in rows("abbreviations", Abbreviation):
        found[row.short] = (*found.get(row.short, ()), row)
    return found


def _long(short: str, before: str) -> str | None:
    """What an abbreviation means after `before`, the text to its left."""
    for row in _abbreviations().get(short, ()):
        if not row.after or any(_ends(before, word) for word in row.after):
            return row.long
    return None


def _ends(before: str, word: str) -> bool:
    left, right = key(before), key(word)
    return left == right or left.endswith(" " + right)


_CAPITALS = regex.compile(
    r"""(?<![\w/])                              # VH TT & DL, GD&ĐT, LĐ-TB&XH, TTg, UBND
    (?:\p{Lu}{1,9}(?:r|g|rH)?)
    (?:(?:\s?[&,.–-]\s?|\s)\p{Lu}{1,9}(?:r|g|rH)?(?!\p{Ll})){0,6}
    (?![\w/])""",
    regex.VERBOSE,
)
_DOT = regex.compile(r"([Tt]hành phố|[Tt]hị xã)\.\s?(?=\p{Lu})")
_AND = regex.compile(r"(?<!\p{Lu})\s?&\s?|\s?&\s?(?!\p{Lu})|\s&\s")
"""`&` between words is `và`; inside an abbreviation that stays (TH&THCS) it stays."""
_PART = regex.compile(r"\p{Lu}+(?:r|g|rH)?")


@lru_cache(maxsize=16384)
def expand(name: str) -> str:
    """The name with its abbreviations spelled out and blanks collapsed; the rest as written.

    >>> expand("UBND tỉnh Lạng Sơn")
    'Ủy ban nhân dân tỉnh Lạng Sơn'
    >>> expand("Sở VH TT & DL")
    'Sở Văn hóa, Thể thao và Du lịch'
    """
    name = " ".join(name.split())
    if not any(a.isupper() and b.isupper() for a, b in pairwise(name)) and ("TTg" not in name):
        return name
    out: list[str] = []
    at = 0
    for run in _CAPITALS.finditer(name):
        out.append(name[at : run.start()])
        for piece in _spelled(name, run.start(), run.end(), "".join(out)):
            out.append(piece)
        at = run.end()
    spelled = _AND.sub(" và ", _DOT.sub(r"\1 ", "".join([*out, name[at:]])))
    return " ".join(spelled.split())


def _spelled(name: str, start: int, end: int, before: str) -> Iterator[str]:
    """The pieces of one run of capitals, the longest known abbreviation first."""
    parts = list(_PART.finditer(name, start, end))
    at, i = start, 0
    while i < len(parts):
        yield name[at : parts[i].start()]
        before += name[at : parts[i].start()]
        for j in range(len(parts), i, -1):
            short = _squeeze(name[parts[i].start() : parts[j - 1].end()])
            long = _long(short, before.strip())
            if long is not None:
                break
        else:
            j, long = i + 1, parts[i].group()
        if long == "thành phố" and not before.strip():
            long = "Thành phố"
        yield long
        before += long
        at, i = parts[j - 1].end(), j
    yield name[at:end]
