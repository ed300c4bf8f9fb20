"""Times as plans write them: points, periods, horizons, recurring days.

`find_times` gives every expression of a run of text with its EDTF date or RFC 5545 rule and
the kind of deadline that it would be; whether it is one, the extractors decide.
`parse_full_date` reads the date of a document, blanks included.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from ingest.core.record import DateValue, DeadlineKind
from ingest.core.text import Span
from ingest.extract.grammar import calendar
from ingest.extract.grammar.atoms import Atom, scan
from ingest.extract.grammar.calendar import Point
from ingest.extract.grammar.line import Line
from ingest.extract.grammar.pairing import MOST, NEAR, DateGroup, pair
from ingest.extract.grammar.recurrence import Cycle, find_cycles, yearly
from ingest.extract.grammar.relations import Lead, is_bare_date, lead_of, time_of_day


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time at `span` of the text given.

    `date` and `rrule` are both None for what has no value: a bare `định kỳ`, a day without
    its year, a day that no calendar knows (`invalid`). `core` is the span without the word
    before it (trước, trong, đến). `lead` is that word's sense. `form` names the pattern.
    `year_assumed` where the year is the caller's. `time` is the time of day beside it.
    `occasion` is a holiday: `(21/4)`, `Ngày … 18/5`.
    """

    span: Span
    date: DateValue | None
    kind: DeadlineKind | None
    rrule: str | None
    form: str
    core: Span
    lead: Lead = ""
    time: str | None = None
    year_assumed: bool = False
    invalid: bool = False
    occasion: bool = False
    point: Point | None = None


def find_times(
    flat: str, span: Span, year: int | None = None, labelled: bool = False
) -> list[TimeMatch]:
    """Every time in `flat[span]`, in order of occurrence.

    `year` completes days, months and quarters written without one (`year_assumed`);
    `labelled` says that the text is the value of a time label or column, where a bare
    `3/2023` or `2025` is a time too.
    """
    line = Line.of(flat, span)
    cycles = find_cycles(line.text)
    groups = _groups(line.text, list(_dated(line.text, cycles, labelled)))
    rounds, kept = pair(line.text, groups, cycles)
    found = [m for g, c in zip(groups, rounds, strict=True) for m in _matches(line, g, c, year)]
    found += [_cycle_match(line, cycle) for cycle in kept]
    return sorted(found, key=lambda m: m.span)


_RANGE = regex.compile(r" ?(?:[-–—÷]|(?:cho )?(?:đến|tới)(?: hết| trước)?) ?$", regex.I)
_LIST = regex.compile(r"(?:,| và|,? hoặc|, và|;) ?$", regex.I)


def _dated(text: str, cycles: list[Cycle], labelled: bool) -> Iterator[Atom]:
    """Atoms joined to ranges; what is no date by its surroundings is left out."""
    fixed = [c for c in cycles if c.fixed]
    starts = [c.start for c in fixed]
    atoms = [a for a in scan(text) if not _inside(a, fixed, starts)]
    held: Atom | None = None
    for atom in atoms:
        between = text[held.end : atom.start] if held and atom.start - held.end < NEAR else None
        if held and between is not None and _RANGE.fullmatch(between):
            joined = _join(text, held, atom)
            if joined is not None:
                held = joined
                continue
        if held and (not held.bare or labelled or is_bare_date(text, held)):
            yield held
        listed = held is not None and between is not None and _LIST.fullmatch(between)
        if atom.form == "daymonth" and listed and held and held.first.day and not held.bare:
            atom = replace(atom, bare=False)
        held = atom
    if held and (not held.bare or labelled or is_bare_date(text, held)):
        yield held


def _inside(atom: Atom, cycles: list[Cycle], starts: list[int]) -> bool:
    place = bisect_right(starts, atom.start)
    return place > 0 and atom.start < cycles[place - 1].end


def _join(text: str, first: Atom, last: Atom) -> Atom | None:
    """`từ tháng 3` + `đến tháng 12 năm 2023`: one period."""
    if first.last or last.last or first.blank or last.blank:
        return None
    start = first.first
    if start.month is None and start.day is not None and last.first.day is None:
        return None
    if first.form in ("plainyear", "year") and last.first.precision() != "year":
        return None
    if last.bare and last.form == "plainyear" and first.form not in ("year", "plainyear"):
        return None
    if start.precision() != last.first.precision() and start.year is None:
        return None
    if calendar.between(start, last.first) is None and last.first.year is not None:
        return None
    bare = first.bare and last.bare and last.first.year is None
    return Atom(first.start, last.end, "range", start, last.first, bare)


def _groups(text: str, atoms: list[Atom]) -> list[DateGroup]:
    """Lists of dates under one leading word; the year runs back from the last of them."""
    groups: list[DateGroup] = []
    for atom in atoms:
        lead, start = lead_of(text, atom.start)
        if not lead and atom.last is None and _ONWARDS.match(text, atom.end):
            lead = "from"
        held = groups[-1] if groups else None
        tail = held.atoms[-1] if held else None
        if held and tail and not lead and atom.start - tail.end < NEAR:
            between = text[tail.end : atom.start]
            alike = tail.first.precision() == atom.first.precision()
            alike = alike and len(held.atoms) < MOST
            if alike and tail.last is None and _LIST.fullmatch(between):
                groups[-1] = replace(held, atoms=(*held.atoms, atom))
                continue
        groups.append(DateGroup((atom,), lead, start, _is_occasion(text, atom, lead)))
    return [_filled(g) for g in groups]


_ONWARDS = regex.compile(r" (?:trở đi|về sau)(?!\p{L})", regex.I)  # "Năm 2029 trở đi: …"


def _is_occasion(text: str, atom: Atom, lead: Lead) -> bool:
    """`Ngày Sách (21/4)`, not `15/11 hàng năm`."""
    if atom.form != "daymonth" or not atom.bare or lead:
        return False
    return not _EACH_YEAR.match(text, atom.end)


_EACH_YEAR = regex.compile(r"\)? (?:hàng|hằng|mỗi) năm", regex.I)


def _filled(group: DateGroup) -> DateGroup:
    atoms = list(group.atoms)
    for i in range(len(atoms) - 2, -1, -1):
        atoms[i] = replace(atoms[i], first=atoms[i].first.fill(atoms[i + 1].first))
    return replace(group, atoms=tuple(atoms))


def _matches(
    line: Line, group: DateGroup, cycle: Cycle | None, year: int | None
) -> Iterator[TimeMatch]:
    for number, atom in enumerate(group.atoms):
        start = group.start if number == 0 else atom.start
        last = number == len(group.atoms) - 1
        end = cycle.end if last and cycle and 0 <= cycle.start - atom.end < NEAR else atom.end
        span, core = line.span(start, end), line.span(atom.start, atom.end)
        time = time_of_day(line.text, start, end)
        made = TimeMatch(
            span, None, None, None, atom.form, core, group.lead, time, point=atom.first
        )
        if not atom.first.valid() or (atom.last and not atom.last.valid()):
            yield replace(made, invalid=True)
        elif atom.first.year is None and cycle is not None:
            yield replace(made, kind="recurring", rrule=_rule(atom, cycle))
        else:
            text = line.text[start:end] if group.lead in ("by", "from") else None
            yield _dated_match(line, made, atom, text, year)


def _rule(atom: Atom, cycle: Cycle) -> str | None:
    """A span of days comes round on its first (`từ 29/4 đến 6/5 hàng năm`), one of months in
    each of them."""
    point, last = atom.first, atom.last
    if last is not None and point.month and last.month and not point.day:
        wraps = 12 if last.month < point.month else 0
        within = {(m - 1) % 12 + 1 for m in range(point.month, last.month + wraps + 1)}
        return f"FREQ=YEARLY;BYMONTH={','.join(map(str, sorted(within)))}"
    if point.day and not point.month:
        monthly = cycle.rrule is not None and cycle.rrule.startswith("FREQ=MONTHLY")
        return f"{cycle.rrule};BYMONTHDAY={point.day}" if monthly else cycle.rrule
    return yearly(point)


def _dated_match(
    line: Line, made: TimeMatch, atom: Atom, text: str | None, year: int | None
) -> TimeMatch:
    assumed = atom.first.year is None and (atom.last is None or atom.last.year is None)
    first, last = atom.first, atom.last
    if assumed and year is not None and not (first.day and not first.month):
        first = replace(first, year=year)
        last = replace(last, year=year) if last else None
    else:
        assumed = False
    kind, edtf = _value(first, last, atom.form, made.lead)
    occasion = atom.form == "daymonth" and atom.bare and made.lead == ""
    if edtf is None:
        return replace(made, kind=kind, occasion=occasion)
    words = text or line.text[atom.start : atom.end]
    precision = "range" if "/" in edtf else first.precision()
    date = DateValue(words, edtf, precision, made.time, inferred=assumed)
    return replace(made, date=date, kind=kind, year_assumed=assumed, occasion=occasion)


def _value(
    first: Point, last: Point | None, form: str, lead: Lead
) -> tuple[DeadlineKind, str | None]:
    """Kind and EDTF of a point or period under its leading word."""
    if last is not None:
        return "range", calendar.between(first, last)
    if lead in ("before", "by"):
        return "by", calendar.until(first)
    if lead == "from":
        return "range", calendar.since(first)
    if lead == "after":
        later = Point(first.year + 1) if first.year and first.precision() == "year" else first
        return "range", calendar.since(later)
    return ("on" if first.day else "during"), first.edtf()


def _cycle_match(line: Line, cycle: Cycle) -> TimeMatch:
    span = line.span(cycle.start, cycle.note[0] if cycle.note else cycle.end)
    # "trước 16 giờ hàng ngày" names its hour as others their day
    fixed = cycle.fixed or cycle.rrule == "FREQ=DAILY"
    time = time_of_day(line.text, cycle.start, cycle.end) if fixed else None
    fixed = cycle.fixed or time is not None
    lead, start = lead_of(line.text, cycle.start) if fixed else ("", cycle.start)
    if start < cycle.start:
        span = line.span(start, cycle.end)
        time = time or time_of_day(line.text, start, cycle.end)
    form = "fixed" if fixed else "routine" if cycle.rrule is None else "interval"
    return TimeMatch(span, None, "recurring", cycle.rrule, form, span, lead, time)


_FULL = ("day", "long", "blank")


def parse_full_date(text: str) -> DateValue | None:
    """The date of a document as its head or a citation writes it, with day and month left blank.

    `ngày 13 tháng 6 năm 2019`, `04/6/2018`, `ngày   /6/2023`, `ngày tháng năm 2023`.
    None where no year is written or the calendar does not know the day.
    """
    line = Line.of(text, Span(0, len(text)))
    for atom in scan(line.text):
        if atom.form not in _FULL or not atom.first.valid():
            continue
        edtf = atom.first.edtf()
        if edtf is not None:
            words = line.text[atom.start : atom.end]
            return DateValue(words, edtf, atom.first.precision())
    return None
