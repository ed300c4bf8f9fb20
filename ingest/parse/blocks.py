"""Blocks and sections of one document, from its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from ingest.core.document import Block, BlockKind, Section, Table, ZoneKind
from ingest.core.text import Span
from ingest.parse.appendices import title_of
from ingest.parse.lines import Line
from ingest.parse.outline import Outline
from ingest.parse.paragraphs import Paragraph, Wrap, paragraphs, wrapping
from ingest.parse.split import ATTACHED
from ingest.parse.table_joins import RawTable
from ingest.parse.zones import Layout

_CLOSING = regex.compile(
    r"(?i)(?:trên\s+đây\s+là|trong\s+quá\s+trình|quá\s+trình\s+(?:triển\s+khai|thực\s+hiện|tổ\s+chức)|yêu\s+cầu\b|đề\s+nghị\b"
    r"|căn\s+cứ\s+(?:vào\s+)?(?:nội\s+dung\s+)?(?:kế\s+hoạch|chương\s+trình)\s+này|nhận\s+được\s+(?:kế\s+hoạch|chương\s+trình)"
    r"|(?:kế\s+hoạch|chương\s+trình|chỉ\s+thị|nghị\s+quyết)\s+này\b|trên\s+cơ\s+sở\s+(?:kế\s+hoạch|chương\s+trình)\s+này"
    r"|(?:ubnd|ủy\s+ban|uỷ\s+ban|sở|ban\s+thường\s+vụ)\s[^.;]{0,80}\s(?:yêu\s+cầu|đề\s+nghị)\b)"
)
_WORDED = regex.compile(r"(?i)phần|chương|mục|phụ")
_STOPPED = regex.compile(r"[.;]\s*$")
_END = regex.compile(r"\.?\s?/\s?\.\s*[”\")]*\s*$")


_FAR = 400
"""So many blocks behind it an item stands below nothing."""


@dataclass(slots=True)
class Builder:
    """Collects the blocks of a document. `flat` is the file's flat text, `ragged` how its lines
    were broken where they were broken anywhere.

    `above` are the blocks that the next one may stand below, each deeper than the one before.
    """

    flat: str
    ragged: Wrap | None = None
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    outline: Outline = field(init=False)

    def __post_init__(self) -> None:
        self.outline = Outline()

    def preamble(self, lines: Sequence[Line]) -> None:
        for paragraph in paragraphs(lines, self.ragged):
            plain = replace(paragraph, labels=())
            self._add(plain, "paragraph", "preamble", plain.mark)

    def body(self, lines: Sequence[Line], tables: Sequence[RawTable], appendix: bool) -> None:
        """Paragraphs and tables in reading order."""
        pieces = list(_apart(lines, tables))
        last = max((n for n, p in enumerate(pieces) if isinstance(p, list)), default=-1)
        for n, piece in enumerate(pieces):
            if isinstance(piece, RawTable):
                self._table(piece)
                continue
            found = paragraphs(piece, self.ragged)
            close = len(found) if appendix or n != last else closing_start(found)
            for k, paragraph in enumerate(found):
                if k == close:
                    self.outline.reset()
                self._paragraph(paragraph, "closing" if k >= close else "body")

    def appendix(self, lines: Sequence[Line], tables: Sequence[RawTable]) -> None:
        """What follows the signature; a title without a label opens `PL` too."""
        titled = title_of(lines)
        if titled is not None:
            title, taken = titled
            self._paragraph(title, "body")
            lines = lines[taken:]
        self.body(lines, tables, appendix=True)

    def _paragraph(self, paragraph: Paragraph, zone: ZoneKind) -> None:
        if paragraph.labels and zone != "closing" and self.outline.accepts(paragraph.labels):
            self.marks.clear()
            section = self.outline.open(paragraph, self.flat)
            # A label alone in its line is a heading too: its words stand on the lines below.
            whole = section.heading_span.end >= _content_end(paragraph, self.flat)
            self._add(paragraph, "heading" if whole else "paragraph", zone, section.label)
            return
        if self._titles_last(paragraph):
            self.outline.retitle(paragraph.span, self.flat)
            self._add(replace(paragraph, labels=()), "heading", zone, "")
            return
        self.outline.text()
        if paragraph.mark and zone != "closing":
            self._item(paragraph, zone)
            return
        self.marks.clear()
        kind: BlockKind = "heading" if paragraph.text.isupper() else "paragraph"
        if kind == "heading":
            self.outline.heading()
        self._add(replace(paragraph, labels=(), mark_end=0), kind, zone, "")

    def _titles_last(self, paragraph: Paragraph) -> bool:
        """`Phần thứ nhất` / `Phụ lục I`: the title stands on the lines below."""
        if not self.outline.sections or paragraph.mark or not self.blocks:
            return False
        last, block = self.outline.sections[-1], self.blocks[-1]
        if (
            self.outline.current != last.id
            or block.kind != "heading"
            or ATTACHED.match(paragraph.text)
        ):
            return False
        # `I.` alone in its line is treated alike, whatever put its title below.
        worded = _WORDED.match(last.label) or not len(block.content)
        if not worded or _STOPPED.search(paragraph.text):
            return False
        return last.heading is None or (paragraph.text.isupper() and last.heading.isupper())

    def _item(self, paragraph: Paragraph, zone: ZoneKind) -> None:
        if paragraph.mark in self.marks:
            del self.marks[self.marks.index(paragraph.mark) + 1 :]
        else:
            self.marks.append(paragraph.mark)
        self._add(paragraph, "item", zone, paragraph.mark, depth=len(self.marks))

    def _table(self, raw: RawTable) -> None:
        self.outline.text()
        self.tables.append(Table(raw.span, self.outline.current, raw.header(self.flat), raw.rows))
        for row in raw.rows:
            span = Span(row[0].span.start, max(c.span.end for c in row))
            self.blocks.append(Block("row", "body", span, span, "", 0, self.outline.current))

    def _add(
        self, p: Paragraph, kind: BlockKind, zone: ZoneKind, label: str, depth: int = 0
    ) -> None:
        skip = p.labels[0].end if p.labels else p.mark_end
        start = min(p.span.start + skip, p.span.end)
        section = self.outline.current if zone == "body" else None
        parent = self._parent(depth, section)
        self.blocks.append(
            Block(kind, zone, p.span, Span(start, p.span.end), label, depth, section, parent)
        )

    def _parent(self, depth: int, section: str | None) -> int | None:
        """The item or lead-in above an item: the nearest block of less depth in its section."""
        blocks, above = self.blocks, self.above
        if blocks and (blocks[-1].section != section or blocks[-1].kind == "row"):
            above.clear()
        while above and blocks[above[-1]].depth >= depth:
            above.pop()
        found = above[-1] if above else None
        above.append(len(blocks))  # the block that is to come
        if found is None or found <= len(blocks) - _FAR:
            return None
        block = blocks[found]
        if block.kind == "item":
            return found
        leads = block.kind == "paragraph" and block.content.of(self.flat).rstrip().endswith(":")
        return found if leads else None


def _content_end(paragraph: Paragraph, flat: str) -> int:
    text = paragraph.span.of(flat).rstrip(" \t:")
    return paragraph.span.start + len(text)


def closing_start(found: Sequence[Paragraph]) -> int:
    """Where the closing paragraphs begin: `Trên đây là …` and a last request to all.

    They are unlabelled text at the very end, the last of them ended by `./.` or opened by a
    closing formula.
    """
    start = len(found)
    for n in range(len(found) - 1, max(len(found) - 5, -1), -1):
        p = found[n]
        if p.labels or p.mark or p.text.isupper():
            break
        if n and _heads(found[n - 1]) and "rên đây" not in p.text:
            break  # the only text below a heading is that section's
        if _CLOSING.match(p.text) or (_END.search(p.text) and "rên đây" in p.text):
            start = n
        elif n == len(found) - 1 and len(p.text) < 60:
            continue
        else:
            break
    return start


def _heads(paragraph: Paragraph) -> bool:
    return bool(paragraph.labels) and not _STOPPED.search(paragraph.text)


def _apart(lines: Sequence[Line], tables: Sequence[RawTable]) -> list[list[Line] | RawTable]:
    """Runs of lines and the tables between them."""
    pieces: list[list[Line] | RawTable] = []
    run: list[Line] = []
    inside = {t.lines[0]: t for t in tables}
    skip = -1
    for line in lines:
        if line.number < skip:
            continue
        table = inside.get(line.number)
        if table:
            pieces += [run, table] if run else [table]
            run, skip = [], table.lines[1]
        else:
            run.append(line)
    return [*pieces, run] if run else pieces


def build(
    flat: str, lines: Sequence[Line], layout: Layout, tables: Sequence[RawTable]
) -> tuple[tuple[Block, ...], tuple[Section, ...], tuple[Table, ...]]:
    """Blocks, sections and tables of one document."""
    wrap = wrapping(lines[layout.preamble[0] : layout.body[1]])
    builder = Builder(flat, wrap if wrap.ragged else None)
    builder.preamble(lines[slice(*layout.preamble)])
    builder.body(lines[slice(*layout.body)], tables, appendix=False)
    builder.outline.reset()
    builder.appendix(lines[slice(*layout.appendix)], tables)
    return tuple(builder.blocks), tuple(builder.outline.sections), tuple(builder.tables)
