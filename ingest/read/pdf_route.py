"""Whether the text layer of a PDF page holds what the page shows."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ingest.core.pages import Doubt
from ingest.read.legacy_fonts import shown
from ingest.read.lines import Token
from ingest.read.pdf_objects import WHOLE_PAGE, PageObjects
from ingest.read.pdf_text import PageMap, PdfPage

Why = Literal["no-layer", "stamps", "no-unicode", "forced", ""]
"""Why an image is read: no layer at all, a layer of stamps, letters without a meaning."""

_FEW_LETTERS = 20
_STAMP_LETTERS = 300
_SOME_IMAGE = 0.02
_DRAWN_LETTERS = 60
_BAD_SHARE = 0.2
_GLANCE_DPI = 72.0
_INK = 150
_MARGIN = 0.04
_UNCOVERED = 0.28
_LEAST_INK = 200


def why_image(tokens: list[Token], objects: PageObjects) -> Why:
    """Empty where the text layer is to be read.

    A scan that was signed digitally has the lines of the signature as text layer, and an image
    over the whole page. Letters may also be drawn as shapes.
    """
    text = shown("".join([t.text for t in tokens]))
    letters = sum(map(str.isalpha, text[: 2 * _STAMP_LETTERS]))
    if letters < _STAMP_LETTERS:
        letters = sum(map(str.isalpha, text))
    bad = text.count("\ufffd")
    if not text.isprintable():
        bad += sum(c == "\x00" or "\ue000" <= c <= "\uf8ff" for c in text)
    seen = objects.image_share > _SOME_IMAGE or objects.shapes > _DRAWN_LETTERS
    if bad > _BAD_SHARE * len(text):
        return "no-unicode"
    if letters < _FEW_LETTERS:
        return ("stamps" if tokens else "no-layer") if seen else ""
    visible = [t for t in tokens if not t.hidden]
    few = letters < _STAMP_LETTERS and len(visible) * 2 > len(tokens)
    return "stamps" if few and objects.image_share > WHOLE_PAGE else ""


def doubt_of(page: PdfPage, places: PageMap, tokens: list[Token], objects: PageObjects) -> Doubt:
    """What is odd about the layer of a scan, by where its words stand and whether one sees them."""
    if objects.image_share <= WHOLE_PAGE:
        return ""
    if _uncovered(page, places, tokens) > _UNCOVERED:
        return "partial"
    return "hidden" if any(t.hidden for t in tokens) else ""


def _uncovered(page: PdfPage, places: PageMap, tokens: list[Token]) -> float:
    """Share of the dark points of the page, its edges aside, on which no word lies."""
    scale = _GLANCE_DPI / 72.0
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        ink = np.asarray(bitmap.to_pil().convert("L")) < _INK
    finally:
        bitmap.close()
    high, wide = ink.shape
    dy, dx = round(high * _MARGIN), round(wide * _MARGIN)
    bare = np.zeros_like(ink)
    bare[dy : high - dy, dx : wide - dx] = ink[dy : high - dy, dx : wide - dx]
    total = int(bare.sum())
    if total < _LEAST_INK:
        return 0.0
    for token in tokens:
        box, room = token.box, 0.3 * token.height
        top, bottom = int((box.y0 - room) * scale), int((box.y1 + room) * scale) + 1
        left, right = int((box.x0 - room) * scale), int((box.x1 + room) * scale) + 1
        bare[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = False
    return float(bare.sum()) / total
