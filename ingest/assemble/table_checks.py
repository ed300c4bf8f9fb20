"""Text against table: one target with two values, one task with two times."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import regex

from ingest.core.record import DateValue, Deadline, Diagnostic, PlanDocument, Target
from ingest.lexicon.cross_check_words import content_words
from ingest.lexicon.fold import key

Item = TypeVar("Item", Target, Deadline)

_YEAR = regex.compile(r"(\d{4})[\d-]*$")
_DATE = regex.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LEAST_WORDS = 3
_ALIKE = 0.8
_MOST = 400
"""Items of one document that are compared; what is more would cost its square."""


def figures_differ(document: PlanDocument) -> Iterator[Diagnostic]:
    """A target of the text whose row in a table has another value for the same horizon."""
    for told, row in _pairs([t for t in document.targets if _comparable(t)], _subject):
        if told.value != row.value:
            message = (
                f"{row.subject}: {_shown(told)} in {_place(told)}, "
                f"{_shown(row)} in the table of {_place(row)}."
            )
            evidence = (*told.evidence, *row.evidence)
            yield Diagnostic("text-table-differ", "warning", message, evidence)


def times_differ(document: PlanDocument) -> Iterator[Diagnostic]:
    """A task of the text whose row in a table is due at another time."""
    dated = [d for d in document.deadlines if d.date and d.kind in ("by", "on", "during", "range")]
    for told, row in _pairs(dated, _action):
        assert told.date is not None
        assert row.date is not None
        if _apart(told.date, row.date):
            message = (
                f"{row.action}: {told.date.edtf} in {_place(told)}, "
                f"{row.date.edtf} in the table of {_place(row)}."
            )
            evidence = (*told.evidence, *row.evidence)
            yield Diagnostic("text-table-differ", "warning", message, evidence)


def _comparable(target: Target) -> bool:
    plain = target.comparator in ("eq", "gte", "lte", "approx")
    return plain and isinstance(target.value, (int, float)) and _end(target) is not None


def _subject(target: Target) -> str:
    return target.subject or ""


def _action(deadline: Deadline) -> str:
    return deadline.action or ""


def in_table(item: Target | Deadline) -> bool:
    """Its text is a row: cells stand apart by ` | `."""
    return " | " in item.text


def _pairs(items: Sequence[Item], named: Callable[[Item], str]) -> Iterator[tuple[Item, Item]]:
    """Of the text and of a table, where both speak of the same thing and no third does."""
    if not any(map(in_table, items)):
        return
    alike: dict[tuple[str | None, str], list[tuple[Item, frozenset[str]]]] = defaultdict(list)
    for item in items[:_MOST]:
        words = content_words(named(item))
        if len(words) >= _LEAST_WORDS:
            alike[_horizon(item)].append((item, words))
    for group in alike.values():
        rows = [w for w in group if in_table(w[0])]
        texts = [w for w in group if not in_table(w[0])] if rows else []
        for told, said in texts:
            like = [row for row, listed in rows if _alike(said, listed)]
            if len(like) == 1 and sum(_alike(said, listed) for _, listed in texts) == 1:
                yield told, like[0]


def _horizon(item: Target | Deadline) -> tuple[str | None, str]:
    """Targets are compared at one horizon and in one unit."""
    return (_end(item), key(item.unit or "")) if isinstance(item, Target) else (None, "")


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= _ALIKE * len(a | b)


def _end(target: Target) -> str | None:
    """The year that a target's horizon ends with; None where it has none."""
    found = _YEAR.search(target.period.edtf) if target.period else None
    return found[1] if found else None


def _shown(target: Target) -> str:
    value = target.value
    number = f"{value:.15g}" if isinstance(value, (int, float)) else str(value)
    return f"{number} {target.unit or ''}".strip()


def _place(item: Target | Deadline) -> str:
    return item.section or "the text"


def _apart(a: DateValue, b: DateValue) -> bool:
    """Two times that cannot both be meant."""
    first, second = _interval(a.edtf), _interval(b.edtf)
    if first is None or second is None:
        return False
    if a.precision == b.precision == "day":
        return a.edtf != b.edtf
    return first[1] < second[0] or second[1] < first[0]


_SEASONS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}
"""Quarters and halves of a year in EDTF: first and last month."""


def _interval(edtf: str) -> tuple[str, str] | None:
    """First and last day of an EDTF date; None where a side is open or it is of another form."""
    start, _, end = edtf.partition("/")
    first, last = _days(start), _days(end or start)
    return (first[0], last[1]) if first and last else None


def _days(edtf: str) -> tuple[str, str] | None:
    m = _DATE.fullmatch(edtf)
    if m is None:
        return None
    if m[3]:
        return edtf, edtf
    low, high = _SEASONS.get(int(m[2]), (int(m[2]), int(m[2]))) if m[2] else (1, 12)
    if not 1 <= low <= high <= 12:
        return None
    last = monthrange(int(m[1]), high)[1] if int(m[1]) else 31
    return f"{m[1]}-{low:02}-01", f"{m[1]}-{high:02}-{last:02}"
