"""PDF: the text layer where there is one, OCR of the page image where there is none.

Which of the two a page gets, and why, is told in `docs/reading.md`. What only the words
themselves can tell (a damaged layer, `Page.doubt`) is the pipeline's to judge; it asks for
single pages again through `page_images`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.core.pages import Page, Remark
from ingest.errors import Damaged, Encrypted, IngestError, MissingTool, TooLarge
from ingest.read.limits import Limits
from ingest.read.pdf_page import read_page, recognised_page
from ingest.read.reader import Reading
from ingest.read.recognise import unreadable
from ingest.read.remarks import numbered
from ingest.read.uncollected import uncollected

_HEADER_WITHIN = 1024
_FAILURES = (IngestError, pypdfium2.PdfiumError, ValueError, OSError, MemoryError)

Seen = tuple[Page, tuple[Remark, ...]]


class PdfReader:
    """Text layer, annotations and form fields by pdfium; scanned pages by OCR at 300 dpi."""

    media_types = ("application/pdf",)

    def accepts(self, head: bytes, name: str) -> bool:
        return b"%PDF-" in head[:_HEADER_WITHIN]

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        with _opened(data) as document:
            count = len(document)
            if count > limits.max_pages:
                raise TooLarge(f"{count} pages; the limit is {limits.max_pages}")
            if not count:
                raise Damaged("the PDF has no page")
            with uncollected():
                return _pages(document, count, limits)


PDF = PdfReader()


@contextmanager
def page_images(data: bytes, limits: Limits) -> Iterator[Callable[[int], Seen]]:
    """A function that recognises the image of one page (from 1), whatever its text layer says.

    Raises as `PdfReader.read` does on opening; the function raises MissingTool alone.
    """
    with _opened(data) as document:

        def seen(number: int) -> Seen:
            try:
                return recognised_page(document, number, limits)
            except MissingTool:
                raise
            except _FAILURES as error:
                return _lost(number, error)

        yield seen


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted("the PDF opens only with a password") from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise Encrypted("the PDF uses an unknown encryption") from error
        raise Damaged(f"the PDF is broken ({error})") from error
    try:
        with suppress(pypdfium2.PdfiumError):  # the pages can be read without
            document.init_forms()
        yield document
    finally:
        document.close()


def _pages(document: Any, count: int, limits: Limits) -> Reading:
    pages: list[Page] = []
    remarks: list[Remark] = []
    bare: list[int] = []
    for number in range(1, count + 1):
        try:
            before = pages[-1] if pages else None
            page, found, why = read_page(document, number, limits, before)
        except MissingTool:
            raise
        except _FAILURES as error:
            page, found, why = *_lost(number, error), ""
        pages.append(page)
        remarks += found
        if why == "no-layer":
            bare.append(number)
    if all(page.width is None for page in pages):
        raise Damaged(f"no page can be opened ({remarks[0].message})")
    if bare:
        message = f"no text layer on {numbered(bare)}: what was read is OCR of the images"
        remarks.append(Remark("no-text-layer", "info", message))
    return Reading(tuple(pages), "application/pdf", tuple(remarks))


def _lost(number: int, error: Exception) -> Seen:
    return Page(number, "", "text-layer"), (unreadable(number, str(error)),)
