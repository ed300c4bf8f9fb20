"""OpenDocument texts (ODT), as LibreOffice writes them.

Pages are parted by hard breaks alone, as in a DOCX; headers and footers are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.core.pages import Page
from ingest.errors import Encrypted, Unsupported
from ingest.read.docx_package import BROKEN_PART, Element, Package, integer
from ingest.read.docx_text import local
from ingest.read.legacy_fonts import carried, without_private
from ingest.read.limits import Limits
from ingest.read.odt_lists import Lists
from ingest.read.odt_styles import OFFICE, TABLE, TEXT, Look, OdtStyles
from ingest.read.reader import Reading
from ingest.read.sheet import Block, CellText, Para, Sheet, TableText

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OPENED = frozenset(
    ["section", "index-body", "table-of-content", "illustration-index", "table-index", "span", "a",
     "ruby", "ruby-base", "meta", "meta-field", "list-header", "frame", "text-box", "g"]
)  # fmt: skip
_DROPPED = frozenset(["tracked-changes", "annotation", "annotation-end", "ruby-text", "forms"])
_SIGNS = {"tab": " ", "line-break": "\n"}
_MAX_BLANKS, _MAX_SPAN, _MAX_ROWS, _DEPTH = 1000, 200, 2000, 60
_STORED_TYPE = b"mimetype" + MEDIA_TYPE.encode()


class OdtReader:
    """ODT; a re-packed one, whose type does not stand in front, comes by way of `DOCX`."""

    media_types = (MEDIA_TYPE,)

    def accepts(self, head: bytes, name: str) -> bool:
        return head.startswith(b"PK\x03\x04") and head[30:].startswith(_STORED_TYPE)

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        package = Package.unpacked(data, limits)
        manifest = package.xml("META-INF/manifest.xml")
        if manifest is not None and any(local(n) == "encryption-data" for n in manifest.iter()):
            raise Encrypted("the file opens only with a password")
        content = package.xml("content.xml")
        body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
        if body is None:
            raise Unsupported("an OpenDocument file that is no text")
        styles = OdtStyles()
        styles.add(package.xml("styles.xml"))
        styles.add(content)
        return Reading(_Body(styles).pages(body), MEDIA_TYPE)


ODT = OdtReader()


def is_odt(data: bytes, limits: Limits) -> bool:
    """True for a ZIP whose type, wherever it stands in it, is that of an OpenDocument text."""
    package = Package.unpacked(data, limits)
    try:
        with package.archive.open("mimetype") as part:
            return part.read(len(MEDIA_TYPE) + 1).strip() == MEDIA_TYPE.encode()
    except (KeyError, RuntimeError, *BROKEN_PART):
        return False


@dataclass(slots=True)
class _Text:
    """A paragraph under construction, the boxes anchored in it and its notes."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Body:
    """Walks the text in order, counting lists and notes as it goes."""

    def __init__(self, styles: OdtStyles) -> None:
        self.styles = styles
        self.lists = Lists()
        self.noted = 0
        self.parts: list[tuple[list[Block], list[str]]] = [([], [])]

    def pages(self, body: Element) -> tuple[Page, ...]:
        self._blocks(body, 0)
        while len(self.parts) > 1 and not self.parts[-1][0]:
            self.parts.pop()
        return tuple(_page(n, *part) for n, part in enumerate(self.parts, 1))

    def _blocks(self, parent: Element, depth: int) -> None:
        for node in parent:
            name = local(node)
            if name in ("p", "h"):
                self._paragraph(node)
            elif name == "table":
                table = TableText(tuple(self._cells(node, depth)))
                if table.cells:
                    self.parts[-1][0].append(table)
            elif name == "list" and depth < _DEPTH:
                self._list(node, depth)
            elif name in _OPENED and depth < _DEPTH:
                self._blocks(node, depth + 1)

    def _paragraph(self, node: Element) -> None:
        style = str(node.get(f"{TEXT}style-name", ""))
        looks = list(self.styles.chain("paragraph", style))
        breaks = next((x.breaks for x in looks if x.breaks is not None), False)
        if breaks and self.parts[-1][0]:
            self.parts.append(([], []))
        blocks, notes = self.parts[-1]
        for text in self._lines_of(node, notes):
            if text.strip():
                blocks.append(Para(text))

    def _lines_of(self, node: Element, notes: list[str], depth: int = 0) -> Iterator[str]:
        """A paragraph with its label, then the paragraphs of its boxes."""
        style = str(node.get(f"{TEXT}style-name", ""))
        looks = list(self.styles.chain("paragraph", style))
        found = _Text()
        self._read(node, looks, found, 0)
        notes += found.notes
        text = "".join(found.parts)
        if text.strip():
            yield self._label(node) + text.strip(" ")
        for box in found.boxes if depth < _DEPTH else ():
            yield "\n".join(self._lines(box, notes, depth + 1))

    def _label(self, node: Element) -> str:
        pending, self.lists.pending = self.lists.pending, ""
        if pending or self.lists.names or local(node) != "h":
            return pending
        at = integer(str(node.get(f"{TEXT}outline-level")), 1)
        shape = self.styles.outline.get(at)
        if shape is None or not shape.format or node.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self.lists.counted("\n", self.styles.outline, at)

    def _list(self, node: Element, depth: int) -> None:
        goes_on = {node.get(f"{TEXT}continue-{what}") for what in ("numbering", "list")}
        style = str(node.get(f"{TEXT}style-name", ""))
        name = self.lists.enter(style, bool(goes_on - {None, "false"}))
        for item in node:
            if local(item) == "list-item":
                self.lists.pending = self._item_label(item, name)
            if local(item) in ("list-item", "list-header"):
                self._blocks(item, depth + 1)
                self.lists.pending = ""
        self.lists.names.pop()

    def _item_label(self, item: Element, name: str) -> str:
        if not any(local(child) in ("p", "h") for child in item):
            return ""  # it only holds a deeper list
        start = item.get(f"{TEXT}start-value")
        number = integer(str(start), 1) if start is not None else None
        levels = self.styles.lists.get(name, {})
        return self.lists.counted(name, levels, len(self.lists.names), number)

    def _read(self, node: Element, looks: list[Look], found: _Text, depth: int) -> None:
        if depth < _DEPTH:
            self._add(node.text, looks, found)
            for child in node:
                self._child(child, looks, found, depth)
                self._add(child.tail, looks, found)

    def _child(self, node: Element, looks: list[Look], found: _Text, depth: int) -> None:
        name = local(node)
        if name in ("span", "a"):
            own = str(node.get(f"{TEXT}style-name", ""))
            self._read(node, [*self.styles.chain("text", own), *looks], found, depth + 1)
        elif name == "s":
            blanks = integer(str(node.get(f"{TEXT}c")), 1)
            found.parts.append(" " * max(0, min(blanks, _MAX_BLANKS)))
        elif name in _SIGNS:
            found.parts.append(_SIGNS[name])
        elif name == "note":
            self._note(node, found)
        elif name == "text-box":
            found.boxes.append(node)
        elif name not in _DROPPED:
            self._read(node, looks, found, depth + 1)

    def _add(self, text: str | None, looks: list[Look], found: _Text) -> None:
        """A run; blanks and line ends of the XML are one blank."""
        if not text or next((x.hidden for x in looks if x.hidden is not None), False):
            return
        text = without_private(" ".join(f"x{text}x".split())[1:-1])
        caps = next((x.caps for x in looks if x.caps is not None), False)
        encoding = self.styles.encoding(looks)
        if encoding is not None:
            encoding = "TCVN3-H" if encoding == "TCVN3" and caps else encoding
            text = carried(text, encoding)
        text = text.upper() if caps else text
        raised = next((x.raised for x in looks if x.raised is not None), False)
        if raised and text.strip().isdigit() and text.isascii():
            text = text.translate(_SUPERSCRIPT)
        found.parts.append(text)

    def _note(self, node: Element, found: _Text) -> None:
        self.noted += 1
        mark = str(self.noted).translate(_SUPERSCRIPT)
        found.parts.append(mark)
        body = node.find(f"{TEXT}note-body")
        inner: list[str] = []
        lines = " ".join(self._lines(body, inner, 1)) if body is not None else ""
        found.notes += [f"{mark} {' '.join(lines.split())}", *inner]

    def _lines(self, parent: Element, notes: list[str], depth: int) -> Iterator[str]:
        for node in parent if depth < _DEPTH else ():
            name = local(node)
            if name in ("p", "h"):
                yield from self._lines_of(node, notes, depth)
            elif name == "table":
                for cell in self._cells(node, depth + 1):
                    yield from cell.lines
            elif name == "list":
                yield from self._list_lines(node, notes, depth)
            elif name in _OPENED:
                yield from self._lines(node, notes, depth + 1)

    def _list_lines(self, node: Element, notes: list[str], depth: int) -> Iterator[str]:
        """A list inside a cell or box: its items are lines there."""
        kept, self.parts = self.parts, [([], notes)]
        self._list(node, depth + 1)
        blocks = [b for part in self.parts for b in part[0]]
        self.parts = kept
        for block in blocks:
            if isinstance(block, Para):
                yield block.text
            else:
                yield from (line for cell in block.cells for line in cell.lines)

    def _cells(self, table: Element, depth: int) -> Iterator[CellText]:
        names, self.lists.names = self.lists.names, []
        row = 0
        for node in _rows(table):
            repeated = integer(str(node.get(f"{TABLE}number-rows-repeated")), 1)
            cells = list(self._row(node, row, depth))
            yield from cells
            row += 1 if cells or repeated == 1 else 0
            if row > _MAX_ROWS * 50:
                break
        self.lists.names = names

    def _row(self, node: Element, row: int, depth: int) -> Iterator[CellText]:
        column = 0
        for cell in node:
            again = integer(str(cell.get(f"{TABLE}number-columns-repeated")), 1)
            again = max(1, min(again, _MAX_SPAN))
            if local(cell) == "table-cell" and depth < _DEPTH:
                across = _span(cell, "columns")
                lines = tuple(self._lines(cell, self.parts[-1][1], depth + 1))
                for n in range(again if any(lines) else 1):
                    yield CellText(lines, row, column + n, _span(cell, "rows"), across)
            column += again


def _span(cell: Element, way: str) -> int:
    return max(1, min(integer(str(cell.get(f"{TABLE}number-{way}-spanned")), 1), _MAX_SPAN))


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        if local(node) == "table-row":
            yield node
        elif local(node) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(node)


def _page(number: int, blocks: list[Block], notes: list[str]) -> Page:
    sheet = Sheet()
    sheet.write(blocks)
    sheet.write(Para(note) for note in notes if note.split(" ", 1)[-1].strip())
    return Page(number, sheet.text, "plain", grids=tuple(sheet.grids))
