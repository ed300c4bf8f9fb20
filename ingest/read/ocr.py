"""Recognition of page images. Tesseract is the engine; another is one more class."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from PIL import Image

from ingest.core.pages import Box
from ingest.errors import MissingTool
from ingest.read.limits import Limits
from ingest.read.lines import Token

_ROTATIONS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180,
              270: Image.Transpose.ROTATE_90}  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The `tesseract` program, one thread, one process a page."""

    program: str = "tesseract"

    def words(self, image: Image.Image, dpi: int, limits: Limits) -> list[Token]:
        _require(self.program, limits.languages)
        options = ["-l", limits.languages, "--dpi", str(dpi), "--psm", "3", "tsv"]
        return list(_tsv_words(self._run(image, options, limits)))

    def turn(self, image: Image.Image, dpi: int, limits: Limits) -> int:
        if "osd" not in _languages(self.program):
            return 0
        try:
            found = self._run(image, ["-l", "osd", "--dpi", str(dpi), "--psm", "0"], limits)
        except OcrFailed:  # too few letters to tell
            return 0
        values = dict(line.split(": ", 1) for line in found.splitlines() if ": " in line)
        angle = values.get("Rotate", "0").strip()
        return int(angle) if angle in ("90", "180", "270") else 0

    def _run(self, image: Image.Image, options: list[str], limits: Limits) -> str:
        packed = io.BytesIO()
        image.save(packed, format="PPM")
        command = [self.program, "stdin", "stdout", *options]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(
                command,
                input=packed.getvalue(),
                capture_output=True,
                timeout=limits.ocr_seconds,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise OcrFailed(f"took longer than {limits.ocr_seconds:g} seconds") from error
        except OSError as error:
            raise OcrFailed(f"cannot be run ({error.strerror})") from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise OcrFailed(f"ended with code {done.returncode} {' '.join(said)[:200]}".strip())
        return done.stdout.decode("utf-8", "replace")


DEFAULT_ENGINE: OcrEngine = Tesseract()


def upright(image: Image.Image, degrees: int) -> Image.Image:
    """The image turned clockwise by 0, 90, 180 or 270 degrees."""
    return image.transpose(_ROTATIONS[degrees]) if degrees in _ROTATIONS else image


def _require(program: str, languages: str) -> None:
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


def _tsv_words(tsv: str) -> Iterator[Token]:
    """Rows of level 5: level page block par line word left top width height conf text."""
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
