"""The characters of a PDF's text layer, gathered to words. Runs once a character: kept lean."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from operator import eq
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from ingest.core.pages import FontEncoding
from ingest.errors import TooLarge
from ingest.read.legacy_fonts import without_private
from ingest.read.sideways import upright_rect

Places = npt.NDArray[np.float64]

_MAX_CHARACTERS = 300_000
_GAP = 0.25
_BACK = 1.5
_JUMP = 0.5
_LINE_HYPHENS = (0x02, 0xFFFE)


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of the texts of a page by their `address`; empty for most pages."""

    encodings: Mapping[int, FontEncoding] = field(default_factory=dict)
    unseen: frozenset[int] = frozenset()

    def of(self, layer: Any, at: int) -> tuple[bool, FontEncoding | None]:
        """Whether the character is hidden, and the old encoding that its font tells."""
        text = pdfium.FPDFText_GetTextObject(layer, at)
        key = address(text) if text else 0
        return key in self.unseen, self.encodings.get(key)


PLAIN_LOOK = Look()


def address(handle: Any) -> int:
    """Tells two objects of one open page apart."""
    # `ctypes.cast` would leave a cycle for the collector each time
    return ctypes.addressof(handle.contents) if handle else 0


class _Texts(dict[int, str]):
    """From a code point to what stands in the text for it; empty for blanks."""

    def __missing__(self, code: int) -> str:
        text = "-" if code in _LINE_HYPHENS else without_private(chr(code))
        self[code] = "" if text.isspace() or not code else text
        return self[code]


_TEXTS = _Texts()
_SHORTS = ctypes.c_ushort * 1


_BOX_AT = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
"""`FPDFText_GetLooseCharBox`, writing left, top, right, bottom to an address: twice as fast."""


@dataclass(frozen=True, slots=True)
class Chars:
    """The characters of a page that are no blanks, in the order of the content.

    `places` has a row a character: left, bottom, right, top in the page's own coordinates, made
    upright. `starts` are the characters that begin a word. `looks` is empty on most pages.
    """

    texts: str
    places: Places
    starts: list[int]
    looks: list[tuple[bool, FontEncoding | None]]

    def words(self) -> Iterator[tuple[int, int]]:
        """From where to where (end exclusive) each word reaches."""
        return pairwise([*self.starts, len(self.texts)])


def chars_of(layer: Any, look: Look, turns: int) -> Chars:
    """The characters of a text page (a pypdfium2 one), upright after `turns` quarter turns."""
    texts = _texts(layer)
    filled = np.fromiter(map(bool, texts), np.bool_, len(texts))
    blanks = np.cumsum(np.fromiter(map(eq, texts, repeat("")), np.bool_, len(texts)))
    kept = np.flatnonzero(filled)
    rects, given = _rects(layer, kept.tolist())
    if not given.all():
        kept, rects = kept[given], rects[given]
    columns: Any = rects[:, [0, 3, 2, 1]].T
    places = np.stack(upright_rect(columns, turns), axis=1)
    starts = np.flatnonzero((np.diff(blanks[kept]) > 0) | _apart(places)) + 1
    plain = not look.encodings and not look.unseen
    at_all = kept.tolist()
    return Chars(
        "".join([texts[at] or "" for at in at_all]),
        places,
        [0, *starts.tolist()] if at_all else [],
        [] if plain else [look.of(layer, at) for at in at_all],
    )


def _rects(layer: Any, at: list[int]) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Left, top, right, bottom of each of these characters, and whether pdfium gave them."""
    page, rects = address(layer.raw), np.zeros((len(at), 4), dtype=np.float32)
    first = int(rects.ctypes.data)
    given = map(_BOX_AT, repeat(page), at, range(first, first + 16 * len(at), 16))
    told = np.fromiter(map(bool, given), np.bool_, len(at))
    return rects.astype(np.float64), told


def _apart(places: Places) -> npt.NDArray[np.bool_]:
    """For each character but the first: does it open another word? A gap, another line, or back."""
    x0, y0, x1, y1 = places.T
    height = np.maximum(np.maximum((y1 - y0)[1:], (y1 - y0)[:-1]), 1.0)
    gap = x0[1:] - x1[:-1]
    mark = ((x1 - x0)[1:] <= 0.01) & (np.abs(gap) < height)  # a combining mark of its own
    other_line = np.abs(np.diff(y0 + y1)) / 2 >= _JUMP * height
    found: npt.NDArray[np.bool_] = ~mark & (
        other_line | (gap > _GAP * height) | (gap < -_BACK * height)
    )
    return found


def _texts(layer: Any) -> list[str | None]:
    """What stands for each character; empty for a blank, None for half of a surrogate pair."""
    count = layer.count_chars()
    if count > _MAX_CHARACTERS:
        raise TooLarge(f"{count} characters on one page")
    buffer = np.zeros(count + 1, dtype=np.uint16)
    start = _SHORTS.from_address(int(buffer.ctypes.data))
    if pdfium.FPDFText_GetText(layer, 0, count, start) == count + 1:
        codes = buffer[:count].tolist()
    else:  # some have no text: one by one
        codes = [pdfium.FPDFText_GetUnicode(layer, at) for at in range(count)]
    texts: list[str | None] = list(map(_TEXTS.__getitem__, codes))
    if not any(0xD800 <= code < 0xE000 for code in set(codes)):
        return texts
    high = 0
    for at, code in enumerate(codes):
        if not 0xD800 <= code < 0xE000:
            high = 0
        elif code < 0xDC00 or not high:
            high, texts[at] = code if code < 0xDC00 else 0, None
        else:
            texts[at] = _TEXTS[0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)]
            high = 0
    return texts
