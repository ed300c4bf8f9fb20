"""The table form: a row with columns for task, lead, co-ordination."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.core.document import Table, TableCell
from ingest.core.record import Role
from ingest.core.text import Span
from ingest.extract.grammar.draft import Draft, Parts, Roles, once
from ingest.extract.grammar.roles import listed_units, partners
from ingest.lexicon.fold import key
from ingest.lexicon.role_words import label_roles, texts

_NUMBER = ("stt", "tt", "số tt", "số thứ tự")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which grid column says what. `roles` maps a column to the role it gives."""

    task: int
    roles: dict[int, Role]


def tabled(parts: Parts) -> Iterator[Draft]:
    """One draft a row that names a task and a body."""
    for table in parts.document.tables:
        columns = _columns(parts, table)
        if columns is not None:
            yield from _rows(parts, table, columns)


def _columns(parts: Parts, table: Table) -> Columns | None:
    flat = parts.document.flat
    roles: dict[int, Role] = {}
    task: int | None = None
    widest = -1
    for row in table.rows[: max(table.header, 1)]:
        for cell in row:
            name = key(cell.span.of(flat)).strip(" *_:.")
            role = _role(name)
            if role is not None:
                for column in range(cell.column, cell.column + cell.columns):
                    roles[column] = role
            elif task is None and _is_task(name):
                task = cell.column
    if not roles:
        return None
    if task is None or task in roles:
        task, widest = _widest(parts, table, roles)
    return Columns(task, roles) if task >= 0 and widest else None


def _role(name: str) -> Role | None:
    """The role that a column's head gives: `Cơ quan, đơn vị chủ trì` is `lead`."""
    known = label_roles().get(name)
    if known is not None:
        return known
    if any(w in name for w in (key("kinh phí"), key("thời gian"), key("nội dung"))):
        return None
    leads, helps = key("chủ trì") in name, key("phối hợp") in name
    if leads:
        return "lead"
    if helps:
        return "implement" if key("thực hiện") in name.split(key("phối hợp"))[0] else "coordinate"
    if key("tham mưu") in name:
        return "advise"
    bodies = (key("đơn vị"), key("cơ quan"), key("bộ phận"), key("phân công"), key("địa phương"))
    does = (key("thực hiện"), key("trách nhiệm"), key("phụ trách"), key("triển khai"), key("giao"))
    if any(b in name for b in bodies) and any(d in name for d in does):
        return "implement"
    return None


def _is_task(name: str) -> bool:
    tasks = texts("task_column")
    return name in tasks or any(name.startswith(t) for t in tasks)


def _widest(parts: Parts, table: Table, roles: dict[int, Role]) -> tuple[int, int]:
    """The column with the longest texts that is neither a number nor a role."""
    lengths: dict[int, int] = {}
    for row in table.rows[table.header : table.header + 40]:
        for cell in row:
            if cell.column not in roles:
                lengths[cell.column] = lengths.get(cell.column, 0) + len(cell.span)
    if not lengths:
        return -1, 0
    best = max(sorted(lengths), key=lambda c: lengths[c])
    return best, lengths[best]


def _rows(parts: Parts, table: Table, columns: Columns) -> Iterator[Draft]:
    flat = parts.document.flat
    heads = {_row_key(flat, r) for r in table.rows[: max(table.header, 1)]}
    merged: dict[int, tuple[TableCell, int]] = {}
    above: dict[int, Span] = {}
    for row in table.rows[max(table.header, 1) :]:
        cells = {
            c.column: c for c in reversed(row)
        }  # of a cell cut by a page break, the first part
        for column, (cell, left) in list(merged.items()):
            if left > 0 and column not in cells:
                cells[column] = cell
                merged[column] = (cell, left - 1)
            else:
                del merged[column]
        for cell in row:
            if cell.rows > 1:
                merged[cell.column] = (cell, cell.rows - 1)
        if _row_key(flat, row) in heads:
            continue
        draft = _row(parts, table, columns, row, cells, above)
        if draft is not None:
            yield draft


def _row_key(flat: str, row: tuple[TableCell, ...]) -> str:
    return key(" | ".join(c.span.of(flat) for c in row))


def _row(
    parts: Parts,
    table: Table,
    columns: Columns,
    row: tuple[TableCell, ...],
    cells: dict[int, TableCell],
    above: dict[int, Span],
) -> Draft | None:
    flat = parts.document.flat
    units: Roles = []
    for column, role in sorted(columns.roles.items()):
        cell = cells.get(column)
        if cell is None:
            continue
        span = cell.span
        if key(span.of(flat)).strip(" .") in texts("ditto"):
            span = above.get(column, span)
        elif len(span.of(flat).strip()):
            above[column] = span
        if column > cell.column and column - 1 in columns.roles and cells.get(column - 1) is cell:
            continue
        units += listed_units(parts.read(span), role)
    task = cells.get(columns.task)
    if not units or task is None or not task.span.of(flat).strip():
        return None
    units += [(m, "coordinate") for m in partners(parts.read(task.span))]
    whole = Span(min(c.span.start for c in row), max(c.span.end for c in row))
    spans = sorted({task.span, *(c.span for n, c in cells.items() if n in columns.roles)})
    return Draft(table.section, task.span, whole, once(units), "table", 0.95, spans)
