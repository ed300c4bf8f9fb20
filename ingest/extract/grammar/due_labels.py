"""Times in a field of their own: `Thời gian thực hiện: …`, the time column of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import regex

from ingest.core.document import Document
from ingest.core.record import DateValue, DeadlineKind
from ingest.core.text import Span
from ingest.extract.grammar.dates import TimeMatch, find_times
from ingest.extract.grammar.line import Line
from ingest.lexicon.due_words import alternatives

_FLAGS = regex.V1 | regex.X | regex.I


@dataclass(frozen=True, slots=True)
class FieldTime:
    """A time that a field states; `span` is its place in the document."""

    kind: DeadlineKind
    date: DateValue | None
    rrule: str | None
    time: str | None
    span: Span
    confidence: float


@cache
def _ongoing() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){alternatives('ongoing')}(?!\p{{L}})", _FLAGS)


@cache
def _condition() -> regex.Pattern[str]:
    return regex.compile(
        rf"\s*(?:(?:thực\ hiện|hoàn\ thành|ngay|được\ thực\ hiện|chậm\ nhất|trong\ vòng|trong)\s)?"
        rf"(?:[\p{{L}}\d]+\s){{0,4}}?{alternatives('condition')}(?!\p{{L}})",
        _FLAGS,
    )


@cache
def _nothing() -> regex.Pattern[str]:
    return regex.compile(rf"\s*{alternatives('none')}(?!\p{{L}})", _FLAGS)


# "Trong năm", "Cả năm": the year of the plan
_THIS_YEAR = regex.compile(r"\s*(?:trong|cả|suốt|cuối|đầu|giữa)\s+năm\s*[.;]?\s*$", regex.I)
# 24/7 · 24/24 giờ: no 24 July
_DAY_AND_NIGHT = regex.compile(r"(?<!\d)24\s?/\s?(?:24|7)(?![\d/.-]\d)(?!\d)", regex.I)
_RELATIVE = regex.compile(
    r"\d{1,3}\s(?:ngày|tháng|tuần|giờ)(?:\slàm việc)?\s*,?\s*(?:kể từ|sau khi|từ khi|từ ngày|sau)",
    regex.I,
)


def field_times(
    document: Document,
    span: Span,
    year: int | None,
    known: tuple[TimeMatch, ...] | None = None,
) -> list[FieldTime]:
    """The times of one field, in order of occurrence; empty where it states none. `known` is what
    `find_times` gives for it, where that was asked for before."""
    flat = document.flat
    line = Line.of(flat, span)
    found: list[FieldTime] = []
    if _RELATIVE.search(line.text):
        return [FieldTime("conditional", None, None, None, span, 0.85)]
    if day_and_night := _DAY_AND_NIGHT.search(line.text):
        place = line.span(*day_and_night.span())
        return [FieldTime("recurring", None, "FREQ=DAILY", None, place, 0.9)]
    for time in find_times(flat, span, year, labelled=True) if known is None else known:
        if (
            time.kind is None
            or time.lead == "baseline"
            or (time.form == "routine" and time.rrule is None)
        ):
            continue
        sure = 0.97 if time.date is None or not time.year_assumed else 0.8
        found.append(FieldTime(time.kind, time.date, time.rrule, time.time, time.span, sure))
    ongoing = _ongoing().search(line.text)
    if ongoing and not any(t.date is not None for t in found):
        place = line.span(ongoing.start(), ongoing.end())
        found = [t for t in found if not t.span.touches(place)]
        found.append(FieldTime("ongoing", None, None, None, place, 0.97))
    if found:
        return sorted(found, key=lambda t: t.span)
    if _THIS_YEAR.match(line.text) and year is not None:
        date = DateValue(line.text.strip(" .;"), f"{year:04d}", "year", inferred=True)
        return [FieldTime("during", date, None, None, span, 0.7)]
    if _nothing().match(line.text):
        return []
    if _condition().match(line.text):
        return [FieldTime("conditional", None, None, None, span, 0.9)]
    if regex.search(r"định\s+kỳ", line.text, regex.I):
        return [FieldTime("recurring", None, None, None, span, 0.85)]
    return []


def dated(document: Document, time: FieldTime) -> DateValue | None:
    """Its date with evidence."""
    if time.date is None:
        return None
    return replace(time.date, evidence=document.evidence(time.span))
