"""What a reader delivers: the pages of one file, as they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.core.text import Span

Origin = Literal["text-layer", "ocr", "plain"]
FontEncoding = Literal["TCVN3", "TCVN3-H", "VNI", "VPS"]
"""Encodings that a font's name tells; a TCVN3 font ending in H draws every letter as a capital."""
Doubt = Literal["", "hidden", "partial"]
"""Why a text layer may not hold what its page shows: it lies unseen on (or under) a page image,
as an earlier OCR run leaves it, or it covers only a part of what the image shows."""

PAGE_BREAK = "\f"
"""Stands between two pages in the joined text of a file; no page text holds one."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input file. `uri` is what the user gave, never an absolute path of ours."""

    uri: str
    sha256: str
    bytes: int
    media_type: str
    page_count: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points (1/72 inch) from the page's top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Word:
    """Where a run of a page's text stands; `confidence` in [0, 1] or None if not from OCR."""

    span: Span
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its text is `span` of the page's text; spans count merged grid places."""

    span: Span
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page, in reading order of its cells.

    In the page's text a row is a line and cells are parted by ` | `.
    """

    span: Span
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FontRun:
    """A run of a page's text that was set in a font of an old encoding.

    The text stands as its bytes show in Latin-1 (`céng hßa`); the repair stage decodes it.
    """

    span: Span
    encoding: FontEncoding


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader noticed: it becomes a diagnostic. `code` as in `docs/diagnostics.md`."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    page: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: NFC, lines ended by `\\n`, no layout marks.

    `asides` are runs of the text that are no part of the document's flow (page number,
    running head, stamp): they stay in the text, extractors do not see them.
    `width` and `height` are in points, None where the page has no geometry. `reread` is true
    where the text layer was unusable and the page's image was recognised instead.
    """

    number: int
    text: str
    origin: Origin
    width: float | None = None
    height: float | None = None
    words: tuple[Word, ...] = ()
    grids: tuple[Grid, ...] = ()
    asides: tuple[Span, ...] = ()
    runs: tuple[FontRun, ...] = ()
    doubt: Doubt = ""
    reread: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """A file as read."""

    source: Source
    pages: tuple[Page, ...]
    remarks: tuple[Remark, ...] = ()

    def join(self) -> str:
        """The text of all pages, parted by `PAGE_BREAK`."""
        return PAGE_BREAK.join(p.text for p in self.pages)

    def runs(self) -> list[FontRun]:
        """The runs in old encodings of all pages, their spans counted in `join()`."""
        return [
            FontRun(run.span.shift(start), run.encoding)
            for page, start in zip(self.pages, self.starts(), strict=True)
            for run in page.runs
        ]

    def starts(self) -> list[int]:
        """Where each page begins in `join()`."""
        starts, at = [], 0
        for page in self.pages:
            starts.append(at)
            at += len(page.text) + len(PAGE_BREAK)
        return starts
