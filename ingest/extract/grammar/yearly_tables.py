"""Targets in tables: a column a year (`Năm 2026 | Năm 2027`), and numbers in the tasks' own words."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ingest.core.document import TableCell
from ingest.core.record import Comparator, DateValue, Target
from ingest.core.text import Span
from ingest.extract.grammar.commitments import unit_of
from ingest.extract.grammar.comparators import compare
from ingest.extract.grammar.dates import TimeMatch, find_times
from ingest.extract.grammar.figures import Figure, read_figures
from ingest.extract.grammar.line import Line
from ingest.extract.grammar.numbers import find_quantities
from ingest.extract.grammar.sentences import sentences
from ingest.extract.grammar.surroundings import Surroundings, with_evidence
from ingest.extract.grammar.tables import Grid, cell_at

_ASIDE = regex.compile(r"^[-–—\s.]*$")


def table_targets(around: Surroundings) -> Iterator[tuple[Span, Target]]:
    """The targets of all tables of a document, each with the place of its number."""
    for table in around.document.tables:
        if not table.header or around.assessment(table.section):
            continue
        grid = Grid.of(around.document, table)
        years = [*grid.columns("year"), *grid.columns("planned")]
        name = grid.name_column()
        if name is None:
            continue
        for row in grid.body():
            if years:
                yield from _row_of_years(around, grid, row, name, years)
            yield from _task_of_row(around, grid, row, name)


def _row_of_years(
    around: Surroundings, grid: Grid, row: tuple[TableCell, ...], name: int, years: list[int]
) -> Iterator[tuple[Span, Target]]:
    subject = grid.text(cell_at(row, name))
    if not regex.search(r"\p{L}{2}", subject):
        return
    units = grid.columns("unit")
    unit = grid.text(cell_at(row, units[0])) if units else ""
    for column in years:
        cell = cell_at(row, column)
        if cell is None or cell.columns > 1:
            continue
        yield from _value(around, grid, row, cell, column, subject, unit.strip(" ()"))


def _value(
    around: Surroundings,
    grid: Grid,
    row: tuple[TableCell, ...],
    cell: TableCell,
    column: int,
    subject: str,
    unit: str,
) -> Iterator[tuple[Span, Target]]:
    line = Line.of(around.document.flat, cell.span)
    if _ASIDE.match(line.text) or len(line.text) > 60:
        return
    found = list(find_quantities(line.text))
    if len(found) != 1:
        return
    quantity = found[0]
    pre, post = line.text[: quantity.start], line.text[quantity.end :]
    how = compare(pre, quantity.start, quantity, post)
    counted = unit or post.strip(" .;")
    if quantity.percent:
        counted = "%"
    period, place = _column_period(around, grid, column)
    if _over(period, around.year):
        return
    span = line.span(quantity.start, quantity.end)
    name = cell_at(row, grid.name_column() or 0)
    spans = [span, *([name.span] if name else []), *([place] if place else [])]
    comparator: Comparator = how.comparator
    yield (
        span,
        Target(
            id="",
            section=grid.table.section,
            subject=subject,
            value=quantity.value,
            unit=(f"{quantity.scale} {counted}".strip() if quantity.scale else counted) or None,
            comparator=comparator,
            period=with_evidence(around.document, period, place) if period and place else None,
            text=_row_text(around, row),
            bound=how.bound,
            confidence=0.93,
            evidence=around.document.evidence(*sorted(spans)),
        ),
    )


def _column_period(
    around: Surroundings, grid: Grid, column: int
) -> tuple[DateValue | None, Span | None]:
    for span in reversed(grid.head_spans[column]):
        found = find_times(around.document.flat, span, labelled=True)
        dated = [t for t in found if t.date is not None]
        if dated:
            return dated[-1].date, dated[-1].span
    above = around.horizon(grid.table.section)
    return (above.date, above.span) if above else (None, None)


def _over(period: DateValue | None, year: int | None) -> bool:
    if period is None or year is None:
        return False
    end = period.edtf.split("/")[-1][:4]
    return end.isdigit() and int(end) < year


def _row_text(around: Surroundings, row: tuple[TableCell, ...]) -> str:
    return around.document.line(Span(row[0].span.start, row[-1].span.end))


def _task_of_row(
    around: Surroundings, grid: Grid, row: tuple[TableCell, ...], name: int
) -> Iterator[tuple[Span, Target]]:
    """`Tổ chức 120 buổi ngoại khóa … | Tháng 9/2026`: a number in the task itself."""
    cell = cell_at(row, name)
    if cell is None or grid.columns("year"):
        return
    line = Line.of(around.document.flat, cell.span)
    setting = around.setting(grid.table.section)
    for start, end in sentences(line.text):
        for figure in read_figures(line.text[start:end], setting):
            if figure.aside is None:
                span = line.span(start + figure.start, start + figure.end)
                yield span, _task_target(around, grid, row, figure, line, start, span)


def _task_target(
    around: Surroundings,
    grid: Grid,
    row: tuple[TableCell, ...],
    figure: Figure,
    line: Line,
    at: int,
    span: Span,
) -> Target:
    period, place, again = _own_period(figure, line, at)
    if period is None:
        period, place, again = _row_period(around, grid, row)
    yearly = figure.yearly or again
    return Target(
        id="",
        section=grid.table.section,
        subject=figure.subject,
        value=figure.quantity.value,
        unit=unit_of(figure),
        comparator=figure.comparator,
        period=with_evidence(around.document, period, place) if period and place else None,
        text=_row_text(around, row),
        bound=figure.bound,
        frequency="yearly" if yearly and period is None else None,
        confidence=0.85,
        evidence=around.document.evidence(*sorted([span, *([place] if place else [])])),
    )


def _own_period(figure: Figure, line: Line, at: int) -> tuple[DateValue | None, Span | None, bool]:
    if figure.time is None:
        return None, None, False
    span = line.span(at + figure.time.span.start, at + figure.time.span.end)
    return figure.time.date, span, False


def _row_period(
    around: Surroundings, grid: Grid, row: tuple[TableCell, ...]
) -> tuple[DateValue | None, Span | None, bool]:
    for column in grid.columns("time"):
        cell = cell_at(row, column)
        if cell is None:
            continue
        found: list[TimeMatch] = find_times(
            around.document.flat, cell.span, around.year, labelled=True
        )
        dated = [t for t in found if t.date is not None]
        if len(dated) == 1:
            return dated[0].date, dated[0].span, False
        again = any(t.rrule == "FREQ=YEARLY" for t in found)
        if found:
            return None, None, again
    above = around.horizon(grid.table.section)
    return (above.date, above.span, False) if above else (None, None, False)
