"""Sums of money named in the text, with currency, scale worked in and source of funds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, cast

import regex

from ingest.core.document import Block, Document, Table
from ingest.core.record import Amount, Finding, Range
from ingest.core.text import Span
from ingest.extract.grammar.money_tables import table_sums
from ingest.extract.grammar.numbers import parse_number
from ingest.lexicon.load import read_toml

Currency = Literal["VND", "USD", "EUR"]


@cache
def _facts() -> dict[str, dict[str, object]]:
    return cast(dict[str, dict[str, object]], read_toml("money"))


_ZONES = ("body", "closing", "preamble")


def _either(names: object) -> str:
    listed = sorted(cast(list[str], list(names)), key=lambda n: (-len(n), n))  # type: ignore[call-overload]
    return "|".join(n.replace(" ", r"\s+") for n in listed)


@cache
def _money() -> regex.Pattern[str]:
    """`1,25 tỷ đồng` · `500 - 700 triệu đồng` · `2 tỷ 500 triệu đồng` · `300 tr.đ` · `trên 5 tỷ`"""
    number = r"\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|\d{1,9}(?:[.,]\d{1,4})?"
    # 7.000 đồng/tiết/học sinh: a word that no fact knows is one syllable, or it would be cut
    known, stop = _either(_facts()["rate"]["units"]), r"\s?(?:[.,;:()/|+]|$)"
    rate = rf"(?:\s?/\s?(?:\d{{1,4}}\s)?(?:(?:{known})(?![\p{{L}}\d])|\p{{Ll}}[\p{{L}}²³\d]{{0,9}}(?={stop}))){{0,2}}"
    return regex.compile(
        rf"""(?<![\d\p{{L}}.,/-])(?P<low>{number})(?:\s?[-–]\s?(?P<high>{number}))?
        (?:(?:\s+(?P<scale>(?:{_either(_facts()["scale"])})(?:\s+tỷ)?)
            (?:\s+(?P<more>\d{{1,3}})\s+(?P<less>nghìn|ngàn|triệu))?
            |\s?(?P<scale>tr\.?)(?=\s?đ)))?
        (?:\s?(?P<currency>{_either(_facts()["currency"])})(?!\s+(?:chí|thời|bào|ruộng)\b)(?![\p{{L}}\d])
            |(?<=triệu|t[ỷỉ])(?P<implied>)(?=\s?(?:[.,;:()/+=]|$)|\s(?:cho|từ|để|trong|và|mỗi|một|hằng|hàng|do)(?!\p{{L}})))
        (?P<rate>{rate})""",
        regex.VERBOSE,
    )


@cache
def _implied() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?i)(?<!\p{{L}})(?:{_either(_facts()['currency_implied']['words'])})(?!\p{{L}})"
    )


@cache
def _source() -> regex.Pattern[str]:
    names = _either(_facts()["funds"]["names"])
    return regex.compile(rf"(?i)(?<!\p{{L}})(?P<name>{names})(?!\p{{L}})")


def amounts(document: Document) -> Iterator[Finding]:
    """Findings `amounts`, in reading order. Costs and money to be raised alike."""
    found = [
        *(f for b in document.blocks if b.zone in _ZONES for f in _of_block(document, b)),
        *(f for t in document.tables for f in _of_table(document, t)),
    ]
    for _, amount in sorted(found, key=lambda f: f[0]):
        yield Finding("amounts", amount, amount.confidence)


def _of_table(document: Document, table: Table) -> Iterator[tuple[int, Amount]]:
    for told in table_sums(document, table):
        source = told.source
        if source is None and told.head is not None:
            fund = _source().search(document.flat, told.head.start, told.head.end)
            source = Span(*fund.span("name")) if fund else None
        spans = sorted({told.cell, told.unit, *([source] if source else [])})
        amount = Amount(
            id="",
            section=table.section,
            value=round(told.value, 2),
            currency=cast(Currency, told.currency),
            source=document.line(source) if source else None,
            text=document.line(told.cell),
            confidence=0.9,
            evidence=document.evidence(*spans),
        )
        yield told.cell.start, amount


def _of_block(document: Document, block: Block) -> Iterator[tuple[int, Amount]]:
    flat = document.flat
    found = list(_money().finditer(flat, block.content.start, block.content.end))
    for place, m in enumerate(found):
        if m["currency"] is None and not _is_money(flat, m.start(), block.content.start):
            continue
        low = _value(m["low"], m["scale"], m["more"], m["less"])
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
            currency=currency_of(m["currency"] or "đồng"),
            source=document.line(source) if source else None,
            text=document.line(span),
            confidence=0.95,
            evidence=document.evidence(span, *([source] if source else [])),
        )
        yield span.start, value


def _is_money(flat: str, at: int, start: int) -> bool:
    """`hỗ trợ trên 5 tỷ`: without a currency the clause before must speak of money."""
    clause = flat[max(start, at - 120) : at]
    return _implied().search(clause[clause.rfind(". ") + 1 :]) is not None


def currency_of(word: str) -> Currency:
    """The ISO code of a currency as written: `đồng` is VND."""
    return cast(Currency, _facts()["currency"][" ".join(word.split())])


def _value(
    digits: str, scale: str | None, more: str | None = None, less: str | None = None
) -> float | None:
    number = parse_number(digits)
    if number is None:
        return None
    number *= scale_of(scale)
    if more and less:
        number += float(more) * scale_of(less)
    return round(number, 2)


def scale_of(words: str | None) -> float:
    """What a number is multiplied by: `nghìn tỷ` is 1e12, no word is 1."""
    factor = 1.0
    for word in (words or "").split():
        factor *= float(cast(int, _facts()["scale"][word]))
    return factor


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
