"""Words with a place, and the lines they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from ingest.core.pages import Box

_BUCKET = 8.0
_SHARED_HEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Token:
    """A word as printed: no blanks inside; `confidence` in [0, 1], None if not from OCR."""

    text: str
    box: Box
    confidence: float | None = None

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

    @cached_property
    def x0(self) -> float:
        return self.tokens[0].box.x0

    @cached_property
    def x1(self) -> float:
        return max(t.box.x1 for t in self.tokens)

    @cached_property
    def middle(self) -> float:
        return median(t.middle for t in self.tokens)

    @cached_property
    def height(self) -> float:
        return max(1.0, median(t.height for t in self.tokens))

    @cached_property
    def text(self) -> str:
        return " ".join(t.text for t in self.tokens)


def lines_of(tokens: Iterable[Token]) -> list[Line]:
    """Lines from top to bottom.

    Tokens are taken from left to right and put to the line whose last token they share half
    their height with: so a slightly turned page keeps its lines.
    """
    lines: list[list[Token]] = []
    buckets: dict[int, list[int]] = {}
    for token in sorted(tokens, key=lambda t: (t.box.x0, t.box.y0, t.box.x1, t.text)):
        bucket = int(token.middle // _BUCKET)
        near = {n for b in (bucket - 1, bucket, bucket + 1) for n in buckets.get(b, ())}
        best = max(sorted(near), key=lambda n: _shared(lines[n][-1], token), default=None)
        if best is None or _shared(lines[best][-1], token) < _SHARED_HEIGHT:
            best = len(lines)
            lines.append([])
        elif (old := int(lines[best][-1].middle // _BUCKET)) != bucket:
            buckets[old].remove(best)
        lines[best].append(token)
        if best not in (at := buckets.setdefault(bucket, [])):
            at.append(best)
    return sorted((Line(tuple(one)) for one in lines), key=lambda one: (one.middle, one.x0))


def _shared(a: Token, b: Token) -> float:
    """How much of the lower of the two heights both cover."""
    common = min(a.box.y1, b.box.y1) - max(a.box.y0, b.box.y0)
    return common / max(0.1, min(a.height, b.height))
