"""Numbers as Vietnamese plans write them: `29.000`, `5,5`, `10 - 15%`, `77/85`, `từ 3 đến 5`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.core.record import Fraction, Range


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, range or fraction at `[start, end)` of a line, its `%` and scale word included.

    `scale` is `triệu`, `tỷ`, … as written, empty without. `digits` is where the last digit ends.
    """

    start: int
    end: int
    value: float | Range | Fraction
    percent: bool
    scale: str
    digits: int

    @property
    def top(self) -> float:
        """The value itself, or the upper end of a range."""
        if isinstance(self.value, Range):
            return self.value.max
        return self.value.numerator if isinstance(self.value, Fraction) else self.value


# 2.973.000 · 5.171,344 · 85,70 · 02 · 6.5 (only before %) · 1 200 000
_NUMBER = (
    r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|\d{1,3}(?:\ \d{3}){2,4}|\d{1,9}(?:[,.]\d{1,4})?)"
)
_PERCENT = r"\s?(?:%|phần\ trăm)"
_SCALE = r"(?<=\d)\ (?:nghìn|ngàn|triệu|t[ỷỉ]|vạn)(?!\p{L})"
# "1.700km", "1,5cm", "55tạ/ha": units written without a blank
_GLUED = r"(?!(?:km|cm|mm|ha|m|kg|MW|GB|tạ|tấn|lít)[23²³]?(?!\p{L}))"
# no part of a word, a number or a time: free in "Đàn ong:1200 đàn", not in "07:30"
_FREE = r"(?<![\p{L}\d./,%\-–])(?<!\d:)"
# "dưới 131/100.000 dân": a rate, no fraction
_NOT_RATE = r"(?!\d{1,3}(?:\.\d{3})+\ )"
_QUANTITY = regex.compile(
    rf"""{_FREE}(?P<a>{_NUMBER})
    (?:
        /(?P<den>\d{{1,6}}|(?<=\.\d{{3}}/)\d{{1,3}}(?:\.\d{{3}}){{1,3}})(?![\d/\-]|\.\d)(?P<of>{_PERCENT})?
      | (?P<pa>{_PERCENT})?(?P<sa>{_SCALE})?\s?(?:[-–—÷]|đến|tới)\s?(?P<less>dưới\ )?
        (?P<b>{_NUMBER})(?P<pb>{_PERCENT})?(?P<sb>{_SCALE})?
      | (?P<p>{_PERCENT})?(?P<s>{_SCALE})?
    )(?!\d|:\d)(?!{_GLUED}\p{{L}}|[-.,]\d|/{_NOT_RATE}\d|-\p{{L}})""",
    regex.V1 | regex.X | regex.I,
)
_SINGLE = regex.compile(
    rf"{_FREE}(?P<a>{_NUMBER})(?P<p>{_PERCENT})?(?P<s>{_SCALE})?"
    r"(?![\d\p{L}]|:\d|[-/.,]\d)",
    regex.V1 | regex.X | regex.I,
)


_GROUPED = regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?").fullmatch
_PLAIN = regex.compile(r"\d+(?:[.,]\d+)?").fullmatch


def parse_number(text: str, percent: bool = False) -> float | None:
    """`29.000` -> 29000, `5,5` -> 5.5, `02` -> 2; a dot group of other than three is a decimal.

    >>> parse_number("2.973.000"), parse_number("85,70"), parse_number("6.5")
    (2973000.0, 85.7, 6.5)
    """
    text = text.replace(" ", "")
    if _GROUPED(text):
        text = text.replace(".", "").replace(",", ".")
    elif _PLAIN(text):
        text = text.replace(",", ".")
    else:
        return None
    return float(text)


def find_quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a line, left to right, dates and document numbers among them."""
    at = 0
    while (match := _QUANTITY.search(text, at)) is not None:
        found = _read(match)
        if found is None:
            single = _SINGLE.match(text, match.start())
            found = _read_single(single) if single else None
            at = single.end() if single else match.end()
        else:
            at = match.end()
        if found is not None:
            yield found


def _read(match: regex.Match[str]) -> Quantity | None:
    first = parse_number(match["a"])
    if first is None:
        return None
    if match["den"]:
        return _fraction(match, first)
    if match["b"]:
        return _range(match, first)
    return _single(match, first)


def _fraction(match: regex.Match[str], first: float) -> Quantity | None:
    value = Fraction(first, float(match["den"].replace(".", "")))
    if not value.denominator or "," in match["a"]:
        return None
    return Quantity(match.start(), match.end("den"), value, False, "", match.end("den"))


def _range(match: regex.Match[str], first: float) -> Quantity | None:
    last = parse_number(match["b"])
    # "- 15%" after a number of its own, "3 tháng - 2 năm": no range where the order is wrong
    if last is None or first >= last:
        return None
    percent = bool(match["pb"])
    if match["pa"] and not percent:
        return None
    scale = (match["sb"] or match["sa"] or "").strip()
    return Quantity(match.start(), match.end(), Range(first, last), percent, scale, match.end("b"))


def _single(match: regex.Match[str], first: float) -> Quantity:
    scale = (match["s"] or "").strip()
    return Quantity(match.start(), match.end(), first, bool(match["p"]), scale, match.end("a"))


def _read_single(match: regex.Match[str]) -> Quantity | None:
    first = parse_number(match["a"])
    return None if first is None else _single(match, first)
