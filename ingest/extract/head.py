"""Type, number, place and date of a document: what stands above and in its title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from ingest.core.document import Document
from ingest.core.record import DocumentType, Finding, Place
from ingest.core.text import Span
from ingest.extract.grammar.dates import parse_full_date
from ingest.extract.grammar.docnumber import NumberMatch, head_number, type_of
from ingest.extract.grammar.imprint import find_place
from ingest.extract.grammar.notice import notice
from ingest.lexicon.document_types import by_code, by_name, type_names

_TYPE = regex.compile(r"(?i)\s*(" + "|".join(n.replace(" ", r"\s+") for n in type_names()) + r")\b")

# Types that carry no year in their number (NĐ 30/2020 Phụ lục I): one that does is flagged.
_WITHOUT_YEAR = ("KH", "CTr", "TB", "BC", "TTr", "HD", "PA", "ĐA", "CV")


def head(document: Document) -> Iterator[Finding]:
    """Findings for type, number, place and date, and what is odd about them."""
    # A công văn has no title to part its head from what follows; below a title all numbers are
    # those of other documents.
    zone = document.zone("head") or (None if document.zone("title") else document.zone("preamble"))
    number = head_number(document.flat, zone) if zone else None
    yield from _type(document, number)
    if zone is None:
        return
    if number:
        yield from _number(document, number)
    yield from _place_and_date(document, zone, number.span.end if number else zone.start)


def _number(document: Document, match: NumberMatch) -> Iterator[Finding]:
    number = match.number
    yield Finding("number", replace(number, evidence=document.evidence(match.span)), 0.98)
    if number.serial is None:
        message = "The document's number was left blank; its symbol is kept."
        yield notice(document, "number-blank", "warning", message, match.span)
    if number.year and number.type_code in _WITHOUT_YEAR:
        message = "An administrative document's number holds a year, as only normative ones do."
        yield notice(document, "number-year", "info", message, match.span)


def _type(document: Document, match: NumberMatch | None) -> Iterator[Finding]:
    title = document.zone("title")
    found = _TYPE.match(document.flat, title.start, title.end) if title else None
    row = by_name(" ".join(found.group(1).split())) if found else None
    if found and row:
        evidence = document.evidence(Span(*found.span(1)))
        yield Finding("type", DocumentType(row.code, row.name, evidence=evidence), 0.99)
    code = type_of(match.number) if match else None
    if code == _LETTER and not _is_letter(document):
        return
    other = by_code(code) if code else None
    if match is None or other is None:
        return
    evidence = document.evidence(match.span)
    inferred = DocumentType(other.code, other.name, inferred=True, evidence=evidence)
    yield Finding("type", inferred, 0.8)
    if row and match.number.type_code and other.code != row.code:
        message = f"The heading says {row.name}, the number's symbol {other.name}."
        yield notice(document, "type-contradicts", "warning", message, match.span)


_LETTER = "CV"


def _is_letter(document: Document) -> bool:
    """A công văn says what it is about (`V/v …`) or to whom it goes; a symbol without a known type
    is not enough (`01/PHCL-TrMN`)."""
    title = document.zone("title")
    if title and regex.match(r"V/v\b|Về\s+việc", title.of(document.flat)):
        return True
    end = min(document.span.start + 2000, document.span.end)
    return regex.search(r"(?i)kính\s+gửi", document.flat[document.span.start : end]) is not None


def _place_and_date(document: Document, zone: Span, after_number: int) -> Iterator[Finding]:
    found = find_place(document, zone, after_number)
    if found:
        place, date = found
        yield Finding("place", Place(document.line(place), document.evidence(place)), 0.97)
        yield from _date(document, date)


def _date(document: Document, span: Span) -> Iterator[Finding]:
    value = parse_full_date(document.line(span))
    if value is None:
        message = "The date of issue is blank or cannot be read."
        yield notice(document, "date-blank", "warning", message, span)
        return
    yield Finding(
        "date", replace(value, text=document.line(span), evidence=document.evidence(span)), 0.97
    )
    if value.precision in ("month", "year"):
        message = f"The date of issue is incomplete: only {value.edtf} is given."
        yield notice(document, "date-incomplete", "warning", message, span)
