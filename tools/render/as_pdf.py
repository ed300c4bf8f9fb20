"""Born-digital PDF through reportlab: A4, Times-like face with Vietnamese letters, embedded.

Head and signoff stand in two columns, the page number centred on top from page 2 on, the
appendix is a ruled table: the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, PageBreak, SimpleDocTemplate
from reportlab.platypus import Paragraph as Flow
from reportlab.platypus import Table as FlowTable

from tools.render.layout import (
    Centred,
    Footnote,
    Head,
    Paragraph,
    Part,
    Signoff,
    Table,
    Title,
)

FONTS = Path("/usr/share/fonts/truetype")
FACES = ("liberation2/LiberationSerif-{}.ttf", "croscore/Tinos-{}.ttf")
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
WIDTH = A4[0] - 50 * mm
NARROW = (13 * mm, None, 33 * mm, 37 * mm, 24 * mm)
"""Column widths of a five-column task table; None takes what is left."""


def font_files() -> tuple[Path, ...]:
    """The four files of the first face that is installed, or none."""
    for face in FACES:
        files = tuple(FONTS / face.format(style) for style in STYLES)
        if all(file.exists() for file in files):
            return files
    return ()


def to_pdf(parts: tuple[Part, ...]) -> bytes:
    """The document as PDF; the same bytes for the same reportlab and font."""
    _register()
    out = BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=30 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=next((p.subject for p in parts if isinstance(p, Title)), ""),
        invariant=1,
    )
    flow = [item for i, part in enumerate(parts) for item in _flow(part, first=i == 0)]
    template.build(flow, onLaterPages=_page_number)
    return out.getvalue()


def _register() -> None:
    names = ("Serif", "Serif-Bold", "Serif-Italic", "Serif-BoldItalic")
    files = font_files()
    if not files:
        raise FileNotFoundError(f"no Liberation Serif or Tinos below {FONTS}")
    for name, file in zip(names, files, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(file)))
    pdfmetrics.registerFontFamily("Serif", *names)


def _page_number(canvas: Any, template: Any) -> None:
    canvas.setFont("Serif", 13)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 14 * mm, str(template.page))


def _style(size: float, **options: Any) -> ParagraphStyle:
    return ParagraphStyle("s", fontName="Serif", fontSize=size, leading=size * 1.25, **options)


BODY = _style(
    13, alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=3.5, allowOrphans=1, allowWidows=1
)
CENTRE = _style(13, alignment=TA_CENTER, spaceAfter=3)
SIDE = _style(12, alignment=TA_CENTER)
SMALL = _style(11)
CELL = _style(11)


def _flow(part: Part, *, first: bool) -> list[Any]:
    match part:
        case Head():
            # an attached plan begins on a page of its own
            return [*([] if first else [PageBreak()]), _head(part)]
        case Title(name, subject, note, appendix):
            lines = [f"<b>{escape(name)}</b>", f"<b>{escape(subject)}</b>"]
            lines += [f"<i>{escape(note)}</i>"] if note else []
            flow = [Flow(line, CENTRE) for line in lines]
            return [PageBreak(), *flow] if appendix else [_space(8), *flow, _space(8)]
        case Centred(text):
            return [Flow(f"<b>{escape(text)}</b>", CENTRE)]
        case Paragraph():
            return [Flow(_bold(part.whole) if part.heading else escape(part.whole), BODY)]
        case Footnote(text):
            return [Flow(escape(text), SMALL)]
        case Table(rows):
            return [_space(6), _ruled(rows)]
        case Signoff():
            return [_space(12), KeepTogether([_signoff(part)])]


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"


def _space(points: float) -> Any:
    return Flow("&nbsp;", _style(1, spaceAfter=points))


def _head(head: Head) -> Any:
    left = [Flow(escape(line), SIDE) for line in head.left[:-1]]
    left.append(Flow(_bold(head.left[-1]), SIDE))
    right = [Flow(_bold(line), SIDE) for line in head.right]
    rows = [[left, right]]
    if head.number is not None:
        number = escape(head.number).replace("  ", "&nbsp; ")
        date = escape(head.place_date or "").replace("  ", "&nbsp; ")
        rows.append([[Flow(number, SIDE)], [Flow(f"<i>{date}</i>", SIDE)]])
    return FlowTable(rows, colWidths=(0.4 * WIDTH, 0.6 * WIDTH), style=[("VALIGN", *ALL, "TOP")])


ALL = ((0, 0), (-1, -1))


def _signoff(part: Signoff) -> Any:
    left = [Flow("<b><i>Nơi nhận:</i></b>", SIDE_LEFT)]
    left += [Flow(escape(line), SMALL) for line in part.recipients]
    right = [Flow(_bold(line), SIDE) for line in part.authority]
    right += [_space(55), Flow(_bold(part.name), SIDE)]
    return FlowTable([[left, right]], colWidths=(0.5 * WIDTH,) * 2, style=[("VALIGN", *ALL, "TOP")])


SIDE_LEFT = _style(12)


def _ruled(rows: tuple[tuple[str, ...], ...]) -> Any:
    header, *rest = rows
    cells = [[Flow(_bold(text), CELL) for text in header]]
    cells += [[Flow(escape(text), CELL) for text in row] for row in rest]
    taken = sum(width for width in NARROW if width)
    five = [width or WIDTH - taken for width in NARROW]
    widths = five if len(header) == len(five) else [10 * mm, WIDTH - 100 * mm, *[18 * mm] * 5]
    style = [("GRID", *ALL, 0.5, "black"), ("VALIGN", *ALL, "TOP")]
    return FlowTable(cells, colWidths=widths, repeatRows=1, style=style)
