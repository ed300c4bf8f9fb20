"""Which times of a sentence govern a task: when it is due, how often it comes round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from ingest.core.text import Span
from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.line import last_match
from ingest.extract.grammar.marks import Marked, cited
from ingest.lexicon.due_words import Use, alternatives
from ingest.lexicon.role_words import role_words

_FLAGS = regex.V1 | regex.X | regex.I
_CLAUSE = regex.compile(r";|(?<=[.!?])\s|:\s")
_FINE = ("day", "month", "quarter", "half")


@dataclass(frozen=True, slots=True)
class Due:
    """A time that something is due at; `clause` is the part of the sentence it stands in."""

    time: TimeMatch
    clause: Span
    bracketed: bool
    confidence: float


@cache
def _word(use: Use) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){alternatives(use)}(?!\p{{L}})", _FLAGS)


@cache
def _verb() -> regex.Pattern[str]:
    verbs = sorted({r.text.lower() for r in role_words("verb")}, key=lambda v: (-len(v), v))
    names = "|".join(regex.escape(v, literal_spaces=False) for v in verbs)
    return regex.compile(rf"[\s,:•]*(?:{names})(?!\p{{L}})", _FLAGS)


def verb_at(text: str) -> bool:
    """Whether a verb begins the text."""
    return _verb().match(text) is not None


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
        begun = since if _point_ahead(time) else year
        if _foreign(marked, time, clause, year if begun is None else begun):
            continue
        if not bracketed and _before_goals(marked, time, clause):
            continue
        if time.kind == "conditional":
            yield Due(time, clause, bracketed, 0.75)
            continue
        sure = 0.9 if bracketed else _governs(marked, time, clause, heading)
        if sure:
            yield Due(time, clause, bracketed, sure)


# chậm nhất 05 ngày làm việc sau khi kết thúc; trong vòng 30 ngày kể từ ngày ký
_RELATIVE = regex.compile(
    r"""(?<!\p{L})(?:chậm\ nhất|muộn\ nhất|trong\ vòng|trong\ thời\ (?:hạn|gian)|không\ quá|sau|trước)
    (?:\ là|\ sau|\ trước)?\ \d{1,3}(?:\ \([^()]{2,20}\))?\ (?:ngày|tháng|tuần|giờ)(?:\ làm\ việc)?,?
    \ (?:kể\ từ|tính\ từ|từ\ khi|từ\ ngày|sau\ khi|trước\ khi|sau\ ngày|trước\ ngày)[^.;,()]{2,80}""",
    _FLAGS,
)


def _relative(marked: Marked) -> Iterator[TimeMatch]:
    """Times counted from an event: no calendar day, kind `conditional`."""
    for match in _RELATIVE.finditer(marked.bare):
        span = Span(match.start(), match.end())
        yield TimeMatch(span, None, "conditional", None, "relative", span)


_COMPLETES = regex.compile(
    r"\s*(?:phấn đấu |bảo đảm |đảm bảo )?(?:hoàn thành|hoàn tất|xong|đạt|thực hiện|triển khai)(?!\p{L})",
    regex.I,
)


def own_clause(marked: Marked, at: int, time: TimeMatch) -> bool:
    """`… của 14 xã, trình Ủy ban nhân dân huyện phê duyệt trong quý II`: behind the number at
    `at` a further verb takes the time, one that says more than `hoàn thành`."""
    comma = marked.bare.rfind(",", at, time.span.start)
    if comma < 0:
        return False
    phrase = marked.bare[comma + 1 : time.span.start]
    return (
        len(phrase.split()) >= 3
        and _verb().match(phrase) is not None
        and not _COMPLETES.match(phrase)
    )


_CLOSES = regex.compile(r"\s*(?:[.;,]|$|\(|và\s)")
_NO_MORE = regex.compile(r"[\s,.;]*|\s*[;,].*")
_NOTHING = regex.compile(r"[\s•+–-]*(?:và\s)?")


@cache
def _only_finish(some: bool) -> regex.Pattern[str]:
    """Only words of completion, at least one where `some`."""
    if some:
        return regex.compile(rf"[\s:]*(?:{alternatives('finish')}[\s:,]*){{1,4}}", _FLAGS)
    return regex.compile(
        rf"[\s:,]*(?:(?:{alternatives('finish')}|từ|vào|trong|hạn)[\s:,]*){{0,4}}", _FLAGS
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
    if dayed and _word("occasion").search(before[-60:]):
        return True
    if time.date is not None and year is not None and not time.year_assumed:
        first, last = time.date.edtf.split("/")[0][:4], time.date.edtf.split("/")[-1][:4]
        if (last.isdigit() and int(last) < year) or (first.isdigit() and int(first) < year - 1):
            return True
    return _DONE.search(before) is not None


def _point_ahead(time: TimeMatch) -> bool:
    """`chậm nhất 31/12/2025`: a day or month said as a limit."""
    led = time.lead in ("before", "by")
    return led and time.point is not None and time.point.precision() in _FINE


# "Đến hết năm 2030, phấn đấu đạt được những mục tiêu sau:" is the horizon of what follows
_GOALS = regex.compile(
    r"[^.;]{0,100}(?<!\p{L})(?:mục tiêu|chỉ tiêu|kết quả|chỉ số)(?!\p{L})[^.;:]{0,60}:\s*", regex.I
)


def _before_goals(marked: Marked, time: TimeMatch, clause: Span) -> bool:
    if not _opens(marked, time, clause) or not marked.bare.rstrip().endswith(":"):
        return False
    end = min(len(marked.bare), time.span.end + 200)
    return _GOALS.fullmatch(marked.bare, time.span.end, end) is not None


_NOT_DUE = regex.compile(r"hiệu lực|so với|tính đến|đến nay", regex.I)
_DONE = regex.compile(r"(?<!\p{L})đã(?!\p{L})[^,;]*$", regex.I)


def _governs(marked: Marked, time: TimeMatch, clause: Span, heading: bool) -> float:
    """How surely the time governs a verb; 0 where it belongs to a noun."""
    if time.rrule is not None or time.kind == "recurring":
        return 0.0 if heading and time.form == "interval" else _recurs(marked, time, clause)
    if time.date is None:
        return 0.6 if time.kind == "by" else 0.0
    if _of_name(marked, time, clause):
        return 0.0
    precision = time.date.precision if time.point is None else time.point.precision()
    fine = precision in _FINE
    opening = _opens(marked, time, clause)
    if time.lead in ("by", "before") and fine:
        return 0.93
    if heading:
        return 0.85 if time.lead == "within" and fine else 0.0
    if time.kind == "range":
        return _range(marked, time, fine, opening)
    finish = _finishes(marked, time)
    if time.lead in ("by", "before"):
        return 0.85 if finish else (0.75 if opening and _acts(marked, time) else 0.0)
    if time.lead in ("within", "at"):
        return 0.88 if fine or finish or opening else 0.7
    if opening:
        return 0.85 if fine else 0.75
    if finish:
        return 0.8
    return 0.75 if precision == "day" and _word("finish").search(_before(marked, time)) else 0.0


def _range(marked: Marked, time: TimeMatch, fine: bool, opening: bool) -> float:
    if time.date is not None and time.date.edtf.endswith("/.."):
        return 0.7 if fine and (opening or _finishes(marked, time)) else 0.0
    if fine:
        return 0.88
    # "nhân rộng ra toàn tỉnh giai đoạn 2023 - 2025"
    return 0.7 if _acting(marked, time) else 0.0


def _before(marked: Marked, time: TimeMatch) -> str:
    return marked.bare[max(0, time.span.start - 60) : time.span.start]


def _opens(marked: Marked, time: TimeMatch, clause: Span) -> bool:
    """`Tháng 3/2023: …`, `Trong quý I, …`: the time begins its clause."""
    return _NOTHING.fullmatch(marked.bare, clause.start, time.span.start) is not None


@cache
def _finished() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<!\p{{L}}){alternatives('finish')}(?:\s(?:vào|trong|từ|xong|trước|chậm\ nhất))*[\s,]*$",
        _FLAGS,
    )


def _finishes(marked: Marked, time: TimeMatch) -> bool:
    return _finished().search(_before(marked, time)) is not None


def _acts(marked: Marked, time: TimeMatch) -> bool:
    """A verb follows: `Đến năm 2025, xây dựng …`."""
    return _verb().match(marked.bare[time.span.end : time.span.end + 60]) is not None


def _acting(marked: Marked, time: TimeMatch) -> bool:
    """The phrase before the time begins with a verb: `…, nhân rộng ra toàn tỉnh giai đoạn …`."""
    start = max(marked.bare.rfind(c, 0, time.span.start) for c in ",;:.•(") + 1
    return _verb().match(marked.bare[start : time.span.start]) is not None


def _of_name(marked: Marked, time: TimeMatch, clause: Span) -> bool:
    """`Kế hoạch năm 2024`, `Chương trình … giai đoạn 2021 - 2025`: the time is part of a name."""
    text = marked.bare
    # a span of years may belong to a name with commas in it
    breaks = ";:.(" if time.kind == "range" else ",;:.("
    start = max(text.rfind(c, clause.start, time.span.start) for c in breaks) + 1
    phrase = text[max(start, clause.start) : time.span.start]
    led = time.lead in ("by", "before", "within", "at")
    if led and time.point is not None and time.point.precision() in _FINE:
        return False
    last = last_match(_word("name"), phrase)
    if last is None:
        return False
    between = phrase[last.end() :]
    if _finishes(marked, time) and len(between.split()) > 2:
        return False
    close = len(between.split()) <= 1
    return close or time.lead not in ("within", "at")


_ROUTINE = regex.compile(r"định\s?kỳ", regex.I)
_UNSAID = regex.compile(r"theo (?:đúng )?quy định|đột xuất|theo yêu cầu", regex.I)
_TIMES = regex.compile(r"lần$", regex.I)
_EACH = regex.compile(r"(?:mỗi|từng)\s", regex.I)
_LISTED = regex.compile(r"(?:\d|năm|quý|tháng|cuối)", regex.I)


@cache
def _named() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){alternatives('name')}\s*$", _FLAGS)


def _recurs(marked: Marked, time: TimeMatch, clause: Span) -> float:
    """`định kỳ hằng năm báo cáo` governs, `kế hoạch hàng năm` does not."""
    text, bare = marked.text, marked.bare
    words = time.span.of(text)
    ahead = bare[time.span.end : time.span.end + 80]
    if time.form not in ("interval", "routine"):
        return 0.92
    routine = _ROUTINE.match(words) is not None
    if time.rrule is None:
        if _UNSAID.search(bare[clause.start : clause.end]):
            return 0.0
        return 0.65 if _verb().match(ahead) and not _after_name(bare, time, clause) else 0.0
    each = _TIMES.search(words) is not None
    if _after_name(bare, time, clause) and not (routine and _verb().match(ahead)):
        return 0.0
    if routine or each:
        return 0.88
    if _EACH.search(words) and not _opens(marked, time, clause):
        return 0.0
    listed = _LISTED.match(words) is not None
    if listed:
        return 0.88
    if _opens(marked, time, clause) or bare[: time.span.start].rstrip()[-1:] in (",", "("):
        return 0.85
    return 0.85 if _verb().match(ahead) else 0.0


def _after_name(bare: str, time: TimeMatch, clause: Span) -> bool:
    before = bare[max(clause.start, time.span.start - 30) : time.span.start]
    return _named().search(before) is not None
