"""What comes round again: hàng năm, định kỳ 6 tháng, thứ Sáu hàng tuần, ngày 20 tháng cuối quý.

Every rule is RFC 5545 without a start: the text names none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from ingest.extract.grammar.calendar import Point
from ingest.lexicon import time_words

_FREQUENCY = {"năm": "YEARLY", "tháng": "MONTHLY", "tuần": "WEEKLY", "ngày": "DAILY"}
_UNIT = r"(?:năm|quý|quí|tháng|tuần|ngày)"
_COUNT = r"(?:\d{1,2}|một|hai|ba|bốn|sáu|chín)"
# not "ngân hàng năm …"
_EVERY = r"(?<!(?:ngân|cửa|nhà|mặt|bán|mua|đặt|giao)\ )(?<!\p{L})(?:hàng|hằng|mỗi|từng)"
_EACH = r"(?:\s?/\s?(?:\d{1,2}\ )?(?:lần|kỳ)|\ (?:một|1|01)\ lần)"
# not "năm 2025", "năm học", "tháng 6", "quý III", "ngày 10", "6 tháng đầu năm"
_NOT = r"(?!\ ?(?:\d|/\d)|\ (?:học|đầu|cuối|trước|sau|qua|này|IV|I{1,3})(?!\p{L}))(?!\p{L})"

# "mỗi năm 500 lượt": a count follows, no year
_NOT_YEAR = (
    r"(?!\ ?(?:(?:19|20)\d\d(?!\d)|/\d)|\ (?:học|đầu|cuối|trước|sau|qua|này)(?!\p{L}))(?!\p{L})"
)

_ITEM = rf"""(?:{_EVERY}\ năm{_EACH}?{_NOT_YEAR}
    |{_EVERY}\ (?:{_COUNT}\ )?{_UNIT}(?:\ học)?{_EACH}?{_NOT}
    |{_COUNT}\ (?:năm|quý|tháng|tuần|ngày){_EACH}?{_NOT}
    |(?:cuối|giữa|cả)\ (?:năm|quý|tháng|kỳ){_NOT}
    |{_UNIT}{_NOT})"""
_NOTE = r"(?:\ ?\([^()]{1,120}\))"
_PERIODIC = regex.compile(
    rf"""(?<!\p{{L}})(?=[\dđhmtbscí])(?:(?:ít\ nhất|tối\ thiểu)\ (?=[\dhmtbsc]))?
        (?:(?P<routine>định\ kỳ)(?:\ (?:theo|vào|là|ít\ nhất|tối\ thiểu))?[,:]?\ |(?P<every>(?={_EVERY}\ ))
            |(?P<each>(?={_COUNT}\ {_UNIT}{_EACH})))
        (?P<item>{_ITEM})(?P<note>{_NOTE})?
        (?:(?:,\ |;\ |\ và\ |\ hoặc\ |,\ và\ |/|\ -\ )(?P<item>{_ITEM})(?P<note>{_NOTE})?){{0,6}}
        (?P<tail>\ {_EVERY}\ năm(?!\p{{L}}))?""",
    regex.V1 | regex.X | regex.I,
)
_ROUTINE = regex.compile(r"định\s?kỳ(?!\p{L})", regex.I)
_QUARTER_DAY = regex.compile(
    r"""ngày\ (?P<day>\d{1,2})(?:\ của|,)?\ tháng\ (?:thứ\ )?(?P<which>đầu|cuối|giữa|ba|hai|nhất)
    (?:\ cùng|\ tiên)?(?:\ của)?(?:\ (?:hàng|hằng|mỗi|từng))?\ (?P<unit>quý|quí|năm)
    (?P<next>\ (?:sau|tiếp\ theo|kế\ tiếp))?""",
    regex.V1 | regex.X | regex.I,
)
_WEEKDAY = r"(?:thứ\ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\ nhật)"
_WEEKLY = regex.compile(
    rf"""(?<!\p{{L}})(?=[tc])(?P<day>{_WEEKDAY})
    (?:(?:,\ |\ và\ |,\ và\ |(?P<either>\ hoặc\ ))(?:ngày\ )?(?P<day>{_WEEKDAY})){{0,6}}
    (?:\ (?P<place>tuần\ (?:đầu|cuối)(?:\ tiên|\ cùng)?(?:\ của)?|đầu\ tiên|cuối\ cùng))?
    \ (?:{_EVERY}|trong)\ (?P<unit>tuần|tháng|quý)""",
    regex.V1 | regex.X | regex.I,
)


_HINT = regex.compile(
    r"h[àằ]ng|mỗi|từng|định\s?kỳ|lần|kỳ|quý|quí|trong tuần|năm sau|kế tiếp|liền kề|(?:sơ|tổng) kết",
    regex.I,
)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One interval or recurring day at `[start, end)`.

    `rrule` is None for a bare `định kỳ`. `fixed` where the rule names a day. `notes` is the
    bracket that follows: a day in it overrides the interval. `group` counts the expression
    that it is a member of ("06 tháng, 01 năm" is one with two members). `review` is what is
    looked back on (`sơ kết 6 tháng`).
    """

    start: int
    end: int
    rrule: str | None
    group: int
    fixed: bool = False
    note: tuple[int, int] | None = None
    routine: bool = False
    review: bool = False


def find_cycles(text: str) -> list[Cycle]:
    """Intervals and recurring days of a line, in order; none overlaps another."""
    found: list[Cycle] = []
    if not _HINT.search(text):
        return found
    readers = (
        _quarter_days,
        _month_days,
        _weekdays,
        _week_days,
        _intervals,
        _reviews,
        _next_year,
        _bare,
    )
    for group, reader in enumerate(readers):
        taken = [c.start for c in found]
        free = []
        for cycle in reader(text, group * len(text)):
            place = bisect_left(taken, cycle.end)
            if place == 0 or found[place - 1].end <= cycle.start:
                free.append(cycle)
        found = sorted([*found, *free], key=lambda c: c.start)
    # "định kỳ sơ kết 6 tháng": the interval says how often
    said = {c.end for c, n in pairwise(found) if n.review and _ONLY_REVIEW(text[c.end : n.start])}
    return [c for c in found if c.rrule is not None or c.end not in said]


def yearly(point: Point) -> str:
    """`ngày 15/11 hàng năm` -> FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15."""
    rule = "FREQ=YEARLY"
    if point.quarter:
        return rule
    if point.month:
        rule += f";BYMONTH={point.month}"
    return f"{rule};BYMONTHDAY={point.day}" if point.day else rule


def interval(count: int, unit: str) -> str:
    """`6 tháng` -> FREQ=MONTHLY;INTERVAL=6; `12 tháng` is a year, a quarter three months."""
    unit = unit.lower()
    if unit in ("quý", "quí"):
        count, unit = count * 3, "tháng"
    if unit == "tháng" and count % 12 == 0:
        count, unit = count // 12, "năm"
    rule = f"FREQ={_FREQUENCY[unit]}"
    return rule if count == 1 else f"{rule};INTERVAL={count}"


def _quarter_days(text: str, base: int) -> Iterator[Cycle]:
    for match in _QUARTER_DAY.finditer(text):
        which, day = match.group("which").lower(), int(match.group("day"))
        if match.group("unit").lower() == "năm":
            months = {"đầu": "1", "nhất": "1", "cuối": "12"}.get(which)
        else:
            first = {"đầu": 1, "nhất": 1, "hai": 2, "giữa": 2}.get(which, 3)
            months = ",".join(str(first + step) for step in (0, 3, 6, 9))
        if months and 1 <= day <= 31:
            rule = f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}"
            yield Cycle(match.start(), match.end(), rule, base + match.start(), fixed=True)


# ngày 15 và 30 hằng tháng, ngày 10, 20, 30 hàng tháng
_MONTH_DAYS = regex.compile(
    rf"""(?<!\p{{L}})ngày\ (?P<day>\d{{1,2}})(?:,\ (?:ngày\ )?(?P<day>\d{{1,2}})){{0,4}}
    (?:\ và|,)\ (?:ngày\ )?(?P<day>\d{{1,2}})(?:\ của)?\ {_EVERY}\ tháng(?!\p{{L}})""",
    regex.V1 | regex.X | regex.I,
)


def _month_days(text: str, base: int) -> Iterator[Cycle]:
    for match in _MONTH_DAYS.finditer(text):
        days = [int(day) for day in match.captures("day")]
        for number, (start, end) in enumerate(match.spans("day")):
            if not 1 <= days[number] <= 31:
                continue
            first = start - 5 if text[max(0, start - 5) : start].lower() == "ngày " else start
            last = match.end() if number == len(days) - 1 else end
            rule = f"FREQ=MONTHLY;BYMONTHDAY={days[number]}"
            yield Cycle(first, last, rule, base + match.start(), fixed=True)


def _weekdays(text: str, base: int) -> Iterator[Cycle]:
    for match in _WEEKLY.finditer(text):
        place, unit = (match.group("place") or "").lower(), match.group("unit").lower()
        order = {"đầu": "1", "cuối": "-1"}.get(place.replace("tuần ", "").split(" ")[0], "")
        if match.group("either") and unit == "tuần":
            # "thứ Bảy hoặc Chủ nhật hằng tuần": one of the two
            codes = ",".join(time_words.weekday(day) or "" for day in match.captures("day"))
            rule = f"FREQ=WEEKLY;BYDAY={codes}"
            yield Cycle(match.start(), match.end(), rule, base + match.start(), fixed=True)
            continue
        for number, (start, end) in enumerate(match.spans("day")):
            code = time_words.weekday(match.captures("day")[number])
            freq = "FREQ=WEEKLY" if unit == "tuần" else "FREQ=MONTHLY"
            rule = f"{freq};BYDAY={order if unit != 'tuần' else ''}{code}"
            end = match.end() if number == len(match.spans("day")) - 1 else end
            yield Cycle(start, end, rule, base + match.start(), fixed=True)


# hằng tuần, vào thứ Hai
_WEEK_DAY = regex.compile(
    rf"{_EVERY}\ tuần,?\ (?:vào\ )?(?:(?:sáng|chiều|tối)\ )?(?P<day>{_WEEKDAY})(?!\p{{L}})",
    regex.V1 | regex.X | regex.I,
)


def _week_days(text: str, base: int) -> Iterator[Cycle]:
    for match in _WEEK_DAY.finditer(text):
        rule = f"FREQ=WEEKLY;BYDAY={time_words.weekday(match['day'])}"
        yield Cycle(match.start(), match.end(), rule, base + match.start(), fixed=True)


_PARTS = regex.compile(
    rf"(?:{_EVERY}\ )?(?:(?P<count>{_COUNT})\ )?(?P<unit>{_UNIT})(?:\ học)?{_EACH}?$",
    regex.V1 | regex.X | regex.I,
)


def _intervals(text: str, base: int) -> Iterator[Cycle]:
    for match in _PERIODIC.finditer(text):
        items, notes = match.spans("item"), match.spans("note")
        for number, (start, end) in enumerate(items):
            rule = _rule_of(match.captures("item")[number])
            note = next((n for n in notes if 0 <= n[0] - end <= 1), None)
            first = match.start() if number == 0 else start
            last = match.end() if number == len(items) - 1 else (note[1] if note else end)
            routine = match.group("routine") is not None
            yield Cycle(first, last, rule, base + match.start(), note=note, routine=routine)


def _rule_of(item: str) -> str | None:
    parts = _PARTS.match(item)
    if parts is None:
        word = item.split()[-1].lower()
        # "cuối năm" once a year, "cuối quý" once a quarter
        return interval(1, word) if word in ("năm", "quý", "tháng") else None
    count = time_words.number(parts.group("count")) if parts.group("count") else 1
    return interval(count, parts.group("unit")) if count else None


# "báo cáo năm trước ngày 15/01 năm sau": said of every year
_NEXT_YEAR = regex.compile(r"(?<=\d )năm (?:sau|kế tiếp|liền kề|tiếp theo)(?!\p{L})", regex.I)


def _next_year(text: str, base: int) -> Iterator[Cycle]:
    for match in _NEXT_YEAR.finditer(text):
        if _DAY_BEFORE.search(text[max(0, match.start() - 24) : match.start()]):
            yield Cycle(match.start(), match.end(), "FREQ=YEARLY", base + match.start())


_DAY_BEFORE = regex.compile(r"(?:\d/\d{1,2}|tháng \d{1,2}) $")


# "sơ kết 6 tháng, tổng kết năm", not "tổng kết 10 năm", "sơ kết 6 tháng đầu năm"
_REVIEW = regex.compile(
    rf"(?<!\p{{L}})(?:sơ|tổng)\ kết\ (?P<item>0?[369]\ tháng|quý|năm){_NOT}",
    regex.V1 | regex.X | regex.I,
)
_ONLY_REVIEW = regex.compile(r"\s(?:(?:tổ chức|tiến hành)\s)?(?:sơ|tổng) kết\s", regex.I).fullmatch


def _reviews(text: str, base: int) -> Iterator[Cycle]:
    for match in _REVIEW.finditer(text):
        start, end = match.span("item")
        yield Cycle(start, end, _rule_of(match["item"]), base + start, review=True)


def _bare(text: str, base: int) -> Iterator[Cycle]:
    for match in _ROUTINE.finditer(text):
        yield Cycle(match.start(), match.end(), None, base + match.start(), routine=True)
