"""How much a reader takes on before it says `TooLarge`, and how it reads images."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.lexicon.learnt import Learnt


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file.

    `unpacked_bytes` and `unpacked_ratio` bound what a DOCX (a ZIP) may hold;
    `ocr_seconds` is what the recognition of one page may take, `convert_seconds` what the
    conversion of a legacy Word file by LibreOffice may; `languages` names the data of
    the OCR engine (`vie`, `vie+eng`); `force_ocr` reads the page images of a PDF even where
    there is a text layer, for layers that turned out unusable; `lexicon` holds names and
    confusions of the user's own, for the repair.
    """

    max_bytes: int = 500_000_000
    max_pages: int = 10_000
    max_pixels: int = 120_000_000
    unpacked_bytes: int = 600_000_000
    unpacked_ratio: int = 250
    ocr_seconds: float = 120.0
    convert_seconds: float = 120.0
    languages: str = "vie"
    force_ocr: bool = False
    lexicon: Learnt | None = None


DEFAULT_LIMITS = Limits()
