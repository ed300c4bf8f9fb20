"""How much a reader takes on before it says `TooLarge`, and how it reads images."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file.

    `unpacked_bytes` and `unpacked_ratio` bound what a DOCX (a ZIP) may hold;
    `ocr_seconds` is what the recognition of one page may take; `languages` names the data of
    the OCR engine (`vie`, `vie+eng`); `force_ocr` reads the page images of a PDF even where
    there is a text layer, for layers that turned out unusable.
    """

    max_bytes: int = 500_000_000
    max_pages: int = 10_000
    max_pixels: int = 120_000_000
    unpacked_bytes: int = 600_000_000
    unpacked_ratio: int = 250
    ocr_seconds: float = 120.0
    languages: str = "vie"
    force_ocr: bool = False


DEFAULT_LIMITS = Limits()
