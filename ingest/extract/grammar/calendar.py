"""Points and periods of the calendar, and how EDTF (ISO 8601-2) writes them.

No day is invented: what the calendar does not know (31/02) has no value.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "year", "range"]

QUARTER_BASE = 32
"""EDTF seasons: 33 is the first quarter, 36 the fourth."""
HALF_BASE = 39
"""40 is the first half of the year, 41 the second."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the calendar; what is not written is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None

    def valid(self) -> bool:
        if self.quarter is not None and not 1 <= self.quarter <= 4:
            return False
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None:
            return True
        # 29/02 without a year may exist
        longest = monthrange(self.year or 2024, self.month)[1] if self.month else 31
        return 1 <= self.day <= longest

    def fill(self, other: Point) -> Point:
        """This point with the year (and month, for a bare day) of `other`."""
        month = self.month
        if month is None and self.day is not None:
            month = other.month
        return replace(self, year=self.year or other.year, month=month)

    def precision(self) -> Precision:
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        if self.quarter is not None:
            return "quarter"
        return "half" if self.half is not None else "year"

    def edtf(self) -> str | None:
        """None where year or month is wanting."""
        if self.year is None or not self.valid() or (self.day and not self.month):
            return None
        if self.quarter is not None:
            return f"{self.year:04d}-{QUARTER_BASE + self.quarter}"
        if self.half is not None:
            return f"{self.year:04d}-{HALF_BASE + self.half}"
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def first(self) -> str | None:
        """The point as a beginning of an interval: seasons have no place there."""
        if self.quarter is not None:
            return replace(self, quarter=None, month=self.quarter * 3 - 2).edtf()
        if self.half is not None:
            return replace(self, half=None, month=self.half * 6 - 5).edtf()
        return self.edtf()

    def last(self) -> str | None:
        """The point as an end of an interval."""
        if self.quarter is not None:
            return replace(self, quarter=None, month=self.quarter * 3).edtf()
        if self.half is not None:
            return replace(self, half=None, month=self.half * 6).edtf()
        return self.edtf()


def until(point: Point) -> str | None:
    """By the end of a period: `../2025`; the day itself where there is one."""
    if point.day is not None:
        return point.edtf()
    end = point.last()
    return f"../{end}" if end else None


def since(point: Point) -> str | None:
    start = point.first()
    return f"{start}/.." if start else None


def between(first: Point, last: Point) -> str | None:
    """`2019/2020`; None where the order is wrong or a part is wanting."""
    first = first.fill(last)
    start, end = first.first(), last.last()
    if (
        start is None
        or end is None
        or start[:4] > end[:4]
        or (start > end and start[:4] == end[:4])
    ):
        return None
    return f"{start}/{end}"
