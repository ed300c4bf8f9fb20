"""Số, ký hiệu: document numbers of all families, in heads and in citations.

State `1929/KH-SVHTTDL`, normative `30/2020/NĐ-CP`, National Assembly `31/2021/QH15`, party
`87-KH/TU` (read the other way round), công văn `3105/BVHTTDL-TV`, joint
`55/2005/TTLT-BNV-VPCP`; blank numbers keep their symbol. Source: NĐ 30/2020, HD 36-HD/VPTW.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.core.record import DocumentNumber
from ingest.core.text import Span
from ingest.lexicon.document_types import by_code, by_name

# UBND · SGD&ĐT · SVH,TT&DL · TTg · UBTƯMTTQVN · QĐ.UBND; a comma or dot only before a capital
_SEGMENT = r"\p{Lu}[\p{L}\d]{0,24}(?:\s?&\s?\p{Lu}[\p{L}\d]{0,12}|[.,]\p{Lu}[\p{L}\d]{0,12}){0,4}"
_JOIN = r"\s{0,2}[-–—‐‑−_]\s{0,2}"
# 66.2/2025/NQ-CP: the second resolution under Nghị quyết 66
_SERIAL = r"(?:\d{1,4}\.\d{1,3}(?=\s?/\s?(?:19|20)\d\d\s?/)|\d{1,6}[A-Za-zđĐ]{0,2})"
_BLANK = r"[.…_\s]{0,40}"
_END = r"(?![\p{L}\d/])"

# KH-UBND · TTLT/BTC-BNN, KH/THCS (older papers part type and issuer by a stroke)
_SYMBOL = rf"(?:\p{{Lu}}\p{{L}}{{1,4}}\s?/\s?)?{_SEGMENT}(?:{_JOIN}{_SEGMENT}){{0,4}}"
_STATE = rf"""
    (?P<serial>{_SERIAL}) \s{{0,3}}/\s{{0,2}} (?:(?P<year>(?:19|20)\d\d)\s?/\s?)?
    (?P<symbol>{_SYMBOL}) {_END}
"""
# 87-KH/TU; the dash may be missing: 298 KH/TWĐTN
_PARTY = rf"""
    (?P<serial>{_SERIAL}) (?:{_JOIN}|\s{{1,2}}) (?P<symbol>\p{{Lu}}\p{{L}}{{1,4}}\s?/\s?{_SEGMENT}(?:{_JOIN}{_SEGMENT}){{0,3}}) {_END}
"""
# Not in `QCVN 01-1:2018/BYT`: the year behind a colon belongs to the standard.
_NUMBER = regex.compile(rf"(?<![\d/.,\p{{L}}-]|\d:)(?:{_STATE}|{_PARTY})", regex.VERBOSE)
_BLANK_STATE = rf"/\s{{0,2}}(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?(?P<symbol>{_SYMBOL}){_END}"
_BLANK_PARTY = rf"[-–]\s{{0,2}}(?P<symbol>\p{{Lu}}\p{{L}}{{1,4}}\s?/\s?{_SEGMENT}){_END}"
_HEAD = regex.compile(
    rf"(?:Số|SỐ|Sô|số)\s?:?\s{{0,10}}(?:{_STATE}|{_PARTY}|{_BLANK}(?:{_BLANK_STATE}|{_BLANK_PARTY}))",
    regex.VERBOSE,
)
_BARE = regex.compile(rf"\s{{0,5}}(?:{_STATE}|{_PARTY})", regex.VERBOSE)


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number as found; `span` from its first to its last character."""

    span: Span
    number: DocumentNumber


def find_numbers(flat: str, span: Span) -> Iterator[NumberMatch]:
    """Every complete number in running text. `15/11`, `77/85`, `10%/năm` are none."""
    for m in _NUMBER.finditer(flat, span.start, span.end):
        if _plausible(m):
            yield _match(m)


def head_number(flat: str, span: Span) -> NumberMatch | None:
    """The number in a document's head, `Số:` before it; blank ones keep their symbol."""
    for m in _HEAD.finditer(flat, span.start, span.end):
        if _plausible(m):
            return _match(m)
    m = _BARE.match(flat, span.start, span.end)
    return _match(m) if m and _plausible(m) else None


_BLANK_NUMBER = regex.compile(rf"(?<![\p{{L}}\d]){_BLANK_STATE}", regex.VERBOSE)


def blank_number(flat: str, span: Span) -> NumberMatch | None:
    """`/QĐ-UBND`, as in `(Kèm theo Quyết định số   /QĐ-UBND ngày …)`."""
    m = _BLANK_NUMBER.search(flat, span.start, span.end)
    return _match(m) if m else None


def _plausible(m: regex.Match[str]) -> bool:
    symbol = m["symbol"]
    capitals = sum(c.isupper() for c in symbol)
    segments = _PARTED.split(symbol)
    if "/" in symbol and by_code(segments[0].strip()) is None:
        return False  # `Bảng 2 - CLB/Đội`: a party number opens with a type
    if len(segments) == 1 and not _OF_ONE_PART.match(symbol):
        kind, dot, issuer = symbol.partition(".")  # HD.PGDĐT
        return bool(dot and issuer and by_code(kind))
    return bool(capitals >= 2)


_PARTED = regex.compile(r"[-–—‐‑−_/]")
_OF_ONE_PART = regex.compile(r"QH\d|UBTVQH\d|\p{Lu}{2,8}$")


def _match(m: regex.Match[str]) -> NumberMatch:
    serial = m.groupdict().get("serial")
    start = m.start("serial") if serial else m.start("symbol")
    if not serial:
        # The stroke before a symbol whose serial was left blank belongs to the number.
        while (
            start > m.start()
            and m.string[start - 1] in "/- –0123456789"
            and m.string[start - 1] != ":"
        ):
            start -= 1
        while m.string[start] == " ":
            start += 1
    year = int(m["year"]) if m["year"] else None
    stroke = "/" in m.string[max(m.start("symbol") - 12, m.start()) : m.start("symbol")]
    number = make_number(serial, year, m["symbol"], stroke)
    return NumberMatch(Span(start, m.end("symbol")), number)


def make_number(
    serial: str | None, year: int | None, symbol: str, stroke: bool = False
) -> DocumentNumber:
    """The number from its parts; `symbol` may hold blanks and odd dashes. `stroke` tells that one
    stands before the symbol: `12/KH/THCS` is no party number.

    >>> make_number("87", None, "KH/TU").text
    '87-KH/TU'
    """
    symbol = _DASH.sub("-", "".join(symbol.split()))
    party = _PARTY_SYMBOL.fullmatch(symbol)
    if party and year is None and not stroke:
        row = by_code(party[1])
        text = f"{serial or ''}-{symbol}"
        return DocumentNumber(text, serial, None, symbol, row.code if row else party[1], party[2])
    first, *rest = symbol.replace("_", "-").replace("/", "-").split("-")
    head, *more = first.split(".")
    row = by_code(head)
    typed = row is not None and row.code not in ("CV", "Luật", "HP", "QH", "CL")
    text = "/".join([serial or "", *([str(year)] if year else []), symbol])
    if typed and row is not None and (rest or more):
        issuer = "-".join([*more, *rest])
        return DocumentNumber(text, serial, year, symbol, row.code, issuer)
    return DocumentNumber(text, serial, year, symbol, None, None if not first else head)


_DASH = regex.compile(r"[–—‐‑−]")
_PARTY_SYMBOL = regex.compile(r"(\p{Lu}\p{L}{1,4})/(.+)")

TYPE_BEFORE = r"(?P<type_name>\p{Lu}\p{L}{1,6}(?:\s+\p{Ll}\p{L}{1,6}){0,3})"


def type_of(number: DocumentNumber) -> str | None:
    """The type that a number tells: a symbol without a type is a công văn, `QH15` tells none."""
    if number.type_code:
        return number.type_code
    if number.symbol and regex.match(r"QH\d|UBTVQH\d", number.symbol):
        return None
    row = by_name("Công văn")
    return row.code if row and number.symbol else None
