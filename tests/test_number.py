"""Document numbers of all families; what only looks like one stays untouched."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import Case, cases

from ingest.core.record import DocumentNumber
from ingest.core.text import Span
from ingest.extract.grammar.docnumber import (
    NumberMatch,
    blank_number,
    find_numbers,
    head_number,
    make_number,
)


def find(case: Case) -> NumberMatch | None:
    """As the extractors look: `Số: …` in a head, else complete numbers, else blank ones."""
    span = Span(0, len(case.text))
    if case.label.startswith("head:"):
        return head_number(case.text, span)
    return next(find_numbers(case.text, span), None) or blank_number(case.text, span)


def plain(number: DocumentNumber) -> dict[str, object]:
    return {f.name: getattr(number, f.name) for f in fields(number) if f.name != "evidence"}


def check(case: Case) -> None:
    found = find(case)
    assert (plain(found.number) if found else None) == case.expected
    if found:
        part = found.span.of(case.text)
        assert part == part.strip()
        symbol = found.number.symbol or ""
        assert "".join(part.split())[-1] == symbol[-1]


@pytest.mark.parametrize(
    "case", [*cases("number", "wild"), *cases("number", "made")], ids=lambda c: c.id
)
def test_number(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("number", "untouched"), ids=lambda c: c.id)
def test_not_a_number(case: Case) -> None:
    span = Span(0, len(case.text))
    assert list(find_numbers(case.text, span)) == []
    assert blank_number(case.text, span) is None
    assert head_number(case.text, span) is None


@pytest.mark.xfail(strict=True, reason="known failures")
@pytest.mark.parametrize("case", cases("number", "failing"), ids=lambda c: c.id)
def test_known_failure(case: Case) -> None:
    check(case)


SERIAL = st.from_regex(r"[1-9][0-9]{0,4}[a-zđ]?", fullmatch=True)
ISSUER = st.sampled_from(["UBND", "SVHTTDL", "SGD&ĐT", "BCĐ389", "SVH,TT&DL", "HĐND"])
TYPE = st.sampled_from(["KH", "QĐ", "CTr", "NQ", "TTr", "BC", "CT"])


@given(SERIAL, TYPE, ISSUER, st.one_of(st.none(), st.integers(1990, 2030)), st.booleans())
def test_a_number_is_read_back_as_it_was_made(
    serial: str, code: str, issuer: str, year: int | None, party: bool
) -> None:
    """What `make_number` writes, `find_numbers` reads, in any company."""
    if party:
        made = make_number(serial, None, f"{code}/{issuer}")
    else:
        made = make_number(serial, year, f"{code}-{issuer}")
    text = f"theo số {made.text}, ngày 01/02/2020"
    [found] = find_numbers(text, Span(0, len(text)))
    assert found.number == made
    assert found.span.of(text) == made.text


@given(st.text("0123456789/-.QĐKHTUsố: ", max_size=60))
def test_no_text_stops_it(text: str) -> None:
    span = Span(0, len(text))
    for found in [*find_numbers(text, span), head_number(text, span), blank_number(text, span)]:
        assert found is None or span.covers(found.span)
