"""The year that a plan is of: that of its date, of its title, else of the latest ground."""

from __future__ import annotations

import regex

from ingest.core.document import Document
from ingest.extract.grammar.dates import parse_full_date


def issued_year(document: Document) -> int | None:
    """The year of the date that head or title of the document writes."""
    for zone in (document.zone("head"), document.zone("title")):
        date = parse_full_date(zone.of(document.flat)) if zone is not None else None
        if date is not None:
            return int(date.edtf[:4])
    return None


_CITED_YEAR = regex.compile(r"(?:tháng \d{1,2} năm|\d{1,2}[/-]\d{1,2}[/-]) ?((?:19|20)\d\d)(?!\d)")


def last_cited(document: Document) -> int | None:
    """The latest year that the grounds of an undated plan name: it is no older than they."""
    years = [
        int(year)
        for block in document.blocks
        if block.zone == "preamble"
        for year in _CITED_YEAR.findall(block.span.of(document.flat)[:4000])
    ]
    return max(years, default=None)


def plan_year(document: Document) -> int | None:
    """The year of the plan: that of its date, or the one year that its title names."""
    issued = issued_year(document)
    title = document.zone("title")
    named = sorted(_years(title.of(document.flat))) if title else []
    if issued is None:
        return named[0] if named else None
    return issued + 1 if named == [issued + 1] else issued


def _years(title: str) -> set[int]:
    text = regex.sub(r"\([^()]*\)|“[^”]*”", "", title)
    text = regex.sub(r"\d+[/-][^\s]*[A-ZĐ][^\s]*(?:,? ngày [\d/.-]+)?", "", text)
    text = " ".join(text.split())
    return {
        int(y)
        for y in regex.findall(r"(?<!(?:đến|từ|sau|hết|trước) )năm ((?:19|20)\d\d)(?!\d)", text)
    }
