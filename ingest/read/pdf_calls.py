"""Functions of pdfium for many calls in a row: plain addresses in, plain numbers out.

The prototypes of pypdfium2 wrap every handle in a pointer object and check every argument, which
for the thousands of characters of a page costs more than what pdfium does.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int
_AT_ONCE = 4096


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    where = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(where)


object_at = _function("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
object_in = _function("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
count_in = _function("FPDFFormObj_CountObjects", _INT, _HANDLE)
kind_of = _function("FPDFPageObj_GetType", _INT, _HANDLE)
matrix_of = _function("FPDFPageObj_GetMatrix", _INT, _HANDLE, _HANDLE)
bounds_of = _function("FPDFPageObj_GetBounds", _INT, *[_HANDLE] * 5)
fill_of = _function("FPDFPageObj_GetFillColor", _INT, *[_HANDLE] * 5)
font_of = _function("FPDFTextObj_GetFont", _HANDLE, _HANDLE)
font_name = _function(
    "FPDFFont_GetBaseFontName", ctypes.c_size_t, _HANDLE, _HANDLE, ctypes.c_size_t
)
font_ascent = _function("FPDFFont_GetAscent", _INT, _HANDLE, ctypes.c_float, _HANDLE)
font_descent = _function("FPDFFont_GetDescent", _INT, _HANDLE, ctypes.c_float, _HANDLE)
font_size = _function("FPDFTextObj_GetFontSize", _INT, _HANDLE, _HANDLE)
count_chars = _function("FPDFText_CountChars", _INT, _HANDLE)
unicode_at = _function("FPDFText_GetUnicode", ctypes.c_uint, _HANDLE, _INT)
text_into = _function("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _HANDLE)
mode_of = _function("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)
text_at = _function("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
count_segments = _function("FPDFPath_CountSegments", _INT, _HANDLE)
segment_at = _function("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
point_of = _function("FPDFPathSegment_GetPoint", _INT, _HANDLE, _HANDLE, _HANDLE)
segment_kind = _function("FPDFPathSegment_GetType", _INT, _HANDLE)
closes = _function("FPDFPathSegment_GetClose", _INT, _HANDLE)

# Without argument types: what is passed was made an argument before, once for all calls.
_box_at = _function("FPDFText_GetLooseCharBox", _INT)


def address(handle: Any) -> int:
    """The address behind a handle of pypdfium2; 0 for none."""
    # `ctypes.cast` would leave a cycle for the collector each time
    return ctypes.addressof(handle.contents) if handle else 0


def place_of(array: npt.NDArray[Any]) -> int:
    """The address of an array's first number."""
    return int(array.__array_interface__["data"][0])


class _Room(threading.local):
    """Where boxes are written, `_AT_ONCE` of left, top, right, bottom; one of it a thread."""

    def __init__(self) -> None:
        self.boxes = np.zeros((_AT_ONCE, 4), dtype=np.float32)
        first = place_of(self.boxes)
        self.places = [_HANDLE.from_param(first + 16 * n) for n in range(_AT_ONCE)]


_ROOM = _Room()


def texts_of(layer: int, at: Sequence[int]) -> list[int]:
    """The `address` of the text that each of these characters of a text page is from; 0 for none."""
    return [text or 0 for text in map(text_at, repeat(layer), at)]


def char_boxes(
    layer: int, at: Sequence[int]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Left, top, right, bottom of these characters of a text page, and whether pdfium gave them."""
    room, page = _ROOM, _HANDLE.from_param(layer)
    found, told = [np.zeros((0, 4), dtype=np.float32)], bytearray()
    for first in range(0, len(at), _AT_ONCE):
        some = at[first : first + _AT_ONCE]
        told += bytes(map(_box_at, repeat(page), some, room.places))
        found.append(room.boxes[: len(some)].copy())
    given = np.frombuffer(bytes(told), dtype=np.uint8) > 0
    return found[-1] if len(found) == 2 else np.concatenate(found), given
