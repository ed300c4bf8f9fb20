"""The text layer of a PDF page as words with boxes, by pdfium."""

from __future__ import annotations

import ctypes
from itertools import groupby
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from ingest.core.pages import Box
from ingest.read.bulk import bulk
from ingest.read.legacy_fonts import carried
from ingest.read.lines import Token
from ingest.read.pdf_chars import PLAIN_LOOK, Chars, Look, Places, chars_of
from ingest.read.sideways import turns_of, upright_rect

PdfPage = Any
"""A pypdfium2 page; the library has no types."""

_RAISED_HEIGHT = 0.82
_FINE = 64
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class PageMap:
    """From the page's own coordinates to points from the top left, rotation undone."""

    def __init__(self, page: PdfPage) -> None:
        self.page = page
        self.width, self.height = page.get_size()
        self.turns = turns_of(page)
        self._wide = max(1, round(self.width * _FINE))
        self._high = max(1, round(self.height * _FINE))
        self._upright = _shown_corner(page) if page.get_rotation() == 0 else None
        if self._upright is not None and not self._agrees(*self._upright):
            self._upright = None

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self._upright is None:
            return self._asked(x, y)
        left, top = self._upright
        across = (x - left) * self._wide / self.width
        down = (top - y) * self._high / self.height
        return int(across + 0.5) / _FINE, int(down + 0.5) / _FINE

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The rectangle, rounded as everything in a record is."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        left, right = (ax, bx) if ax < bx else (bx, ax)
        top, bottom = (ay, by) if ay < by else (by, ay)
        return Box(round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))

    def boxes(self, rects: Places) -> list[Box]:
        """As `box`, for rows of left, bottom, right, top."""
        if self._upright is None:
            return [self.box(*row) for row in rects.tolist()]
        left, top = self._upright
        across, down = self._wide / self.width, -self._high / self.height
        shifted = (rects - (left, top, left, top)) * (across, down, across, down)
        fine = np.round(np.trunc(shifted + 0.5) / _FINE, 2)
        x, y = np.sort(fine[:, [0, 2]]), np.sort(fine[:, [1, 3]])
        (x0, x1), (y0, y1) = x.T.tolist(), y.T.tolist()
        return bulk(Box, len(x0), x0=x0, y0=y0, x1=x1, y1=y1)

    def _asked(self, x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page, 0, 0, self._wide, self._high, 0, x, y, dx, dy)
        return dx.value / _FINE, dy.value / _FINE

    def _agrees(self, left: float, top: float) -> bool:
        """Whether the page is no more than shifted and mirrored: then it need not be asked."""
        corners = ((left, top), (left + self.width, top - self.height))
        places = ((0.0, 0.0), (self.width, self.height))
        asked = [self._asked(*corner) for corner in corners]
        gaps = [
            abs(a - b) for one in zip(asked, places, strict=True) for a, b in zip(*one, strict=True)
        ]
        return bool(max(gaps) <= 1.5 / _FINE)


def _shown_corner(page: PdfPage) -> tuple[float, float] | None:
    """The left and top edge of what is shown of a page, in its own coordinates."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, rect):
        return None
    return rect.left, rect.top


def text_tokens(page: PdfPage, places: PageMap, look: Look = PLAIN_LOOK) -> list[Token]:
    """The words of the text layer, in the order of the content."""
    layer = page.get_textpage()
    try:
        chars = chars_of(layer, look, places.turns)
    finally:
        layer.close()
    if not chars.texts:
        return []
    uneven = _uneven(chars)
    found: dict[tuple[str, int, int], Token] = {}
    for (start, end), box in zip(chars.words(), _boxes(chars, places), strict=True):
        text = chars.texts[start:end]
        if chars.looks or start in uneven:
            text = _in_pieces(chars, start, end)
        # bold is sometimes drawn as the same word twice, a hair apart
        place = (text, round(box.x0 / 2), round(box.y0 / 2))
        if place not in found:
            hidden = bool(chars.looks) and chars.looks[start][0]
            found[place] = Token(text, box, None, hidden)
    return list(found.values())


def _boxes(chars: Chars, places: PageMap) -> list[Box]:
    """The box of each word."""
    x0, y0, x1, y1 = chars.places.T
    least = [np.minimum.reduceat(v, chars.starts) for v in (x0, y0)]
    most = [np.maximum.reduceat(v, chars.starts) for v in (x1, y1)]
    corners: Any = (*least, *most)
    return places.boxes(np.stack(upright_rect(corners, -places.turns), axis=1))


def _uneven(chars: Chars) -> set[int]:
    """Where words begin of which some characters are much lower than others."""
    heights = chars.places[:, 3] - chars.places[:, 1]
    tallest = np.maximum.reduceat(heights, chars.starts)
    least = np.minimum.reduceat(heights, chars.starts)
    words = np.flatnonzero(least < _RAISED_HEIGHT * tallest)
    return {chars.starts[n] for n in words.tolist()}


def _in_pieces(chars: Chars, start: int, end: int) -> str:
    """A word that may hold raised digits or letters of an old font."""
    texts = _with_raised(list(chars.texts[start:end]), chars.places[start:end])
    if not chars.looks:
        return "".join(texts)
    text = ""
    encodings = (look[1] for look in chars.looks[start:end])
    for encoding, run in groupby(zip(texts, encodings, strict=True), key=lambda pair: pair[1]):
        piece = "".join(t for t, _ in run)
        text += carried(piece, encoding) if encoding else piece
    return text


def _with_raised(texts: list[str], places: Places) -> list[str]:
    """A footnote mark or exponent as one: `lượt¹` must not become `lượt1`."""
    digits = [n for n, text in enumerate(texts) if text.isdigit()]
    if not digits or len(digits) == len(texts):
        return texts
    bottoms, heights = places[:, 1], places[:, 3] - places[:, 1]
    tallest = heights.max()
    floor = bottoms[heights >= 0.95 * tallest].min()
    raised = (heights < _RAISED_HEIGHT * tallest) & (bottoms > floor + 0.12 * tallest)
    return [
        text.translate(_SUPERSCRIPT) if raised[n] and n in digits else text
        for n, text in enumerate(texts)
    ]
