"""Where a new paragraph begins: by vertical gap, first-line indent, or a short line before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from ingest.read.lines import Line

_INDENT = 8.0
_WIDE_GAP = 1.25
_SHORT = 0.2
_BULLET = regex.compile(
    r"[-+•*–] ?\S|\(?\p{L}{1,2}\)|(?:\d{1,2}\.){1,4}\d{0,2}\)? |[IVXLC]{1,6}[.)] "
)
# `12/KH-` / `UBND`, `2021-` / `2025`. Not a small letter: ư is a hyphen in TCVN3 (`c-` / `dân`).
_OPEN_HYPHEN = regex.compile(r"[\p{Lu}\d]-\Z")


@dataclass(frozen=True, slots=True)
class Measure:
    """The text block of a page: margins and the usual distance of two lines."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: list[Line]) -> Measure:
        lefts = sorted(line.x0 for line in lines)
        rights = sorted(line.x1 for line in lines)
        steps = [b.middle - a.middle for a, b in pairwise(lines)]
        least = 0.5 * median([line.height for line in lines])
        steps = [s for s in steps if s > least]
        pitch = sorted(steps)[int(0.4 * len(steps))] if steps else 0.0
        return cls(lefts[len(lefts) // 10], rights[-1 - len(rights) // 10], pitch)


def starts(lines: list[Line], measure: Measure) -> list[bool]:
    """For each line, whether a paragraph begins there."""
    begins = [True]
    first = lines[0] if lines else None
    for before, line in pairwise(lines):
        begins.append(_begins(first or before, before, line, measure))
        first = line if begins[-1] else first
    return begins[: len(lines)]


def goes_on(before: Line, line: Line) -> bool:
    """True where a line ends at the hyphen of a number or a range that the next line goes on with.

    Word processors break lines there.
    """
    last, first = before.tokens[-1].text, line.tokens[0].text
    return last[-1:] == "-" and _OPEN_HYPHEN.search(last[-2:]) is not None and first[:1].isalnum()


def _begins(first: Line, before: Line, line: Line, measure: Measure) -> bool:
    """`first` is the first line of the paragraph that `before` stands in."""
    opened = first is before
    step = line.middle - before.middle
    if measure.pitch and step > _WIDE_GAP * measure.pitch + 0.5:
        return True
    if goes_on(before, line):
        return False
    if _centred(before, measure) and _centred(line, measure):
        return False
    width = measure.right - measure.left
    level = first.x0 < measure.left + _INDENT and before.x1 > measure.right - 2 * _INDENT
    if level and _centred(line, measure):
        return False  # the last line of a centred title whose other lines fill the width
    if before.x1 < measure.right - _SHORT * width:
        return True
    shift = line.x0 - before.x0
    if shift > _INDENT:
        hanging = opened and _BULLET.match(before.text) and shift < 4 * before.height
        return not hanging
    if shift < -_INDENT:
        return False
    same_indent = opened and before.x0 > measure.left + _INDENT
    return bool(same_indent or (_BULLET.match(line.text) and line.x0 > measure.left + _INDENT))


def _centred(line: Line, measure: Measure) -> bool:
    before, after = line.x0 - measure.left, measure.right - line.x1
    return before > 2 * _INDENT and after > 2 * _INDENT and abs(before - after) < 2 * _INDENT
