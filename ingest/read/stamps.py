"""Stamps in the upper part of a page: how urgent or secret it is, when it came in.

The stamp of the office that got a paper (`ĐẾN`, `Số: …`, `Ngày: …`) has a number and a date that
are not the paper's own, and often stands beside its title, in one line with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

import regex

from ingest.core.text import Span
from ingest.read.lines import Line
from ingest.read.marks import is_mark, mark_end, starts_with_mark, texts_that_may_start

_UPPER_PART = 0.5
_FIRST_LINES = 30
_HIGH = 95.0
_BESIDE = 45.0
_MOST_LINES = 6
# A stamp's number is bare (`Số: 1024`), the paper's own has its symbol.
_OWN_NUMBER = regex.compile(r"\d{0,6}\s{0,3}[/-]\s{0,3}\p{Lu}{2}")
_DOTS = regex.compile(r"[\d.…/:\s-]{1,60}")


def stamps_on(lines: Sequence[Line], height: float) -> list[list[Line]]:
    """The stamps among a page's lines, each as the runs of words that it consists of."""
    upper = list(takewhile(lambda line: line.middle < _UPPER_PART * height, lines))
    found: list[list[Line]] = []
    for number, line in enumerate(upper):
        for run in line.runs:
            if not _in_capitals(run.text):
                continue
            if is_mark("stamp", run.text) and run.text.isupper():
                found.append([run])
            elif _opens_arrival(run.text) and (rest := _below(run, upper[number:])):
                found.append([run, *rest])
    return found


def _in_capitals(text: str) -> bool:
    """False where one of the first two letters tells that no stamp is printed so."""
    return not text[:1].islower() and not text[1:2].islower()


def _opens_arrival(text: str) -> bool:
    """True for `ĐẾN`, `CÔNG VĂN ĐẾN: …`, `ĐẾN Số: 1024`; not for `ĐẾN NĂM 2030` of a title."""
    text = text.strip()
    end = mark_end("arrival", text) if _in_capitals(text) else 0
    if not end or not text[:end].isupper():
        return False
    rest = text[end:].lstrip(" :.…")
    return not rest or _DOTS.fullmatch(rest) is not None or _goes_on(rest)


def _below(first: Line, lines: Sequence[Line]) -> list[Line]:
    """The further lines of the stamp that `first` opens: below it or beside it."""
    found: list[Line] = []
    x0, x1 = first.x0 - _BESIDE, first.x1 + 2 * _BESIDE
    for line in lines:
        if line.middle > first.middle + _HIGH or len(found) >= _MOST_LINES:
            break
        near = [r for r in line.runs if r is not first and x0 < (r.x0 + r.x1) / 2 < x1]
        found += [r for r in near if _goes_on(r.text) or (found and _DOTS.fullmatch(r.text))]
    return found


def _goes_on(text: str) -> bool:
    return starts_with_mark("arrival-line", text) and not _OWN_NUMBER.search(text[:60])


def stamp_lines(text: str) -> Iterator[Span]:
    """The same in a text without geometry, where a stamp's lines follow each other."""
    at = 0
    open_: Span | None = None
    taken = 0
    lines = text.split("\n", _FIRST_LINES)[:_FIRST_LINES]
    arrivals = set(texts_that_may_start("arrival", [line.strip() for line in lines]))
    for number, line in enumerate(lines):
        start, at = at, at + len(line) + 1
        if open_ is not None and taken < _MOST_LINES and _goes_on(line):
            yield from () if taken else (open_,)
            yield Span(start, at - 1)
            taken += 1
            continue
        open_, taken = None, 0
        if number in arrivals and _opens_arrival(line):
            open_ = Span(start, at - 1)
        if open_ is not None and regex.search(r"(?i)số|ngày", line):
            yield open_
        if line.isupper() and is_mark("stamp", line):
            yield Span(start, at - 1)
