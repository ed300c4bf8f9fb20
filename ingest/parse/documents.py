"""Text -> Documents: zones, outline, paragraphs, tables. No fact is extracted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.core.document import Document, Zone, ZoneKind
from ingest.core.pages import Pages
from ingest.core.text import Span, Text
from ingest.parse.blocks import build
from ingest.parse.cut_rows import put_together
from ingest.parse.lines import Line, find_asides, flatten, split_lines
from ingest.parse.page_joins import told_over
from ingest.parse.split import find_starts
from ingest.parse.table_joins import RawTable
from ingest.parse.tables import find_tables
from ingest.parse.unlabelled import opened
from ingest.parse.zones import Layout, layout


def parse(pages: Pages, text: Text) -> tuple[Document, ...]:
    """The documents of a file, in reading order. `text` is `pages.join()` after repair."""
    starts = page_starts(text.value)
    asides = find_asides(text.value, starts)
    read = [a.shift(s) for p, s in zip(pages.pages, pages.starts(), strict=True) for a in p.asides]
    asides = sorted({*asides, *text.destinations(read)})
    laid = frozenset(p.number for p in pages.pages if p.width is not None)
    lines = told_over(split_lines(text.value, starts, asides, laid), text, pages)
    tables, repeated = find_tables(text, pages, lines)
    asides = sorted({*asides, *repeated})
    flat, tables, recast = put_together(flatten(text.value, asides), tables)
    found = find_starts(lines)
    ends = [s.first for s in found[1:]] + [len(lines)]
    documents = []
    for number, (start, end) in enumerate(zip(found, ends, strict=True), 1):
        inner = [t for t in tables if start.first <= t.lines[0] < end]
        zones = _with_tables(opened(lines, layout(lines, start, end)), inner)
        blocks, sections, own = build(flat, lines, zones, inner)
        documents.append(
            Document(
                id=f"d{number}",
                text=text.value,
                flat=flat,
                page_starts=tuple(starts),
                asides=tuple(asides),
                span=_span(lines, start.first, end),
                zones=_zones(lines, zones, blocks_end=_closing(blocks)),
                blocks=blocks,
                sections=sections,
                tables=own,
                recast=tuple(recast),
            )
        )
    return tuple(documents)


def _with_tables(zones: Layout, tables: Sequence[RawTable]) -> Layout:
    """The body begins at the latest with the first table: a preamble holds none."""
    first, end = zones.preamble
    at = next((t.lines[0] for t in tables if first <= t.lines[0] < end), None)
    return zones if at is None else replace(zones, preamble=(first, at), body=(at, zones.body[1]))


def page_starts(text: str) -> list[int]:
    """Where the pages begin in a joined text."""
    starts = [0]
    at = text.find("\f")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\f", at + 1)
    return starts


def _closing(blocks: tuple[object, ...]) -> Span | None:
    spans = [b.span for b in blocks if getattr(b, "zone", "") == "closing"]  # type: ignore[attr-defined]
    return Span(spans[0].start, spans[-1].end) if spans else None


def _span(lines: list[Line], first: int, end: int) -> Span:
    if first >= end:
        return Span(0, 0)
    return Span(lines[first].span.start, lines[end - 1].span.end)


def _zones(lines: list[Line], found: Layout, blocks_end: Span | None) -> tuple[Zone, ...]:
    ranges: list[tuple[ZoneKind, tuple[int, int]]] = [
        ("head", found.head),
        ("title", found.title),
        ("preamble", found.preamble),
        ("body", found.body),
        ("recipients", found.tail),
        ("signature", found.tail),
        ("body", found.appendix),
    ]
    zones = [Zone(kind, _span(lines, *r)) for kind, r in ranges if r[0] < r[1]]
    if blocks_end:
        zones.append(Zone("closing", blocks_end))
    return tuple(zones)
