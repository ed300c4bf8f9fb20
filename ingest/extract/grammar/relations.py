"""The words around a date: trước, chậm nhất, đến, trong, từ; and the time of day beside it."""

from __future__ import annotations

from typing import Literal

import regex

from ingest.extract.grammar.atoms import Atom

Lead = Literal["", "before", "by", "within", "from", "after", "at", "baseline"]
"""Sense of the word before a date. `before` and `by` are both due by then."""

_WINDOW = 48
_LEADS = regex.compile(
    r"""(?<!\p{L})(?=[bchklmnstvxđ])(?:
      (?P<baseline>so\ với(?:\ cùng\ kỳ)?(?:\ của)?|cùng\ kỳ)
    | (?P<by>(?:chậm|muộn|trễ)\ nhất(?:\ là)?(?:\ (?:đến|vào|trong|trước|hết))?|không\ muộn\ hơn
        |không\ quá|hạn\ (?:cuối|chót)(?:\ cùng)?(?:\ là)?:?|trước\ hoặc\ trong
        |(?:(?:từ\ nay|kể\ từ\ nay|từ\ nay\ cho|cho)\ )?đến
            (?:\ (?:hết|cuối|đầu|giữa|trước|mốc|thời\ điểm)){0,3}
        |tới|hết|kết\ thúc)
    | (?P<before>(?:xong\ )?trước(?:\ thời\ hạn)?
        # trước ngày khai giảng 05/9/2024
        (?:\ (?:ngày|lễ|kỳ|dịp)(?:\ \p{Ll}{1,10}){1,4})?)
    | (?P<after>sau|từ\ sau)
    | (?P<from>(?:bắt\ đầu\ |kể\ |tính\ )?từ)
    | (?P<within>(?:ngay\ )?trong(?:\ suốt)?|vào)
    | (?P<at>lúc)
    )(?:\ (?:khoảng|dịp|đợt|cuối|đầu|giữa|hết|thời\ gian|ngày|năm)){0,4}
    (?:\ \d{1,2}(?:\ ?giờ\ ?|h|:)(?:\d{2})?(?:\ phút)?)?[,:]?\ ?$""",
    regex.V1 | regex.X | regex.I,
)
# tăng gấp 1,8 lần năm 2020: what it is measured against
_TIMES_OF = regex.compile(r"gấp (?:hơn |gần |khoảng )?\d[\d,.]* lần (?:của )?$", regex.I)
_PART = regex.compile(r"(?<!\p{L})(?:đầu|giữa|cuối)\ $", regex.I)
_WEEKDAY = regex.compile(r"(?:thứ \p{L}+|thứ [2-7]|chủ nhật),? (?:\()?$", regex.I)
_TIME = r"(?P<h>[01]?\d|2[0-4])(?: ?giờ(?!\p{L}) ?| ?[hH](?!\p{L}) ?|:)(?P<m>[0-5]\d)?(?: ?phút)?"
_TIME_BEFORE = regex.compile(
    rf"(?<!\d){_TIME}(?:,? ?(?:ngày|thứ[^,;.]{{0,20}},?))? ?,? ?$", regex.I
)
_TIME_WITHIN = regex.compile(rf"(?<!\d){_TIME}", regex.I)
_TIME_BEHIND = regex.compile(rf"^(?: ?[,(])? ?(?:lúc |vào lúc |từ |trước )?{_TIME}(?!\d)", regex.I)
_TIME_HINT = regex.compile(r"\d ?(?:giờ|h|:)", regex.I)


def lead_of(text: str, at: int) -> tuple[Lead, int]:
    """Sense and place of the words that lead to the date at `at`; ("", at) without any."""
    window = text[max(0, at - _WINDOW) : at]
    offset = at - len(window)
    weekday = _WEEKDAY.search(window)
    if weekday:
        window = window[: weekday.start()]
    if _TIMES_OF.search(window):
        return "baseline", at
    match = _LEADS.search(window)
    if match is None:
        part = _PART.search(window)
        return "", offset + part.start() if part else at
    for lead in ("baseline", "by", "before", "after", "from", "within", "at"):
        if match.group(lead) is not None:
            return lead, offset + match.start() + (match[0][:1] == " ")
    return "", at


def time_of_day(text: str, start: int, end: int) -> str | None:
    """`07:30` from `7 giờ 30` before or behind the date at `[start, end)`."""
    if not _TIME_HINT.search(text, max(0, start - 24), end + 24):
        return None
    match = (
        _TIME_BEFORE.search(text[max(0, start - 24) : start])
        or _TIME_WITHIN.search(text[start:end])
        or _TIME_BEHIND.search(text[end : end + 24])
    )
    if match is None or (match.group("m") is None and ":" in match[0]):
        return None
    return f"{int(match.group('h')):02d}:{match.group('m') or '00'}"


_FRACTION_OF = regex.compile(r" (?:số|tổng|dân|xã|hộ|đơn vị|thành viên|đại biểu)(?!\p{L})", regex.I)
_YEARLY = regex.compile(r"\)? (?:hàng|hằng|mỗi) năm", regex.I)
_EVENT = regex.compile(
    r"(?<!\p{L})(?:ngày|lễ|dịp|tết)(?: [^\s.;,()]{1,20}){1,12},? ?\(?\s?$", regex.I
)


def is_bare_date(text: str, atom: Atom) -> bool:
    """Whether `15/11`, `3/2023` or `2025` without a word of its own is a date here."""
    if atom.form == "daymonth":
        return _is_day(text, atom)
    lead, _ = lead_of(text, atom.start)
    if atom.form == "monthyear":
        return lead != ""
    if text[atom.start - 1 : atom.start] == "(" and _ONWARDS.match(text, atom.end):
        return True  # `(2026 trở đi)`
    return lead in ("before", "by", "from", "after")


_ONWARDS = regex.compile(r"\s(?:trở đi|về sau)\)", regex.I)


def _is_day(text: str, atom: Atom) -> bool:
    behind = text[atom.end : atom.end + 12]
    if _FRACTION_OF.match(behind):
        return False
    if text[atom.start - 1 : atom.start] == "(" and behind[:1] == ")":
        return True
    if _YEARLY.match(behind):
        return True
    lead, _ = lead_of(text, atom.start)
    if lead in ("before", "by", "from", "within"):
        return True
    return _EVENT.search(text[max(0, atom.start - 80) : atom.start]) is not None
