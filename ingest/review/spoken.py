"""Dates and recurrences in words, for people: `../2030` is “đến 2030”, `2023-35` “quý III/2023”.

A record keeps EDTF and RFC 5545; reports and the review page say what they mean. What has no
words here is shown as the record has it.
"""

from __future__ import annotations

from typing import Any

import regex

from ingest.lexicon.messages import Language, text

_DATE = regex.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_FREQUENCIES = {"YEARLY": "year", "MONTHLY": "month", "WEEKLY": "week", "DAILY": "day"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = regex.compile(r"(?P<which>-1|[1-5])?(?P<day>MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS = regex.compile(r"-?\d{1,2}(?:,-?\d{1,2}){0,30}")


def date_words(edtf: str, language: Language) -> str:
    """An EDTF date or interval in words.

    >>> date_words("../2030", "vi"), date_words("2023-35", "en"), date_words("2021/2025", "vi")
    ('đến 2030', 'Q3 2023', '2021–2025')
    """
    first, parted, last = edtf.partition("/")
    if not parted:
        return _part(edtf, language)
    if first in ("", ".."):
        return text("when.until", language, last=_part(last, language))
    if last in ("", ".."):
        return text("when.since", language, first=_part(first, language))
    dash = "–" if first.isdigit() and last.isdigit() else " – "
    return f"{_part(first, language)}{dash}{_part(last, language)}"


def _part(edtf: str, language: Language) -> str:
    found = _DATE.fullmatch(edtf)
    if found is None or found["month"] is None:
        return edtf
    year, month = found["year"], int(found["month"])
    if 33 <= month <= 36:
        return text(f"when.quarter-{month - 32}", language, year=year)
    if month in (40, 41):
        return text(f"when.half-{month - 39}", language, year=year)
    if not 1 <= month <= 12:
        return edtf
    if found["day"] is None:
        return text("when.month-of", language, month=_month(month, language), year=year)
    day = found["day"]
    return text("when.day-of", language, day=day, month=_month(month, language), year=year)


def _month(month: int, language: Language) -> str:
    return text("when.months", language).split()[month - 1]


def recurrence_words(rrule: str, language: Language) -> str:
    """A recurrence rule in words; the rule itself where it says more than is known here.

    >>> recurrence_words("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", "vi")
    'ngày 15/11 hằng năm'
    >>> recurrence_words("FREQ=MONTHLY;INTERVAL=6", "en")
    'every 6 months'
    """
    parts = dict(p.split("=", 1) for p in rrule.split(";") if "=" in p)
    unit = _FREQUENCIES.get(parts.pop("FREQ", ""))
    count = parts.pop("INTERVAL", "1")
    days = _days(parts, language)
    if unit is None or days is None or parts or not count.isdigit():
        return rrule
    key = f"when.each-{unit}" if count == "1" else f"when.every-{unit}s"
    every = text(key, language, count=count)
    return text("when.on", language, every=every, days=days) if days else every


def _days(parts: dict[str, str], language: Language) -> str | None:
    """The days within a rule's period, taken out of `parts`; None where there are no words."""
    months, days = parts.pop("BYMONTH", ""), parts.pop("BYMONTHDAY", "")
    weekdays = parts.pop("BYDAY", "")
    if any(given and not _NUMBERS.fullmatch(given) for given in (months, days)):
        return None
    if weekdays:
        return None if months or days else _weekdays(weekdays, language)
    named = [_month(int(m), language) for m in months.split(",") if 1 <= int(m or 0) <= 12]
    if len(named) != len([m for m in months.split(",") if m]):
        return None
    if days == "-1":
        if not named:
            return text("when.month-end", language)
        return text("when.months-end", language, months=", ".join(named))
    if "-" in days:
        return None
    said = days.replace(",", ", ")
    if not named:
        return said and text("when.days", language, days=said)
    if not said:
        return text("when.in-months", language, months=", ".join(named))
    key = "when.day-month" if len(named) == 1 else "when.day-months"
    return text(key, language, days=said, months=", ".join(named))


def _weekdays(given: str, language: Language) -> str | None:
    found = [_WEEKDAY.fullmatch(one) for one in given.split(",")]
    names = text("when.weekdays", language).split(",")
    said = []
    for one in found:
        if one is None:
            return None
        name = names[_WEEKDAYS.index(one["day"])]
        which = one["which"]
        if which == "-1":
            name = text("when.last", language, day=name)
        elif which:
            name = text("when.nth", language, number=which, day=name)
        said.append(name)
    return text("when.weekday", language, days=", ".join(said))


def due_words(item: Any, language: Language) -> str:
    """When something is due: its date in words, or its recurrence, and the time of day."""
    date = item.get("date")
    if not isinstance(date, dict) or not date.get("edtf"):
        rule = recurrence_words(str(item.get("rrule") or ""), language)
        return f"{rule} {item['time']}" if item.get("time") and rule else rule
    time = item.get("time") or date.get("time")
    said = date_words(str(date["edtf"]), language)
    return f"{said} {time}" if time else said
