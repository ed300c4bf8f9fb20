"""What stands on a PDF page: rules of tables, images, drawn shapes, texts and their fonts."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pypdfium2.raw as pdfium

from ingest.core.pages import FontEncoding
from ingest.lexicon.encodings import font_encoding
from ingest.read import pdf_calls as calls
from ingest.read.pdf_text import PageMap, PdfPage
from ingest.read.ruled import Rule

_MAX_OBJECTS = 50_000
_MOST_WALKED = 1_000_000
MAX_TEXTS = 30_000
"""Texts that one operator draws. pdfium compares those of one line with each other: with 100,000
a page takes a minute."""
_MAX_SEGMENTS = 2_000
_MAX_RULES = 6_000
_MAX_NAME = 200
WHOLE_PAGE = 0.6
"""An image over so much of the page is the page: a scan."""
_DEPTH = 4
_NONE = -1
_THIN = 3.0
_WHITE = 250
_LEVEL, _SLANT = 0.01, 0.4
_BELOW, _ABOVE = 0.216, 0.891
"""How far Times New Roman reaches from the base line, in font sizes."""
_LEAST_BELOW, _LEAST_HIGH = 0.15, 0.88

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class PageObjects:
    """`image_share` is how much of the page its largest image covers, in [0, 1].

    `encodings` holds the texts (by `address`) whose font tells an old encoding, `seats` the bottom
    and top, in the page's own coordinates, of those whose font does not tell its height.
    """

    rules: list[Rule] = field(default_factory=list)
    texts: int = 0
    image_share: float = 0.0
    shapes: int = 0
    encodings: dict[int, FontEncoding] = field(default_factory=dict)
    seats: dict[int, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Font:
    encoding: FontEncoding | None
    measured: bool


def objects_of(page: PdfPage, places: PageMap) -> PageObjects:
    found = PageObjects()
    area = max(1.0, places.width * places.height)
    fonts: dict[int, _Font] = {}
    for number, (object_, kind, matrix) in enumerate(_walk(page)):
        found.texts += kind == pdfium.FPDF_PAGEOBJ_TEXT
        if found.texts > MAX_TEXTS or number > _MOST_WALKED:
            break
        if number > _MAX_OBJECTS or len(found.rules) > _MAX_RULES:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.image_share = max(found.image_share, _share(object_, matrix, places, area))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            found.shapes += 1
            found.rules += _rules(object_, matrix, places)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            address = calls.font_of(object_)
            if not address:
                continue
            if (font := fonts.get(address)) is None:
                font = fonts[address] = _font(address)
            if font.encoding is not None:
                found.encodings[object_] = font.encoding
            if not font.measured and (seat := _seat(object_, matrix)) is not None:
                found.seats[object_] = seat
    return found


def _font(address: int) -> _Font:
    """What the font tells: the old encoding of its name, and how high it is."""
    name = ctypes.create_string_buffer(_MAX_NAME)
    calls.font_name(address, name, _MAX_NAME)
    up, down = ctypes.c_float(), ctypes.c_float()
    calls.font_ascent(address, 1.0, ctypes.byref(up))
    calls.font_descent(address, 1.0, ctypes.byref(down))
    measured = down.value <= -_LEAST_BELOW and up.value - down.value >= _LEAST_HIGH
    return _Font(_told_by(name.value), measured)


def _seat(text: int, matrix: Matrix) -> tuple[float, float] | None:
    """Bottom and top of the line of an upright text, by its base line and the size of its font.

    LibreOffice 7.4 writes fonts without height. pdfium then takes the letters of two codes for it,
    whatever they are, and a box is as high as the single letter: `0` is raised beside `5`.
    """
    size = ctypes.c_float()
    if calls.mode_of(text) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return None
    if not calls.font_size(text, ctypes.byref(size)):
        return None
    _, slope, slant, scale, _, base = _times(_matrix(text), matrix)
    high = size.value * scale
    if high < 1.0 or abs(slope) > _LEVEL * scale or abs(slant) > _SLANT * scale:
        return None
    return base - _BELOW * high, base + _ABOVE * high


@lru_cache(maxsize=256)
def _told_by(name: bytes) -> FontEncoding | None:
    return font_encoding(name.decode("utf-8", "replace"))


def unseen_texts(page: PdfPage, places: PageMap) -> frozenset[int]:
    """The texts of a scan, by `address`, that nobody sees.

    Drawn in no colour, in white or wholly transparent, or lying under the image of the page:
    so programs that recognise scans leave the words they found.
    """
    area = max(1.0, places.width * places.height)
    before: list[int] = []
    unseen: set[int] = set()
    for number, (object_, kind, matrix) in enumerate(_walk(page)):
        if number > _MAX_OBJECTS:
            break
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            before.append(object_)
            if _is_unseen(object_):
                unseen.add(object_)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and (
            _share(object_, matrix, places, area) > WHOLE_PAGE
        ):
            unseen.update(before)
    return frozenset(unseen)


def _is_unseen(text: int) -> bool:
    if calls.mode_of(text) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not calls.fill_of(text, *map(ctypes.byref, (red, green, blue, alpha))):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) > _WHITE


def _walk(page: PdfPage) -> Iterator[tuple[int, int, Matrix]]:
    """The address of each object, its kind and its matrix."""
    handle = calls.address(page.raw)
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        object_ = calls.object_at(handle, at)
        kind = calls.kind_of(object_) if object_ else _NONE
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _opened(object_, _SAME, 0)
        elif kind != _NONE:
            yield object_, kind, _SAME


def _opened(object_: int | None, matrix: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    """The object, or what a form object holds, with the matrix to page coordinates."""
    if not object_:
        return
    kind = calls.kind_of(object_)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield object_, kind, matrix
    elif depth < _DEPTH:
        inner = _times(_matrix(object_), matrix)
        for at in range(calls.count_in(object_)):
            yield from _opened(calls.object_in(object_, at), inner, depth + 1)


def _matrix(object_: int) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not calls.matrix_of(object_, ctypes.byref(m)):
        return _SAME
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _share(object_: int, matrix: Matrix, places: PageMap, area: float) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not calls.bounds_of(object_, *map(ctypes.byref, (left, bottom, right, top))):
        return 0.0
    box = places.box(*_at(matrix, left.value, bottom.value), *_at(matrix, right.value, top.value))
    wide = max(0.0, min(box.x1, places.width) - max(box.x0, 0.0))
    high = max(0.0, min(box.y1, places.height) - max(box.y0, 0.0))
    return float(wide * high / area)


def _rules(path: int, matrix: Matrix, places: PageMap) -> list[Rule]:
    """Straight level or upright strokes of a path; a thin filled box is a rule too."""
    count = calls.count_segments(path)
    if not 2 <= count <= _MAX_SEGMENTS:
        return []
    whole = _times(_matrix(path), matrix)
    rules: list[Rule] = []
    start = at = None
    x, y = ctypes.c_float(), ctypes.c_float()
    into = ctypes.byref(x), ctypes.byref(y)
    for number in range(count):
        segment = calls.segment_at(path, number)
        calls.point_of(segment, *into)
        point = places.point(*_at(whole, x.value, y.value))
        kind = calls.segment_kind(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO and at is not None:
            rules += _rule(at, point)
        elif kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        if calls.closes(segment) and start is not None:
            rules += _rule(point, start)
        at = point
    return rules


def _rule(a: tuple[float, float], b: tuple[float, float]) -> list[Rule]:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if high <= _THIN < wide:
        y = (a[1] + b[1]) / 2
        return [Rule(min(a[0], b[0]), y, max(a[0], b[0]), y)]
    if wide <= _THIN < high:
        x = (a[0] + b[0]) / 2
        return [Rule(x, min(a[1], b[1]), x, max(a[1], b[1]))]
    return []
