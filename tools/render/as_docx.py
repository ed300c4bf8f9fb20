"""DOCX through python-docx: head and signoff as borderless tables, appendix as a real table.

With `numbered` the labels `I.`, `1.`, `a)` and `-` are Word's automatic numbers: they stand in
`numbering.xml` and nowhere in the paragraphs' text.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

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

LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
NUMBER_ID = 77
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def to_docx(parts: tuple[Part, ...], *, numbered: bool) -> bytes:
    """One document; labels are automatic numbers when `numbered`, else typed text."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    if numbered:
        _define_numbering(document)
    for part in parts:
        _add(document, part, numbered)
    raw = BytesIO()
    document.save(raw)
    return _fixed_zip(raw.getvalue())


def _add(document: Any, part: Part, numbered: bool) -> None:
    match part:
        case Head():
            rows = [("\n".join(part.left), "\n".join(part.right))]
            rows += [(part.number, part.place_date or "")] if part.number else []
            _grid(document, rows, ruled=False)
        case Title(name, subject, note, appendix):
            if appendix:
                document.add_page_break()
            for text in (name, subject, *([note] if note else [])):
                _centred(document, text, bold=text != note)
        case Centred(text):
            _centred(document, text, bold=True)
        case Paragraph():
            _paragraph(document, part, numbered)
        case Footnote(text):
            document.add_paragraph().add_run(text).font.size = Pt(10)
        case Table(rows):
            _grid(document, rows, ruled=True)
        case Signoff(recipients, authority, name):
            left = "\n".join(("Nơi nhận:", *recipients))
            _grid(document, [(left, "\n".join((*authority, "", "", name)))], ruled=False)


def _centred(document: Any, text: str, *, bold: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, not bold


def _paragraph(document: Any, part: Paragraph, numbered: bool) -> None:
    level = _level(part.label) if numbered else None
    paragraph = document.add_paragraph()
    paragraph.add_run(part.whole if level is None else part.text).bold = part.heading
    if level is not None:
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f"<w:numPr {nsdecls('w')}>"
                f'<w:ilvl w:val="{level}"/><w:numId w:val="{NUMBER_ID}"/></w:numPr>'
            )
        )


def _level(label: str) -> int | None:
    if not label:
        return None
    return 3 if label == "-" else 2 if label.endswith(")") else 1 if label[0].isdigit() else 0


def _grid(document: Any, rows: Sequence[tuple[str, ...]], *, ruled: bool) -> None:
    width = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width, style="Table Grid" if ruled else None)
    for row, cells in zip(rows, table.rows, strict=True):
        for text, cell in zip(row, cells.cells, strict=False):
            cell.text = text


def _define_numbering(document: Any) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (kind, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBER_ID}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    # the schema wants every w:abstractNum before the first w:num
    first = numbering.find(qn("w:num"))
    first.addprevious(abstract) if first is not None else numbering.append(abstract)
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{NUMBER_ID}">'
            f'<w:abstractNumId w:val="{NUMBER_ID}"/></w:num>'
        )
    )


def _fixed_zip(raw: bytes) -> bytes:
    """The same package without clock times."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
