"""Where the rows of a table without rules begin: by their numbers, by room, by sums."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import regex

from ingest.read.aligned import SERIAL, Region
from ingest.read.lines import Line, Token

_ROOM = 1.8
_SHORT = 4
_SUM = regex.compile(r"(?i)(?:tổng|cộng)\b")


def row_tops(body: Sequence[Line], region: Region, above: Line) -> list[float]:
    """The upper edge of each row below the head; empty where no rows can be told.

    A number in the first column opens a row. Where the numbers stand amid the height of their
    rows, the room between rows parts them. Without numbers, a row is a line, or what more room
    than between lines parts.
    """
    serials = [n for n, line in enumerate(body) if _opens_row(line, region)]
    room = _room(body)
    if serials and (serials[0] == 0 or region.head.on_top):
        starts = {0, *serials, *_unnumbered(body, region, room)}
    elif serials and room is not None:
        starts = {0, *_by_room(body, room)}
    elif serials:
        return _around(body, serials, above)
    elif room is not None:
        starts = {0, *_by_room(body, room)}
    else:
        filled = [len(_filled(line, region)) for line in body]
        if min(filled) < 2:
            return []
        starts = set(range(len(body)))
    lines = [above, *body]
    return [(_bottom(lines[n]) + _top(lines[n + 1])) / 2 for n in sorted(starts)]


def _serial(line: Line, region: Region) -> Token | None:
    """The number that stands alone in the first column.

    Below `TT` anything short is one: OCR reads `7` as `?`, `II` as `H`.
    """
    first = [t for t in line.tokens if region.column_of(t) == 0]
    if len(first) != 1:
        return None
    short = region.head.numbered and len(first[0].text) <= _SHORT
    if not short and not SERIAL.fullmatch(first[0].text):
        return None
    reaches = first[0].box.x1 < region.strips[0] + 1
    return first[0] if reaches else None


def _opens_row(line: Line, region: Region) -> bool:
    """True for a number in its column, or a group's name over several (`II. Hạ tầng`)."""
    if _serial(line, region) is not None:
        return True
    run = line.runs[0]
    starts = region.column_of(run.tokens[0]) == 0 and run.x1 > region.strips[0] + 1
    return starts and len(run.tokens) > 1 and SERIAL.fullmatch(run.tokens[0].text) is not None


def _filled(line: Line, region: Region) -> set[int]:
    return {region.column_of(t) for t in line.tokens}


def _top(line: Line) -> float:
    return line.middle - line.height / 2


def _bottom(line: Line) -> float:
    return line.middle + line.height / 2


def _room(body: Sequence[Line]) -> float | None:
    """The distance of two lines from which on they belong to two rows; None if all are alike."""
    steps = sorted(b.middle - a.middle for a, b in pairwise(body))
    height = median(line.height for line in body)
    widest = (0.0, 0.0)
    for a, b in pairwise(steps):
        if a < 2.2 * height:
            widest = max(widest, (b - a, (a + b) / 2))
    return widest[1] if widest[0] > _ROOM else None


def _by_room(body: Sequence[Line], room: float) -> set[int]:
    return {n for n, (a, b) in enumerate(pairwise(body), 1) if b.middle - a.middle > room}


def _unnumbered(body: Sequence[Line], region: Region, room: float | None) -> set[int]:
    """Rows without a number: a sum, and what as much room parts as the numbered rows."""
    found = set()
    roomy = room is not None and _mostly_roomy(body, region, room)
    for n in range(1, len(body)):
        texts = [t.text for t in body[n].tokens if region.column_of(t) <= 1]
        if (_SUM.match(" ".join(texts[:2])) and texts[0][0].isupper()) or (
            roomy and room is not None and body[n].middle - body[n - 1].middle > room
        ):
            found.add(n)
    return found


def _mostly_roomy(body: Sequence[Line], region: Region, room: float) -> bool:
    serials = [n for n in range(1, len(body)) if _serial(body[n], region) is not None]
    wide = sum(body[n].middle - body[n - 1].middle > room for n in serials)
    return bool(serials) and wide >= 0.8 * len(serials)


def _around(body: Sequence[Line], serials: list[int], above: Line) -> list[float]:
    """Rows of which each has its number at half its height, no room between them."""
    tops = [(_bottom(above) + _top(body[0])) / 2]
    for number in serials[:-1]:
        tops.append(max(2 * body[number].middle - tops[-1], body[number].middle))
    return tops
