"""Marks what stands on a page without being part of its text: page numbers, running heads,
footnotes, stamps, the lines of a digital signature."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import regex

from ingest.core.pages import Page
from ingest.core.text import Span
from ingest.read.marks import starts_with_mark, texts_that_may_start
from ingest.read.stamps import stamp_lines

# `3`, `- 3 -`, `Trang 3/12`
_PAGE_NUMBER = regex.compile(
    r"(?:trang |page )?[-–— ]{0,4}\d{1,4}(?: ?/ ?\d{1,4})?[-–— .]{0,4}", regex.I
)
# `¹ Năm 2015 …`
_DIGITS = regex.compile(r"\d+")
_FOOTNOTE = regex.compile(r"[¹²³⁰⁴-⁹]{1,3} ?\S")
_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_RUNNING_SHARE = 0.5
_RUNNING_LEAST = 3
_EDGE_LINES = 2
_MARGIN = 0.1


def with_asides(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages with their asides marked; those that a reader marked itself stay."""
    looked_at = [(p, lines, _edges(p, lines)) for p in pages for lines in [_filled(p)]]
    running = _running_lines([(p, edges) for p, _, edges in looked_at])
    return tuple(
        replace(p, asides=_merged(asides)) if asides else p
        for p, lines, edges in looked_at
        for asides in [[*p.asides, *_found(p, lines, edges, running)]]
    )


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def _filled(page: Page) -> list[Span]:
    at, filled = 0, []
    for line in page.text.split("\n"):
        end = at + len(line)
        if line and not line.isspace():
            filled.append(Span(at, end))
        at = end + 1
    return filled


def _edges(page: Page, lines: list[Span]) -> list[Span]:
    """The first and last of a page's lines that stand in its margins; none without geometry."""
    if page.height is None:
        return []
    height = page.height
    outer = dict.fromkeys([*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]])
    margin = _MARGIN * height
    return [s for s in outer if not margin < _middle(page, s.start) < height - margin]


def _middle(page: Page, start: int) -> float:
    """Half the height of the word that begins there; 0 where none does."""
    at = bisect_left(page.words, start, key=lambda w: w.span.start)
    if at == len(page.words) or page.words[at].span.start != start:
        return 0.0
    box = page.words[at].box
    return (box.y0 + box.y1) / 2


def _shape(line: str) -> str:
    return str(_DIGITS.sub("#", " ".join(line.split()))).lower()


def _year(line: str) -> bool:
    """True for the rest of a heading that is no page number: `… GIAI ĐOẠN 2021 -` / `2025`."""
    return line.strip().isdigit() and 1900 <= int(line) <= 2100


def _running_lines(pages: list[tuple[Page, list[Span]]]) -> frozenset[str]:
    """Shapes of lines that stand at the edge of most pages with a geometry."""
    laid_out = [(p, e) for p, e in pages if p.height is not None and p.text.strip()]
    seen: Counter[str] = Counter()
    fixed: Counter[tuple[str, float]] = Counter()
    for page, edges in laid_out:
        seen.update({_shape(s.of(page.text)) for s in edges})
        fixed.update({_fixed(page, s) for s in edges if _may_run(page, s)})
    least = max(_RUNNING_LEAST, _RUNNING_SHARE * len(laid_out))
    # The first page often has none, and of three pages then only two have it, at one height.
    few = max(2.0, _RUNNING_SHARE * (len(laid_out) - 1))
    return frozenset(
        [shape for shape, count in seen.items() if count >= least]
        + [shape for (shape, _), count in fixed.items() if count >= few]
    )


def _fixed(page: Page, line: Span) -> tuple[str, float]:
    return _shape(line.of(page.text)), round(_middle(page, line.start))


def _may_run(page: Page, line: Span) -> bool:
    """False for what may stand at the top of two pages and be text: heads in capitals, rows."""
    text = line.of(page.text)
    return not text.isupper() and not any(grid.span.touches(line) for grid in page.grids)


def _found(
    page: Page, lines: list[Span], edges: list[Span], running: frozenset[str]
) -> Iterator[Span]:
    outer = {lines[0], lines[-1]} if len(lines) > 1 else set()
    for span in outer:
        if _PAGE_NUMBER.fullmatch(span.of(page.text).strip()):
            yield span
    if page.height is not None:
        yield from (s for s in edges if _shape(t := s.of(page.text)) in running and not _year(t))
        text = page.text
        starting = texts_that_may_start("signature-stamp", [text[s.start : s.end] for s in lines])
        yield from (
            lines[n]
            for n in starting
            if starts_with_mark("signature-stamp", lines[n].of(page.text))
        )
    yield from stamp_lines(page.text)
    yield from _footnotes(page.text)


def _footnotes(text: str) -> Iterator[Span]:
    """Paragraphs that begin with a raised number, to the blank line that ends them."""
    if not any(mark in text for mark in _RAISED):
        return
    open_at: int | None = None
    last = 0
    for span in _lines(text):
        line = span.of(text)
        if open_at is not None and (not line.strip() or _FOOTNOTE.match(line)):
            yield Span(open_at, last)
            open_at = None
        if open_at is None and _FOOTNOTE.match(line):
            open_at = span.start
        last = span.end
    if open_at is not None:
        yield Span(open_at, last)


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif len(span):
            merged.append(span)
    return tuple(merged)
