"""Tables without rules: columns told by white space below a row of known heads.

Nothing is a table here without a head (`TT`, `Nội dung`, `Chủ trì` …) of at least three columns,
two of them known by name: two-column heads, signature blocks and lists have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import regex

from ingest.lexicon.table_heads import head_kind
from ingest.read.lines import Line, Token

_HEAD_LINES = 5
_LEAST_COLUMNS = 3
_FAR = 3.2
_LOOK_ON = 3
_LOOK_FAR = 30
_LEAST_STRIP = 2.0
_CROSSED = 0.12
# `1`, `01.`, `1.2`, `IV`, `a)`, `(3)`
SERIAL = regex.compile(
    r"[(\[]?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVXLCivxlc]{1,5}|\p{L})[.)\]:/]{0,2}|[-+*•]"
)
# `412`, `91,5`, `(3)`; a year heads a column
_FIGURE = regex.compile(r"(?!(?:19|20)\d\d$)[(@]?\d{0,3}(?:[.,]\d{1,3}){0,3}\)?%?")
_PAGE_NUMBER = regex.compile(r"[-–— ]{0,4}\d{1,4}[-–— ]{0,4}")


@dataclass(frozen=True, slots=True)
class Head:
    """The lines `[first, end)` that name the columns; `columns` are their extents, left to right.

    `on_top`: the numbers of rows are known to stand in the first lines of their rows.
    """

    first: int
    end: int
    columns: tuple[tuple[float, float], ...]
    numbered: bool
    on_top: bool = False


def head_from(lines: Sequence[Line], at: int) -> Head | None:
    """The next place from line `at` on where a table begins."""
    for number in range(at, len(lines)):
        known = [head_kind(r.text) for r in lines[number].runs]
        if any(known) and (head := _head(lines, number)) is not None:
            return head
    return None


def regions_of(lines: Sequence[Line], at: int = 0) -> Iterator[Region]:
    """The tables of a page, top to bottom, from line `at` on."""
    while (head := head_from(lines, at)) is not None:
        region = region_of(lines, head)
        if region is None:
            at = head.end
            continue
        yield region
        at = region.end


def _head(lines: Sequence[Line], first: int) -> Head | None:
    """The head whose topmost known words stand in line `first`."""
    end = first + 1
    while end < min(len(lines), first + _HEAD_LINES) and _still_head(lines, first, end):
        end += 1
    runs = [line.runs for line in lines[first:end]]
    columns = _columns([r for line in runs for r in line], runs)
    if len(columns) < _LEAST_COLUMNS:
        return None
    if (own := _numbers(lines[end : end + _LOOK_FAR], columns[0])) is not None:
        columns.insert(0, own)
    texts = [_text_in(lines[first:end], column) for column in columns]
    kinds = [head_kind(t) for t in texts]
    known = sum(k is not None for k in kinds)
    if known < 2 or (known < 3 and kinds[0] != "serial" and 2 * known < len(kinds)):
        return None
    numbered = kinds[0] == "serial" or own is not None
    return Head(first, end, tuple(columns), numbered)


def _numbers(lines: Sequence[Line], first: tuple[float, float]) -> tuple[float, float] | None:
    """The column of numbers that stands left of all heads: its own is empty, or OCR lost it."""
    found = []
    for line in lines:
        start, *rest = line.runs
        lone = len(start.tokens) == 1 and SERIAL.fullmatch(start.text) is not None
        if lone and rest and start.x1 < first[0]:
            found.append((start.x0, start.x1))
    return (min(a for a, _ in found), max(b for _, b in found)) if len(found) > 1 else None


def _still_head(lines: Sequence[Line], first: int, number: int) -> bool:
    """True while no row has begun: a number alone in the first column, figures, or far below."""
    line, before = lines[number], lines[number - 1]
    if line.middle - before.middle > _FAR * max(line.height, before.height):
        return False
    start = line.runs[0]
    left = min(x.x0 for x in lines[first:number])
    at_left = start.x0 < left + 3 * line.height
    if at_left and SERIAL.fullmatch(start.tokens[0].text) and head_kind(start.text) is None:
        return False
    runs = line.runs
    figures = sum(_FIGURE.fullmatch(r.text) is not None for r in runs)
    if len(runs) >= _LEAST_COLUMNS and 2 * figures >= len(runs):
        return False
    words = sum(len(t.text) for t in line.tokens)
    above = sum(len(t.text) for t in lines[first].tokens)
    return words <= max(60, 1.2 * above)


def _columns(runs: Sequence[Line], lines: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Extents of the columns: from the lowest line up, a run over two of them is a merged head."""
    columns: list[tuple[float, float]] = []
    for line in reversed(lines):
        for run in line:
            under = [c for c in columns if c[0] < run.x1 and run.x0 < c[1]]
            if len(under) < 2:
                for column in under:
                    columns.remove(column)
                ends = [run.x0, run.x1, *(x for c in under for x in c)]
                columns.append((min(ends), max(ends)))
    return sorted(columns)


def _text_in(lines: Sequence[Line], column: tuple[float, float]) -> str:
    inside = [
        t.text
        for line in lines
        for t in line.tokens
        if column[0] <= (t.box.x0 + t.box.x1) / 2 <= column[1]
    ]
    return " ".join(inside)


@dataclass(frozen=True, slots=True)
class Region:
    """A table's lines `[head.first, end)` and the white strips (their middles) between columns."""

    head: Head
    end: int
    strips: tuple[float, ...]

    def column_of(self, token: Token) -> int:
        middle = (token.box.x0 + token.box.x1) / 2
        return sum(middle > x for x in self.strips)


def region_of(lines: Sequence[Line], head: Head) -> Region | None:
    """How far the table below a head reaches, and where its columns part."""
    bounds = [(a[1], b[0]) for a, b in pairwise(head.columns)]
    end = _end(lines, head, bounds)
    body = lines[head.end : end]
    if not body:
        return None
    inside = [line for line in body if not _crosses(line, bounds)]
    middles = [(a + b) / 2 for a, b in head.columns]
    strips = [_strip(inside, middles[n], middles[n + 1], bound) for n, bound in enumerate(bounds)]
    found = tuple(s for s in strips if s is not None)
    return Region(head, end, found) if len(found) == len(bounds) else None


def _end(lines: Sequence[Line], head: Head, bounds: list[tuple[float, float]]) -> int:
    """One past the last line that stands in columns; the name of a group may run across."""
    end = at = head.end
    left = head.columns[0][0]
    while at < len(lines):
        line, before = lines[at], lines[at - 1]
        if line.middle - before.middle > _FAR * max(line.height, before.height):
            break
        last = at == len(lines) - 1
        if last and len(lines[at].tokens) <= 3 and _PAGE_NUMBER.fullmatch(line.text):
            break
        if not _crosses(line, bounds):
            end = at + 1
        elif not any(is_row(x, left, bounds) for x in lines[at + 1 : at + 1 + _LOOK_ON]):
            break
        at += 1
    while end > head.end and _is_heading(lines[end - 1], bounds):
        end -= 1
    return end


def _crosses(line: Line, bounds: list[tuple[float, float]]) -> bool:
    """True where words run over the white between two heads without a gap."""
    runs = line.runs
    return any(r.x0 < a - 1 and r.x1 > b + 1 for r in runs for a, b in bounds)


def is_row(line: Line, left: float, bounds: list[tuple[float, float]]) -> bool:
    """True for a line that stands in three columns, or opens with a number of its own."""
    runs = line.runs
    numbered = len(runs) > 1 and SERIAL.fullmatch(runs[0].text) and runs[0].x0 < bounds[0][1]
    return not _crosses(line, bounds) and (bool(numbered) or len(runs) >= _LEAST_COLUMNS)


def _is_heading(line: Line, bounds: list[tuple[float, float]]) -> bool:
    """True for `II. KINH PHÍ` below a table: its number is no column of its own."""
    run = line.runs[0]
    first, *rest = run.tokens
    opens = SERIAL.fullmatch(first.text) is not None and first.text[-1] in ".)/"
    return bool(rest) and opens and first.box.x0 < bounds[0][0] and run.x1 > bounds[0][1]


def _strip(
    lines: Sequence[Line], x0: float, x1: float, between: tuple[float, float]
) -> float | None:
    """The middle of the widest strip from `x0` to `x1` that (nearly) no line touches.

    It must lie at least in part `between` the two heads.
    """
    inside = [
        (max(r.x0, x0), min(r.x1, x1))
        for line in lines
        for r in line.runs
        if r.x0 < x1 and r.x1 > x0
    ]
    steps: Counter[float] = Counter({x0: 0, x1: 0})
    for start, end in inside:
        steps[start] += 1
        steps[end] -= 1
    stops = sorted(steps)
    touched = list(accumulate(steps[x] for x in stops))
    for most in sorted({n for n in touched if n <= _CROSSED * len(lines)}):
        free: list[tuple[float, float]] = []
        for (a, b), n in zip(pairwise(stops), touched, strict=False):
            if n <= most:
                joined = free and free[-1][1] == a
                free[-1:] = [(free[-1][0], b)] if joined else [*free[-1:], (a, b)]
        wide = [
            (b - a, a, b)
            for a, b in free
            if b - a >= _LEAST_STRIP and a < between[1] and b > between[0]
        ]
        if wide:
            _, a, b = max(wide)
            return (a + b) / 2
    return None
