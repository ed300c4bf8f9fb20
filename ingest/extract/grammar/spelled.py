"""Numbers that are not a numeral with its noun: `gấp đôi`, `một trăm phần trăm`, ranks, scores."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from ingest.core.record import Fraction
from ingest.extract.grammar.measures import Noun, read_noun
from ingest.extract.grammar.numbers import Quantity
from ingest.lexicon.target_words import number_words


@cache
def _spelled() -> regex.Pattern[str]:
    """`gấp đôi`, `gấp ba lần`; `một lần/năm`; `một trăm phần trăm`."""
    number = "|".join(sorted(number_words(), key=len, reverse=True))
    return regex.compile(
        rf"""(?<!\p{{L}})(?:
            gấp\ (?P<times>(?P<double>đôi)|(?P<number>{number})(?=\ lần))
          | (?P<often>{number})(?=\ lần\s?/\s?(?:năm|quý|tháng|tuần))
          | (?P<all>một\ trăm\ phần\ trăm)
        )(?!\p{{L}})""",
        regex.V1 | regex.X | regex.I,
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
    low = bare.lower()  # far cheaper than the pattern
    if "gấp" not in low and "lần" not in low and "trăm" not in low:
        return
    for m in _spelled().finditer(bare):
        if m["all"]:
            yield Quantity(m.start(), m.end(), 100.0, True, "", m.end()), None
            continue
        start, end = m.span("often" if m["often"] else "times")
        value = 2.0 if m["double"] else number_words()[(m["often"] or m["number"]).lower()]
        noun = None if m["double"] else read_noun(bare, end)
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
