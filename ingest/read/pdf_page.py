"""One page of a PDF: its text layer, or its image where the layer does not hold the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from ingest.core.pages import Page, Remark
from ingest.errors import TooLarge
from ingest.read.layout import lay_out
from ingest.read.limits import Limits
from ingest.read.lines import Token
from ingest.read.page_image import Scan
from ingest.read.pdf_chars import Look
from ingest.read.pdf_notes import notes_on, undrawn
from ingest.read.pdf_objects import MAX_TEXTS, WHOLE_PAGE, PageObjects, objects_of, unseen_texts
from ingest.read.pdf_route import Why, doubt_of, why_image
from ingest.read.pdf_tables import tables_on
from ingest.read.pdf_text import PageMap, text_tokens
from ingest.read.recognise import recognise
from ingest.read.sideways import letter_by_letter, turn_upright

_DPI = 300.0
_POINTS = 72.0
_MAX_RENDER = 36_000_000
_MAX_SIDE = 14_400.0


@dataclass(frozen=True, slots=True)
class _Layer:
    """An open page and what its text layer holds."""

    handle: Any
    places: PageMap
    tokens: list[Token]
    objects: PageObjects


def read_page(
    document: Any, number: int, limits: Limits, before: Page | None = None
) -> tuple[Page, tuple[Remark, ...], Why | None]:
    """The page, remarks, and why its image was read instead of its text layer, if it was.

    `before` is the page before it, whose table may go on.
    """
    layer = _layer(document, number)
    try:
        why = "forced" if limits.force_ocr else why_image(layer.tokens, layer.objects)
        if why:
            page, remarks = _recognised(layer, number, limits, why, before)
            return page, (*remarks, *_reason(number, why, layer.tokens)), why
        places = layer.places
        tables = tables_on(layer.objects.rules)
        size = places.width, places.height
        page = lay_out(number, layer.tokens, "text-layer", *size, tables, before)
        if not page.text:
            return page, (_blank(number),), why
        doubt = doubt_of(layer.handle, places, layer.tokens, layer.objects)
        return replace(page, doubt=doubt), (), why
    finally:
        layer.handle.close()


def recognised_page(document: Any, number: int, limits: Limits) -> tuple[Page, tuple[Remark, ...]]:
    """The page as its image shows it."""
    layer = _layer(document, number)
    try:
        return _recognised(layer, number, limits, "forced")
    finally:
        layer.handle.close()


def _layer(document: Any, number: int) -> _Layer:
    handle, notes = _flattened(document, number - 1)
    try:
        places = PageMap(handle)
        if not 1 <= places.width <= _MAX_SIDE or not 1 <= places.height <= _MAX_SIDE:
            raise TooLarge(f"a page of {places.width:.0f} by {places.height:.0f} points")
        objects = objects_of(handle, places)
        if objects.texts > MAX_TEXTS:
            raise TooLarge(f"more than {MAX_TEXTS} pieces of text on one page")
        scan = objects.image_share > WHOLE_PAGE
        unseen = unseen_texts(handle, places) if scan else frozenset()
        tokens = text_tokens(handle, places, Look(objects.encodings, unseen, objects.seats))
        if letter_by_letter(tokens) and turn_upright(handle):
            places = PageMap(handle)
            objects = objects_of(handle, places)
            tokens = text_tokens(handle, places, Look(objects.encodings, unseen, objects.seats))
        tokens += undrawn(notes, tokens)
        return _Layer(handle, places, tokens, objects)
    except BaseException:
        handle.close()
        raise


def _flattened(document: Any, index: int) -> tuple[Any, list[Token]]:
    """The page with annotations and form fields drawn into its content.

    Numbers and dates that are stamped into signed documents are annotations; text extraction
    passes over them otherwise. Text boxes without a drawing are given as words.
    """
    page = document[index]
    if not pdfium.FPDFPage_GetAnnotCount(page):
        return page, []
    notes = notes_on(page, PageMap(page), document.formenv)
    done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    if done != pdfium.FLATTEN_SUCCESS:
        return page, notes
    page.close()
    return document[index], notes


def _recognised(
    layer: _Layer, number: int, limits: Limits, why: Why, before: Page | None = None
) -> tuple[Page, tuple[Remark, ...]]:
    """OCR; words that were drawn over a scan (a number, a date, a signature) stay as typed."""
    scan = layer.objects.image_share > WHOLE_PAGE
    printed = [t for t in layer.tokens if not t.hidden] if scan and why != "no-unicode" else []
    page, remarks = recognise(number, _scan(layer), limits, printed=printed, before=before)
    return replace(page, reread=why == "no-unicode"), remarks


def _reason(number: int, why: Why, tokens: list[Token]) -> tuple[Remark, ...]:
    if why == "stamps":
        words = " ".join(t.text for t in tokens[:8])
        message = f"the text layer holds no more than {len(tokens)} words ({words[:60]} …)"
        return (Remark("layer-partial", "info", f"{message}; the image was read", page=number),)
    if why == "no-unicode":
        message = "the letters of the text layer have no meaning in Unicode; the image was read"
        return (Remark("layer-reread", "warning", message, page=number),)
    return ()


def _blank(number: int) -> Remark:
    return Remark("page-blank", "info", "nothing stands on it", page=number)


def _scan(layer: _Layer) -> Scan:
    places = layer.places
    scale = _DPI / _POINTS
    pixels = places.width * places.height * scale * scale
    if pixels > _MAX_RENDER:
        scale *= (_MAX_RENDER / pixels) ** 0.5
    bitmap = layer.handle.render(scale=scale)
    try:
        image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    return Scan(image, places.width, places.height)
