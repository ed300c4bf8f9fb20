"""Numbers that are not a numeral with its noun: `gấp đôi`, `một trăm phần trăm`, ranks, scores."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ingest.core.record import Fraction
from ingest.extract.grammar.measures import Noun, read_noun
from ingest.extract.grammar.numbers import Quantity

_WORDS = {"đôi": 2.0, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "năm": 5.0, "mười": 10.0}
# gấp đôi · gấp ba lần; một trăm phần trăm
_SPELLED = regex.compile(
    r"(?<!\p{L})(?:gấp (?P<times>(?P<double>đôi)|(?P<number>hai|ba|bốn|năm|mười)(?= lần))"
    r"|(?P<all>một trăm phần trăm))(?!\p{L})",
    regex.I,
)
# "77/85 (90,6%) xã": the noun stands behind the percentage
_AGAIN = regex.compile(r" ?\([\d.,]{1,7} ?%\)(?= \p{L})")
_SCORE = regex.compile(r"(?<!\p{L})điểm(?!\p{L})[^;,.]{0,60}$", regex.I)
_SCALES = (5.0, 10.0, 100.0, 1000.0)
# "xếp thứ 15 trở lên", "đứng vị trí thứ 3"
_RANKED = regex.compile(
    r"(?<!\p{L})(?:xếp|đứng|giữ|vươn lên|ở)(?: (?:hạng|vị trí|trong))*(?: thứ| hạng)\s?$", regex.I
)


def spelled(bare: str) -> Iterator[tuple[Quantity, Noun | None]]:
    """Numbers in words that say how many times or all, left to right."""
    for m in _SPELLED.finditer(bare):
        if m["all"]:
            yield Quantity(m.start(), m.end(), 100.0, True, "", m.end()), None
            continue
        start, end = m.span("times")
        value = _WORDS[m["times"].lower()]
        noun = read_noun(bare, end) if m["number"] else None
        if noun is None:
            noun = Noun(end, "lần", end, "lần", end, None)
        yield Quantity(start, end, value, False, "", end), noun


def noun_of(bare: str, quantity: Quantity) -> Noun | None:
    """What a numeral counts that has no noun right behind it; a rank counts nothing: unit ``."""
    if isinstance(quantity.value, Fraction):
        if again := _AGAIN.match(bare, quantity.end):
            return read_noun(bare, again.end())
        before = bare[max(0, quantity.start - 80) : quantity.start]
        if quantity.value.denominator in _SCALES and _SCORE.search(before):
            return Noun(quantity.end, "điểm", quantity.end, "điểm", quantity.end, "measure")
        return None
    if is_rank(bare, quantity):
        return Noun(quantity.end, "", quantity.end, "", quantity.end, "measure")
    return None


def is_rank(bare: str, quantity: Quantity) -> bool:
    """`xếp thứ 15 trở lên`: the place itself is promised."""
    before = bare[max(0, quantity.start - 40) : quantity.start]
    return isinstance(quantity.value, float) and _RANKED.search(before) is not None
