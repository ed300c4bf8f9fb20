"""The numbers of a sentence: what each counts, how it is meant, by when, and whether it is a
promise, a result or a cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import regex

from ingest.core.record import Comparator, Fraction, Range
from ingest.extract.grammar.comparators import Bound, compare
from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.marks import BLANK, Marked, mark
from ingest.extract.grammar.measures import Noun, read_noun
from ingest.extract.grammar.numbers import Quantity, find_quantities
from ingest.extract.grammar.results import Aside, aside_of, counts_nothing
from ingest.extract.grammar.subjects import subject_after, subject_before


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence; all places are offsets in the sentence.

    `subject` is None where the sentence does not say it. `aside` says why the number is no
    target. `start` and `end` enclose the number with the words that belong to it.
    """

    quantity: Quantity
    noun: Noun | None
    comparator: Comparator
    bound: Bound | None
    subject: str | None
    time: TimeMatch | None
    yearly: bool
    aside: Aside | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a sentence. `year` is the plan's own; `costs` where money is spent."""

    year: int | None = None
    assessment: bool = False
    costs: bool = False


_CLAUSE = regex.compile(r";|(?<=[.!?])\s")
_RATE_YEAR = regex.compile(r"^\s?/\s?năm(?!\p{L})", regex.I)


@dataclass(frozen=True, slots=True)
class Slot:
    """A number with the text that is its own: `pre` before it, `post` up to the next number."""

    quantity: Quantity
    noun: Noun | None
    clause: int
    start: int
    end: int
    last: bool


def read_figures(text: str, setting: Setting) -> list[Figure]:
    """The numbers of a sentence that count something, in order."""
    marked = mark(text, setting.year)
    slots = list(_slots(marked))
    times = _times(marked, slots)
    figures = [
        _figure(marked, slot, slots, time, setting) for slot, time in zip(slots, times, strict=True)
    ]
    return _shared_subjects([f for f in figures if f is not None])


def _slots(marked: Marked) -> Iterator[Slot]:
    bare = marked.bare
    clauses = [0, *(m.end() for m in _CLAUSE.finditer(bare)), len(bare)]
    found: list[tuple[Quantity, Noun | None]] = []
    for quantity in find_quantities(bare):
        noun = None if quantity.percent else read_noun(bare, quantity.end, quantity.scale)
        if not counts_nothing(bare, quantity, noun):
            found.append((quantity, noun))
    at = clause = 0
    for number, (quantity, noun) in enumerate(found):
        while clauses[clause + 1] <= quantity.start:
            clause += 1
        begin, finish = clauses[clause], clauses[clause + 1]
        following = found[number + 1][0].start if number + 1 < len(found) else len(bare)
        end = min(following, finish)
        last = following >= finish
        yield Slot(quantity, noun, clause, max(at, begin), end, last)
        at = noun.unit_end if noun else quantity.end


def _times(marked: Marked, slots: list[Slot]) -> list[TimeMatch | None]:
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
        trailing = _trailing(marked, slot, place, leading is None)
        if trailing is not None:
            taken.add(trailing)
            found.append(horizons[trailing])
        else:
            found.append(leading)
    return found


def _bracketed(text: str, time: TimeMatch) -> bool:
    """A time in brackets speaks of the item, not of the numbers behind it."""
    return (
        "(" in text[max(0, time.span.start - 24) : time.span.start]
        and text[time.span.end : time.span.end + 1] == ")"
    )


def _trailing(marked: Marked, slot: Slot, place: int, free: bool) -> int | None:
    for at in range(place, min(place + 2, len(marked.horizons))):
        time = marked.horizons[at]
        if time.span.start >= slot.end:
            return None
        between = marked.bare[slot.quantity.end : time.span.start]
        close = not regex.search(r"[,;:()]| và ", between)
        if close or (slot.last and free):
            return at
    return None


def _figure(
    marked: Marked, slot: Slot, slots: list[Slot], time: TimeMatch | None, setting: Setting
) -> Figure | None:
    bare, quantity = marked.bare, slot.quantity
    pre, post = bare[slot.start : quantity.start], bare[quantity.end : slot.end]
    how = compare(pre, quantity.start, quantity, post)
    noun = slot.noun
    subject, end = _subject(marked, slot, how.start, setting)
    if noun is None and not quantity.percent and not _bare_count(quantity, subject, post):
        return None
    yearly = _yearly(marked, slot, noun)
    aside = aside_of(marked, quantity, noun, slot.start, time, subject, setting_of(setting))
    return Figure(
        quantity, noun, how.comparator, how.bound, subject, time, yearly, aside, how.start, end
    )


def setting_of(setting: Setting) -> tuple[int | None, bool, bool]:
    return setting.year, setting.assessment, setting.costs


def _subject(marked: Marked, slot: Slot, start: int, setting: Setting) -> tuple[str | None, int]:
    """Subject and the end of what belongs to the number."""
    bare, quantity, noun = marked.bare, slot.quantity, slot.noun
    before = subject_before(bare[slot.start : start])
    end = noun.end if noun else quantity.end
    if noun is not None and noun.kind != "money":
        if noun.kind is None and not _rated(noun) and not isinstance(quantity.value, Fraction):
            each = regex.search(
                r"(?:mỗi|từng) [^,;•]{2,60}?(?= có| tổ chức|$)", before or "", regex.I
            )
            return (each[0] if each else noun.phrase), end
        if noun.kind is None:
            return noun.phrase, end
        return before or noun.phrase if noun.kind else before, end
    if noun is not None:
        rest = subject_after(bare, noun.end, slot.end, slot.last)
        return before or (rest[0] if rest else None), end
    after = subject_after(bare, quantity.end, slot.end, slot.last) if quantity.percent else None
    if after is None:
        return before, end
    if before and regex.match(r"(?:tỷ|tỉ) lệ |mức |tốc độ ", before, regex.I):
        return before, end
    return after


def _rated(noun: Noun) -> bool:
    return "/" in noun.unit and noun.unit.endswith("/năm")


def _bare_count(quantity: Quantity, subject: str | None, post: str) -> bool:
    """`Số lớp tập huấn: 05.`: a number without a noun behind it counts what is named before."""
    if subject is None or isinstance(quantity.value, Fraction):
        return False
    named = regex.match(r"(?:tổng )?số |số lượng |tổng ", subject, regex.I)
    return named is not None and not regex.match(r"\s*\p{L}", post)


def _yearly(marked: Marked, slot: Slot, noun: Noun | None) -> bool:
    if _RATE_YEAR.match(marked.bare[slot.quantity.end :][:8]):
        return True
    if noun is not None and noun.unit.endswith("/năm"):
        return True
    for time in marked.yearly:
        if time.span.end <= slot.quantity.start:
            between = marked.bare[time.span.end : slot.quantity.start]
            if ";" not in between:
                return True
        elif time.span.start < slot.end:
            return True
    return False


def _shared_subjects(figures: list[Figure]) -> list[Figure]:
    """`đạt 60% và đến 2030 đạt 80% trung tâm …`: one subject for both numbers."""
    found = list(figures)
    for at in range(len(found) - 2, -1, -1):
        if found[at].subject is None and found[at + 1].subject is not None:
            if found[at].quantity.percent == found[at + 1].quantity.percent:
                found[at] = replace(found[at], subject=found[at + 1].subject)
    for at in range(1, len(found)):
        if found[at].subject is None and found[at - 1].subject is not None:
            same = found[at - 1]
            direction: Literal["increase", "decrease"] | None = None
            if same.comparator in ("increase", "decrease") and found[at].comparator == "eq":
                direction = None
            found[at] = replace(
                found[at], subject=same.subject, comparator=direction or found[at].comparator
            )
    return found


def number_of(value: float | Range | Fraction) -> float:
    """The number itself or the upper end of its range."""
    if isinstance(value, Range):
        return value.max
    return value.numerator if isinstance(value, Fraction) else value


__all__ = ["BLANK", "Figure", "Setting", "read_figures"]
