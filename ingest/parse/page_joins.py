"""What the places of words tell of a page's first line: does it go on the paragraph above?

A line that ends early ends a paragraph, an indented one begins one: within a page the reader sees
that. Over a page's end the words alone often cannot tell, since a page may end with a sentence
amid a paragraph, and a name (`Sở` / `Giáo dục`) begins with a capital.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.core.pages import Page, Pages
from ingest.core.text import Text
from ingest.parse.lines import Line, Over

_INDENT = 8.0
_LEVEL = 3.0
_FULL = 16.0
_BLANK, _FREE = 0.25, 3.0
_LEAST_LINES = 6


@dataclass(frozen=True, slots=True)
class _Place:
    """From where to where a line reaches, in points; `needs` is the room that its first word and
    a blank take up, `begins` whether a paragraph does there, `typed` is false for OCR."""

    x0: float
    x1: float
    needs: float
    begins: bool
    typed: bool


def told_over(lines: Sequence[Line], text: Text, pages: Pages) -> list[Line]:
    """The lines, the first of each page with what its place tells (`Line.over`)."""
    found = list(lines)
    pairs = _pairs(lines, pages)
    starts = pages.starts()
    origins = iter(text.origins([line.span for pair in pairs for line in pair]))
    known: dict[int, dict[int, _Place]] = {}
    for pair in pairs:
        at = [next(origins).start - starts[line.page - 1] for line in pair]
        for page in (p.page for p in pair if p.page not in known):
            known[page] = _places(pages.pages[page - 1])
        above, below = (known[line.page] for line in pair)
        last, first = above.get(at[0]), below.get(at[1])
        if last is not None and first is not None:
            over = _over(last, first, [*above.values(), *below.values()])
            found[pair[1].number] = replace(pair[1], over=over)
    return found


def _pairs(lines: Sequence[Line], pages: Pages) -> list[tuple[Line, Line]]:
    """The last line of a page with the first of the next, where their places can be compared."""
    filled = [line for line in lines if line.laid and not line.blank]
    return [
        (last, first)
        for last, first in pairwise(filled)
        if first.page == last.page + 1
        and pages.pages[last.page - 1].width == pages.pages[first.page - 1].width
    ]


def _places(page: Page) -> dict[int, _Place]:
    """The lines of a page outside of tables, by where in its text they begin."""
    tables = [grid.span for grid in page.grids]
    found: dict[int, _Place] = {}
    words = iter(page.words)
    word = next(words, None)
    at, gap = 0, True
    for line in page.text.split("\n"):
        end = at + len(line)
        inside = []
        while word is not None and word.span.start < end:
            inside.append(word)
            word = next(words, None)
        if inside and not any(t.start <= at < t.end for t in tables):
            one = inside[0].box
            needs = one.x1 - one.x0 + _BLANK * (one.y1 - one.y0) + _FREE
            right = max(w.box.x1 for w in inside)
            found[at] = _Place(one.x0, right, needs, gap, inside[0].confidence is None)
        gap = not line.strip()
        at = end + 1
    return found


def _over(last: _Place, first: _Place, lines: Sequence[_Place]) -> Over:
    if len(lines) < _LEAST_LINES:
        return ""
    left = sorted(p.x0 for p in lines)[len(lines) // 10]
    right = sorted(p.x1 for p in lines)[-1 - len(lines) // 10]
    if last.typed and right - last.x1 > first.needs:
        return "new"
    indents = [
        a.x0 - b.x0
        for a, b in pairwise(lines)
        if a.begins and not b.begins and a.x1 > right - _FULL
    ]
    indent = median(indents) if indents else 0.0
    if indent > _INDENT:
        if first.x0 <= left + indent / 2:
            return "on"
        return "new" if last.x0 <= left + indent / 2 else ""
    if indent < -_INDENT and last.begins and abs(first.x0 - last.x0 + indent) < _LEVEL:
        return "on"
    return ""
