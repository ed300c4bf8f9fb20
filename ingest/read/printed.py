"""Words that a PDF draws over a page image, among the words that OCR read from that image.

The number and date of a signed scan are typed over it: their text is certain, OCR of it is not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace

from ingest.core.pages import Box
from ingest.read.lines import Token
from ingest.read.page_image import Prepared, turned_box

_SAME_PLACE = 0.5
_ROOM = 0.15


def typed_on(made: Prepared, printed: Sequence[Token], degrees: int) -> dict[Box, Token]:
    """Printed words by the place that they have on the page as it was prepared for OCR.

    Their own boxes are those of the page as given; both lie turned clockwise by `degrees`. Empty
    for a photograph that was made square: there nothing was typed.
    """
    if made.square.plan is not None:
        return {}
    size, lying = made.size(0), made.size(degrees)
    boxes = [_rounded(turned_box(t.box, degrees, *size)) for t in printed]
    levelled = [_levelled(box, made.level.degrees, *lying) for box in boxes]
    words = [replace(t, box=box) for t, box in zip(printed, boxes, strict=True)]
    return dict(zip(levelled, words, strict=True))


def with_printed(read: Sequence[Token], printed: Sequence[Token]) -> list[Token]:
    """`read`, words that stand where a printed one does replaced by it. Boxes in points."""
    if not printed:
        return list(read)
    kept = [r for r in read if not any(_covers(p, r.box) for p in printed)]
    return [*kept, *printed]


def _levelled(box: Box, degrees: float, width: float, height: float) -> Box:
    """The box, its size kept, about the place to which its middle came: `Levelled.back` undone."""
    if not degrees:
        return box
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = (box.x0 + box.x1 - width) / 2, (box.y0 + box.y1 - height) / 2
    at_x, at_y = cos * x + sin * y + width / 2, cos * y - sin * x + height / 2
    half_x, half_y = (box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2
    return _rounded(Box(at_x - half_x, at_y - half_y, at_x + half_x, at_y + half_y))


def _rounded(box: Box) -> Box:
    return Box(*(round(v, 2) for v in (box.x0, box.y0, box.x1, box.y1)))


def _covers(token: Token, other: Box) -> bool:
    """True where at least half of `other` lies on the token."""
    box, room = token.box, _ROOM * token.height
    wide = min(box.x1 + room, other.x1) - max(box.x0 - room, other.x0)
    high = min(box.y1 + room, other.y1) - max(box.y0 - room, other.y0)
    area = max(1e-6, (other.x1 - other.x0) * (other.y1 - other.y0))
    return wide > 0 and high > 0 and wide * high >= _SAME_PLACE * area
