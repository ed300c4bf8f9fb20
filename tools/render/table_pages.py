"""A made table as PDF, typeset so that rows break over pages line by line and the head is repeated.

`ruled` draws the grid; without it the columns are told by white space alone. A landscape page
is laid out as such, or lies on its side: by the page's /Rotate, or by turned text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tools.render.as_pdf import _register
from tools.render.made_tables import MadeCell, MadeTable

Turn = Literal["upright", "landscape", "rotate", "sideways"]
SIZE, LEADING, PAD = 11.0, 13.5, 3.0
LEFT, RIGHT, TOP, BOTTOM = 85.0, 57.0, 62.0, 57.0


@dataclass(slots=True)
class _Pen:
    """Draws on a page of `width` by `height` with `y` counted from the top."""

    canvas: Any
    turn: Turn
    width: float
    height: float
    page: int = 1
    y: float = TOP

    def open(self) -> None:
        if self.turn in ("rotate", "sideways"):  # the paper stands, what is on it lies
            self.canvas.translate(self.height, 0)
            self.canvas.rotate(90)
        self.canvas.setLineWidth(0.5)
        if self.page > 1:
            self.put(self.width / 2 - 3, 40.0, str(self.page), size=13.0)

    def next(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self.y = TOP
        self.open()

    def put(self, x: float, y: float, text: str, *, bold: bool = False, size: float = SIZE) -> None:
        self.canvas.setFont("Serif-Bold" if bold else "Serif", size)
        self.canvas.drawString(x, self.height - y, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)


@dataclass(slots=True)
class _Band:
    """A grid row in the making: lines still to be set, by cell."""

    left: dict[MadeCell, list[str]] = field(default_factory=dict)


def to_pdf(
    table: MadeTable,
    *,
    ruled: bool,
    turn: Turn = "upright",
    gap: float = 5.0,
    start: float = 0.0,
    repeated: bool = True,
) -> bytes:
    """A heading, the table, a closing line. `gap` parts rows without rules, `start` moves it down.

    `repeated`: whether the head stands on each page.
    """
    _register()
    out = BytesIO()
    size = A4 if turn == "upright" else landscape(A4)
    paper = A4 if turn == "sideways" else size  # reportlab swaps the sides for a rotation
    canvas = Canvas(out, pagesize=paper, invariant=1)
    pen = _Pen(canvas, turn, *size)
    if turn == "rotate":
        canvas.setPageRotation(90)
    pen.open()
    pen.put(LEFT, pen.y, "I. NHIỆM VỤ VÀ CHỈ TIÊU", size=13)
    pen.y += 24 + start
    _set(pen, table, ruled, gap, repeated)
    if pen.y + 40 > pen.height - BOTTOM:
        pen.next()
    pen.put(LEFT, pen.y + 26, "II. TỔ CHỨC THỰC HIỆN", size=13)
    canvas.save()
    return out.getvalue()


def _edges(table: MadeTable, width: float) -> list[float]:
    edges = [LEFT]
    for share in table.widths:
        edges.append(edges[-1] + share * (width - LEFT - RIGHT))
    return edges


def _set(pen: _Pen, table: MadeTable, ruled: bool, gap: float, repeated: bool) -> None:
    """Row after row; a row that does not fit is broken between two lines of its cells."""
    xs = _edges(table, pen.width)
    bands = _bands(table, xs)
    pad = PAD if ruled else 0.0
    head = bands[: table.header] if repeated else []
    for number, band in enumerate(bands):
        todo = {c: list(lines) for c, lines in band.items()}
        while True:
            room = int((pen.height - BOTTOM - pen.y - 2 * pad) // LEADING)
            need = max((len(v) for c, v in todo.items() if c.row_span == 1), default=1)
            whole = need <= room
            merged = any(c.row_span > 1 for c in table.cells if c.row >= table.header)
            if whole or (room >= 2 and not merged and need > 2):
                _draw(pen, table, xs, number, todo, min(need, room), ruled, pad)
                pen.y += 0 if ruled else gap
            if whole:
                break
            pen.next()
            for above, again in enumerate(head):
                lines = {c: list(v) for c, v in again.items()}
                count = max(len(v) for c, v in lines.items() if c.row_span == 1)
                _draw(pen, table, xs, above, lines, count, ruled, pad)
                pen.y += 0 if ruled else gap


def _bands(table: MadeTable, xs: list[float]) -> list[dict[MadeCell, list[str]]]:
    bands: list[dict[MadeCell, list[str]]] = [{} for _ in range(table.rows)]
    for cell in table.cells:
        width = xs[cell.column + cell.column_span] - xs[cell.column] - 8
        bands[cell.row][cell] = _wrapped(cell.text, width, cell.row < table.header)
    return bands


def _wrapped(text: str, width: float, bold: bool) -> list[str]:
    font = "Serif-Bold" if bold else "Serif"
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pdfmetrics.stringWidth(longer, font, SIZE) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _draw(
    pen: _Pen,
    table: MadeTable,
    xs: list[float],
    row: int,
    todo: dict[MadeCell, list[str]],
    count: int,
    ruled: bool,
    pad: float,
) -> None:
    """The next `count` lines of a row; what is set is taken off `todo`."""
    top, bottom = pen.y, pen.y + count * LEADING + 2 * pad
    bold = row < table.header
    for cell, lines in todo.items():
        take = len(lines) if cell.row_span > 1 else count
        x0, x1 = xs[cell.column], xs[cell.column + cell.column_span]
        for n, line in enumerate(lines[:take]):
            font = "Serif-Bold" if bold else "Serif"
            wide = pdfmetrics.stringWidth(line, font, SIZE)
            centred = bold or cell.column != 1
            x = (x0 + x1 - wide) / 2 if centred and cell.column_span < 5 else x0 + 4
            pen.put(x, top + pad + (n + 0.8) * LEADING, line, bold=bold)
        del lines[:take]
    if ruled:
        _rules(pen, table, xs, row, top, bottom)
    pen.y = bottom


def _rules(
    pen: _Pen, table: MadeTable, xs: list[float], row: int, top: float, bottom: float
) -> None:
    pen.rule(xs[0], top, xs[0], bottom)
    for cell in table.cells:
        if not cell.row <= row < cell.row + cell.row_span:
            continue
        x0, x1 = xs[cell.column], xs[cell.column + cell.column_span]
        pen.rule(x1, top, x1, bottom)
        if cell.row == row:
            pen.rule(x0, top, x1, top)
        if cell.row + cell.row_span == row + 1:
            pen.rule(x0, bottom, x1, bottom)
