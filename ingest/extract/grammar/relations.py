"""The words around a date: trước, chậm nhất, đến, trong, từ; and the time of day beside it."""

from __future__ import annotations

from typing import Literal

import regex

from ingest.extract.grammar.atoms import Atom

Lead = Literal["", "before", "by", "within", "from", "after", "at", "baseline"]
"""Sense of the word before a date. `before` and `by` are both due by then."""

_WINDOW = 48
_LEADS = regex.compile(
    r"""(?<!\p{L})(?:
      (?P<baseline>so\ với(?:\ cùng\ kỳ)?(?:\ của)?|cùng\ kỳ)
    | (?P<by>(?:chậm|muộn|trễ)\ nhất(?:\ là)?(?:\ (?:đến|vào|trong|trước|hết))?|không\ muộn\ hơn
        |không\ quá|hạn\ (?:cuối|chót)(?:\ cùng)?(?:\ là)?:?|trước\ hoặc\ trong
        |(?:từ\ nay|kể\ từ\ nay|từ\ nay\ cho|cho)?\ ?đến(?:\ (?:hết|cuối|đầu|giữa|trước|mốc|thời\ điểm))*
        |tới|hết|kết\ thúc)
    | (?P<before>(?:xong\ )?trước(?:\ thời\ hạn)?)
    | (?P<after>sau|từ\ sau)
    | (?P<from>(?:bắt\ đầu\ |kể\ |tính\ )?từ)
    | (?P<within>(?:ngay\ )?trong(?:\ suốt)?|vào)
    | (?P<at>lúc)
    )(?:\ (?:khoảng|dịp|đợt|cuối|đầu|giữa|hết|thời\ gian|ngày|năm))*
    (?:\ \d{1,2}(?:\ ?giờ\ ?|h|:)(?:\d{2})?(?:\ phút)?)?[,:]?\ ?$""",
    regex.V1 | regex.X | regex.I,
)
_PART = regex.compile(r"(?<!\p{L})(?:đầu|giữa|cuối)\ $", regex.I)
_WEEKDAY = regex.compile(r"(?:thứ \p{L}+|thứ [2-7]|chủ nhật),? (?:\()?$", regex.I)
_TIME = r"(?P<h>[01]?\d|2[0-4])(?: ?giờ(?!\p{L}) ?| ?[hH](?!\p{L}) ?|:)(?P<m>[0-5]\d)?(?: ?phút)?"
_TIME_BEFORE = regex.compile(
    rf"(?<!\d){_TIME}(?:,? ?(?:ngày|thứ[^,;.]{{0,20}},?))? ?,? ?$", regex.I
)
_TIME_BEHIND = regex.compile(rf"^(?: ?[,(])? ?(?:lúc |vào lúc |từ |trước )?{_TIME}(?!\d)", regex.I)


def lead_of(text: str, at: int) -> tuple[Lead, int]:
    """Sense and place of the words that lead to the date at `at`; ("", at) without any."""
    window = text[max(0, at - _WINDOW) : at]
    offset = at - len(window)
    weekday = _WEEKDAY.search(window)
    if weekday:
        window = window[: weekday.start()]
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
    match = (
        regex.search(_TIME_BEFORE, text[max(0, start - 24) : start])
        or regex.search(rf"(?<!\d){_TIME}", text[start:end], regex.I)
        or _TIME_BEHIND.search(text[end : end + 24])
    )
    if match is None or (match.group("m") is None and ":" in match[0]):
        return None
    return f"{int(match.group('h')):02d}:{match.group('m') or '00'}"


_FRACTION_OF = regex.compile(
    r" ?(?:số|tổng|dân|xã|hộ|đơn vị|thành viên|đại biểu)(?!\p{L})", regex.I
)
_EVENT = regex.compile(r"(?:Ngày|ngày|lễ|Lễ|dịp|Tết|tháng)(?: [^\s.;,()]+){1,12},? ?\(?\s?$")


def is_bare_date(text: str, atom: Atom) -> bool:
    """Whether `15/11`, `3/2023` or `2025` without a word of its own is a date here."""
    lead, _ = lead_of(text, atom.start)
    behind = text[atom.end : atom.end + 20]
    if atom.form == "daymonth":
        if _FRACTION_OF.match(behind):
            return False
        if lead in ("before", "by", "from", "within"):
            return True
        yearly = regex.match(r"\)? (?:hàng|hằng|mỗi) năm", behind, regex.I) is not None
        bracket = (
            text[max(0, atom.start - 2) : atom.start].strip()[-1:] == "(" and behind[:1] in ")"
        )
        return (
            yearly
            or (bracket and behind != "")
            or bool(_EVENT.search(text[max(0, atom.start - 80) : atom.start]))
        )
    if atom.form == "monthyear":
        return lead != ""
    return lead in ("before", "by", "from", "after")
