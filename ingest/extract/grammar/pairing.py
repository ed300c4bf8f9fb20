"""Which interval belongs to which date: `định kỳ 6 tháng (trước ngày 10/6)`, `15/11 hàng năm`.

A fixed day overrides the interval that it belongs to; intervals without a day stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

import regex

from ingest.extract.grammar.atoms import Atom
from ingest.extract.grammar.recurrence import Cycle
from ingest.extract.grammar.relations import Lead

_STOP = regex.compile(r"[.;]")
NEAR = 24
"""Code points between two parts of one expression, at most."""
MOST = 12
"""Dates in one list, at most."""
_FAR = 300
_CLAUSE = regex.compile(r"[.;] |;")


@dataclass(frozen=True, slots=True)
class DateGroup:
    """Dates in a list that share the word before them: `trước ngày 15/6 và 15/12 hàng năm`.

    `start` is the place of that word. `occasion` is a holiday, `(21/4)`.
    """

    atoms: tuple[Atom, ...]
    lead: Lead
    start: int
    occasion: bool = False

    @property
    def end(self) -> int:
        return self.atoms[-1].end


def pair(
    text: str, groups: list[DateGroup], cycles: list[Cycle]
) -> tuple[list[Cycle | None], list[Cycle]]:
    """For each group the interval that makes it come round, and the intervals that stay."""
    starts = [c.start for c in cycles]
    rounds = [_round(text, group, cycles, starts) for group in groups]
    _spread(text, groups, rounds)
    gone: set[int] = set()
    days: Counter[int] = Counter()
    for group, place in zip(groups, rounds, strict=True):
        if place is not None:
            gone.add(place)
            days[cycles[place].group] += len(group.atoms)
            gone.update(_echoes(text, group.start, cycles, starts))
    for place, cycle in enumerate(cycles):
        if cycle.fixed:
            before = place - 1
            if before >= 0 and _holds(cycles[before], cycle.start):
                gone.add(before)
                days[cycles[before].group] += 1
            gone.update(_echoes(text, cycle.start, cycles, starts))
            gone.update(_coarser(text, place, cycles))
    members = Counter(c.group for c in cycles)
    kept = [
        c
        for place, c in enumerate(cycles)
        if place not in gone and days[c.group] < members[c.group]
    ]
    return [None if place is None else cycles[place] for place in rounds], kept


def _spread(text: str, groups: list[DateGroup], rounds: list[int | None]) -> None:
    """`trước ngày 15/6 (…) và trước ngày 15/12 (…) hằng năm`: both come round."""
    for at in range(len(groups) - 2, -1, -1):
        group, ahead = groups[at], groups[at + 1]
        if rounds[at] is None and rounds[at + 1] is not None and not group.occasion:
            between = text[group.end : ahead.start]
            point = group.atoms[-1].first
            alike = point.year is None and point.day and group.lead == ahead.lead
            if alike and len(between) < 80 and "." not in between and ";" not in between:
                rounds[at] = rounds[at + 1]


def _holds(cycle: Cycle, at: int) -> bool:
    return cycle.note is not None and cycle.note[0] <= at < cycle.note[1]


def _round(text: str, group: DateGroup, cycles: list[Cycle], starts: list[int]) -> int | None:
    """The interval in whose bracket the dates stand, else that behind, else that before them."""
    before = bisect_left(starts, group.atoms[0].start) - 1
    if before >= 0 and _holds(cycles[before], group.start):
        return before
    if group.atoms[-1].first.year is not None or group.occasion:
        return None
    behind = bisect_left(starts, group.end)
    if behind < len(cycles) and not cycles[behind].fixed:
        gap = text[group.end : cycles[behind].start]
        if len(gap) < NEAR and not _STOP.search(gap):
            return behind
    while before >= 0 and cycles[before].fixed:
        before -= 1
    if before >= 0 and _one_clause(text, cycles[before].end, group.start):
        return before
    return None


def _one_clause(text: str, start: int, end: int) -> bool:
    return end - start < _FAR and not _CLAUSE.search(text, start, end)


def _coarser(text: str, place: int, cycles: list[Cycle]) -> list[int]:
    """`định kỳ hàng quý … trước ngày 20 tháng cuối quý`: the one interval before the fixed day."""
    before = place - 1
    if before < 0 or cycles[before].fixed:
        return []
    alone = before == 0 or cycles[before - 1].group != cycles[before].group
    near = _one_clause(text, cycles[before].end, cycles[place].start)
    return [before] if alone and near else []


def _echoes(text: str, at: int, cycles: list[Cycle], starts: list[int]) -> list[int]:
    """`định kỳ … trước ngày 05/11 hàng năm`: a bare routine before says no more."""
    found: list[int] = []
    place = bisect_left(starts, at) - 1
    while place >= 0 and at - cycles[place].end < _FAR and len(found) < MOST:
        cycle = cycles[place]
        if cycle.rrule is None and _one_clause(text, cycle.end, at):
            found.append(place)
        place -= 1
    return found
