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
_OFF_CENTRE = 4.0
_MOST_EARLY = 0.1
_SMALL = 0.9
_BLANK, _FREE = 0.25, 3.0
_BULLET = regex.compile(
    r"[-+•*–] ?\S|\(?\p{L}{1,2}\)|[a-zđ][/-] |(?:\d{1,2}\.){1,4}\d{0,2}\)? |\d{1,2}[-)/] "
    r"|[IVXLC]{1,6}[.)/-] |Điều \d{1,3}[.:]"
)
_STOPS = (".", ";", ":", "!", "?")
# `12/KH-` / `UBND`, `2021-` / `2025`. Not a small letter: ư is a hyphen in TCVN3 (`c-` / `dân`).
_OPEN_HYPHEN = regex.compile(r"[\p{Lu}\d]-\Z")


@dataclass(frozen=True, slots=True)
class Measure:
    """The text block of a page: margins, the usual distance of two lines and height of one.

    `filled` is true where every line holds as many words as fit, but for the last of a paragraph.
    """

    left: float
    right: float
    pitch: float
    high: float
    filled: bool

    @classmethod
    def of(cls, lines: list[Line]) -> Measure:
        lefts = sorted(line.x0 for line in lines)
        rights = sorted(line.x1 for line in lines)
        steps = [b.middle - a.middle for a, b in pairwise(lines)]
        high = median([line.height for line in lines])
        steps = [s for s in steps if s > 0.5 * high]
        pitch = sorted(steps)[int(0.4 * len(steps))] if steps else 0.0
        left, right = lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]
        rooms = [right - a.x1 - _needed(b) for a, b in pairwise(lines) if _amid(a, b)]
        early = sum(0 < room < _SHORT * (right - left) for room in rooms)
        return cls(left, right, pitch, high, early <= _MOST_EARLY * len(rooms))


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
    if _centred(line, measure) and _one_centre(before, line, measure):
        return False
    width = measure.right - measure.left
    level = first.x0 < measure.left + _INDENT and before.x1 > measure.right - 2 * _INDENT
    if level and _centred(line, measure):
        return False  # the last line of a centred title whose other lines fill the width
    room = measure.right - before.x1
    if room > _SHORT * width or (room > _needed(line) and _ended(before, measure)):
        return True
    shift = line.x0 - before.x0
    if shift > _INDENT:
        hanging = opened and _BULLET.match(before.text) and shift < 4 * before.height
        return not hanging
    if shift < -_INDENT:
        return before.x0 > first.x0 + _INDENT  # its other lines hang behind the label
    same_indent = opened and before.x0 > measure.left + _INDENT
    stands_out = line.x0 > measure.left + _INDENT or before.text.endswith(_STOPS)
    return bool(same_indent or (stands_out and _BULLET.match(line.text)))


def _one_centre(before: Line, line: Line, measure: Measure) -> bool:
    """True for two centred lines, of which the first may nearly fill the width."""
    away = abs(before.x0 + before.x1 - line.x0 - line.x1) / 2
    return away < _OFF_CENTRE and min(before.x0, line.x0) > measure.left + _OFF_CENTRE


def _amid(before: Line, line: Line) -> bool:
    """True where the line surely goes on with a sentence."""
    return line.tokens[0].text[:1].islower() and before.tokens[-1].text[-1:] not in _STOPS


def _ended(line: Line, measure: Measure) -> bool:
    """False where a line with room for more need not end a paragraph: within a compound or number,
    at a hyphen or stroke; in small print, whose lines are no measure for those of the text."""
    cut = line.tokens[-1].text.endswith(("-", "/"))
    return measure.filled and not cut and line.height > _SMALL * measure.high


def _needed(line: Line) -> float:
    """The room, in points, that the first word of the line and a blank before it take up.

    Where a line before had more it was ended on purpose. OCR is less sure where lines end.
    """
    word = line.tokens[0]
    free = _FREE if word.confidence is None else line.height
    return word.box.x1 - word.box.x0 + _BLANK * line.height + free


def _centred(line: Line, measure: Measure) -> bool:
    before, after = line.x0 - measure.left, measure.right - line.x1
    return before > 2 * _INDENT and after > 2 * _INDENT and abs(before - after) < 2 * _INDENT
