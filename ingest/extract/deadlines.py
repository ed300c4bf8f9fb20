"""Thời hạn: when tasks and reports are due, and how often they come round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from ingest.core.document import Block, Document
from ingest.core.record import Deadline, Finding
from ingest.core.text import Span
from ingest.extract.grammar.due import Due, alone, find_due, own_clause
from ingest.extract.grammar.due_labels import FieldTime, dated, field_times
from ingest.extract.grammar.due_owners import (
    label_units,
    owners_above,
    row_units,
    task_above,
    task_before,
)
from ingest.extract.grammar.due_people import Parties, parties
from ingest.extract.grammar.figures import read_figures
from ingest.extract.grammar.line import Line
from ingest.extract.grammar.marks import Marked, mark
from ingest.extract.grammar.surroundings import Surroundings, surroundings
from ingest.extract.grammar.tables import Grid, cell_at
from ingest.extract.grammar.units import UnitMention, find_units, find_units_in

_DIGIT = regex.compile(r"\d")
_HINTS = ("hàng", "hằng", "mỗi", "từng")
_HINT = regex.compile(r"định\s+kỳ|một\s+lần", regex.I)


def deadlines(document: Document) -> Iterator[Finding]:
    """Every deadline of one document, in reading order."""
    around = surroundings(document)
    found = [*_labelled(around), *_prose(around), *_tables(around)]
    for _, deadline in sorted(found, key=lambda f: f[0]):
        yield Finding("deadlines", deadline, deadline.confidence)


def _labelled(around: Surroundings) -> Iterator[tuple[Span, Deadline]]:
    document = around.document
    for index, block in enumerate(document.blocks):
        value = around.values[index] if block.zone == "body" else None
        if value is None or around.assessment(block.section):
            continue
        times = field_times(document, value, around.year, around.told[index])
        action = task_above(around, index) if times else None
        units = label_units(around, index) if times else ()
        for time in times:
            text = _told(document.flat, block.content, time.span)
            yield time.span, _of_field(around, block.section, text, time, action, units)


_LONGEST_ITEM, _AROUND = 10_000, 400


def _told(flat: str, item: Span, time: Span) -> Span:
    """The item of a labelled time. Where a file has lost its line ends, one item may hold thousands
    of them: then the words around each, or the record would grow with the square of the file."""
    if len(item) <= _LONGEST_ITEM:
        return item
    first, last = max(item.start, time.start - _AROUND), min(item.end, time.end + _AROUND)
    start = flat.find(" ", first, time.start) + 1 if first > item.start else first
    end = flat.rfind(" ", time.end, last) if last < item.end else last
    return Span(start or time.start, max(end, time.end))


def _of_field(
    around: Surroundings,
    section: str | None,
    text: Span,
    time: FieldTime,
    action: str | None,
    units: tuple[str, ...],
) -> Deadline:
    document = around.document
    date = dated(document, time)
    return Deadline(
        id="",
        section=section,
        kind=time.kind,
        date=date,
        rrule=time.rrule,
        action=action,
        units=units,
        recipient=None,
        text=document.line(text),
        time=time.time,
        confidence=time.confidence,
        inferred=bool(date and date.inferred),
        evidence=document.evidence(time.span),
    )


def _tables(around: Surroundings) -> Iterator[tuple[Span, Deadline]]:
    document = around.document
    for table in document.tables:
        if not table.header or around.assessment(table.section):
            continue
        grid = Grid.of(document, table)
        name = grid.name_column()
        owners: tuple[str, ...] = ()
        for row in grid.body():
            owners = row_units(grid, row, owners)
            for column in grid.columns("time"):
                cell = cell_at(row, column)
                if cell is None or cell.columns > 1:
                    continue
                whole = Span(row[0].span.start, row[-1].span.end)
                task = grid.text(cell_at(row, name)) if name is not None else ""
                for time in field_times(document, cell.span, around.year):
                    made = _of_field(around, table.section, whole, time, task or None, owners)
                    yield time.span, made


def _prose(around: Surroundings) -> Iterator[tuple[Span, Deadline]]:
    document = around.document
    for index, block in enumerate(document.blocks):
        if block.zone not in ("body", "closing") or block.kind == "row":
            continue
        content = block.content
        if not _hints(content.of(document.flat)):
            continue
        if around.values[index] is not None or around.assessment(block.section):
            continue
        yield from _of_block(around, index, block)


def _hints(text: str) -> bool:
    """A number, or a word of what comes round: without one of them nothing is due."""
    if _DIGIT.search(text):
        return True
    low = text.lower()  # far cheaper than one pattern for all
    return any(h in low for h in _HINTS) or (
        ("định" in low or "một" in low) and _HINT.search(text) is not None
    )


def _of_block(around: Surroundings, index: int, block: Block) -> Iterator[tuple[Span, Deadline]]:
    line, found = around.sentences(index)
    heading = block.kind == "heading"
    setting = around.setting_at(index)
    owners: tuple[str, ...] | None = None
    before = ""
    for start, _end, text in found:
        said, before = before, text
        if not _hints(text):
            continue
        marked = mark(text, around.year)
        horizons: set[Span] = set()
        for figure in read_figures(text, setting) if marked.times else ():
            if figure.aside is not None:
                continue
            if figure.time is not None and not own_clause(marked, figure.end, figure.time):
                horizons.add(figure.time.span)
            if figure.yearly:
                horizons.update(t.span for t in marked.yearly if t.form == "interval")
        dues = list(find_due(marked, horizons, around.year, heading, around.since))
        dues = [d for d in dues if not setting.aims or d.confidence >= 0.9]
        if setting.goals:
            # "1. Đến hết ngày 31/12/2025:" is the horizon of the targets under it
            dues = [d for d in dues if not alone(marked, d.time)]
        if dues and owners is None:
            owners = owners_above(around, index)
        named = _named(around, line, start, text) if dues else []
        held = owners or ()
        for due in dues:
            who = parties(marked, due, held, named)
            if not due.bracketed:
                held = who.units  # "từ tháng 4 lập danh sách": who acts in the clause before
            if who.action is None and text.startswith("("):
                # "Rà soát quy hoạch. (Chủ trì: …; thời gian hoàn thành: quý II)"
                who = replace(who, action=said.rstrip(" :.;") or task_before(around, index))
            made = _of_prose(around, block, marked, due, who, line, start)
            yield line.span(start + due.time.span.start, start + due.time.span.end), made


def _named(around: Surroundings, line: Line, start: int, text: str) -> list[UnitMention]:
    """The bodies of a sentence; offsets in the sentence."""
    place = line.span(start, start + len(text))
    if len(place) == len(text):
        return find_units_in(around.document.flat, place)
    return find_units(text)


def _of_prose(
    around: Surroundings,
    block: Block,
    marked: Marked,
    due: Due,
    who: Parties,
    line: Line,
    at: int,
) -> Deadline:
    document, time = around.document, due.time
    place = line.span(at + time.span.start, at + time.span.end)
    date = time.date
    if date is not None:
        date = replace(date, evidence=document.evidence(place))
    assert time.kind is not None
    sure = due.confidence - (0.15 if time.year_assumed else 0.0)
    return Deadline(
        id="",
        section=block.section,
        kind=time.kind,
        date=date,
        rrule=time.rrule,
        action=who.action,
        units=who.units,
        recipient=who.recipient,
        text=document.line(line.span(at, at + len(marked.text))),
        via=who.via,
        time=time.time,
        confidence=round(sure, 2),
        inferred=time.year_assumed,
        evidence=document.evidence(line.span(at + due.clause.start, at + due.clause.end)),
    )
