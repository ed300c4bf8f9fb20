"""Trích yếu and the period that it, or the opening, states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from ingest.core.document import Document
from ingest.core.record import DateValue, Finding, Line
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.calendar import between
from ingest.extract.grammar.dates import TimeMatch, find_times
from ingest.lexicon.document_types import type_names
from ingest.lexicon.fold import key
from ingest.lexicon.patterns import TYPE_VARIETY

_TYPE = regex.compile(
    r"(?i)\s*(?:"
    + "|".join(n.replace(" ", r"\s+") for n in type_names(heading=True))
    + r")(?=\s|$)\s*"
)
# KẾ HOẠCH LIÊN TỊCH, alone in its line: a variety of the type, no part of the title
_VARIETY = regex.compile(rf"(?:{TYPE_VARIETY})[ \t]{{0,20}}\*{{0,2}}(?=\n)\s*")
_ATTACHED = regex.compile(
    r"(?i)\(?\s*(?:ban\s+hành\s+)?kèm\s+theo\s+\p{L}+(?:\s+\p{L}+){0,4}\s+(?:số|ngày|này)"
)
_RULE = regex.compile(r"[-–—_*=.]{3,80}\s*$")
_QUOTES = regex.compile(r'"([^"“”]{1,600})"')


def title(document: Document) -> Iterator[Finding]:
    """The title on one line, without the type name, quotes straightened to `“ ”`."""
    span = title_span(document)
    if span is None:
        yield from _period(document)
        return
    text = _QUOTES.sub(r"“\1”", document.line(span))
    yield Finding("title", Line(text, document.evidence(span)), 0.95)
    yield from _period(document, span)


def title_span(document: Document) -> Span | None:
    """Where the trích yếu stands, without type name and the `(Kèm theo …)` line."""
    zone = document.zone("title")
    if zone is None:
        return None
    named = _TYPE.match(document.flat, zone.start, zone.end)
    start = named.end() if named and _in_heading(document, Span(*named.span())) else zone.start
    if named and start == named.end():
        first, _, below = document.text[named.start() : start].rstrip().partition("\n")
        if below and first.isupper() and not below.isupper():
            start = named.start() + len(first)  # `THÔNG BÁO` / `Kết luận của Chủ tịch …`
            named = None
    if named and start == named.end() and (kind := _VARIETY.match(document.text, start, zone.end)):
        start = kind.end()
    attached = _ATTACHED.search(document.flat, start, zone.end)
    end = attached.start() if attached else zone.end
    rule = _RULE.search(document.flat, start, end)
    span = span_trim(document.flat, Span(start, rule.start() if rule else end), also="(*")
    return span if len(span) else None


def _in_heading(document: Document, span: Span) -> bool:
    """The type name is dropped only where it is the heading, not a title's first word."""
    text = span.of(document.flat).strip()
    return text.isupper() or "\n" in document.text[span.start : span.end + 1] or not text


def _period(document: Document, span: Span | None = None) -> Iterator[Finding]:
    found = _stated(document, span, inside_quotes=False) if span else None
    if found:
        yield Finding("period", found, 0.95)
        return
    opening = _opening(document)
    stated = _stated(document, opening, inside_quotes=False) if opening else None
    if stated:
        yield Finding("period", stated, 0.85)
        return
    for place in (span, opening):
        quoted = _stated(document, place, inside_quotes=True) if place else None
        if quoted:
            yield Finding("period", replace(quoted, inferred=True), 0.75)
            return


def _opening(document: Document) -> Span | None:
    """The sentence of the preamble that announces the plan, without the grounds before it."""
    blocks = [b for b in document.blocks if b.zone == "preamble"]
    for block in reversed(blocks):
        text = document.line(block.span)
        if regex.match(r"(?i)căn\s+cứ|theo\s+đề\s+nghị|xét\b", text):
            continue
        if regex.search(r"(?i)ban\s+hành|xây\s+dựng|như\s+sau|triển\s+khai", text):
            return block.span
    return None


def _stated(document: Document, span: Span, inside_quotes: bool) -> DateValue | None:
    """The first horizon of a run of text, else its first year; an outlook (tầm nhìn) is none."""
    quoted = [
        Span(*m.span())
        for m in regex.finditer(
            r"[“\"][^”\"]{1,600}[”\"]?", document.flat, pos=span.start, endpos=span.end
        )
    ]
    best: DateValue | None = None
    rank = 0
    for match in _joined(document.flat, find_times(document.flat, span)):
        date = match.date
        if date is None or date.precision == "day" or match.rrule:
            continue
        if any(q.covers(match.core) for q in quoted) != inside_quotes:
            continue
        if _part_of_citation(document.flat, match.span, span):
            continue
        if "hiệu lực" in document.flat[max(match.span.start - 40, span.start) : match.span.start]:
            continue
        if regex.search(
            r"(?i)(?:tầm\s+nhìn|định\s+hướng)\s*$",
            document.flat[max(match.span.start - 20, 0) : match.span.start],
        ):
            continue
        weight = 3 if "/" in date.edtf else 2 if date.precision == "year" else 1
        if weight > rank:
            rank = weight
            best = replace(
                date, text=document.line(match.span), evidence=document.evidence(match.span)
            )
    return best


def _joined(flat: str, times: list[TimeMatch]) -> list[TimeMatch]:
    """`6 tháng cuối năm 2025 và năm 2026` is one period."""
    found: list[TimeMatch] = []
    for time in times:
        last = found[-1] if found else None
        single = last and last.date and time.date and "/" not in last.date.edtf + time.date.edtf
        if (
            single
            and last
            and last.point
            and time.point
            and flat[last.span.end : time.span.start] == " và "
        ):
            edtf = between(last.point, time.point)
            if edtf is not None:
                text = flat[last.span.start : time.span.end]
                date = DateValue(text, edtf, "range")
                span = Span(last.span.start, time.span.end)
                core = Span(last.core.start, time.core.end)
                found[-1] = replace(last, span=span, core=core, date=date)
                continue
        found.append(time)
    return found


def _part_of_citation(flat: str, match: Span, within: Span) -> bool:
    """`ngày 09 tháng 12 năm 2022`, `Luật … năm 2019`: a year that dates a document."""
    before = flat[max(match.start - 60, within.start) : match.start]
    return bool(
        regex.search(
            r"(?:tháng\s+\S{1,4}\s*|(?:Luật|Hiến\s+pháp|Pháp\s+lệnh)\s[^,;]{0,50})$", before
        )
    )


def same_title(document: Document, text: str) -> bool:
    """True where a heading repeats the document's title (`B. KẾ HOẠCH …`)."""
    span = title_span(document)
    return span is not None and key(document.line(span)) in key(text)
