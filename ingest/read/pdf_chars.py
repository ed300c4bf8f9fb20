"""The characters of a PDF's text layer, gathered to words. Runs once a character: kept lean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.core.pages import FontEncoding
from ingest.errors import TooLarge
from ingest.read.legacy_fonts import without_private
from ingest.read.pdf_calls import (
    char_boxes,
    count_chars,
    place_of,
    text_at,
    text_into,
    texts_of,
    unicode_at,
)
from ingest.read.sideways import upright_rect

Places = npt.NDArray[np.float64]

_MAX_CHARACTERS = 300_000
_GAP = 0.25
_BACK = 1.5
_JUMP = 0.5
_OUTSIDE = 0.25
_LINE_HYPHENS = (0x02, 0xFFFE)


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of the texts of a page by their `address`; empty for most pages.

    `seats` are bottom and top of texts, in the page's own coordinates, where their font tells none.
    """

    encodings: Mapping[int, FontEncoding] = field(default_factory=dict)
    unseen: frozenset[int] = frozenset()
    seats: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def of(self, layer: int, at: int) -> tuple[bool, FontEncoding | None]:
        """Whether the character is hidden, and the old encoding that its font tells."""
        key = text_at(layer, at) or 0
        return key in self.unseen, self.encodings.get(key)


PLAIN_LOOK = Look()

Codes = npt.NDArray[np.uint32]

_UNKNOWN = 0xFFFF_FFFF
_HALF = 0x11_0000
_STANDS: Codes = np.full(0x1_0000, _UNKNOWN, dtype=np.uint32)
"""What stands in the text for a character of 16 bits, 0 for blanks; filled as they turn up."""


def _stands_for(code: int) -> int:
    text = "-" if code in _LINE_HYPHENS else without_private(chr(code))
    return 0 if text.isspace() or not code else ord(text)


@dataclass(frozen=True, slots=True)
class Chars:
    """The characters of a page that are no blanks, in the order of the content.

    `places` are their left, bottom, right and top, a row each, in the page's own coordinates, made
    upright. `starts` are the characters that begin a word. `looks` is empty on most pages.
    """

    texts: str
    places: Places
    starts: npt.NDArray[np.intp]
    looks: list[tuple[bool, FontEncoding | None]]


def chars_of(layer: int, look: Look, turns: int) -> Chars:
    """The characters of a text page (its `address`), upright after `turns` quarter turns."""
    codes = _codes(layer)
    blank = codes == 0
    kept = (~blank & (codes != _HALF)).nonzero()[0]
    blanks = blank.cumsum()
    rects, given = char_boxes(layer, kept.tolist())
    if not given.all():
        kept, rects = kept[given], rects[given]
    places = rects.T[[0, 3, 2, 1]].astype(np.float64)
    if look.seats and len(kept):
        _seated(places, texts_of(layer, kept.tolist()), look.seats)
    if turns:
        corners: Any = tuple(places)
        places = np.stack(upright_rect(corners, turns))
    before = blanks[kept]
    opens = np.ones(len(kept), dtype=np.bool_)
    opens[1:] = (before[1:] > before[:-1]) | _apart(places)
    plain = not look.encodings and not look.unseen
    return Chars(
        codes[kept].tobytes().decode("utf-32-le"),
        places,
        opens.nonzero()[0],
        [] if plain else [look.of(layer, at) for at in kept.tolist()],
    )


def _seated(places: Places, texts: list[int], seats: Mapping[int, tuple[float, float]]) -> None:
    """Sets bottom and top of the characters of these texts, where the letter lies between them."""
    known, which = np.unique(np.array(texts, dtype=np.uint64), return_inverse=True)
    bottom, top = np.array([seats.get(text, (0.0, 0.0)) for text in known.tolist()])[which].T
    room = _OUTSIDE * (top - bottom)
    inside = (top > bottom) & (places[1] > bottom - room) & (places[3] < top + room)
    places[1, inside], places[3, inside] = bottom[inside], top[inside]


def _apart(places: Places) -> npt.NDArray[np.bool_]:
    """For each character but the first: does it open another word? A gap, another line, or back."""
    x0, y0, x1, y1 = places
    high, twice = y1 - y0, y0 + y1
    height = np.maximum(np.maximum(high[1:], high[:-1]), 1.0)
    gap = x0[1:] - x1[:-1]
    mark = ((x1 - x0)[1:] <= 0.01) & (np.abs(gap) < height)  # a combining mark of its own
    other_line = np.abs(twice[1:] - twice[:-1]) / 2 >= _JUMP * height
    found: npt.NDArray[np.bool_] = ~mark & (
        other_line | (gap > _GAP * height) | (gap < -_BACK * height)
    )
    return found


def _codes(layer: int) -> Codes:
    """What stands for each character: 0 for a blank, `_HALF` for one half of a surrogate pair."""
    given = _given(layer)
    stands = _looked_up(given)
    if int(stands.max(initial=0)) < _HALF and given.dtype == np.uint16:
        return stands
    if int(given.max(initial=0)) > 0xFFFF:
        for at in np.flatnonzero(given > 0xFFFF).tolist():
            stands[at] = _stands_for(int(given[at]))
    return _with_pairs(stands, given) if (stands == _HALF).any() else stands


def _given(layer: int) -> npt.NDArray[np.unsignedinteger[Any]]:
    """The codes that pdfium gives, a number a character."""
    count = count_chars(layer)
    if count > _MAX_CHARACTERS:
        raise TooLarge(f"{count} characters on one page")
    buffer = np.zeros(count + 1, dtype=np.uint16)
    if text_into(layer, 0, count, place_of(buffer)) == count + 1:
        return buffer[:count]
    # some have no text: one by one
    codes = [unicode_at(layer, at) for at in range(count)]
    return np.array(codes, dtype=np.uint32)


def _looked_up(given: npt.NDArray[np.unsignedinteger[Any]]) -> Codes:
    low = given if given.dtype == np.uint16 else np.minimum(given, 0xFFFF)
    stands: Codes = _STANDS[low]
    if int(stands.max(initial=0)) < _UNKNOWN:
        return stands
    unknown = stands == _UNKNOWN
    for code in set(low[unknown].tolist()):
        _STANDS[code] = _HALF if 0xD800 <= code < 0xE000 else _stands_for(code)
    stands = _STANDS[low]
    return stands


def _with_pairs(stands: Codes, given: npt.NDArray[np.unsignedinteger[Any]]) -> Codes:
    """The second half of each surrogate pair stands for both."""
    high = 0
    for at, code in enumerate(given.tolist()):
        if 0xDC00 <= code < 0xE000 and high:
            stands[at] = _stands_for(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
        high = code if 0xD800 <= code < 0xDC00 else 0
    return stands
