"""What is due, who owes it, to whom and through whom it goes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

import regex

from ingest.core.text import Span
from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.due import Due
from ingest.extract.grammar.due_governing import verb_at
from ingest.extract.grammar.marks import Marked, cited
from ingest.extract.grammar.recurrence import find_cycles
from ingest.extract.grammar.units import UnitMention
from ingest.lexicon.due_words import alternatives

_FLAGS = regex.V1 | regex.X | regex.I


@dataclass(frozen=True, slots=True)
class Parties:
    """`action` is the task without its time; names are full names."""

    action: str | None
    units: tuple[str, ...]
    recipient: str | None
    via: str | None


@cache
def _send() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<!\p{{L}}){alternatives('send')}(?:\s[\p{{Ll}}\s]{{0,60}})?(?:\s(?:về|cho|đến|tới|lên))?\s*$",
        _FLAGS,
    )


_VIA = regex.compile(
    r"\(\s*(?:thông\s|gửi\s)?qua\s*$|(?:gửi|báo cáo)[^,;.]{0,80}\s(?:thông )?qua\s*$", regex.I
)
_EMPTY = regex.compile(
    rf"[\s,;:.()–-]*(?:(?:{alternatives('finish')}|trong|vào|từ|và)[\s,;:.()–-]*){{0,4}}", _FLAGS
)
_COMPLETE = regex.compile(
    r"[\s,;]*(?:(?:phải|cần)\s)?(?:hoàn\ thành|xong|hoàn\ tất|thực\ hiện|tiến\ độ|thời\ gian(?:\ thực\ hiện)?)?"
    r"[\s,:]*(?:vào|trong|từ)?[\s,]*•+[\s.;:,)]*",
    _FLAGS,
)


def parties(marked: Marked, due: Due, above: tuple[str, ...], named: list[UnitMention]) -> Parties:
    """`above` are the bodies that heading or lead-in make responsible, `named` those that the
    sentence names (`find_units`)."""
    sentence = marked.text
    scope = _scope(marked, due)
    mentions = [m for m in named if scope.start <= m.span.start < scope.end]
    recipient = via = None
    owed: list[str] = []
    begin = scope.start
    for mention in mentions:
        before = sentence[max(scope.start, mention.span.start - 90) : mention.span.start]
        if _VIA.search(before):
            via = via or mention.name
        elif _send().search(before) and not before.endswith(" của "):
            recipient = recipient or mention.name
        elif _acts(sentence, scope, mention) or _follows(owed, before, mentions, mention):
            owed.append(mention.name)
            begin = max(begin, mention.span.end)
    inner = _in_brackets(sentence, due, named) if due.bracketed else ()
    units = inner or tuple(dict.fromkeys(owed)) or above
    return Parties(action_of(marked, due, begin), units, recipient, via)


def _scope(marked: Marked, due: Due) -> Span:
    """The clause; with the one before it where it only says `hoàn thành trước ngày …`, with the
    one behind it where the time is its head: `Tháng 3/2023: …`."""
    start, end = due.clause.start, due.clause.end
    bare = marked.bare
    opened = bare.rfind("(", 0, due.time.span.start) if due.bracketed else -1
    if 0 <= opened < start:
        # "… (Chủ trì: Phòng Kinh tế; thời gian hoàn thành: quý II)": the task is before the bracket
        start = bare.rfind(";", 0, opened) + 1
    elif _COMPLETE.fullmatch(bare, start, end):
        if (
            bare[end - 2 : end].strip() == ":"
            or bare[due.time.span.end : due.time.span.end + 1] == ":"
        ):
            stop = bare.find(";", end)
            end = stop if stop >= 0 else len(bare)
        else:
            start = max(bare.rfind(";", 0, max(start - 1, 0)) + 1, 0)
    elif bare[max(0, start - 2) : start].strip() == ":":
        start = max(bare.rfind(";", 0, start) + 1, 0)
    time = due.time.span
    return Span(max(start, time.start - _REACH), min(max(end, time.end), time.end + _REACH))


_REACH = 500
"""How far from its time an action and its bodies may stand."""


_ORDER = regex.compile(
    r"(?:giao(?: cho)?|đề nghị|yêu cầu|phân công|do|kính đề nghị)\s*(?:thủ trưởng |lãnh đạo |giám đốc )?$",
    regex.I,
)


def _acts(sentence: str, scope: Span, mention: UnitMention) -> bool:
    """The body begins the clause, or an order (`Giao`, `Đề nghị`) stands before it."""
    before = sentence[scope.start : mention.span.start]
    if not before.strip(" ,;:-–+") or _ORDER.search(before):
        return True
    # after a time or ground: "Trong tháng 3/2023, UBND các xã …", "Hằng năm, căn cứ …, các đơn vị"
    if _SENT.search(before):
        return False
    return before.rstrip().endswith(",") and _GROUND.match(before.lstrip(" ,;:-–+")) is not None


_SENT = regex.compile(r"(?<!\p{L})(?:báo cáo|gửi|trình|để)(?!\p{L})", regex.I)
_GROUND = regex.compile(
    r"(?:trong|trước|sau|từ|định kỳ|h[àằ]ng|mỗi|căn cứ|trên cơ sở|vào|đến|năm|tháng|quý|ngày|thủ trưởng|chậm nhất|muộn nhất|sau)(?!\p{L})",
    regex.I,
)


_DOES = regex.compile(r"\s*(?:\([^()]*\)\s*)?(?P<verb>chủ trì|thực hiện|chịu trách nhiệm)", regex.I)


# "(Đơn vị chủ trì: Phòng Kinh tế; …"
_DOER = regex.compile(
    r"[(;] ?(?:(?:đơn vị|cơ quan|bộ phận|các) )*(?:chủ trì|thực hiện|phụ trách|đầu mối)[^:;()]{0,40}: ?",
    regex.I,
)


def _in_brackets(sentence: str, due: Due, named: list[UnitMention]) -> tuple[str, ...]:
    """`(Sở Y tế chủ trì, Công an tỉnh phối hợp; hoàn thành trong quý II)`: who leads, else who
    carries out."""
    opened = sentence.rfind("(", 0, due.time.span.start)
    label = _DOER.search(sentence, opened, due.time.span.start) if opened >= 0 else None
    if label is not None:
        stop = sentence.find(";", label.end(), due.time.span.start)
        stop = stop if stop >= 0 else due.time.span.start
        return tuple(dict.fromkeys(m.name for m in named if label.end() <= m.span.start < stop))
    held: list[str] = []
    by_verb: dict[str, tuple[str, ...]] = {}
    end = opened + 1
    for mention in named:
        if not opened < mention.span.start < due.time.span.start:
            continue
        if mention.span.start - end > 5:
            held = []
        held.append(mention.name)
        end = mention.span.end
        does = _DOES.match(sentence, end)
        if does:
            by_verb.setdefault(does["verb"].lower(), tuple(dict.fromkeys(held)))
            held = []
    return by_verb.get("chủ trì") or next(iter(by_verb.values()), ())


def _follows(
    owed: list[str], before: str, mentions: list[UnitMention], mention: UnitMention
) -> bool:
    """A further member of the list of bodies that act."""
    if not owed:
        return False
    place = mentions.index(mention)
    return (
        place > 0
        and mentions[place - 1].name == owed[-1]
        and (mention.span.start - mentions[place - 1].span.end <= 5)
    )


def action_of(marked: Marked, due: Due, begin: int = 0) -> str | None:
    """The clause without its times and brackets: what follows the time where a verb does, else
    what stands before it. `begin` is where the bodies that act end."""
    scope, time = _scope(marked, due), due.time.span
    bare = marked.bare
    start, end = _own_part(marked, due, scope)
    start = max(start, min(begin, time.start))
    head = _tidy(_shown(marked, Span(start, max(start, time.start))))
    tail = _tidy(_shown(marked, Span(min(time.end, end), end)))
    tail = _ASIDE.sub("", tail)
    if due.time.rrule is not None:
        tail = _LISTED.sub("", tail)
    opens = not bare[due.clause.start : time.start].strip(" •+-–") and len(tail.split()) > 1
    verb = verb_at(bare[time.end : time.end + 60]) and len(tail.split()) > 1
    if _REVIEWED.search(bare, max(0, time.start - 10), time.start) and head:
        return str(_ROUTINE.sub("", head))
    ground = _BASIS.match(head) is not None and len(tail.split()) > 1
    if ground or _EMPTY.fullmatch(_without_cycles(head)) or (not due.bracketed and (verb or opens)):
        return f"{head} {tail}" if head and _TOWARDS.match(tail) else tail or head or None
    return head or tail or None


# "Sở Y tế báo cáo định kỳ về UBND tỉnh": the verb before the time, what belongs to it behind
_TOWARDS = regex.compile(r"(?:về|lên|cho|tới|với)\s", regex.I)


# "định kỳ sơ kết 6 tháng, tổng kết năm": the first is the time of what stands before it
_REVIEWED = regex.compile(r"(?:sơ|tổng) kết\s*$", regex.I)
_ROUTINE = regex.compile(r"^định kỳ\s", regex.I)
_ASIDE = regex.compile(r"^\s*\(?[^()]{0,40}\)[\s.;,]*$")
# "(trước ngày 10/6) và năm (trước ngày 15/11) hằng năm, các xã báo cáo"
_LISTED = regex.compile(
    r"^(?:(?:và|hoặc|,)?\s*(?:(?:\d{1,2}\s|h[àằ]ng\s|mỗi\s)?(?:năm|quý|tháng|tuần)(?!\p{L})|h[àằ]ng năm)[\s,]*)+",
    regex.I,
)


def _without_cycles(text: str) -> str:
    """`Định kỳ hằng tháng, quý` before the time in brackets is no action."""
    for cycle in reversed(find_cycles(text)):
        text = text[: cycle.start] + text[cycle.end :]
    return text


def _beside(marked: Marked, due: Due) -> tuple[TimeMatch, ...]:
    """The times next to it in the sentence."""
    place = bisect_left([t.span.start for t in marked.times], due.time.span.start)
    return marked.times[max(0, place - 3) : place + 3]


_BASIS = regex.compile(r"(?:trên cơ sở|căn cứ)\s[^,;]*$", regex.I)


def _own_part(marked: Marked, due: Due, scope: Span) -> tuple[int, int]:
    """`sơ kết vào năm 2025, tổng kết vào năm 2030`: each time has its own part of the clause."""
    time = due.time.span
    start, end = scope.start, scope.end
    for other in () if due.bracketed else _beside(marked, due):
        if cited(marked.text, other):
            continue
        if scope.start <= other.span.start and other.span.end <= time.start:
            between = _tidy(marked.bare[other.span.end : time.start])
            between = between.removeprefix("và ")
            if verb_at(between) or _PART.match(between):
                start = other.span.end
        elif time.end <= other.span.start < end and other.rrule is None:
            comma = marked.bare.rfind(",", time.end, other.span.start)
            end = comma if comma >= 0 else end
    return start, end


# "đợt 1 trong tháng 6/2022, đợt 2 trong tháng 8/2022", not "(trước ngày 10/6) và năm (…)"
_PART = regex.compile(
    r"(?!và\s|năm(?!\p{L})|quý(?!\p{L})|tháng(?!\p{L}))\p{L}+\s[\p{L}\d]+", regex.I
)


def _shown(marked: Marked, span: Span) -> str:
    """The text of a span without other times; quotations stay."""
    text = span.of(marked.text)
    for time in reversed(marked.times):
        if span.covers(time.span):
            at = Span(time.span.start - span.start, time.span.end - span.start)
            text = text[: at.start].rstrip(" (,") + " " + text[at.end :].lstrip(" )")
    return text


def _tidy(text: str) -> str:
    text = _OPEN_END.sub("", text) if text.count("(") > text.count(")") else text
    text = _THROUGH.sub("", text) if "(" in text else text
    low = text.lower()
    text = _FINISHED.sub("", text) if "thành" in low or "xong" in low else text
    return str(_EDGES.sub("", text + " "))


_OPEN_END = regex.compile(r"\s*\([^()]*\)?\s*$")
_THROUGH = regex.compile(r"\s*\((?:thông\s)?qua\s[^()]*\)", regex.I)
_FINISHED = regex.compile(
    r"[,;]?\s*(?:và\s)?(?:hoàn thành|xong|thực hiện xong)\s*(?:vào|trong)?\s*$", regex.I
)
_EDGES = regex.compile(r"^(?:[\s,:;)•.–+-]|và\s)+|(?:\s(?:và|hoặc))?[\s,:;(•.–-]+$")
