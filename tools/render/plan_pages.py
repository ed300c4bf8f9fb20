"""A plan's plain text -> a PDF as its office would have typed it, for plans of any hand.

`layout` reads the regular texts of `samples/text`; this takes whatever texts copied out of
documents look like: two columns parted by wide gaps or one after the other, tables of strokes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, SimpleDocTemplate
from reportlab.platypus import Paragraph as Flow
from reportlab.platypus import Table as FlowTable

from tools.render import as_pdf
from tools.render.layout import CELL, LABEL

_GAP = re.compile(r"\s{3,}")
_MOTTO = ("CỘNG HÒA", "CỘNG HOÀ", "ĐẢNG CỘNG SẢN", "ĐOÀN TNCS", "ĐOÀN THANH NIÊN")
_TITLE = re.compile(r"(KẾ HOẠCH|CHƯƠNG TRÌNH|QUYẾT ĐỊNH|ĐỀ ÁN|CHỈ THỊ|NGHỊ QUYẾT|HƯỚNG DẪN)\b")
_RECIPIENTS = re.compile(r"(Nơi nhận|Kính gửi)\b")
_SHORT = 100

Blocks = list[list[str]]


def plan_pdf(text: str) -> bytes:
    """The plan on A4 pages in the face of the samples; the same bytes for the same fonts."""
    as_pdf._register()
    out = BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=30 * mm, rightMargin=20 * mm,
        topMargin=20 * mm, bottomMargin=20 * mm, invariant=1,
    )  # fmt: skip
    blocks = [b.strip("\n").split("\n") for b in re.split(r"\n\s*\n", text) if b.strip()]
    template.build(list(_flow(blocks)), onLaterPages=as_pdf._page_number)
    return out.getvalue()


def _flow(blocks: Blocks) -> Iterator[Any]:
    title = next((n for n, b in enumerate(blocks) if _TITLE.match(b[0].strip())), 0)
    yield from _head(blocks[:title])
    if title:
        yield as_pdf._space(8)
        yield from (Flow(f"<b>{escape(line)}</b>", as_pdf.CENTRE) for line in blocks[title])
        yield as_pdf._space(8)
        title += 1
    end = next(
        (n for n in range(len(blocks) - 1, title, -1) if _RECIPIENTS.match(blocks[n][0])),
        len(blocks),
    )
    for block in blocks[title:end]:
        yield from _block(block)
    if end < len(blocks):
        yield as_pdf._space(12)
        yield KeepTogether([_end(blocks[end:])])


def _head(blocks: Blocks) -> Iterator[Any]:
    if any(_GAP.search(line.strip()) for block in blocks for line in block):
        rows = [_cells(block) for block in blocks]
        yield _columns([[_side(left), _side(right)] for left, right in rows], 0.42)
    elif len(blocks) > 1 and blocks[1][0].startswith(_MOTTO):
        rows = [[_side(a), _side(b)] for a, b in zip(blocks[::2], blocks[1::2], strict=False)]
        yield _columns(rows, 0.42)
    else:
        yield from (Flow(escape(line), as_pdf.CENTRE) for block in blocks for line in block)


def _cells(block: list[str]) -> tuple[list[str], list[str]]:
    """What stands left and right of the gap, line by line."""
    left, right = [], []
    for line in block:
        first, *rest = _GAP.split(line.rstrip(), maxsplit=1)
        if first.strip():
            left.append(first.strip())
        if rest:
            right.append(rest[0].strip())
    return left, right


def _side(lines: list[str]) -> list[Any]:
    return [Flow(escape(line), as_pdf.SIDE) for line in lines]


def _columns(rows: list[list[Any]], share: float) -> Any:
    widths = (share * as_pdf.WIDTH, (1 - share) * as_pdf.WIDTH)
    return FlowTable(rows, colWidths=widths, style=[("VALIGN", *as_pdf.ALL, "TOP")])


def _end(blocks: Blocks) -> Any:
    """Nơi nhận left, who signs right."""
    gaps = any(_GAP.search(line.strip()) for block in blocks for line in block)
    if gaps:
        left, right = _cells([line for block in blocks for line in block])
    else:
        left, right = blocks[0], [line for block in blocks[1:] for line in block]
    signed = [*_side(right[:-1]), as_pdf._space(50), *_side(right[-1:])]
    return _columns([[[Flow(escape(line), as_pdf.SMALL) for line in left], signed]], 0.5)


def _block(block: list[str]) -> Iterator[Any]:
    rows = [line for line in block if " | " in line]
    if len(rows) > 1:
        yield from (_paragraph(line) for line in block if " | " not in line)
        yield as_pdf._space(6)
        yield _ruled([CELL.split(line) for line in rows])
        yield as_pdf._space(6)
    else:
        yield from (_paragraph(line) for line in block if line.strip())


def _paragraph(line: str) -> Any:
    line = " ".join(line.split())
    heading = LABEL.match(line) and line[-1] not in ".;,:/" and len(line) < _SHORT
    bold = (heading and not line.startswith("-")) or line == line.upper()
    return Flow(f"<b>{escape(line)}</b>" if bold else escape(line), as_pdf.BODY)


def _ruled(rows: list[list[str]]) -> Any:
    """Columns as wide as what they hold, within bounds."""
    count = max(map(len, rows))
    rows = [[*row, *[""] * (count - len(row))] for row in rows]
    needs = [min(60, max(6, *(len(row[n]) for row in rows))) for n in range(count)]
    widths = [need / sum(needs) * as_pdf.WIDTH for need in needs]
    cells = [[Flow(escape(text), as_pdf.CELL) for text in row] for row in rows]
    style = [("GRID", *as_pdf.ALL, 0.5, "black"), ("VALIGN", *as_pdf.ALL, "TOP")]
    return FlowTable(cells, colWidths=widths, repeatRows=1, style=style)
