"""Sums of money named in the text, with currency, scale worked in and source of funds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, cast

import regex

from ingest.core.document import Block, Document
from ingest.core.record import Amount, Finding, Range
from ingest.core.text import Span
from ingest.extract.grammar.numbers import parse_number
from ingest.lexicon.load import read_toml

Currency = Literal["VND", "USD", "EUR"]


@cache
def _facts() -> dict[str, dict[str, object]]:
    return cast(dict[str, dict[str, object]], read_toml("money"))


def _either(names: object) -> str:
    listed = sorted(cast(list[str], list(names)), key=lambda n: (-len(n), n))  # type: ignore[call-overload]
    return "|".join(n.replace(" ", r"\s+") for n in listed)


@cache
def _money() -> regex.Pattern[str]:
    """`1,25 tỷ đồng` · `500 - 700 triệu đồng` · `30.000.000 đồng` · `2 triệu USD`"""
    number = r"\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|\d{1,9}(?:[.,]\d{1,4})?"
    return regex.compile(
        rf"""(?<![\d\p{{L}}.,/-])(?P<low>{number})(?:\s?[-–]\s?(?P<high>{number}))?
        (?:\s+(?P<scale>(?:{_either(_facts()["scale"])})(?:\s+tỷ)?))?
        \s?(?P<currency>{_either(_facts()["currency"])})(?!\s+(?:chí|thời|bào|ruộng)\b)(?![\p{{L}}\d])""",
        regex.VERBOSE,
    )


@cache
def _source() -> regex.Pattern[str]:
    names = _either(_facts()["funds"]["names"])
    return regex.compile(rf"(?i)(?<!\p{{L}})(?P<name>{names})(?!\p{{L}})")


def amounts(document: Document) -> Iterator[Finding]:
    """Findings `amounts`, in reading order. Costs and money to be raised alike."""
    for block in document.blocks:
        if block.zone in ("body", "closing", "preamble"):
            yield from _of_block(document, block)


def _of_block(document: Document, block: Block) -> Iterator[Finding]:
    flat = document.flat
    found = list(_money().finditer(flat, block.content.start, block.content.end))
    for place, m in enumerate(found):
        low = _value(m["low"], m["scale"])
        high = _value(m["high"], m["scale"]) if m["high"] else None
        if low is None or (m["high"] and high is None):
            continue
        span = Span(*m.span())
        before = found[place - 1].end() if place else block.content.start
        after = found[place + 1].start() if place + 1 < len(found) else block.content.end
        source = _source_of(document, before, span, after)
        value = Amount(
            id="",
            section=block.section,
            value=low if high is None else Range(low, high),
            currency=cast(Currency, _facts()["currency"][" ".join(m["currency"].split())]),
            source=document.line(source) if source else None,
            text=document.line(span),
            confidence=0.95,
            evidence=document.evidence(span, *([source] if source else [])),
        )
        yield Finding("amounts", value, 0.95)


def _value(digits: str, scale: str | None) -> float | None:
    number = parse_number(digits)
    if number is None:
        return None
    for word in (scale or "").split():
        number *= float(cast(int, _facts()["scale"][word]))
    return round(number, 2)


def _source_of(document: Document, before: int, span: Span, after: int) -> Span | None:
    """The fund named nearest: `ngân sách tỉnh 500 triệu đồng`, `2 tỷ đồng từ ngân sách tỉnh`."""
    left = Span(max(before, span.start - 60), span.start)
    right = Span(span.end, min(after, span.end + 60))
    ahead = list(_source().finditer(document.flat, left.start, left.end))
    if ahead and not regex.search(r"[.;]", document.flat[ahead[-1].end() : span.start]):
        return Span(*ahead[-1].span("name"))
    behind = _source().search(document.flat, right.start, right.end)
    if behind and not regex.search(r"[.;,]", document.flat[span.end : behind.start()]):
        return Span(*behind.span("name"))
    return None
