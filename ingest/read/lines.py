"""Words with a place, and the lines they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import attrgetter, eq

from ingest.core.pages import Box
from ingest.read.lazy import Lazy

_BUCKET = 8.0
_SHARED_HEIGHT = 0.5
_LEAST_HEIGHT = 0.1
_SURELY, _HARDLY = 0.51, 0.49
_BLANK = 0.55
_LEAST_BLANK = 4.5
_WIDE_BLANK = 1.3
_LEAST_WIDE_BLANK = 12.0


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """A word as printed: no blanks inside; `confidence` in [0, 1], None if not from OCR.

    `hidden` words of a text layer cannot be seen: an earlier OCR laid them on a page image.
    Nobody changes a token; to freeze it would make it three times as slow to make.
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


@dataclass(frozen=True)
class Line:
    """Tokens of one line, left to right. Never empty."""

    tokens: tuple[Token, ...]

    @Lazy
    def x0(self) -> float:
        return self.tokens[0].box.x0

    @Lazy
    def x1(self) -> float:
        return max(t.box.x1 for t in self.tokens)

    @Lazy
    def middle(self) -> float:
        return _median([(t.box.y0 + t.box.y1) / 2 for t in self.tokens])

    @Lazy
    def height(self) -> float:
        return max(1.0, _median([t.box.y1 - t.box.y0 for t in self.tokens]))

    @Lazy
    def text(self) -> str:
        return " ".join(t.text for t in self.tokens)

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
        cuts = [n for n, (a, b) in enumerate(pairwise(tokens), 1) if b.box.x0 - a.box.x1 > least]
        if not cuts:
            return ()
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
    bands: dict[tuple[float, float], list[Token]] = {}
    for token in tokens:
        box = token.box
        bands.setdefault((box.y0, box.y1), []).append(token)
    lines: list[Line] = []
    for group in _groups(sorted(bands)):
        inside = [t for band in group.bands for t in bands[band]]
        lines += [Line(tuple(_across(inside)))] if group.even else _gathered(inside)
    return sorted(lines, key=lambda one: (one.middle, one.x0))


@dataclass(slots=True)
class _Group:
    """Bands (top, bottom of words) that may come to stand in one line; `even`: in one surely.

    `low` and `high` bound what all of them cover, `bottom` is the end of the longest; `least` and
    `most` are heights.
    """

    bands: list[tuple[float, float]]
    low: float
    high: float
    bottom: float
    least: float
    most: float
    even: bool = True

    def takes(self, y0: float, y1: float) -> bool:
        """Adds the band, unless no word of the group can share half its height with it."""
        height = y1 - y0
        low = y0 if y0 > self.low else self.low
        high = y1 if y1 < self.high else self.high
        most, shared = height if height > self.most else self.most, high - low
        if shared < _SURELY * most or most - shared >= _BUCKET:
            if self.bottom - y0 < _HARDLY * min(self.least, height):
                return False
            self.even = False
        self.low, self.high, self.most = low, high, most
        self.least, self.bottom = min(self.least, height), max(self.bottom, y1)
        self.bands.append((y0, y1))
        return True


def _groups(bands: list[tuple[float, float]]) -> list[_Group]:
    """Bands, sorted, parted where words on either side cannot come to stand in one line.

    All in one group where that cannot be told: a flat one stands amid others.
    """
    found: list[_Group] = []
    bottom, least = -inf, inf  # of the groups before the last
    for y0, y1 in bands:
        height = y1 - y0
        if height < _LEAST_HEIGHT or bottom - y0 >= _HARDLY * min(least, height):
            return [_Group(bands, 0, 0, 0, 0, 0, even=False)]
        if found and found[-1].takes(y0, y1):
            continue
        if found:
            bottom, least = max(bottom, found[-1].bottom), min(least, found[-1].least)
        found.append(_Group([(y0, y1)], y0, y1, y1, height, height))
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
    ends: list[tuple[float, float]] = []  # top and bottom of each line's last token
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
