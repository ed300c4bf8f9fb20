"""Words with a place, and the lines they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import attrgetter, eq

from msgspec import Struct

from ingest.core.pages import Box
from ingest.read.lazy import Lazy

_Band = tuple[float, float]
"""Top and bottom of words."""

_BUCKET = 8.0
_SHARED_HEIGHT = 0.5
_LEAST_HEIGHT = 0.1
_SURELY, _HARDLY = 0.51, 0.49
_BLANK = 0.55
_LEAST_BLANK = 4.5
_WIDE_BLANK = 1.3
_LEAST_WIDE_BLANK = 12.0


class Token(Struct, frozen=True, gc=False):
    """A word as printed: no blanks inside; `confidence` in [0, 1], None if not from OCR.

    `hidden` words of a text layer cannot be seen: an earlier OCR laid them on a page image.
    A struct of msgspec, and no frozen dataclass: those take ten times as long to make, and pages
    have hundreds.
    """

    text: str
    box: Box
    confidence: float | None = None
    hidden: bool = False

    @property
    def height(self) -> float:
        return self.box.y1 - self.box.y0

    @property
    def middle(self) -> float:
        return (self.box.y0 + self.box.y1) / 2


@dataclass(unsafe_hash=True)
class Line:
    """Tokens of one line, left to right. Never empty. Nobody changes one: to freeze it costs."""

    tokens: tuple[Token, ...]

    @Lazy
    def x0(self) -> float:
        return self.tokens[0].box.x0

    @Lazy
    def x1(self) -> float:
        return max([t.box.x1 for t in self.tokens])

    @Lazy
    def middle(self) -> float:
        return _median([(t.box.y0 + t.box.y1) / 2 for t in self.tokens])

    @Lazy
    def height(self) -> float:
        return max(1.0, _median([t.box.y1 - t.box.y0 for t in self.tokens]))

    @Lazy
    def text(self) -> str:
        return " ".join([t.text for t in self.tokens])

    @property
    def runs(self) -> tuple[Line, ...]:
        """The line cut at every gap that is wider than a blank of text that is not justified."""
        return self._runs or (self,)

    @property
    def segments(self) -> tuple[Line, ...]:
        """The line cut at gaps wider than a blank of justified text can be."""
        return self._segments or (self,)

    @Lazy
    def _runs(self) -> tuple[Line, ...]:
        return self._cut(max(_BLANK * self.height, _LEAST_BLANK))

    @Lazy
    def _segments(self) -> tuple[Line, ...]:
        if not self._runs:
            return ()
        return self._cut(max(_WIDE_BLANK * self.height, _LEAST_WIDE_BLANK))

    def _cut(self, least: float) -> tuple[Line, ...]:
        """The line cut at gaps wider than `least`; empty where there is none."""
        tokens = self.tokens
        boxes = [t.box for t in tokens]
        gaps = [b.x0 - a.x1 for a, b in pairwise(boxes)]
        if not gaps or max(gaps) <= least:
            return ()
        cuts = [n for n, gap in enumerate(gaps, 1) if gap > least]
        return tuple(Line(tokens[a:b]) for a, b in pairwise([0, *cuts, len(tokens)]))


def _median(values: list[float]) -> float:
    """As `statistics.median`, which is slow for a line's few words."""
    values.sort()
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def lines_of(tokens: Iterable[Token]) -> list[Line]:
    """Lines from top to bottom.

    Tokens are taken from left to right and put to the line whose last token they share half
    their height with: so a slightly turned page keeps its lines.
    """
    bands: dict[_Band, list[Token]] = {}
    inside: list[Token] = []
    top = bottom = inf
    for token in tokens:
        box = token.box
        if box.y0 != top or box.y1 != bottom:  # most stand beside the one before
            top, bottom = box.y0, box.y1
            inside = bands.setdefault((top, bottom), [])
        inside.append(token)
    if len(bands) == 1:
        even = bottom - top >= _LEAST_HEIGHT
        return [_in_band((top, bottom), inside)] if even else _gathered(inside)
    ordered = sorted(bands)
    lines: list[Line] = []
    for group, even in _groups(ordered):
        if even and len(group) == 1:
            lines.append(_in_band(group[0], bands[group[0]]))
            continue
        inside = [t for band in group for t in bands[band]]
        lines += [Line(tuple(_across(inside)))] if even else _gathered(inside)
    return sorted(lines, key=_from_top) if len(lines) > 1 else lines


def _in_band(band: _Band, tokens: list[Token]) -> Line:
    """The line of words that all have the same top and bottom, as most of a text layer have."""
    line = Line(tuple(_across(tokens)))
    y0, y1 = band
    line.__dict__.update(middle=(y0 + y1) / 2, height=max(1.0, y1 - y0))
    return line


def _from_top(line: Line) -> tuple[float, float]:
    return line.middle, line.x0


def _groups(bands: list[_Band]) -> list[tuple[list[_Band], bool]]:
    """Bands, sorted, parted where words on either side cannot come to stand in one line.

    With each group, whether its words surely stand in one. All in one group where that cannot be
    told: a flat one stands amid others.
    """
    found: list[tuple[list[_Band], bool]] = []
    bottom, least = -inf, inf  # of the groups before the last: their end, their lowest height
    end, low = -inf, inf  # the same of the last
    high = most = 0.0  # where the first of its bands ends, and its greatest height
    for band in bands:
        y0, y1 = band
        height = y1 - y0
        if height < _LEAST_HEIGHT or bottom - y0 >= _HARDLY * min(least, height):
            return [(bands, False)]
        if y0 < end:
            common = (y1 if y1 < high else high) - y0
            tall = height if height > most else most
            unsure = common < _SURELY * tall or tall - common >= _BUCKET
            if not unsure or end - y0 >= _HARDLY * min(low, height):
                group, even = found[-1]
                group.append(band)
                if even and unsure:
                    found[-1] = group, False
                high, most, low = min(high, y1), tall, min(low, height)
                end = y1 if y1 > end else end
                continue
        bottom, least = max(bottom, end), min(least, low)
        found.append(([band], True))
        end = high = y1
        low = most = height
    return found


def _across(tokens: list[Token]) -> list[Token]:
    """Sorted as by `_from_left`."""
    tokens.sort(key=_left_edge)
    across = list(map(_left_edge, tokens))
    return sorted(tokens, key=_from_left) if any(map(eq, across, across[1:])) else tokens


_left_edge = attrgetter("box.x0")


def _from_left(token: Token) -> tuple[float, float, float, str]:
    box = token.box
    return box.x0, box.y0, box.x1, token.text


def _gathered(tokens: list[Token]) -> list[Line]:
    lines: list[list[Token]] = []
    ends: list[_Band] = []  # top and bottom of each line's last token
    buckets: dict[int, list[int]] = {}
    for token in sorted(tokens, key=_from_left):
        box = token.box
        y0, y1 = box.y0, box.y1
        bucket = int((y0 + y1) / 2 // _BUCKET)
        best, most = -1, 0.0
        for near in (bucket - 1, bucket, bucket + 1):
            for n in buckets.get(near, ()):
                top, bottom = ends[n]
                if top < y1 and y0 < bottom:
                    shared = _shared(top, bottom, y0, y1)
                    if shared > most or (shared == most and n < best):
                        best, most = n, shared
        if best < 0 or most < _SHARED_HEIGHT:
            best = len(lines)
            lines.append([])
            ends.append((y0, y1))
            buckets.setdefault(bucket, []).append(best)
        else:
            old = int((ends[best][0] + ends[best][1]) / 2 // _BUCKET)
            if old != bucket:
                buckets[old].remove(best)
                buckets.setdefault(bucket, []).append(best)
            ends[best] = (y0, y1)
        lines[best].append(token)
    return [Line(tuple(one)) for one in lines]


def _shared(top: float, bottom: float, y0: float, y1: float) -> float:
    """How much of the lower of the two heights both cover."""
    common = (bottom if bottom < y1 else y1) - (top if top > y0 else y0)
    height = bottom - top if bottom - top < y1 - y0 else y1 - y0
    return common / (height if height > _LEAST_HEIGHT else _LEAST_HEIGHT)
