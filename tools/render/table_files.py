"""A made table as DOCX and HTML with merged cells, and as plain text set in columns."""

from __future__ import annotations

import textwrap
from html import escape
from io import BytesIO

import docx

from tools.render.as_docx import _fixed_zip
from tools.render.made_tables import MadeCell, MadeTable

BEFORE = "I. NHIỆM VỤ VÀ CHỈ TIÊU"
AFTER = "II. TỔ CHỨC THỰC HIỆN"


def to_docx(table: MadeTable) -> bytes:
    document = docx.Document()
    document.add_paragraph(BEFORE)
    grid = document.add_table(rows=table.rows, cols=len(table.widths), style="Table Grid")
    for cell in table.cells:
        first = grid.cell(cell.row, cell.column)
        last = grid.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        (first.merge(last) if last is not first else first).text = cell.text
    document.add_paragraph(AFTER)
    raw = BytesIO()
    document.save(raw)
    return _fixed_zip(raw.getvalue())


def to_html(table: MadeTable) -> bytes:
    rows = []
    for row in range(table.rows):
        cells = "".join(_html_cell(c) for c in table.cells if c.row == row)
        rows.append(f"<tr>{cells}</tr>")
    body = f"<p>{BEFORE}</p><table border=1>{''.join(rows)}</table><p>{AFTER}</p>"
    return f"<!DOCTYPE html><meta charset=utf-8><body>{body}</body>".encode()


def _html_cell(cell: MadeCell) -> str:
    spans = f" rowspan={cell.row_span}" if cell.row_span > 1 else ""
    spans += f" colspan={cell.column_span}" if cell.column_span > 1 else ""
    return f"<td{spans}>{escape(cell.text)}</td>"


def to_text(table: MadeTable, *, width: int = 110) -> bytes:
    """Columns set by blanks, as `pdftotext -layout` and typists do; rows parted by a blank line
    where a cell is wrapped."""
    wide = [max(6, int(share * width)) for share in table.widths]
    lines = [BEFORE, ""]
    for row in range(table.rows):
        cells = [
            (
                sum(wide[: c.column]),
                textwrap.wrap(c.text, sum(wide[c.column :][: c.column_span]) - 2),
            )
            for c in table.cells
            if c.row == row
        ]
        high = max(len(parts) for _, parts in cells)
        for n in range(high):
            line = ""
            for start, parts in cells:
                line = line.ljust(start) + (parts[n] if n < len(parts) else "")
            lines.append(line.rstrip())
        if high > 1:
            lines.append("")
    return "\n".join([*lines, "", AFTER, ""]).encode()


def to_pipes(table: MadeTable) -> bytes:
    """One row a line, cells parted by ` | `."""
    rows = [
        " | ".join(table.text_at(r, c) for c in range(len(table.widths))) for r in range(table.rows)
    ]
    return "\n".join([BEFORE, "", *rows, "", AFTER, ""]).encode()
