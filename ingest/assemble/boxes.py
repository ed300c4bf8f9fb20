"""Boxes: each evidence of a page with a geometry gets the rectangles of its words, one a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from ingest.core.pages import Box, Page, Pages
from ingest.core.record import Evidence, Record
from ingest.core.text import Span, Text

T = TypeVar("T")
Rectangle = tuple[float, float, float, float]


def with_boxes(record: Record, pages: Pages, text: Text) -> Record:
    """The record, boxes filled in wherever a page has words with places."""
    if not any(page.words for page in pages.pages):
        return record
    places = _Places(pages, text)
    return _walk(record, places)


class _Places:
    """Words of each page by their place in its canonical text."""

    def __init__(self, pages: Pages, text: Text) -> None:
        self._starts: list[list[int]] = []
        self._ends: list[list[int]] = []
        self._boxes: list[list[Box]] = []
        canonical = text.value.split("\f")
        at = 0
        for page, start, value in zip(pages.pages, pages.starts(), canonical, strict=True):
            spans = text.destinations(w.span.shift(start) for w in page.words)
            self._add(page, [Span(max(s.start - at, 0), max(s.end - at, 0)) for s in spans])
            at += len(value) + 1

    def _add(self, page: Page, spans: list[Span]) -> None:
        order = sorted(range(len(spans)), key=lambda k: spans[k])
        self._starts.append([spans[k].start for k in order])
        self._ends.append([spans[k].end for k in order])
        self._boxes.append([page.words[k].box for k in order])

    def of(self, evidence: Evidence) -> tuple[Rectangle, ...]:
        starts, ends = self._starts[evidence.page - 1], self._ends[evidence.page - 1]
        first = max(bisect_right(starts, evidence.start) - 1, 0)
        last = bisect_left(starts, evidence.end)
        boxes = [
            self._boxes[evidence.page - 1][k]
            for k in range(first, last)
            if ends[k] > evidence.start and starts[k] < evidence.end
        ]
        return tuple(_rectangle(line) for line in _lines(boxes))


def _lines(boxes: list[Box]) -> list[list[Box]]:
    """Words in reading order, parted where the next one stands lower or jumps back."""
    lines: list[list[Box]] = []
    for box in boxes:
        last = lines[-1][-1] if lines else None
        middle = (box.y0 + box.y1) / 2
        if last and last.y0 <= middle <= last.y1 and box.x0 >= last.x0:
            lines[-1].append(box)
        else:
            lines.append([box])
    return lines


def _rectangle(line: list[Box]) -> Rectangle:
    return (
        round(min(b.x0 for b in line), 2),
        round(min(b.y0 for b in line), 2),
        round(max(b.x1 for b in line), 2),
        round(max(b.y1 for b in line), 2),
    )


def _walk(value: T, places: _Places) -> T:
    """`value` with boxes in every `Evidence` below it."""
    if isinstance(value, Evidence):
        return cast(T, replace(value, boxes=places.of(value)))
    if isinstance(value, tuple):
        return cast(T, tuple(_walk(v, places) for v in value))
    if is_dataclass(value) and not isinstance(value, type):
        new = {}
        for f in fields(value):
            old = getattr(value, f.name)
            if isinstance(old, tuple) or is_dataclass(old):
                new[f.name] = _walk(old, places)
        return replace(value, **new) if new else value
    return value
