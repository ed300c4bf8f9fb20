"""The text layer of a PDF page as words with boxes, by pdfium."""

from __future__ import annotations

import ctypes
from itertools import groupby, pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from ingest.core.pages import Box
from ingest.read.bulk import bulk
from ingest.read.legacy_fonts import carried
from ingest.read.lines import Token
from ingest.read.pdf_calls import address
from ingest.read.pdf_chars import PLAIN_LOOK, Chars, Look, Places, chars_of
from ingest.read.sideways import turns_of, upright_rect

PdfPage = Any
"""A pypdfium2 page; the library has no types."""

_RAISED_HEIGHT = 0.82
_MARK_HEIGHT, _RAISED_BY = 0.75, 0.15
_MARK_DIGITS = 2
_FINE = 64
_WIDEST = 100_000
_EDGES = ("x0", "y0", "x1", "y1")
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

    def corners(self, rects: Places) -> Places:
        """As `box`, for rows of lefts, bottoms, rights and tops: rows of x0, y0, x1, y1."""
        if self._upright is None:
            boxes = [self.box(*corners) for corners in rects.T.tolist()]
            return np.array([(b.x0, b.y0, b.x1, b.y1) for b in boxes]).T
        left, top = self._upright
        x = self._fine(rects[0::2] - left, self._wide / self.width)
        y = self._fine(rects[1::2] - top, -self._high / self.height)
        edges = np.empty_like(rects)
        np.minimum(x[0], x[1], out=edges[0])
        np.minimum(y[0], y[1], out=edges[1])
        np.maximum(x[0], x[1], out=edges[2])
        np.maximum(y[0], y[1], out=edges[3])
        return edges

    def _fine(self, away: Places, by: float) -> Places:
        fine: Places = (np.trunc(away * by + 0.5) / _FINE).round(2)
        return fine

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
    layer = pdfium.FPDFText_LoadPage(page)
    if not layer:
        raise ValueError("the text of the page cannot be loaded")
    try:
        chars = chars_of(address(layer), look, places.turns)
    finally:
        pdfium.FPDFText_ClosePage(layer)
    if not chars.texts:
        return []
    uneven = _uneven(chars)
    starts = chars.starts.tolist()
    texts = [chars.texts[start:end] for start, end in pairwise([*starts, len(chars.texts)])]
    for at in range(len(texts)) if chars.looks else uneven:
        texts[at] = _in_pieces(chars, at)
    corners = _corners(chars, places)
    for at in _opening_marks(corners):
        if texts[at].isdigit() and len(texts[at]) <= _MARK_DIGITS:
            texts[at] = texts[at].translate(_SUPERSCRIPT)
    boxes = bulk(Box, len(texts), **dict(zip(_EDGES, corners.tolist(), strict=True)))
    hidden = [chars.looks[start][0] for start in starts] if chars.looks else repeat(False)
    found = list(map(Token, texts, boxes, repeat(None), hidden))
    return _once(found, corners)


def _once(tokens: list[Token], corners: Places) -> list[Token]:
    """Bold is sometimes drawn as the same word twice, a hair apart."""
    x, y = np.rint(corners[:2] / 2)
    places = np.sort(x * _WIDEST + y)
    if (places[1:] > places[:-1]).all():
        return tokens
    first: dict[tuple[str, float, float], Token] = {}
    for token, *place in zip(tokens, x.tolist(), y.tolist(), strict=True):
        first.setdefault((token.text, place[0], place[1]), token)
    return list(first.values())


def _corners(chars: Chars, places: PageMap) -> Places:
    """Where each word stands, rows of x0, y0, x1, y1."""
    least = np.minimum.reduceat(chars.places[:2], chars.starts, axis=1)
    most = np.maximum.reduceat(chars.places[2:], chars.starts, axis=1)
    if not places.turns:
        return places.corners(np.concatenate((least, most)))
    edges: Any = (*least, *most)
    return places.corners(np.stack(upright_rect(edges, -places.turns)))


def _opening_marks(corners: Places) -> list[int]:
    """The words that stand raised and small before the first of a line: `¹ Theo báo cáo …`."""
    x0, y0, x1, y1 = corners
    height = y1 - y0
    raised = y1[:-1] < y1[1:] - _RAISED_BY * height[1:]
    near = (x0[1:] > x0[:-1]) & (x0[1:] - x1[:-1] < height[1:]) & (y1[:-1] > y0[1:])
    found = (near & raised & (height[:-1] < _MARK_HEIGHT * height[1:])).nonzero()[0]
    if not found.size:
        return []
    beside = (y1[:-1] > y0[1:]) & (y0[:-1] < y1[1:]) & (x1[:-1] <= x0[1:] + 1)
    return [at for at in found.tolist() if not (at and beside[at - 1])]


def _uneven(chars: Chars) -> list[int]:
    """The words of which some characters are much lower than others."""
    heights = chars.places[3] - chars.places[1]
    tallest = np.maximum.reduceat(heights, chars.starts)
    least = np.minimum.reduceat(heights, chars.starts)
    words: list[int] = (least < _RAISED_HEIGHT * tallest).nonzero()[0].tolist()
    return words


def _in_pieces(chars: Chars, word: int) -> str:
    """A word that may hold raised digits or letters of an old font."""
    start = int(chars.starts[word])
    end = int(chars.starts[word + 1]) if word + 1 < len(chars.starts) else len(chars.texts)
    texts = _with_raised(list(chars.texts[start:end]), chars.places[:, start:end])
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
    bottoms, heights = places[1], places[3] - places[1]
    tallest = heights.max()
    floor = bottoms[heights >= 0.95 * tallest].min()
    raised = (heights < _RAISED_HEIGHT * tallest) & (bottoms > floor + 0.12 * tallest)
    return [
        text.translate(_SUPERSCRIPT) if raised[n] and n in digits else text
        for n, text in enumerate(texts)
    ]
