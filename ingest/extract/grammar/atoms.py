"""The words of a date: days, months, quarters, half-years, years, spans of years.

`scan` reads them off one line (`Line.text`), left to right, without overlap. What stands
before and after them (trước, đến, hàng năm) is for `dates`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from ingest.extract.grammar.calendar import Point
from ingest.lexicon import time_words


@dataclass(frozen=True, slots=True)
class Atom:
    """A point, or a period from `first` to `last`, as written at `[start, end)`.

    `bare` is what could also be a fraction or a plain number: `15/11`, `2030`, `3/2023`.
    `form` names the pattern. `blank` is a date with day or month left open.
    """

    start: int
    end: int
    form: str
    first: Point
    last: Point | None = None
    bare: bool = False
    blank: bool = False


_YEAR = r"(?:19|20)\d{2}"
_DASH = r"\s?[-–—÷]\s?"
_OPEN = r"(?<![\d/.,\-–\p{L}])"
_SHUT = r"(?![\d/]|[.,]\d|-\d|\p{L})"
# "1/2 ngày", "3/4 số xã" are fractions; "1/3 năm 2025" and "3/2 hằng năm" are days
_NO_PART = r"(?!(?:1/[2-4]|2/3|3/4)\ (?:ngày|giờ|buổi|ca|số|diện\ tích|thời\ gian|tháng|năm(?!\ (?:19|20)\d\d))(?!\p{L}))"
_DOTS = r"[.…_]{1,40}"
_MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
_QUARTER = r"(?:IV|I{1,3}|0?[1-4])(?![\p{L}\d])"

_ATOMS = {
    # 20 - 22/5/2026, ngày 28/4 - 03/5/2026
    "days": rf"""(?:từ\ )?(?P<dk>ngày\ )?{_OPEN}(?P<da>\d{{1,2}})(?:/(?P<ma>\d{{1,2}}))?{_DASH}
        (?P<db>\d{{1,2}})[/](?P<mb>\d{{1,2}})(?:/(?P<yb>{_YEAR}))?{_SHUT}""",
    # 13/6/2019, ngày 13-4-2007, 13.6.2019
    "day": rf"""(?:ngày\ )?{_OPEN}(?P<d>\d{{1,2}})(?P<s>[/.\-])(?P<m>\d{{1,2}})(?P=s)(?P<y>{_YEAR})
        {_SHUT}""",
    # ngày 13 tháng 6 năm 2019, ngày 10 tháng 6
    "long": rf"""ngày\ (?P<ld>\d{{1,2}})\ tháng\ (?P<lm>\d{{1,2}})
        (?:(?:,?\ năm\ |\s?[/-]\s?)(?P<ly>{_YEAR}))?{_SHUT}""",
    # ngày … tháng 01 năm 2023, ngày   /6/2023
    "blank": rf"""ngày(?:\ ?(?:{_DOTS})?\ ?tháng(?:\ (?P<bm>\d{{1,2}})|\ ?(?:{_DOTS})?)\ ?,?\ ?năm
        (?:\ (?P<by>{_YEAR})|\ ?(?:{_DOTS}))
        |\ ?(?:{_DOTS}\ ?)?/\ ?(?P<bn>\d{{1,2}})?(?:{_DOTS}\ ?)?/\ ?(?P<bz>{_YEAR})){_SHUT}""",
    # ngày 20, 21 và 22/5/2026
    "list": rf"""ngày\ (?P<id>\d{{1,2}})(?:,\ (?P<id>\d{{1,2}})){{0,8}}(?:\ và|,)\ (?:ngày\ )?
        (?P<id>\d{{1,2}})(?:/|\ tháng\ )(?P<im>\d{{1,2}})
        (?:(?:/|\ năm\ )(?P<iy>{_YEAR}))?{_SHUT}""",
    # ngày 15/11, ngày 15
    "short": rf"ngày\ (?P<sd>\d{{1,2}})(?:\s?[/\-]\s?(?P<sm>\d{{1,2}}))?{_SHUT}",
    # 6 tháng đầu năm 2020, 9 tháng đầu năm
    "half": rf"""(?<![\p{{L}}\d])(?P<hn>0?[69]|sáu|chín)\ tháng\ (?P<hw>đầu|cuối)\ năm
        (?:\ (?P<hy>{_YEAR}))?(?!\d)""",
    # tuần 2 tháng 11/2024, tháng 03 năm 2023, tháng 3 - 12/2023; not "mỗi tháng 01 buổi"
    "month": rf"""(?:tuần\ (?:thứ\ )?(?:\d|I{{1,3}}|IV|hai|ba|tư|đầu|cuối)(?:\ của)?\ |(?<!\d\ )(?<!(?:mỗi|từng)\ ))
        tháng\ (?P<n>{_MONTH})(?:{_DASH}(?:tháng\ )?(?P<nb>{_MONTH}))?
        (?:(?:\s?[/-]\s?|,?\ năm\ |\ )(?P<ny>{_YEAR}))?{_SHUT}""",
    # quý III/2023, quý 3 năm 2023, quý II - III/2026; not "mỗi quý 01 lần"
    "quarter": rf"""(?<!(?:mỗi|từng)\ )qu[ýí]\ (?P<q>{_QUARTER})
        (?:(?:{_DASH}|,\ |\ và\ |\ đến\ )(?:qu[ýí]\ )?(?:II{{1,2}}(?:,\ |\ và\ )(?=I))?(?P<qb>{_QUARTER}))?
        (?:(?:\s?[/-]\s?|,?\ năm\ )(?P<qy>{_YEAR}))?{_SHUT}""",
    # giai đoạn 2021-2025, năm học 2024 - 2025, từ 2021 đến 2025
    "years": rf"""(?:(?P<label>giai\ đoạn|thời\ [kK][ỳì]|nhiệm\ k[ỳì]|niên\ kh[óo][aá]|năm\ học
            |(?:các\ |hai\ )?năm)\ )?(?:từ\ (?:năm\ )?)?{_OPEN}(?P<ya>{_YEAR})
        (?:{_DASH}|/(?=20)|\ (?:đến|và)\ (?:năm\ )?)(?P<yc>{_YEAR}){_SHUT}""",
    "year": rf"năm\ (?P<v>{_YEAR}){_SHUT}",
    # what stands alone is a date only by what stands around it
    "daymonth": rf"{_OPEN}{_NO_PART}(?P<xd>\d{{1,2}})/(?P<xm>\d{{1,2}}){_SHUT}",
    "monthyear": rf"{_OPEN}(?:T|Th)?\.?(?P<zm>\d{{1,2}})/(?P<zy>{_YEAR}){_SHUT}",
    "plainyear": rf"{_OPEN}(?P<w>{_YEAR}){_SHUT}",
}
# the first letter is looked at before anything else: most places of a text fail there
_PATTERN = regex.compile(
    r"(?<![\p{L}\d])(?=[\dgtnqcsh])(?:"
    + "|".join(f"(?P<{name}_>{body})" for name, body in _ATOMS.items())
    + ")",
    regex.V1 | regex.X | regex.I,
)
_DIGIT = regex.compile(r"\d")
# where an atom can begin, in lower case: far cheaper than to try the whole pattern at each place
_START = regex.compile(
    r"(?<![\p{L}\d])(?:\d|th?\.?\d|ngày|qu[ýí] "
    r"|(?:từ|giai|thời|nhiệm|niên|năm|các|hai|sáu|chín|tuần|tháng) )"
)
_REACH = 600
"""Code points of an atom, at most; the longest form takes less than half."""


def _lowered(text: str) -> str:
    """The text in lower case, every place kept."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _atoms(text: str) -> Iterator[regex.Match[str]]:
    at = 0
    for start in _START.finditer(_lowered(text)):
        place = start.start()
        if place < at:
            continue
        match = _PATTERN.match(text, place, min(len(text), place + _REACH))
        if match is not None:
            at = match.end()
            yield match


def scan(text: str) -> Iterator[Atom]:
    """All atoms of a line, left to right."""
    if not _DIGIT.search(text):
        return
    for match in _atoms(text):
        form = next(name for name in _ATOMS if match.group(f"{name}_") is not None)
        yield from _READERS[form](match)


def _int(match: regex.Match[str], group: str) -> int | None:
    value = match.group(group)
    return int(value) if value else None


def _point(form: str, year: str, month: str, day: str) -> Callable[..., Iterator[Atom]]:
    def read(match: regex.Match[str]) -> Iterator[Atom]:
        point = Point(
            year=_int(match, year) if year else None,
            month=_int(match, month) if month else None,
            day=_int(match, day) if day else None,
        )
        bare = form in ("daymonth", "monthyear", "plainyear")
        if bare and not point.valid():
            return
        yield Atom(match.start(), match.end(), form, point, bare=bare)

    return read


def _days(match: regex.Match[str]) -> Iterator[Atom]:
    year, month = _int(match, "yb"), _int(match, "mb")
    first = Point(year, _int(match, "ma") or month, _int(match, "da"))
    last = Point(year, month, _int(match, "db"))
    bare = match.group("dk") is None and year is None
    if first.valid() and last.valid():
        yield Atom(match.start(), match.end(), "days", first, last, bare)


def _list(match: regex.Match[str]) -> Iterator[Atom]:
    """Days that follow each other are a period, others one atom each."""
    days = [int(day) for day in match.captures("id")]
    points = [Point(_int(match, "iy"), _int(match, "im"), day) for day in days]
    if len(days) > 2 and days == list(range(days[0], days[0] + len(days))):
        yield Atom(match.start(), match.end(), "list", points[0], points[-1])
        return
    for number, point in enumerate(points):
        start, end = match.spans("id")[number]
        end = match.end() if number == len(points) - 1 else end
        yield Atom(match.start() if number == 0 else start, end, "list", point)


def _blank(match: regex.Match[str]) -> Iterator[Atom]:
    month = _int(match, "bm") or _int(match, "bn")
    year = _int(match, "by") or _int(match, "bz")
    yield Atom(match.start(), match.end(), "blank", Point(year, month), blank=True)


def _half(match: regex.Match[str]) -> Iterator[Atom]:
    year, early = _int(match, "hy"), match.group("hw").lower() == "đầu"
    if time_words.number(match.group("hn")) == 6:
        yield Atom(match.start(), match.end(), "half", Point(year, half=1 if early else 2))
    else:
        first, last = (1, 9) if early else (4, 12)
        span = Point(year, first), Point(year, last)
        yield Atom(match.start(), match.end(), "half", *span)


def _month(match: regex.Match[str]) -> Iterator[Atom]:
    year = _int(match, "ny")
    first, last = Point(year, _int(match, "n")), _int(match, "nb")
    yield Atom(match.start(), match.end(), "month", first, Point(year, last) if last else None)


def _quarter(match: regex.Match[str]) -> Iterator[Atom]:
    year, second = _int(match, "qy"), match.group("qb")
    first = Point(year, quarter=time_words.quarter(match.group("q")))
    last = Point(year, quarter=time_words.quarter(second)) if second else None
    if last and _APART.search(match.group()) and (last.quarter or 0) > (first.quarter or 0) + 1:
        # "quý II và quý IV": two quarters with one between them
        cut = match.end("q")
        word = _QUARTER_WORD.search(match.string, cut, match.start("qb"))
        yield Atom(match.start(), cut, "quarter", first)
        begin = word.start() if word else match.start("qb")
        yield Atom(begin, match.end(), "quarter", last)
        return
    yield Atom(match.start(), match.end(), "quarter", first, last)


_APART = regex.compile(
    rf"qu[ýí]\ {_QUARTER}(?:,|\ và)\ (?:qu[ýí]\ )?{_QUARTER}(?!,\ |\ và\ )", regex.I
)
_QUARTER_WORD = regex.compile(r"qu[ýí]\ ", regex.I)


def _years(match: regex.Match[str]) -> Iterator[Atom]:
    first, last = _int(match, "ya"), _int(match, "yc")
    if first is not None and last is not None and first < last <= first + 60:
        label = (match.group("label") or "").lower()
        form = "school-year" if label == "năm học" else "years"
        yield Atom(match.start(), match.end(), form, Point(first), Point(last))


_READERS: dict[str, Callable[..., Iterator[Atom]]] = {
    "days": _days,
    "day": _point("day", "y", "m", "d"),
    "long": _point("long", "ly", "lm", "ld"),
    "blank": _blank,
    "list": _list,
    "short": _point("short", "", "sm", "sd"),
    "half": _half,
    "month": _month,
    "quarter": _quarter,
    "years": _years,
    "year": _point("year", "v", "", ""),
    "daymonth": _point("daymonth", "", "xm", "xd"),
    "monthyear": _point("monthyear", "zy", "zm", ""),
    "plainyear": _point("plainyear", "w", "", ""),
}
