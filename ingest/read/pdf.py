"""PDF: the text layer where there is one, OCR of the page image where there is none."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.core.pages import Page, Remark
from ingest.errors import Damaged, Encrypted, IngestError, MissingTool, TooLarge
from ingest.read.layout import lay_out
from ingest.read.limits import Limits
from ingest.read.lines import Token
from ingest.read.pdf_notes import notes_on, undrawn
from ingest.read.pdf_objects import PageObjects, objects_of
from ingest.read.pdf_tables import tables_on
from ingest.read.pdf_text import PageMap, text_tokens
from ingest.read.reader import Reading
from ingest.read.recognise import Scan, recognise, unreadable

_HEADER_WITHIN = 1024
_DPI = 300.0
_POINTS = 72.0
_MAX_RENDER = 36_000_000
_MAX_SIDE = 14_400.0
_FEW_LETTERS = 20
_STAMP_LETTERS = 300
_WHOLE_PAGE = 0.6
_SOME_IMAGE = 0.02
_DRAWN_LETTERS = 60
_BAD_SHARE = 0.2


class PdfReader:
    """Text layer, annotations and form fields by pdfium; scanned pages by OCR at 300 dpi."""

    media_types = ("application/pdf",)

    def accepts(self, head: bytes, name: str) -> bool:
        return b"%PDF-" in head[:_HEADER_WITHIN]

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        document = _open(data)
        try:
            count = len(document)
            if count > limits.max_pages:
                raise TooLarge(f"{count} pages; the limit is {limits.max_pages}")
            if not count:
                raise Damaged("the PDF has no page")
            return _pages(document, count, limits)
        finally:
            document.close()


PDF = PdfReader()


def _open(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted("the PDF opens only with a password") from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise Encrypted("the PDF uses an unknown encryption") from error
        raise Damaged(f"the PDF is broken ({error})") from error
    with suppress(pypdfium2.PdfiumError):  # the pages can be read without
        document.init_forms()
    return document


def _pages(document: Any, count: int, limits: Limits) -> Reading:
    pages: list[Page] = []
    remarks: list[Remark] = []
    for number in range(1, count + 1):
        try:
            page, found = _page(document, number, limits)
        except MissingTool:
            raise
        except (IngestError, pypdfium2.PdfiumError, ValueError, OSError, MemoryError) as error:
            page, found = Page(number, "", "text-layer"), (unreadable(number, str(error)),)
        pages.append(page)
        remarks += found
    if all(page.width is None for page in pages):
        raise Damaged(f"no page can be opened ({remarks[0].message})")
    return Reading(tuple(pages), "application/pdf", tuple(remarks))


def _page(document: Any, number: int, limits: Limits) -> tuple[Page, tuple[Remark, ...]]:
    handle, notes = _flattened(document, number - 1)
    try:
        places = PageMap(handle)
        if not 1 <= places.width <= _MAX_SIDE or not 1 <= places.height <= _MAX_SIDE:
            raise TooLarge(f"a page of {places.width:.0f} by {places.height:.0f} points")
        tokens = text_tokens(handle, places)
        tokens += undrawn(notes, tokens)
        objects = objects_of(handle, places)
        if limits.force_ocr or needs_ocr(tokens, objects):
            return recognise(number, _scan(handle, places), limits)
        tables = tables_on(objects.rules)
        page = lay_out(number, tokens, "text-layer", places.width, places.height, tables)
        return page, ()
    finally:
        handle.close()


def _flattened(document: Any, index: int) -> tuple[Any, list[Token]]:
    """The page with annotations and form fields drawn into its content.

    Numbers and dates that are stamped into signed documents are annotations; text extraction
    passes over them otherwise. Text boxes without a drawing are given as words.
    """
    page = document[index]
    if not pdfium.FPDFPage_GetAnnotCount(page):
        return page, []
    notes = notes_on(page, PageMap(page))
    done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    if done != pdfium.FLATTEN_SUCCESS:
        return page, notes
    page.close()
    return document[index], notes


def needs_ocr(tokens: list[Token], objects: PageObjects) -> bool:
    """True where the text layer does not hold what the page shows.

    A scan that was signed digitally has the lines of the signature as text layer, and an image
    over the whole page. Letters may also be drawn as shapes.
    """
    text = "".join(t.text for t in tokens)
    letters = sum(c.isalpha() for c in text)
    bad = sum(c in "\ufffd\x00" or "\ue000" <= c <= "\uf8ff" for c in text)
    seen = objects.image_share > _SOME_IMAGE or objects.shapes > _DRAWN_LETTERS
    if letters < _FEW_LETTERS:
        return seen
    if bad > _BAD_SHARE * len(text):
        return True
    return letters < _STAMP_LETTERS and objects.image_share > _WHOLE_PAGE


def _scan(page: Any, places: PageMap) -> Scan:
    scale = _DPI / _POINTS
    pixels = places.width * places.height * scale * scale
    if pixels > _MAX_RENDER:
        scale *= (_MAX_RENDER / pixels) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        image = bitmap.to_pil().convert("L").copy()
    finally:
        bitmap.close()
    return Scan(image, places.width, places.height)
