"""Pipe tables of Markdown: `| a | b |` rows around a `|---|---|` rule."""

from __future__ import annotations

import regex

from ingest.read.markdown import plain_inline
from ingest.read.sheet import CellText, TableText

_RULE_CELL = regex.compile(r"[ \t]{0,200}:?-{1,2000}:?[ \t]{0,200}")
_LINE_BREAK = regex.compile(r"<br[ \t]{0,2}/?>", regex.I)


def is_row(line: str) -> bool:
    """True for a line between two pipes."""
    line = line.strip()
    return len(line) > 2 and line[0] == "|" and line[-1] == "|"


def pipe_table(lines: list[str]) -> TableText | None:
    """The table that these rows form, or None where they are no table.

    A table has a rule, or at least two rows of one width. An escaped pipe is text.
    """
    rows = [_cells(line) for line in lines]
    filled = [row for row in rows if not _is_rule(row)]
    ruled = len(filled) < len(rows)
    if not ruled and (len(filled) < 2 or len({len(row) for row in filled}) > 1):
        return None
    cells = [
        CellText(tuple(plain_inline(part).strip() for part in _LINE_BREAK.split(cell)), r, c)
        for r, row in enumerate(filled)
        for c, cell in enumerate(row)
    ]
    return TableText(tuple(cells)) if cells else None


def _cells(line: str) -> list[str]:
    inner = line.strip()[1:-1].replace("\\|", "\ue07c")  # as markdown._ESCAPE shelters it
    return [cell.strip() for cell in inner.split("|")]


def _is_rule(row: list[str]) -> bool:
    return all(_RULE_CELL.fullmatch(cell) for cell in row)
