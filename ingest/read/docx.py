"""Word documents (DOCX).

Hard page breaks part pages (page break, `page break before`, section on a new page); the
breaks that Word computes do not, so that a file reads the same wherever it was last opened.
Headers and footers are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from ingest.core.pages import Page
from ingest.read.docx_numbering import Numbering
from ingest.read.docx_package import Element, Package, W, integer, is_on, val
from ingest.read.docx_styles import Styles
from ingest.read.docx_text import PAGE_BREAK, Manner, local, run_text
from ingest.read.limits import Limits
from ingest.read.odt import ODT, is_odt
from ingest.read.reader import Reading
from ingest.read.sheet import Block, CellText, Para, Sheet, TableText

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DEPTH = 40
_MAX_SPAN = 200


class DocxReader:
    """DOCX, and whatever else begins as a ZIP: it is refused with its name."""

    media_types = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)

    def accepts(self, head: bytes, name: str) -> bool:
        return head.startswith(_ZIP)

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        if is_odt(data, limits):  # packed anew, its type not in front
            return ODT.read(data, name, limits)
        pages = _Body(Package.open(data, limits)).pages()
        return Reading(pages, self.media_types[0])


DOCX = DocxReader()


@dataclass(slots=True)
class _PageParts:
    blocks: list[Block] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Body:
    """Walks a document in order, counting lists and notes as it goes."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles.of(package.beside("styles.xml"))
        self.numbering = Numbering.of(package.beside("numbering.xml"), self.styles)
        self.marks: dict[tuple[str, str], str] = {}
        self.parts = [_PageParts()]

    def pages(self) -> tuple[Page, ...]:
        root = self.package.xml(self.package.main)
        body = root.find(f"{W}body") if root is not None else None
        if body is not None:
            self._blocks(body)
        notes = self._note_texts()
        while len(self.parts) > 1 and not self.parts[-1].blocks:
            self.parts.pop()
        return tuple(_page(n, part, notes, self.marks) for n, part in enumerate(self.parts, 1))

    def _blocks(self, parent: Element) -> None:
        for node in _flat(parent):
            name = local(node)
            if name == "p":
                self._paragraph(node)
            elif name == "tbl":
                table = TableText(tuple(self._cells(node, 0)))
                if table.cells:
                    self.parts[-1].blocks.append(table)

    def _paragraph(self, node: Element) -> None:
        before = node.find(f"{W}pPr/{W}pageBreakBefore")
        if before is not None and is_on(before) and self.parts[-1].blocks:
            self.parts.append(_PageParts())
        text, boxes = self._text(node)
        for number, piece in enumerate(text.split(PAGE_BREAK)):
            if number and self.parts[-1].blocks:
                self.parts.append(_PageParts())
            if piece.strip():
                self.parts[-1].blocks.append(Para(piece))
        self.parts[-1].blocks += [Para(t) for box in boxes if (t := self._box(box)).strip()]
        if _starts_page(node.find(f"{W}pPr/{W}sectPr")) and self.parts[-1].blocks:
            self.parts.append(_PageParts())

    def _box(self, box: Element) -> str:
        """The lines of a text box; boxes inside boxes do not exist in Word."""
        return "\n".join(self._lines(box, 1)).replace(PAGE_BREAK, "\n")

    def _text(self, node: Element) -> tuple[str, list[Element]]:
        """A paragraph with its label, and the text boxes anchored in it."""
        style = val(node.find(f"{W}pPr/{W}pStyle"), self.styles.default)
        encoding_of = partial(self.styles.encoding, style)
        run = run_text(node, Manner(self.marks, self.styles.caps(style), encoding_of))
        self.parts[-1].notes += run.notes
        if not run.text.strip():
            return run.text, run.boxes
        label = self._label(node, style)
        blank = len(run.text) - len(run.text.lstrip(PAGE_BREAK))
        return run.text[:blank] + label + run.text[blank:].lstrip(" \t"), run.boxes

    def _label(self, node: Element, style: str) -> str:
        own_id = node.find(f"{W}pPr/{W}numPr/{W}numId")
        own_level = node.find(f"{W}pPr/{W}numPr/{W}ilvl")
        num_id, level = self.styles.numbering(style)
        if own_id is not None:
            num_id = integer(val(own_id), 0)
        if not num_id:
            return ""
        if own_level is not None:
            level = integer(val(own_level), 0)
        elif own_id is None:
            linked = self.numbering.level_of_style(num_id, style)
            level = linked if linked is not None else level
        return self.numbering.label(num_id, level or 0)

    def _lines(self, parent: Element, depth: int) -> Iterator[str]:
        for node in _flat(parent):
            name = local(node)
            if name == "p":
                text, boxes = self._text(node)
                yield from text.replace(PAGE_BREAK, "\n").split("\n")
                if depth < _DEPTH:
                    for box in boxes:
                        yield from self._lines(box, depth + 1)
            elif name == "tbl" and depth < _DEPTH:
                for cell in self._cells(node, depth + 1):
                    yield from cell.lines
            elif name == "tbl":  # deeper than any author goes: its bare text
                yield " ".join(t.text or "" for t in node.iter(f"{W}t"))

    def _cells(self, table: Element, depth: int) -> Iterator[CellText]:
        starts: dict[int, CellText] = {}  # column -> the merged cell that is open there
        done: list[CellText] = []
        rows = [r for r in _flat(table) if local(r) == "tr" and r.find(f"{W}trPr/{W}del") is None]
        for row, node in enumerate(rows):
            column = integer(val(node.find(f"{W}trPr/{W}gridBefore")), 0)
            for cell in (c for c in _flat(node) if local(c) == "tc"):
                across = min(max(1, integer(val(cell.find(f"{W}tcPr/{W}gridSpan")), 1)), _MAX_SPAN)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                lines = tuple(self._lines(cell, depth))
                if merge is not None and val(merge, "continue") != "restart" and column in starts:
                    open_ = starts[column]
                    starts[column] = CellText(
                        (*open_.lines, *(x for x in lines if x.strip())),
                        open_.row, column, row - open_.row + 1, open_.column_span,
                    )  # fmt: skip
                else:
                    if column in starts:
                        done.append(starts.pop(column))
                    starts[column] = CellText(lines, row, column, 1, across)
                column += across
        done += starts.values()
        yield from sorted(done, key=lambda c: (c.row, c.column))

    def _note_texts(self) -> dict[tuple[str, str], str]:
        texts = {}
        for kind in ("footnote", "endnote"):
            root = self.package.beside(f"{kind}s.xml")
            for note in root.iterchildren(f"{W}{kind}") if root is not None else ():
                key = (kind, str(note.get(f"{W}id", "")))
                if key in self.marks:
                    lines = self._lines(note, 1)
                    texts[key] = " ".join(" ".join(lines).split())
        return texts


def _starts_page(section: Element | None) -> bool:
    return section is not None and val(section.find(f"{W}type"), "nextPage") != "continuous"


def _flat(parent: Element) -> Iterator[Element]:
    """Children, with wrappers (content controls, insertions, custom XML) opened."""
    for node in parent:
        if local(node) in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _flat(node)
        elif local(node) not in ("del", "moveFrom"):
            yield node


def _page(
    number: int,
    part: _PageParts,
    notes: dict[tuple[str, str], str],
    marks: dict[tuple[str, str], str],
) -> Page:
    sheet = Sheet()
    sheet.write(part.blocks)
    sheet.write(Para(f"{marks[key]} {notes[key]}") for key in part.notes if notes.get(key))
    return Page(number, sheet.text, "plain", grids=tuple(sheet.grids))
