"""Recognition of page images. Tesseract is the engine (`ocr_kept`); another is one more class."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, runtime_checkable

from PIL import Image

from ingest.core.pages import Box
from ingest.errors import MissingTool
from ingest.read.limits import Limits
from ingest.read.lines import Token

_ROTATIONS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180,
              270: Image.Transpose.ROTATE_90}  # fmt: skip
PAGE, BLOCK = 3, 6
"""Tesseract's ways to part an image: as a page, as one block of lines."""
_WORD_LEVEL = "5"
_NOISE_CONFIDENCE = 0.3


class OcrFailed(Exception):
    """The engine gave up on one page: it crashed or took too long."""


class OcrEngine(Protocol):
    """Words of an image, boxes in pixels. Raises MissingTool, OcrFailed."""

    def words(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]: ...

    def turn(self, image: Image.Image, dpi: int, limits: Limits) -> int:
        """Degrees (0, 90, 180, 270) by which the image must be turned clockwise to be upright."""
        ...


@runtime_checkable
class BlockEngine(Protocol):
    """An engine that can be told that an image holds nothing but lines below each other."""

    def block(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]: ...


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The `tesseract` program through pytesseract: one thread, one process a page."""

    program: str = "tesseract"

    def words(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]:
        return self.parted(image, dpi, limits, PAGE)

    def block(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]:
        return self.parted(image, dpi, limits, BLOCK)

    def parted(self, image: Image.Image, dpi: int, limits: Limits, parted: int) -> list[Token]:
        """The words of an image that is to be parted as `PAGE` or `BLOCK`."""
        require(self.program, limits.languages)
        tesseract = _pytesseract(self.program)
        with _failures(tesseract, limits):
            tsv = tesseract.image_to_data(
                _as_ppm(image),
                lang=limits.languages,
                config=f"--dpi {dpi} --psm {parted}",
                output_type=tesseract.Output.STRING,
                timeout=limits.ocr_seconds,
            )
        return list(tsv_words(tsv))

    def turn(self, image: Image.Image, dpi: int, limits: Limits) -> int:
        if "osd" not in _languages(self.program):
            return 0
        tesseract = _pytesseract(self.program)
        try:
            with _failures(tesseract, limits):
                found = tesseract.image_to_osd(
                    _as_ppm(image),
                    config=f"--dpi {dpi}",
                    output_type=tesseract.Output.DICT,
                    timeout=limits.ocr_seconds,
                )
        except OcrFailed:  # too few letters to tell
            return 0
        angle = int(found.get("rotate", 0))
        return angle if angle in (90, 180, 270) else 0


def _pytesseract(program: str) -> Any:
    """The library, told which program to run and to keep it to one thread.

    Its own threads win Tesseract a few per cent on one page and lose it a core on many.
    """
    import pytesseract  # half a second where pandas is installed: not for who reads text

    os.environ["OMP_THREAD_LIMIT"] = "1"
    pytesseract.pytesseract.tesseract_cmd = program
    return pytesseract


def _as_ppm(image: Image.Image) -> Image.Image:
    """The image, marked to be handed over without compression (PNG costs half a second)."""
    plain = image if image.mode in ("L", "RGB") else image.convert("L")
    if plain is image:
        plain = image.copy()
    plain.format = "PPM"
    return plain


@contextmanager
def _failures(tesseract: Any, limits: Limits) -> Iterator[None]:
    """Whatever the engine does on a page becomes `OcrFailed`."""
    try:
        yield
    except tesseract.TesseractNotFoundError as error:
        raise MissingTool("Tesseract is not installed: apt-get install tesseract-ocr") from error
    except tesseract.TesseractError as error:
        said = " ".join(str(error.message).split())[-200:]
        raise OcrFailed(f"ended with code {error.status} {said}".strip()) from error
    except OSError as error:
        raise OcrFailed(f"cannot be run ({error.strerror or error})") from error
    except (RuntimeError, ValueError) as error:  # pytesseract's way to say that time is up
        if "timeout" in str(error):
            raise OcrFailed(f"took longer than {limits.ocr_seconds:g} seconds") from error
        raise OcrFailed(f"gave no result ({error})") from error


def upright(image: Image.Image, degrees: int) -> Image.Image:
    """The image turned clockwise by 0, 90, 180 or 270 degrees."""
    return image.transpose(_ROTATIONS[degrees]) if degrees in _ROTATIONS else image


def require(program: str, languages: str) -> None:
    """Raises MissingTool where the program or its data is not installed."""
    if shutil.which(program) is None:
        raise MissingTool("Tesseract is not installed: apt-get install tesseract-ocr")
    for language in languages.split("+"):
        if language not in _languages(program):
            package = f"tesseract-ocr-{language.replace('_', '-')}"
            raise MissingTool(f"Tesseract has no data for {language}: apt-get install {package}")


@cache
def _languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.decode("utf-8", "replace").split("\n")[1:]) - {""}


def tsv_words(tsv: str) -> Iterator[Token]:
    """The words of Tesseract's table. Rows of level 5: level page block par line word left top width height conf text."""
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        left, top, width, height = (float(c) for c in cells[6:10])
        confidence = max(0.0, min(1.0, float(cells[10]) / 100))
        text = cells[11].strip()
        if confidence < _NOISE_CONFIDENCE and not any(c.isalnum() for c in text):
            continue  # a speck or a rule read as a sign
        yield Token(text, Box(left, top, left + width, top + height), round(confidence, 4))
