"""The text layer of a PDF page as words with boxes, by pdfium."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from ingest.core.pages import Box
from ingest.errors import TooLarge
from ingest.read.lines import Token

PdfPage = Any
"""A pypdfium2 page; the library has no types."""

_MAX_CHARACTERS = 300_000
_GAP = 0.25
_JUMP = 0.5
_RAISED_HEIGHT = 0.82
_LINE_HYPHEN = 0x02
_FINE = 64
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0


class PageMap:
    """From the page's own coordinates to points from the top left, rotation undone."""

    def __init__(self, page: PdfPage) -> None:
        self.page = page
        self.width, self.height = page.get_size()
        self._wide = max(1, round(self.width * _FINE))
        self._high = max(1, round(self.height * _FINE))

    def point(self, x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page, 0, 0, self._wide, self._high, 0, x, y, dx, dy)
        return dx.value / _FINE, dy.value / _FINE

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def text_tokens(page: PdfPage, places: PageMap) -> list[Token]:
    """The words of the text layer, in the order of the content."""
    layer = page.get_textpage()
    try:
        words = _words(layer)
    finally:
        layer.close()
    found: dict[tuple[str, int, int], Token] = {}
    for word in words:
        token = _token(word, places)
        # bold is sometimes drawn as the same word twice, a hair apart
        key = (token.text, round(token.box.x0 / 2), round(token.box.y0 / 2))
        found.setdefault(key, token)
    return list(found.values())


def _words(layer: Any) -> list[list[_Char]]:
    count = layer.count_chars()
    if count > _MAX_CHARACTERS:
        raise TooLarge(f"{count} characters on one page")
    words: list[list[_Char]] = []
    open_: list[_Char] = []
    rect = pdfium.FS_RECTF()
    high = 0
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(layer, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        text = "-" if code in (_LINE_HYPHEN, 0xFFFE) else chr(code)
        if text.isspace() or not code:
            words, open_ = _closed(words, open_)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(layer, at, rect):
            continue
        char = _Char(text, rect.left, rect.bottom, rect.right, rect.top)
        if open_ and _apart(open_[-1], char):
            words, open_ = _closed(words, open_)
        open_.append(char)
    return _closed(words, open_)[0]


def _closed(words: list[list[_Char]], open_: list[_Char]) -> tuple[list[list[_Char]], list[_Char]]:
    if open_:
        words.append(open_)
    return words, []


def _apart(before: _Char, char: _Char) -> bool:
    """True where the next character opens another word: a gap, another line, or back."""
    height = max(before.height, char.height, 1.0)
    if char.x1 - char.x0 <= 0.01 and abs(char.x0 - before.x1) < height:
        return False  # a combining mark of its own
    gap = char.x0 - before.x1
    same_line = abs((char.y0 + char.y1) - (before.y0 + before.y1)) / 2 < _JUMP * height
    upright = abs(char.x0 - before.x0) > 0.2 * height or same_line
    return not same_line or not upright or gap > _GAP * height or gap < -1.5 * height


def _token(word: list[_Char], places: PageMap) -> Token:
    tallest = max(c.height for c in word)
    floor = min(c.y0 for c in word if c.height >= 0.95 * tallest)
    text = "".join(
        c.text.translate(_SUPERSCRIPT) if _is_raised(c, tallest, floor) else c.text for c in word
    )
    box = places.box(
        min(c.x0 for c in word),
        min(c.y0 for c in word),
        max(c.x1 for c in word),
        max(c.y1 for c in word),
    )
    return Token(text, box)


def _is_raised(char: _Char, tallest: float, floor: float) -> bool:
    """A footnote mark or exponent: `lượt¹` must not become `lượt1`."""
    small = char.height < _RAISED_HEIGHT * tallest
    return small and char.text.isdigit() and char.y0 > floor + 0.12 * tallest
