"""Which times of a sentence govern a task: when it is due, how often it comes round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import regex

from ingest.core.text import Span
from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.due_governing import FINE, governs, opens, verbs, word
from ingest.extract.grammar.marks import Marked, cited
from ingest.lexicon.due_words import alternatives

_FLAGS = regex.V1 | regex.X | regex.I
_CLAUSE = regex.compile(r";|(?<=[.!?])\s|:\s")


@dataclass(frozen=True, slots=True)
class Due:
    """A time that something is due at; `clause` is the part of the sentence it stands in."""

    time: TimeMatch
    clause: Span
    bracketed: bool
    confidence: float


def clauses(bare: str) -> list[Span]:
    """The parts of a sentence between semicolons and colons."""
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(bare)), len(bare)]
    return [Span(a, b) for a, b in pairwise(cuts) if a < b]


def find_due(
    marked: Marked,
    horizons: set[Span],
    year: int | None,
    heading: bool = False,
    since: int | None = None,
) -> Iterator[Due]:
    """The deadlines of a sentence. `horizons` are the times that are horizons of its targets;
    `heading` says that the sentence is a title, where only a plain deadline counts; `since` is
    the first year that is not over where that is not `year`."""
    parts = clauses(marked.bare)
    place = 0
    for time in sorted([*marked.times, *_relative(marked)], key=lambda t: t.span):
        if time.invalid or time.occasion or time.lead == "baseline":
            continue
        while place + 1 < len(parts) and parts[place].end <= time.span.start:
            place += 1
        clause = parts[place]
        bracketed = in_brackets(marked, time)
        if not bracketed and time.span in horizons:
            continue
        begun = since if year is None or _point_ahead(time) else year
        if _foreign(marked, time, clause, year if begun is None else begun):
            continue
        if not bracketed and _before_goals(marked, time, clause):
            continue
        if time.kind == "conditional":
            yield Due(time, clause, bracketed, 0.75)
            continue
        sure = 0.9 if bracketed else governs(marked, time, clause, heading)
        if sure:
            if time.kind == "range" and _AT_END.match(marked.text, time.span.start):
                time = replace(time, kind="during")
            yield Due(time, clause, bracketed, sure)


# chậm nhất 05 ngày làm việc sau khi kết thúc; trong vòng 30 ngày kể từ ngày ký
_RELATIVE = regex.compile(
    r"""(?<!\p{L})(?:chậm\ nhất|muộn\ nhất|trong(?:\ vòng|\ thời\ (?:hạn|gian))?|không\ quá|sau|trước)
    (?:\ là|\ sau|\ trước)?\ \d{1,3}(?:\ \([^()]{2,20}\))?\ (?:ngày|tháng|tuần|giờ)(?:\ làm\ việc)?,?
    \ (?:kể\ từ|tính\ từ|từ\ khi|từ\ ngày|sau\ khi|trước\ khi|sau\ ngày|trước\ ngày)(?:(?!\ phải\ )[^.;,()]){2,80}
    |(?<!\p{L})trước(?:\ ít\ nhất)?\ \d{1,3}\ ngày(?:\ làm\ việc)?\ (?:tổ\ chức|diễn\ ra|khai\ mạc|so\ với\ ngày)
        (?!\p{L})(?:(?!\ phải\ )[^.;,()]){2,80}""",
    _FLAGS,
)


def _relative(marked: Marked) -> Iterator[TimeMatch]:
    """Times counted from an event: no calendar day, kind `conditional`."""
    for match in _RELATIVE.finditer(marked.bare):
        span = Span(match.start(), match.end())
        yield TimeMatch(span, None, "conditional", None, "relative", span)


def alone(marked: Marked, time: TimeMatch) -> bool:
    """Whether the sentence says nothing but the time."""
    rest = marked.bare[: time.span.start] + marked.bare[time.span.end :]
    return not rest.strip(" .:;•*_-+")


_COMPLETES = regex.compile(
    r"\s*(?:phấn đấu |bảo đảm |đảm bảo )?(?:hoàn thành|hoàn tất|xong|đạt|thực hiện|triển khai)(?!\p{L})",
    regex.I,
)
# "xây mới 20 nhà, hoàn thành trước ngày 30/9/2026": nothing but when it is finished
_FINISHED = regex.compile(
    r"\s*(?:phấn đấu |bảo đảm |đảm bảo )?(?:hoàn thành|hoàn tất|xong)(?: xong)?(?:\s(?:trước|trong|vào|chậm nhất))?\s*",
    regex.I,
)


def own_clause(marked: Marked, at: int, time: TimeMatch) -> bool:
    """`… của 14 xã, trình Ủy ban nhân dân huyện phê duyệt trong quý II`: behind the number at
    `at` a further verb takes the time, one that says more than `hoàn thành`."""
    comma = marked.bare.rfind(",", at, time.span.start)
    if comma < 0:
        return _sends(marked, at, time)
    phrase = marked.bare[comma + 1 : time.span.start]
    if _FINISHED.fullmatch(phrase) and time.point is not None:
        return time.point.precision() in FINE
    return (
        len(phrase.split()) >= 3
        and verbs().match(phrase) is not None
        and not _COMPLETES.match(phrase)
    )


def _sends(marked: Marked, at: int, time: TimeMatch) -> bool:
    """`chọn 03 tiết mục gửi về Hội đồng Đội trước ngày 25/4`: the day is that of the sending."""
    if time.lead not in ("by", "before") or time.point is None:
        return False
    if time.point.precision() != "day":
        return False
    return _SENDS.search(marked.bare, max(0, at - 30), time.span.start) is not None


_SENDS = regex.compile(r"(?<!\p{L})(?:gửi|nộp)(?: về| cho| lên| đến)?(?!\p{L})", regex.I)
_CLOSES = regex.compile(r"\s*(?:[.;,]|$|\(|và\s)")
_NO_MORE = regex.compile(r"(?:\strở đi|\svề sau)?(?:[\s,.;]*|\s*[;,].*)")


@cache
def _only_finish(some: bool) -> regex.Pattern[str]:
    """Only words of completion, at least one where `some`."""
    if some:
        return regex.compile(rf"[\s:]*(?:{alternatives('finish')}[\s:,]*){{1,4}}", _FLAGS)
    return regex.compile(
        rf"[\s:,]*(?:(?:{alternatives('finish')}|{alternatives('ongoing')}|từ|vào|trong|hạn)[\s:,]*){{0,4}}",
        _FLAGS,
    )


def in_brackets(marked: Marked, time: TimeMatch) -> bool:
    """`(hoàn thành trong quý II/2008)`, `(Sở X chủ trì; hàng năm)` closing an item or clause."""
    text = marked.text
    opened = text.rfind("(", max(0, time.span.start - 400), time.span.start)
    if opened < 0 or text.find(")", opened, time.span.start) >= 0:
        return False
    closed = text.find(")", time.span.end, time.span.end + 200)
    if closed < 0 or not _CLOSES.match(text[closed + 1 : closed + 5]):
        return False
    cut = max(opened, text.rfind(";", opened, time.span.start))
    before = text[cut + 1 : time.span.start]
    after = text[time.span.end : closed]
    if time.lead == "by" and time.point is not None and time.point.precision() == "year":
        # "Mục tiêu dài hạn (đến năm 2045)" is a horizon, "(hoàn thành đến năm 2026)" is not
        return _only_finish(True).fullmatch(before) is not None
    whole = _only_finish(False).fullmatch(before)
    if whole is None:
        comma = before.rfind(",")
        tail = before[comma + 1 :] if comma >= 0 else None
        whole = tail is not None and bool(_only_finish(True).fullmatch(tail))
    return bool(whole) and _NO_MORE.fullmatch(after) is not None


def _foreign(marked: Marked, time: TimeMatch, clause: Span, year: int | None) -> bool:
    """The time of something else: a document named, a holiday, what is past, entry into force."""
    text = marked.text
    if cited(text, time) or "•" in marked.bare[time.span.start - 1 : time.span.start].strip(" "):
        return True
    before = text[max(clause.start, time.span.start - 80) : time.span.start]
    if (
        text[clause.start : clause.start + 14].lstrip().startswith("Trên đây là")
        and time.lead != "before"
    ):
        return True
    if _NOT_DUE.search(before):
        return True
    dayed = time.lead == "" and time.point is not None and time.point.day is not None
    if dayed and word("occasion").search(before[-60:]):
        return True
    if time.date is not None and year is not None and not time.year_assumed:
        first, last = time.date.edtf.split("/")[0][:4], time.date.edtf.split("/")[-1][:4]
        begun = first.isdigit() and int(first) < year - 1
        # "tổng kết vào cuối giai đoạn 2021 - 2025": the end of what has begun is to come
        if (last.isdigit() and int(last) < year) or (
            begun and not _AT_END.match(text, time.span.start)
        ):
            return True
    if dates_review(time, year) and _REVIEWED.search(before):
        return True
    ahead = text[time.span.end : min(clause.end, time.span.end + 130)]
    if time.lead not in ("by", "before") and time.rrule is None and _TOLD.match(ahead):
        return True
    if time.lead not in ("by", "before") and _BEGINS_DONE.match(text, clause.start):
        return True
    return _DONE.search(before) is not None


# "báo cáo tổng kết năm 2025": what is looked back on, where the year is the plan's own
_REVIEWED = regex.compile(r"(?<!\p{L})(?:sơ|tổng) kết\s*$", regex.I)


def dates_review(time: TimeMatch, year: int | None) -> bool:
    """A bare year that is no later than the plan's."""
    bare = time.lead == "" and time.date is not None and time.date.precision == "year"
    return bare and year is not None and time.date is not None and time.date.edtf <= str(year)


def _point_ahead(time: TimeMatch) -> bool:
    """`chậm nhất 31/12/2025`: a day or month said as a limit."""
    led = time.lead in ("before", "by")
    return led and time.point is not None and time.point.precision() in FINE


# "Đến hết năm 2030, phấn đấu đạt được những mục tiêu sau:" is the horizon of what follows
_GOALS = regex.compile(
    r"[^.;]{0,100}(?<!\p{L})(?:mục tiêu|chỉ tiêu|kết quả|chỉ số)(?!\p{L})[^.;:]{0,60}:\s*", regex.I
)


def _before_goals(marked: Marked, time: TimeMatch, clause: Span) -> bool:
    if not opens(marked, time, clause) or not marked.bare.rstrip().endswith(":"):
        return False
    end = min(len(marked.bare), time.span.end + 200)
    return _GOALS.fullmatch(marked.bare, time.span.end, end) is not None


_AT_END = regex.compile(r"(?:vào |trong )?cuối ", regex.I)
_NOT_DUE = regex.compile(r"hiệu lực|so với|tính đến|đến nay|trở thành", regex.I)
# "Trong tháng 10/2025, trung tâm đã thu thập …", "Năm 2010, là năm cuối của …"
_TOLD = regex.compile(r"\s*,?\s*là\s|[^;.:]{0,120}?(?<!\p{L})đã(?!\p{L})", regex.I)
_BEGINS_DONE = regex.compile(r"[\s•+–-]*Đã\s")
_DONE = regex.compile(r"(?<!\p{L})đã(?!\p{L})[^,;]*$", regex.I)
