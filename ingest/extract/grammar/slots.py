"""The numbers of a sentence with the text that is each one's own, and the time each is due by."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.marks import Marked
from ingest.extract.grammar.measures import Noun, read_noun
from ingest.extract.grammar.numbers import Quantity, find_quantities
from ingest.extract.grammar.results import counts_nothing
from ingest.extract.grammar.spelled import is_rank, noun_of, spelled

_APART = regex.compile(r"[,;:()]")
# "03 đợt kiểm tra: đợt 1 vào tháng 4/2024, đợt 2 …": the time of one of them
_PART_OF = regex.compile(
    r"[:(,] ?(?:lần|đợt|vòng|kỳ|lượt|bước|lớp|buổi|giai đoạn|khóa|khoá)(?: thứ)? (?:\d|nhất|I)",
    regex.I,
)
_CLAUSE = regex.compile(r";|(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Slot:
    """A number with the text that is its own: from `start` before it up to `end`, where the next
    number that counts something stands (`near`: any number); `last` of its clause."""

    quantity: Quantity
    noun: Noun | None
    clause: int
    start: int
    end: int
    near: int
    last: bool


def find_slots(marked: Marked) -> Iterator[Slot]:
    """The numbers that count something, in order."""
    bare = marked.bare
    clauses = [0, *(m.end() for m in _CLAUSE.finditer(bare)), len(bare)]
    found: list[tuple[Quantity, Noun | None]] = []
    starts: list[int] = []
    for quantity, noun in _numbers(bare):
        starts.append(quantity.start)
        if not counts_nothing(bare, quantity, noun):
            found.append((quantity, noun))
    at = clause = 0
    for number, (quantity, noun) in enumerate(found):
        while clauses[clause + 1] <= quantity.start:
            clause += 1
        begin, finish = clauses[clause], clauses[clause + 1]
        following = found[number + 1][0].start if number + 1 < len(found) else len(bare)
        end = min(following, finish)
        behind = bisect_right(starts, quantity.start)
        near = min(end, starts[behind]) if behind < len(starts) else end
        last = following >= finish
        yield Slot(quantity, noun, clause, max(at, begin), end, near, last)
        at = noun.unit_end if noun else quantity.end


def _numbers(bare: str) -> Iterator[tuple[Quantity, Noun | None]]:
    """All numbers with the nouns behind them, those in words among them."""
    words = deque(spelled(bare))
    for quantity in find_quantities(bare):
        while words and words[0][0].start < quantity.start:
            yield words.popleft()
        noun = None if quantity.percent else read_noun(bare, quantity.end, quantity.scale)
        if not quantity.percent and (noun is None or is_rank(bare, quantity)):
            noun = noun_of(bare, quantity)
        yield quantity, noun
    yield from words


def times_of(marked: Marked, slots: list[Slot]) -> list[TimeMatch | None]:
    """The horizon of each number: the time before it, or one that follows close."""
    taken: set[int] = set()
    found: list[TimeMatch | None] = []
    place = 0
    horizons = marked.horizons
    leading: TimeMatch | None = None
    for slot in slots:
        while place < len(horizons) and horizons[place].span.end <= slot.quantity.start:
            if place not in taken and not _bracketed(marked.text, horizons[place]):
                leading = horizons[place]
            place += 1
        if leading is not None and _shut_off(marked.text, leading, slot.quantity.start):
            leading = None
        if leading is not None and _spent(marked.text, leading, ";"):
            leading = None
        trailing = _trailing(
            marked, slot, place, leading is None or _spent(marked.text, leading, ",")
        )
        if trailing is not None:
            taken.add(trailing)
            found.append(horizons[trailing])
        else:
            found.append(leading)
    # "dưới 131 … và dưới 10 … vào năm 2027": the time at the end of a clause is said of all of it
    for at in range(len(found) - 2, -1, -1):
        behind = found[at + 1]
        trails = behind is not None and behind.span.start >= slots[at + 1].quantity.end
        if found[at] is None and trails and slots[at].clause == slots[at + 1].clause:
            found[at] = behind
    return found


# "Giai đoạn 1 (2025 - 2027) trồng mới 400 ha": the years of the phase that begins here
_PHASE = regex.compile(
    r"(?:giai đoạn|đợt|bước|kỳ|thời kỳ)(?: thứ)? (?:[IVX]+|\d{1,2}|nhất|hai|ba) ?\($", regex.I
)


def _bracketed(text: str, time: TimeMatch) -> bool:
    """A time in brackets speaks of the item, not of the numbers behind it."""
    before = text[max(0, time.span.start - 24) : time.span.start]
    return (
        "(" in before
        and text[time.span.end : time.span.end + 1] == ")"
        and not _PHASE.search(before)
    )


_OPENING = regex.compile(r"[.;:(]")


def _spent(text: str, time: TimeMatch, mark: str) -> bool:
    """`Hoàn thành hồ sơ trong tháng 12, số hóa 100% …`: the time closes a clause before `mark`."""
    if text[time.span.end : time.span.end + 1] != mark:
        return False
    before = _OPENING.split(text[max(0, time.span.start - 160) : time.span.start])[-1]
    return len(before.split()) >= 4


def _shut_off(text: str, time: TimeMatch, at: int) -> bool:
    """`40.000 ha (năm 2023 đạt 25.000 ha); tăng 20%`: the bracket of the time is closed by now."""
    opened = text.rfind("(", max(0, time.span.start - 120), time.span.start)
    if opened < 0 or text.find(")", opened, time.span.start) >= 0:
        return False
    if _PHASE.search(text[max(0, opened - 24) : opened + 1]):
        return False
    return text.find(")", time.span.end, min(at, time.span.end + 300)) >= 0


def _trailing(marked: Marked, slot: Slot, place: int, free: bool) -> int | None:
    for at in range(place, min(place + 2, len(marked.horizons))):
        time = marked.horizons[at]
        if time.span.start >= slot.end:
            return None
        between = marked.bare[slot.quantity.end : time.span.start]
        close = " và " not in between and not _APART.search(between)
        if close or (slot.last and free and not _PART_OF.search(between)):
            return at
    return None
