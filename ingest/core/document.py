"""One administrative document: text with structure, frozen. Stages after the parser read it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Literal

from ingest.core.pages import PAGE_BREAK
from ingest.core.record import Evidence
from ingest.core.text import LINE_HYPHEN, Span, one_line, span_trim

ZoneKind = Literal["head", "title", "preamble", "body", "closing", "recipients", "signature"]
"""The parts of a document, top to bottom. `head` is everything above the type name (issuer,
Quốc hiệu, number, place and date); `title` the type name and the trích yếu; `preamble` the
lines before the first section (Căn cứ …, Thực hiện …, Theo đề nghị …); `closing` the
paragraphs after the last section (Trên đây là …). A zone may be absent, and appendix text
after the signature is `body` again."""

BlockKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(frozen=True, slots=True)
class Zone:
    kind: ZoneKind
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the outline.

    `id` is the path (`II.2.1.a`), `label` as written (`2.1.`), `span` its label and heading,
    `heading` None where the label opens a sentence. `parent` is the id of the section above.
    """

    id: str
    label: str
    heading: str | None
    parent: str | None
    span: Span
    heading_span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a bullet item, a labelled paragraph or heading, or a table row.

    `span` covers label and content, `content` the text after the label or bullet. A block
    that is split by a page break is one block. `label` is `-`, `+`, `a)`, `1.1.` or empty;
    `depth` is 0 for text, 1 for `-`, 2 for `+` below it, and so on. `section` is the id of
    the innermost section it stands in (itself, where it opens one), or None.
    `parent` is the index (in `Document.blocks`) of the item or lead-in (a block that ends
    with a colon) that it belongs to, or None.
    """

    kind: BlockKind
    zone: ZoneKind
    span: Span
    content: Span
    label: str
    depth: int
    section: str | None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """`column` counts grid columns from 0; `columns` and `rows` how many it covers."""

    span: Span
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, joined over pages. `header` rows come first in `rows`.

    A cell that covers several rows (a merged cell) stands in its first row only. A row that a page
    break cuts is one row, its cells in one piece in the flat text (`Document.recast`).
    """

    span: Span
    section: str | None
    header: int
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Recast:
    """A stretch of the flat text that is set otherwise than the text.

    `pieces` are runs of the flat text, each with where it begins in the text; between them stand
    blanks and strokes.
    """

    span: Span
    pieces: tuple[tuple[Span, int], ...]

    def printed(self, span: Span, text: str) -> list[Span]:
        """Where in the text the runs of `span` stand, neighbours in one line as one."""
        found: list[Span] = []
        for piece, start in sorted(self.pieces, key=_PRINTED):
            if not piece.touches(span):
                continue
            first, end = max(piece.start, span.start), min(piece.end, span.end)
            run = Span(start + first - piece.start, start + end - piece.start)
            if found and not text[found[-1].end : run.start].strip(" |"):
                run = Span(found.pop().start, run.end)
            found.append(run)
        return found


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is the canonical text of the whole file; every span speaks of it.

    `flat` has the same length: line ends, page breaks and what stands amid the text without
    being part of it (page numbers, footnotes, stamps: `asides`) are blanks there, so that a
    pattern sees a sentence in one line and a match needs no translation. Blanks may come in
    runs: patterns say `\\s+`. That behind a hyphen within a word which a line end cuts is a
    `LINE_HYPHEN`: no value keeps it. In a table row that a page break cuts (`recast`) the parts of each
    cell follow each other.
    """

    id: str
    text: str
    flat: str
    page_starts: tuple[int, ...]
    asides: tuple[Span, ...]
    span: Span
    zones: tuple[Zone, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    recast: tuple[Recast, ...] = ()

    def zone(self, kind: ZoneKind) -> Span | None:
        """The first zone of that kind."""
        return next((z.span for z in self.zones if z.kind == kind), None)

    def section(self, id: str | None) -> Section | None:
        return next((s for s in self.sections if s.id == id), None)

    def chain(self, id: str | None) -> tuple[Section, ...]:
        """The section and those above it, innermost first."""
        chain: list[Section] = []
        while (section := self.section(id)) is not None:
            chain.append(section)
            id = section.parent
        return tuple(chain)

    def line(self, span: Span) -> str:
        """The text of a span as one line, blanks collapsed: what values are made of.

        A word that a line end cuts at its hyphen is whole: `kinh tế-` / `xã hội`.
        """
        return one_line(span.of(self.flat))

    def lines(self, spans: Sequence[Span]) -> str:
        """The text of several runs, one behind the other, as one line (`line`)."""
        flat = self.flat
        blanks = (LINE_HYPHEN if flat[s.end : s.end + 1] == LINE_HYPHEN else " " for s in spans)
        return one_line("".join(s.of(flat) + b for s, b in zip(spans, blanks, strict=True)))

    def evidence(self, *spans: Span) -> tuple[Evidence, ...]:
        """Where values were read: one entry a page and a run without asides, blanks trimmed."""
        found: list[Evidence] = []
        starts, text = self.page_starts, self.text
        for span in spans if not self.recast else self._printed(spans):
            page = bisect_right(starts, span.start)
            if (page == len(starts) or span.end < starts[page]) and not self._asides_in(span):
                runs = [span]
            else:
                runs = self._runs(span)
            for run in runs:
                run = span_trim(text, run)
                if not len(run):
                    continue
                page = bisect_right(starts, run.start)
                start = starts[page - 1]
                found.append(Evidence(page, run.start - start, run.end - start, run.of(text)))
        return tuple(found)

    def _printed(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The spans of the flat text as spans of the text."""
        for span in spans:
            at = span.start
            first = max(bisect_left(self.recast, at, key=_RECAST_START) - 1, 0)
            last = bisect_left(self.recast, span.end, key=_RECAST_START)
            for recast in self.recast[first:last]:
                if recast.span.touches(span):
                    if at < recast.span.start:
                        yield Span(at, recast.span.start)
                    yield from recast.printed(span, self.text)
                    at = recast.span.end
            if at < span.end or at == span.start:
                yield Span(at, span.end)

    def _asides_in(self, span: Span) -> list[Span]:
        if not self.asides:
            return []
        first = max(bisect_left(self.asides, span.start, key=_START) - 1, 0)
        last = bisect_left(self.asides, span.end, key=_START)
        return [a for a in self.asides[first:last] if a.touches(span)]

    def _runs(self, span: Span) -> list[Span]:
        """The span without page breaks and asides."""
        pages = self.page_starts[
            bisect_right(self.page_starts, span.start) : bisect_right(self.page_starts, span.end)
        ]
        cuts = [Span(s - len(PAGE_BREAK), s) for s in pages] + self._asides_in(span)
        runs, at = [], span.start
        for cut in [*sorted(cuts), Span(span.end, span.end)]:
            if at < cut.start:
                runs.append(Span(at, cut.start))
            at = max(at, cut.end)
        return runs


_START = attrgetter("start")
_RECAST_START = attrgetter("span.start")
_PRINTED = itemgetter(1)
