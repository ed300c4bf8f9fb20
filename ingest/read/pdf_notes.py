"""Text boxes (FreeText annotations) and form fields of a PDF that bring no drawing of their own.

A viewer draws them from their contents. What has a drawing, the appearance of a signature among
it, becomes page content before the text is read (see `pdf_page._flattened`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2.raw as pdfium

from ingest.core.pages import Box
from ingest.read.legacy_fonts import without_private
from ingest.read.lines import Token
from ingest.read.pdf_text import PageMap, PdfPage

_MAX_NOTES = 500
_MAX_BYTES = 20_000
_REACH = 150.0
_HIDDEN = 0x02 | 0x20  # hidden, not viewed
_TEXT_FIELDS = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)
_WIDEST = 0.6  # of the height: a letter of text that fills its box is no wider


def notes_on(page: PdfPage, places: PageMap, form: Any = None) -> list[Token]:
    """The words of text boxes and filled fields, spread evenly over each line of their box.

    `form` is pdfium's form environment; without it fields are passed over.
    """
    tokens: list[Token] = []
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        if _is_text_box(note):
            tokens += _words(_string(note, b"Contents"), _box(note, places))
        elif form and _is_undrawn_field(note, form):
            tokens += _words(_value(form, note), _box(note, places))
        pdfium.FPDFPage_CloseAnnot(note)
    return tokens


def undrawn(notes: list[Token], drawn: list[Token]) -> list[Token]:
    """The words of notes that the page's own text does not show near their place."""
    if not notes:
        return []
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


def _is_undrawn_field(note: Any, form: Any) -> bool:
    """A field of text or choice that a viewer would draw from its value."""
    if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_WIDGET:
        return False
    if pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN:
        return False
    drawn = pdfium.FPDFAnnot_GetAP(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    return drawn <= 2 and pdfium.FPDFAnnot_GetFormFieldType(form, note) in _TEXT_FIELDS


def _value(form: Any, note: Any) -> str:
    return _asked(partial(pdfium.FPDFAnnot_GetFormFieldValue, form, note))


def _string(note: Any, key: bytes) -> str:
    return _asked(partial(pdfium.FPDFAnnot_GetStringValue, note, key))


def _asked(ask: Callable[[Any, int], int]) -> str:
    """What pdfium says when first asked for the length in bytes, then for the text."""
    length = ask(None, 0)
    if not 2 < length <= _MAX_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    ask(buffer, length)
    text = bytes(buffer)[:length].decode("utf-16-le", errors="replace").rstrip("\x00")
    return without_private(text)


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
            place = (x, top, x + len(word) * letter, top + high)
            tokens.append(Token(word, Box(*(round(v, 2) for v in place))))
            at += len(word)
    return tokens
