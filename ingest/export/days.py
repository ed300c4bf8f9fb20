"""EDTF to days of the calendar, for programs that sort and filter by day."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TypeAlias

import regex

Bounds: TypeAlias = tuple[date | None, date | None]

_DAY = regex.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")

# ISO 8601-2: the second number from 33 on names a part of the year.
_PARTS = {
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),  # quarters
    37: (1, 4), 38: (5, 8), 39: (9, 12),  # thirds
    40: (1, 6), 41: (7, 12),  # halves
}  # fmt: skip


def bounds(edtf: str | None) -> Bounds:
    """First and last day that an EDTF value covers; None for an open or unknown end.

    >>> bounds("2023-35")
    (datetime.date(2023, 7, 1), datetime.date(2023, 9, 30))
    >>> bounds("../2025")
    (None, datetime.date(2025, 12, 31))
    >>> bounds("2019-02-30")
    (None, None)
    """
    if edtf is None:
        return None, None
    if "/" not in edtf:
        return _part(edtf)
    first, _, last = edtf.partition("/")
    return _part(first)[0], _part(last)[1]


def _part(text: str) -> Bounds:
    found = _DAY.fullmatch(text)
    if found is None or int(found["year"]) == 0:
        return None, None
    year = int(found["year"])
    if found["month"] is None:
        return date(year, 1, 1), date(year, 12, 31)
    number = int(found["month"])
    if found["day"] is not None:
        try:
            day = date(year, number, int(found["day"]))
        except ValueError:  # kept in the record as the document has it: 30 February
            return None, None
        return day, day
    if 1 <= number <= 12:
        return _months(year, number, number)
    return _months(year, *_PARTS[number]) if number in _PARTS else (None, None)


def _months(year: int, first: int, last: int) -> Bounds:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
