"""Words that a PDF draws over a page image, among the words that OCR read from that image.

The number and date of a signed scan are typed over it: their text is certain, OCR of it is not.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.core.pages import Box
from ingest.read.lines import Token

_SAME_PLACE = 0.5
_ROOM = 0.15


def with_printed(read: Sequence[Token], printed: Sequence[Token]) -> list[Token]:
    """`read`, words that stand where a printed one does replaced by it. Boxes in points."""
    if not printed:
        return list(read)
    kept = [r for r in read if not any(_covers(p, r.box) for p in printed)]
    return [*kept, *printed]


def _covers(token: Token, other: Box) -> bool:
    """True where at least half of `other` lies on the token."""
    box, room = token.box, _ROOM * token.height
    wide = min(box.x1 + room, other.x1) - max(box.x0 - room, other.x0)
    high = min(box.y1 + room, other.y1) - max(box.y0 - room, other.y0)
    area = max(1e-6, (other.x1 - other.x0) * (other.y1 - other.y0))
    return wide > 0 and high > 0 and wide * high >= _SAME_PLACE * area
