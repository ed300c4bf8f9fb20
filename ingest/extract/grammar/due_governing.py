"""Whether a time of a sentence governs a verb, and how surely: dates, then what recurs."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

import regex

from ingest.core.text import Span
from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.line import last_match
from ingest.extract.grammar.marks import Marked
from ingest.lexicon.due_words import Use, alternatives
from ingest.lexicon.role_words import role_words

_FLAGS = regex.V1 | regex.X | regex.I
FINE = ("day", "month", "quarter", "half")
"""Precisions of a date finer than a year."""
_NOTHING = regex.compile(r"[\s•+–-]*(?:và\s)?")


@cache
def word(use: Use) -> regex.Pattern[str]:
    """The words of one use as a pattern."""
    return regex.compile(rf"(?<!\p{{L}}){alternatives(use)}(?!\p{{L}})", _FLAGS)


@cache
def verbs() -> regex.Pattern[str]:
    """The verbs of tasks, at the place where a phrase begins."""
    verbs = sorted({r.text.lower() for r in role_words("verb")}, key=lambda v: (-len(v), v))
    names = "|".join(regex.escape(v, literal_spaces=False) for v in verbs)
    return regex.compile(rf"[\s,:•]*(?:{names})(?!\p{{L}})", _FLAGS)


def verb_at(text: str) -> bool:
    """Whether a verb begins the text."""
    return verbs().match(text) is not None


def governs(marked: Marked, time: TimeMatch, clause: Span, heading: bool) -> float:
    """How surely the time governs a verb; 0 where it belongs to a noun."""
    if time.rrule is not None or time.kind == "recurring":
        return 0.0 if heading and time.form == "interval" else _recurs(marked, time, clause)
    if time.date is None:
        return 0.6 if time.kind == "by" else 0.0
    if _of_name(marked, time, clause) or _looked_back(marked, time):
        return 0.0
    precision = time.date.precision if time.point is None else time.point.precision()
    fine = precision in FINE
    opening = opens(marked, time, clause)
    if time.lead in ("by", "before") and fine:
        return 0.93
    if heading:
        return 0.85 if time.lead == "within" and fine else 0.0
    if time.kind == "range":
        return _range(marked, time, fine, opening)
    finish = _finishes(marked, time)
    if time.lead in ("by", "before"):
        if _AT_LATEST.match(time.span.of(marked.text)):
            return 0.88
        if _completed(marked, time, clause):
            return 0.8
        return 0.85 if finish else (0.75 if opening and _acts(marked, time) else 0.0)
    if time.lead in ("within", "at"):
        return 0.88 if fine or finish or opening else 0.7
    if opening:
        return 0.85 if fine else 0.75
    if finish:
        return 0.8
    if precision == "day":  # "tại Lễ ra quân ngày 02/6" is the day of the occasion
        return 0.75 if word("finish").search(_before(marked, time)) else 0.0
    return 0.7 if fine and _acting(marked, time) and _closes(marked, time) else 0.0


_LOOKS = regex.compile(
    r"(?<!\p{L})(?:sơ kết|tổng kết|đánh giá|báo cáo)\s+(?:kết quả\s+)?$", regex.I
)


def _looked_back(marked: Marked, time: TimeMatch) -> bool:
    """`sơ kết 6 tháng đầu năm` before its own time, `trước ngày 30/6`."""
    start, end = time.span.start, time.span.end
    if time.lead or not _LOOKS.search(marked.bare, max(0, start - 20), start):
        return False
    after = bisect_left(marked.times, end, key=lambda t: t.span.start)
    return any(t.lead and t.span.start < end + 3 for t in marked.times[after : after + 1])


def _closes(marked: Marked, time: TimeMatch) -> bool:
    """`Tổ chức hội nghị tổng kết cuối quý IV/2024.`: a month or quarter ends the clause."""
    end = time.span.end
    return time.point is not None and _CLOSED.match(marked.bare[end : end + 4]) is not None


_ONWARDS = regex.compile(r" (?:trở đi|về sau)[,:]", regex.I)


_TERM = regex.compile(r"(?:nhiệm k[ỳì]|khóa|khoá|niên kh[óo][aá])(?!\p{L})", regex.I)


def _range(marked: Marked, time: TimeMatch, fine: bool, opening: bool) -> float:
    if _TERM.match(time.span.of(marked.text)):
        return 0.0  # "Ban Chấp hành nhiệm kỳ 2018-2020": a term of office
    if time.date is not None and time.date.edtf.endswith("/.."):
        if opening and not fine:  # "Năm 2029 trở đi: Duy trì kết quả"
            return 0.7 if _ONWARDS.match(marked.bare, time.span.end) else 0.0
        return 0.7 if fine and (opening or _finishes(marked, time)) else 0.0
    if fine:
        return 0.88
    # "Từ năm 2011 đến hết năm 2015: Hoàn thành giao rừng"
    if opening and _acts(marked, time):
        return 0.7
    # "nhân rộng ra toàn tỉnh giai đoạn 2023 - 2025"
    return 0.7 if _acting(marked, time) else 0.0


def _before(marked: Marked, time: TimeMatch) -> str:
    return marked.bare[max(0, time.span.start - 60) : time.span.start]


def opens(marked: Marked, time: TimeMatch, clause: Span) -> bool:
    """`Tháng 3/2023: …`, `Trong quý I, …`: the time begins its clause."""
    return _NOTHING.fullmatch(marked.bare, clause.start, time.span.start) is not None


@cache
def _finished() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<!\p{{L}}){alternatives('finish')}(?:\s(?:vào|trong|từ|xong|trước|chậm\ nhất))*[\s,]*$",
        _FLAGS,
    )


_TO_THE_END = regex.compile(r"(?<!\p{L})(?:hết|cuối|trước)\s", regex.I)
_AT_LATEST = regex.compile(r"(?:chậm|muộn|trễ) nhất|hạn (?:cuối|chót)|không muộn hơn", regex.I)
_COMPLETE = regex.compile(r"(?<!\p{L})(?:hoàn thành|hoàn tất|kết thúc)(?!\p{L})", regex.I)


def _completed(marked: Marked, time: TimeMatch, clause: Span) -> bool:
    """`hoàn thành giao đất, giao rừng đến hết năm 2024`: to the end of a year, with what is
    completed between."""
    if not _TO_THE_END.search(time.span.of(marked.text)):
        return False
    start = max(clause.start, time.span.start - 160)
    return _COMPLETE.search(marked.bare, start, time.span.start) is not None


def _finishes(marked: Marked, time: TimeMatch) -> bool:
    return _finished().search(_before(marked, time)) is not None


def _acts(marked: Marked, time: TimeMatch) -> bool:
    """A verb follows: `Đến năm 2025, xây dựng …`."""
    return verbs().match(marked.bare[time.span.end : time.span.end + 60]) is not None


def _acting(marked: Marked, time: TimeMatch) -> bool:
    """The phrase before the time begins with a verb: `…, nhân rộng ra toàn tỉnh giai đoạn …`."""
    start = max(marked.bare.rfind(c, 0, time.span.start) for c in ",;:.•(") + 1
    return verbs().match(marked.bare[start : time.span.start]) is not None


_LOOKS_BACK = regex.compile(r"(?<!\p{L})(?:sơ kết|tổng kết)(?!\p{L})", regex.I)


# "1. Tên Đề án: Phát triển nghề rừng giai đoạn 2009 - 2015."
_CALLED = regex.compile(r"(?<!\p{L})Tên (?:gọi|đề án|dự án|chương trình|kế hoạch)\s?:\s*$", regex.I)


def _of_name(marked: Marked, time: TimeMatch, clause: Span) -> bool:
    """`Kế hoạch năm 2024`, `Chương trình … giai đoạn 2021 - 2025`: the time is part of a name."""
    text = marked.bare
    if _CALLED.search(text, max(0, clause.start - 40), clause.start):
        return True
    # a span of years may belong to a name with commas in it
    breaks = ";:.(" if time.kind == "range" else ",;:.("
    start = max(text.rfind(c, clause.start, time.span.start) for c in breaks) + 1
    phrase = text[max(start, clause.start) : time.span.start]
    led = time.lead in ("by", "before", "within", "at")
    if led and time.point is not None and time.point.precision() in FINE:
        return False
    if _AT_LATEST.match(time.span.of(marked.text)):
        return False
    if led and _LOOKS_BACK.search(phrase):
        return False  # "sơ kết kết quả thực hiện Kế hoạch vào cuối năm 2027"
    last = last_match(word("name"), phrase)
    if last is None:
        return False
    between = phrase[last.end() :]
    if _finishes(marked, time) and len(between.split()) > 2:
        return False
    close = len(between.split()) <= 1
    return close or time.lead not in ("within", "at")


# "trợ cấp hằng tháng đang hưởng", "kế hoạch hằng năm được giao": no task begins there
_STATE = regex.compile(
    r"\s(?:cho|đã|đang|được|là|chưa|không|vẫn|còn|thực hiện theo|do|của)(?!\p{L})", regex.I
)
_ROUTINE = regex.compile(r"định\s?kỳ", regex.I)
_UNSAID = regex.compile(r"theo (?:đúng )?quy định|đột xuất|theo yêu cầu", regex.I)
_TIMES = regex.compile(r"lần$", regex.I)
_EACH = regex.compile(r"(?:mỗi|từng)\s", regex.I)
_LISTED = regex.compile(r"(?:\d|năm|quý|tháng|cuối)", regex.I)


# "trước ngày 20/11/2025 và hằng tháng", "báo cáo kết quả thực hiện Đề án hằng năm"
_AGAIN = regex.compile(
    r"""•\s*(?:và|,)\s*$|(?:thực\ hiện|triển\ khai)\ (?:Đề\ án|Kế\ hoạch|Chương\ trình|Chỉ\ thị|Nghị\ quyết)\s*$""",
    _FLAGS,
)


# "phân tích sự cố y khoa hằng tuần.": the pace of a task, at the end of its clause
_OFTEN = regex.compile(r"(?:hàng|hằng|mỗi)\ (?:tuần|tháng|quý)", _FLAGS)
_CLOSED = regex.compile(r"\s*(?:[.;]|$)")


# "thực hiện chế độ báo cáo định kỳ hằng quý gửi Sở X": to report is the task
_REPORTS = regex.compile(
    r"(?:thực\ hiện|chấp\ hành)\ (?:nghiêm\ (?:túc\ )?)?(?:chế\ độ\ )?báo\ cáo\s*$", _FLAGS
)


# "tổng hợp, báo cáo kết quả định kỳ lên Sở Y tế"
_REPORTED = regex.compile(
    r"báo\ cáo(?:\ (?:kết\ quả|tình\ hình|tiến\ độ))?(?:\ thực\ hiện)?\ $", _FLAGS
)
_TO = regex.compile(r"\s*(?:lên|về|cho|gửi|với)\s", _FLAGS)


# "tiêm bổ sung vào tuần cuối hằng tháng"
_IN_WEEK = regex.compile(
    r"(?:vào|trong)\ (?:các\ )?(?:tuần|ngày|ngày\ làm\ việc)\ (?:đầu|cuối|giữa)(?:\ tiên|\ cùng)?(?:\ của)?\s*$",
    _FLAGS,
)


@cache
def _named() -> regex.Pattern[str]:
    nouns = f"(?:{alternatives('name')}|{alternatives('each')})"
    return regex.compile(rf"(?<!\p{{L}}){nouns}\s*$", _FLAGS)


def _recurs(marked: Marked, time: TimeMatch, clause: Span) -> float:
    """`định kỳ hằng năm báo cáo` governs, `kế hoạch hàng năm` does not."""
    text, bare = marked.text, marked.bare
    words = time.span.of(text)
    ahead = bare[time.span.end : time.span.end + 80]
    if _STATE.match(ahead):
        ahead = ""
    if time.form not in ("interval", "routine"):
        return 0.92
    routine = _ROUTINE.match(words) is not None
    if time.rrule is None:
        if _UNSAID.search(bare[clause.start : clause.end]):
            return 0.0
        if _REPORTED.search(bare, max(clause.start, time.span.start - 50), time.span.start):
            return 0.65 if _TO.match(ahead) else 0.0
        return 0.65 if verbs().match(ahead) and not _after_name(bare, time, clause) else 0.0
    each = _TIMES.search(words) is not None
    if _AGAIN.search(bare, max(clause.start, time.span.start - 40), time.span.start):
        return 0.85
    if _after_name(bare, time, clause) and not (routine and verbs().match(ahead)):
        reports = routine and _REPORTS.search(bare, clause.start, time.span.start)
        return 0.85 if reports else 0.0
    if routine or each:
        return 0.88
    if _EACH.search(words) and not opens(marked, time, clause):
        return 0.0
    listed = _LISTED.match(words) is not None
    if listed:
        return 0.88
    if _IN_WEEK.search(bare, max(clause.start, time.span.start - 24), time.span.start):
        return 0.85
    if opens(marked, time, clause) or bare[: time.span.start].rstrip()[-1:] in (",", "("):
        return 0.85
    if _OFTEN.fullmatch(words) and _acting(marked, time) and _CLOSED.match(ahead):
        return 0.7
    return 0.85 if verbs().match(ahead) else 0.0


def _after_name(bare: str, time: TimeMatch, clause: Span) -> bool:
    before = bare[max(clause.start, time.span.start - 30) : time.span.start]
    return _named().search(before) is not None
