"""Pages whose text does not run from left to right in the page's own coordinates.

A landscape appendix is often a portrait page with /Rotate, or has its text drawn turned by a
quarter and no /Rotate at all. Words are put together in upright coordinates; the second kind of
page is turned first, as a reader would turn it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from ingest.read.lines import Token

_SAMPLE = 400
_MOST = 0.7
_LEAST_WORDS = 20
_LETTER_BY_LETTER = 1.5

Rect = tuple[float, float, float, float]


def upright_rect(rect: Rect, turns: int) -> Rect:
    """A rectangle (x0, y0, x1, y1; y up) after `turns` quarter turns clockwise about the origin.

    >>> upright_rect((1, 2, 3, 5), 1)
    (2, -3, 5, -1)
    >>> upright_rect(upright_rect((1, 2, 3, 5), 1), 3)
    (1, 2, 3, 5)
    """
    x0, y0, x1, y1 = rect
    for _ in range(turns % 4):
        x0, y0, x1, y1 = y0, -x1, y1, -x0
    return x0, y0, x1, y1


def turns_of(page: Any) -> int:
    """Quarter turns clockwise by which the page is shown (/Rotate)."""
    return int(pdfium.FPDFPage_GetRotation(page)) % 4


def letter_by_letter(tokens: Sequence[Token]) -> bool:
    """True where words fell into letters, as those of turned text do."""
    if len(tokens) < _LEAST_WORDS:
        return False
    return len("".join([t.text for t in tokens])) < _LETTER_BY_LETTER * len(tokens)


def turn_upright(page: Any) -> bool:
    """Turns the open page so that most of its text reads from left to right.

    True where that was needed. Only the page in memory is changed.
    """
    angles = _angles(page)
    if not angles:
        return False
    angle, count = min(angles.items(), key=lambda a: (-a[1], a[0]))
    turns = -angle % 4
    if turns == turns_of(page) or count < _MOST * angles.total():
        return False
    pdfium.FPDFPage_SetRotation(page, turns)
    return True


def _angles(page: Any) -> Counter[int]:
    """How many letters run in each direction, in quarter turns clockwise."""
    layer = page.get_textpage()
    try:
        found: Counter[int] = Counter()
        for at in range(min(layer.count_chars(), _SAMPLE)):
            angle = float(pdfium.FPDFText_GetCharAngle(layer, at))
            if angle >= 0 and chr(pdfium.FPDFText_GetUnicode(layer, at)).isalnum():
                found[round(angle / (math.pi / 2)) % 4] += 1
        return found
    finally:
        layer.close()
