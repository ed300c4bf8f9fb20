"""Place and date of issue: `Cần Thơ, ngày 13 tháng 6 năm 2019`."""

from __future__ import annotations

import regex

from ingest.core.document import Document
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.docnumber import head_number
from ingest.lexicon.patterns import NATIONAL_LINE

# Cần Thơ, ngày 13 tháng 6 năm 2019 · TP. Lạng Sơn, ngày tháng 01 năm 2023 · Quận 1, ngày …
_PLACE = r"(?P<place>(?:T[Pp]\.?\s?|(?i:thành\s+phố|thị\s+xã|thị\s+trấn|đặc\s+khu)\s+)?\p{Lu}[\p{L}.]{0,20}(?:(?:\s{1,3}(?:-\s{1,3})?|(?<=\p{Ll})-(?=\p{Lu}\p{Ll}))(?:\p{Lu}[\p{L}.]{0,20}|\d{1,2})){0,6})"
_BLANK = r"(?:[.…_]{1,40}\s{0,5}){0,3}"
_PLACE_DATE = regex.compile(
    rf"""
    {_PLACE} \s{{0,3}} [,.]? \s{{0,5}}
    (?P<date> [Nn]gày \s{{0,30}} (?:\d{{1,2}}|{_BLANK}) \s{{0,30}}
              (?:tháng \s{{0,30}} (?:\d{{1,2}}|{_BLANK}) \s{{0,30}} (?:năm \s{{0,10}} (?:\d{{4}}|20\d?|{_BLANK}))?
               | [/-]\s?\d{{1,2}}\s?[/-]\s?\d{{4}}) )
    """,
    regex.VERBOSE,
)


def find_place(document: Document, zone: Span, after_number: int) -> tuple[Span, Span] | None:
    """Place and date in a head; behind the number first, where a wide line holds both."""
    for span in (Span(after_number, zone.end), zone, *_below_letter_title(document)):
        for m in _PLACE_DATE.finditer(document.flat, span.start, span.end):
            place = _in_one_line(document, Span(*m.span("place")))
            if len(place):
                return place, Span(*m.span("date"))
    return None


def _below_letter_title(document: Document) -> list[Span]:
    """A công văn's `V/v …` stands under its number: the right column may be read after it."""
    title = document.zone("title")
    if title is None or not regex.match(r"V/v\b|Về\s+việc", title.of(document.flat)):
        return []
    return [Span(title.end, min(title.end + 120, document.span.end))]


def place_and_date(document: Document) -> tuple[Span, Span] | None:
    """Place and date of a document's head."""
    zone = document.zone("head")
    if zone is None:
        return None
    number = head_number(document.flat, zone)
    return find_place(document, zone, number.span.end if number else zone.start)


def place_span(document: Document) -> Span | None:
    """The địa danh of a document's head."""
    found = place_and_date(document)
    return found[0] if found else None


_RANKS = ("Thành", "TP.", "Thị", "Đặc")  # of a place of several words: `Thành phố Hồ Chí`


def _broken(document: Document, start: int, end: int) -> bool:
    """`Cà` / `Mau, ngày 21 …`: a line of one word in small letters is the name's first half."""
    line = document.text[document.text.rfind("\n", 0, end) + 1 : end].strip()
    whole = document.flat[start:end].strip() == line
    words = line.split()
    short = len(words) == 1 or (1 < len(words) <= 4 and words[0] in _RANKS)
    return whole and not line.isupper() and short and not line.endswith(":")


def _in_one_line(document: Document, span: Span) -> Span:
    """The part of a place name behind a line end or a motto that stood before it."""
    end = document.text.rfind("\n", span.start, span.end)
    start = span.start if end < 0 or _broken(document, span.start, end) else end + 1
    motto = NATIONAL_LINE.search(document.flat, max(span.start - 40, 0), span.end)
    if motto:
        start = max(start, motto.end())
    return span_trim(document.flat, Span(min(start, span.end), span.end))
