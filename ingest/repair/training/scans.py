"""Pages made by code: text drawn in the fonts of the genre, degraded, read by Tesseract.

The channel is learnt from such pairs. A page is one file `<number>.tsv` in the pairs' folder:
a line a row, `style, truth, reading…` (a reading a language), so that an interrupted run goes
on where it stopped and the same seed gives the same pages.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WITNESSES = "ắẵừợỹỄỘĐ"
"""A font that draws one of these as its box (Liberation 1.07) is refused."""

STYLES = (("regular", 60), ("bold", 16), ("italic", 14), ("bold-italic", 3), ("capitals", 7))


@dataclass(frozen=True, slots=True)
class Face:
    """A font family as files; `files` are regular, bold, italic, bold italic."""

    name: str
    files: tuple[str, str, str, str]

    def load(self, style: str, pixels: int) -> ImageFont.FreeTypeFont:
        order = {"regular": 0, "bold": 1, "capitals": 1, "italic": 2, "bold-italic": 3}
        return ImageFont.truetype(self.files[order[style]], pixels)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line on the page: its style, its text and the height of its middle in pixels."""

    style: str
    text: str
    middle: float


def holds_vietnamese(file: str) -> bool:
    """False where a font draws a box for a Vietnamese letter."""
    font = ImageFont.truetype(file, 24)
    box = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(c)) != box for c in WITNESSES)


def read_pages(
    paragraphs: Sequence[str],
    faces: Sequence[Face],
    folder: Path,
    pages: int,
    seed: int,
    languages: Sequence[str] = ("eng",),
    whole: bool = False,
) -> Iterator[Path]:
    """Draw and read `pages` pages; those already in `folder` are kept.

    Paragraphs are cut after some lines (more of them on a page), or shown `whole`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        path = folder / f"{number:05d}.tsv"
        if not path.exists():
            rng = random.Random(seed * 100_003 + number)
            rows = _page(paragraphs, faces, rng, languages, whole)
            part = path.with_suffix(".part")
            part.write_text("".join("\t".join(r) + "\n" for r in rows), "utf-8")
            part.replace(path)
        yield path


def _page(
    paragraphs: Sequence[str],
    faces: Sequence[Face],
    rng: random.Random,
    languages: Sequence[str],
    whole: bool,
) -> list[tuple[str, ...]]:
    dpi = rng.choice((150, 170, 200, 200, 200, 240, 300))
    image, lines = _draw(paragraphs, rng.choice(faces), dpi, rng, whole)
    image = _degrade(image, dpi, rng)
    readings = [_read(image, lines, language, dpi) for language in languages]
    return [
        (line.style, line.text, *(r[k] for r in readings))
        for k, line in enumerate(lines)
        if all(r[k] for r in readings)
    ]


def _draw(
    paragraphs: Sequence[str], face: Face, dpi: int, rng: random.Random, whole: bool
) -> tuple[Image.Image, list[Drawn]]:
    width, height = int(8.27 * dpi), int(11.69 * dpi)
    image = Image.new("L", (width, height), 255)
    canvas = ImageDraw.Draw(image)
    left, right, y = int(1.1 * dpi), int(7.7 * dpi), int(0.7 * dpi)
    lines: list[Drawn] = []
    while y < height - dpi:
        style = rng.choices([s for s, _ in STYLES], [w for _, w in STYLES])[0]
        pixels = round(rng.choice((13, 13, 14, 14, 14)) * dpi / 72)
        font = face.load(style, pixels)
        step = round(pixels * rng.choice((1.15, 1.3, 1.45)))
        text = " ".join(rng.choice(paragraphs).split())
        if not whole:
            text = text[: rng.choice((90, 200, 400, 700))]
            text = text.rsplit(" ", 1)[0] if len(text) > 60 else text
        if style == "capitals":
            text = text[:140].rsplit(" ", 1)[0].upper()
        for line in _wrap(text, font, right - left):
            if y >= height - dpi:
                break
            canvas.text((left, y), line, font=font, fill=rng.choice((0, 0, 30, 60)))
            lines.append(Drawn(style, line, y + 0.55 * pixels))
            y += step
        y += rng.choice((0, pixels // 3))
    return image, lines


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _degrade(image: Image.Image, dpi: int, rng: random.Random) -> Image.Image:
    noise = np.random.default_rng(rng.getrandbits(32))
    image = image.rotate(rng.uniform(-0.35, 0.35), Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.1) * dpi / 200))
    if rng.random() < 0.35:
        small = rng.uniform(0.55, 0.85)
        size = image.size
        image = image.resize((int(size[0] * small), int(size[1] * small)))
        image = image.resize(size, Image.Resampling.BICUBIC)
    grey = np.asarray(image, dtype=np.float32)
    grey = grey + noise.normal(0.0, rng.uniform(2, 22), grey.shape).astype(np.float32)
    if rng.random() < 0.4:
        grey = np.where(grey > rng.uniform(110, 200), 255.0, 0.0).astype(np.float32)
    image = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if rng.random() < 0.6:
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=rng.randint(22, 75))
        image = Image.open(io.BytesIO(packed.getvalue()))
    return image


def _read(image: Image.Image, lines: Sequence[Drawn], language: str, dpi: int) -> list[str]:
    """The reading of each drawn line, empty where Tesseract saw none."""
    packed = io.BytesIO()
    image.save(packed, "PNG", compress_level=1)
    command = ["tesseract", "-", "-", "-l", language, "--dpi", str(dpi), "--psm", "6", "tsv"]
    run = subprocess.run(
        command,
        input=packed.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    found: list[list[tuple[int, str]]] = [[] for _ in lines]
    middles = np.array([line.middle for line in lines])
    for row in run.stdout.decode("utf-8").split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            middle = int(cells[7]) + int(cells[9]) / 2
            nearest = int(np.abs(middles - middle).argmin())
            found[nearest].append((int(cells[6]), cells[11].strip()))
    return [" ".join(word for _, word in sorted(words)) for words in found]
