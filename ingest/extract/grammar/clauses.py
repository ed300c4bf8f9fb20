"""Orders and subjects in a sentence: who is told to do what, where the task begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract.grammar.clause_edges import (
    carried_out,
    forborne,
    must,
    passive_run,
    related,
    takes_over,
    told_again,
)
from ingest.extract.grammar.formulas import formula
from ingest.extract.grammar.no_orders import announces, people
from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.roles import begins, numbered, numeral, partner_runs, word_lists
from ingest.extract.grammar.units import UnitMention, UnitRun, listed, standing, unit_run

_MAX_LIST = 160
_MAX_NAME = 8
_LONGEST_LEAD = 20
"""Tokens of an order that only leads to its items; a longer one says what to do itself."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens of one order or statement: the bodies, and where what they do begins and ends."""

    first: int
    run: UnitRun
    task: int
    after: int
    ordered: bool
    passive: bool = False


def task_end(t: Tokens, first: int, after: int) -> int:
    """The end of a task before a formula: cut at the stop in front of it."""
    end = formula(t, first, after)
    if end == after:
        return after
    for j in range(end - 1, first, -1):
        if t.keys[j] in (";", "."):
            return j
    return first


def clauses(t: Tokens, first: int, after: int, closing: bool) -> Iterator[Clause]:
    """The orders of a sentence, or the body that is its subject."""
    end = task_end(t, first, after)
    if end <= first:
        return
    starts = list(_orders(t, first, end, closing))
    held: tuple[UnitMention, ...] = ()
    for n, (j, k) in enumerate(starts):
        limit = starts[n + 1][0] if n + 1 < len(starts) else end
        clause = _clause(t, j, k, limit, True)
        if clause is None:
            held += _addressed(t, k, limit)
            continue
        yield from _parted(t, _with(clause, held))
        held = ()
    if not starts:
        found = list(_subject(t, first, end))
        if not found and (run := passive_run(t, _opening(t, first, end), end)) is not None:
            found = [Clause(first, run, run.after, end, False, passive=True)]
        for clause in found:
            yield from _parted(t, clause)


def _addressed(t: Tokens, at: int, limit: int) -> tuple[UnitMention, ...]:
    """`đề nghị UBND tỉnh và yêu cầu các đơn vị …`: who is asked for what follows."""
    run = unit_run(t, at, limit, listed=True)
    return run.mentions if run is not None and limit - run.after <= 2 else ()


def _with(clause: Clause, held: tuple[UnitMention, ...]) -> Clause:
    run = clause.run
    whole = UnitRun(run.span, (*held, *run.mentions), run.first, run.after)
    return replace(clause, run=whole)


def _parted(t: Tokens, clause: Clause) -> Iterator[Clause]:
    """A clause cut where another body takes over: `X xây dựng …; Văn phòng Bộ bố trí …`."""
    start = clause
    helped = list(partner_runs(t, clause.task, clause.after))
    for j in range(clause.task, clause.after - 2):
        if t.keys[j] != ";" and not takes_over(t, start.task, j):
            continue
        begin = numbered(t, j + 1)
        if not (t.capital(begin) or (start.ordered and t.key(begin) == "các")):
            continue  # `yêu cầu X lập dự toán; các xã tổ chức họp`
        if any(run.first <= j < run.after for run in helped):
            continue  # a list of partners runs on behind the semicolon
        other = _clause(t, begin, begin, clause.after, False)
        if other is not None:
            yield replace(start, after=j)
            start = other
    yield start


def _orders(t: Tokens, first: int, after: int, closing: bool) -> Iterator[tuple[int, int]]:
    """Where `Giao`, `Đề nghị`, `Yêu cầu` open a clause, and where the body behind begins."""
    orders = word_lists("order")
    opening = _opening(t, first, after)
    j, chained = opening, -1
    while j < after:
        k = begins(t, j, orders) if t.keys[j] in orders else j
        if k > j and (j in (opening, chained) or _opens_clause(t, j, opening, closing)):
            while t.key(k) in (":", ","):
                k += 1
            run = unit_run(t, k, after, listed=True)
            if run is not None:
                yield j, k
                j = run.after
                chained = j + 1 if t.key(j) == "và" else -1
                continue
        j += 1


def _opening(t: Tokens, first: int, after: int) -> int:
    while first < after and not t.words[first][0].isalnum():
        first += 1
    return numeral(t, first)


def _opens_clause(t: Tokens, at: int, opening: int, closing: bool) -> bool:
    before = t.key(at - 1)
    if before == ";" or (before in (",", "và") and closing):
        return True
    if before == "thời" and t.key(at - 2) == "đồng":
        return True
    if (closing or t.key(opening) in _LEADS_TO_ISSUER) and _issuer_orders(t, at, opening):
        return True
    if at - opening > 60:
        return False
    run = unit_run(t, opening, at)  # `Ủy ban nhân dân huyện yêu cầu các xã …`
    return run is not None and run.after == at


_LEADS_TO_ISSUER = ("trước", "để", "thực", "nhằm", "căn", "tiếp", "trên", "xét", "triển")
"""`Để bảo vệ rừng, Chủ tịch Ủy ban nhân dân huyện yêu cầu …`"""


def _issuer_orders(t: Tokens, at: int, opening: int) -> bool:
    """`Trên đây là Kế hoạch …, Ban Thường vụ Tỉnh đoàn yêu cầu các cơ sở Đoàn …`."""
    for j in range(at - 1, max(at - 15, opening), -1):
        if t.key(j) == ",":
            run = unit_run(t, j + 1, at)
            return run is not None and run.after == at
    return False


def _clause(t: Tokens, first: int, at: int, after: int, ordered: bool) -> Clause | None:
    run = unit_run(t, at, after, listed=ordered or t.capital(at))
    if run is None:
        return None
    task = told_again(t, _behind(t, run.after, after), after)
    if announces(t, task, after) and not (ordered and after - task > _LONGEST_LEAD):
        return None
    if not ordered and people(run):
        return None
    if task < after and (_acts(t, task, after) or standing(t, task)):
        return Clause(first, run, task, after, ordered)
    if task < after and forborne(t, run, task, after):
        return Clause(first, run, task, after, ordered)
    charged = None if t.key(task) == "không" else _charged(t, first, run, after, ordered)
    if charged is None and ordered and task == run.after and _told(t, task, after):
        return Clause(first, run, task, after, ordered)
    return charged


def _charged(t: Tokens, first: int, run: UnitRun, after: int, ordered: bool) -> Clause | None:
    """A list with names that no fact explains, closed by the words of the duty.

    `…, các doanh nghiệp bán lẻ hàng tươi và X chịu trách nhiệm …`; one name alone may be
    closed by its role verb (`Tổ xung kích thôn chủ trì …`).
    """
    near = run.after + _MAX_NAME
    for j in range(run.after, min(after, run.after + _MAX_LIST)):
        if t.key(j) in (".", ":"):
            return None
        if t.key(j) in (",", ";"):
            near = j
        charged = t.key(j) in ("chịu", "có") and t.keys[j + 1 : j + 3] == ["trách", "nhiệm"]
        charged = charged or carried_out(t, j)
        acting = j <= near and f"{t.key(j)} {t.key(j + 1)}" in ("chủ trì", "phối hợp", "tham mưu")
        if charged or (acting and j < near):
            mentions = tuple(listed(t.part(t.span(run.first, j))))
            whole = UnitRun(t.span(run.first, j), mentions, run.first, j)
            return Clause(first, whole, j, after, ordered)
    return None


def _behind(t: Tokens, at: int, after: int) -> int:
    """The token behind a body's brackets and comma."""
    if t.key(at) == "(":
        at = next((j + 1 for j in range(at, min(at + 40, after)) if t.key(j) == ")"), at)
    at = related(t, at)
    while at < after and t.key(at) in (":", ","):
        at += 1
    if t.key(at) == "khi":  # `Sở X khi lập quy hoạch, phải lấy ý kiến …`
        at = next((j + 1 for j in range(at, min(at + 70, after)) if must(t, j)), at)
    # `Thanh tra tỉnh ít nhất 02 năm một lần tổ chức …`
    if t.key(at) in ("ít", "tối", "mỗi", "hằng", "hàng", "định"):
        at = next((j + 1 for j in range(at, min(at + 8, after)) if t.key(j) == "lần"), at)
    return at


def _acts(t: Tokens, at: int, after: int) -> bool:
    """A task follows: a verb, and none that reports or describes."""
    if at >= after:
        return False
    if t.key(at) == "là":
        return t.key(at + 1) in ("cơ", "đơn", "đầu", "thường")
    if begins(t, at, word_lists("adverb")) > at and t.key(at) not in ("có", "và"):
        return True
    if begins(t, at, word_lists("no_task")) > at:
        return t.key(at) == "có" and t.key(at + 1) in ("trách", "nhiệm")
    return bool(t.mark(at, "verb"))


def _told(t: Tokens, at: int, after: int) -> bool:
    """`yêu cầu các trường dọn vệ sinh`: behind an order a word that no fact explains is the verb."""
    if after - at < 3 or not t.words[at][0].islower() or begins(t, at, word_lists("no_task")) > at:
        return False
    marked = ("head", "body", "group", "plural", "level", "qualifier", "owner", "person", "field")
    return not any(t.mark(at, label) for label in marked) and t.key(at) not in _NO_VERB


_NO_VERB = (
    "theo", "như", "từ", "đến", "do", "nếu", "căn", "sau", "trước", "ngày", "năm", "tháng", "quý",
    "cùng", "hoặc", "liên", "nhằm", "đối", "trực", "nói", "này", "nêu", "cấp", "số", "một", "là",
    "hằng", "hàng", "ở", "bằng", "gửi", "khác",
)  # fmt: skip


def _subject(t: Tokens, first: int, after: int) -> Iterator[Clause]:
    """`Hằng năm, các đơn vị lập dự toán …`: a body in front of its verb."""
    for start in _subject_places(t, _opening(t, first, after), after):
        clause = _clause(t, first, start, after, False)
        if clause is not None:
            yield clause
            return


def _subject_places(t: Tokens, at: int, after: int) -> Iterator[int]:
    """Where the subject may begin: at the start, behind `căn cứ …,`, behind an early colon."""
    yield at
    timely = t.key(at) in _BEFORE_SUBJECT or t.keys[at : at + 2] == ["đồng", "thời"]
    keys = t.keys
    for j in range(at + 1, min(after, at + 60)):
        word = keys[j]
        if word not in _STOPS:
            continue
        if word in (";", ".") or t.key(j + 1) == "kính":
            return  # `Trên đây là Kế hoạch …, kính báo cáo Đảng ủy, Chi bộ theo dõi.`
        if word == ":" and j < at + 25:
            timely = timely or t.key(j + 1) in _BEFORE_SUBJECT
            yield numbered(t, j + 1)
        elif word == "," and timely:
            yield j + 1


_STOPS = frozenset(";.:,")


_BEFORE_SUBJECT = (
    "trong", "hằng", "hàng", "căn", "trên", "trước", "định", "từ", "khi", "để", "năm", "theo",
    "sau", "vào", "ngoài", "đến", "tháng", "quý", "ngày", "bên", "nhằm", "tại", "đối", "riêng",
)  # fmt: skip


def own_subject(t: Tokens, first: int, after: int) -> UnitRun | None:
    """The body that an item under a heading names for itself: `- Hội Khuyến học xã: …`."""
    order = begins(t, first, word_lists("order"))
    run = unit_run(t, order, after, listed=order > first)
    if run is None or run.after >= after:
        return None
    if t.key(run.after) == ":":
        return run
    return run if _acts(t, _behind(t, run.after, after), after) else None
