"""Text boxes laid over a PDF page (FreeText annotations) that bring no drawing of their own.

A viewer draws them from their contents. Annotations with a drawing, form fields among them,
become page content before the text is read (see `pdf._flattened`).
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from ingest.core.pages import Box
from ingest.read.lines import Token
from ingest.read.pdf_text import PageMap, PdfPage

_MAX_NOTES = 500
_MAX_BYTES = 20_000
_REACH = 150.0
_HIDDEN = 0x02 | 0x20  # hidden, not viewed
_WIDEST = 0.6  # of the height: a letter of text that fills its box is no wider


def notes_on(page: PdfPage, places: PageMap) -> list[Token]:
    """The words of the text boxes, spread evenly over each line of their box."""
    tokens: list[Token] = []
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        if _is_text_box(note):
            tokens += _words(_string(note, b"Contents"), _box(note, places))
        pdfium.FPDFPage_CloseAnnot(note)
    return tokens


def undrawn(notes: list[Token], drawn: list[Token]) -> list[Token]:
    """The words of notes that the page's own text does not show near their place."""
    places: dict[str, list[Token]] = {}
    for token in drawn:
        places.setdefault(token.text, []).append(token)
    return [n for n in notes if not any(_near(n, t) for t in places.get(n.text, ()))]


def _near(note: Token, token: Token) -> bool:
    return (
        abs(note.middle - token.middle) < 2 * note.height
        and token.box.x0 < note.box.x1 + _REACH
        and note.box.x0 < token.box.x1 + _REACH
    )


def _is_text_box(note: Any) -> bool:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    hidden = pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN
    return bool(kind == pdfium.FPDF_ANNOT_FREETEXT and not hidden)


def _string(note: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < length <= _MAX_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", errors="replace").rstrip("\x00")


def _box(note: Any, places: PageMap) -> Box:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(note, rect):
        return Box(0, 0, 0, 0)
    return places.box(rect.left, rect.bottom, rect.right, rect.top)


def _words(text: str, box: Box) -> list[Token]:
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    tokens = []
    for number, line in enumerate(lines):
        high = (box.y1 - box.y0) / len(lines)
        top = box.y0 + number * high
        letter = min((box.x1 - box.x0) / len(line), _WIDEST * high)
        at = 0
        for word in line.split():
            at = line.index(word, at)
            x = box.x0 + at * letter
            tokens.append(Token(word, Box(x, top, x + len(word) * letter, top + high)))
            at += len(word)
    return tokens
