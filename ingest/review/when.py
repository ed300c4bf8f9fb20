"""EDTF dates in order: when something ends, for sorting and for pictures."""

from __future__ import annotations

import calendar

import regex

_DATE = regex.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_DAY = regex.compile(r"\d{4}-\d\d-\d\d")
# Sub-year codes of EDTF: 33-36 quarters, 40-41 halves; what month ends them.
_ENDS = {33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12}


def last_day(edtf: str | None) -> str | None:
    """The last day of a date or interval as `2025-12-31`; None where there is none to say.

    >>> last_day("../2025"), last_day("2023-35"), last_day("2023-02"), last_day("2021/..")
    ('2025-12-31', '2023-09-30', '2023-02-28', None)
    """
    found = _DATE.fullmatch((edtf or "").split("/")[-1])
    if not found:
        return None
    year, month = int(found["year"]), int(found["month"] or 12)
    month = _ENDS.get(month, month)
    if not 1 <= month <= 12 or not year:
        return None
    day = int(found["day"] or calendar.monthrange(year, month)[1])
    return f"{year:04}-{month:02}-{day:02}"


def horizon(edtf: str | None) -> str | None:
    """The year in which a date or interval ends."""
    last = last_day(edtf)
    return last[:4] if last else None


def valid(edtf: str) -> bool:
    """Whether a reviewer's entry is a date or interval that a record may hold."""
    parts = edtf.split("/")
    if len(parts) > 2 or not edtf:
        return False
    open_end = {"..", ""}
    told = [p for p in parts if p not in open_end]
    return bool(told) and all(last_day(p) is not None and _real(p) for p in told)


def _real(part: str) -> bool:
    if not _DAY.fullmatch(part):
        return True
    year, month, day = map(int, part.split("-"))
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def precision(edtf: str) -> str:
    """What a record says of a date's precision.

    >>> precision("2023-35"), precision("2023-02"), precision("../2030")
    ('quarter', 'month', 'range')
    """
    if "/" in edtf:
        return "range"
    parts = edtf.split("-")
    if len(parts) == 2:
        code = int(parts[1])
        return "quarter" if 33 <= code <= 36 else "half" if code in (40, 41) else "month"
    return "day" if len(parts) == 3 else "year"
