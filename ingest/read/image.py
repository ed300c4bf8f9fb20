"""Page images: PNG, JPEG, TIFF with one or many pages."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.core.pages import Page, Remark
from ingest.errors import Damaged, TooLarge
from ingest.read.limits import Limits
from ingest.read.page_image import Scan
from ingest.read.reader import Reading
from ingest.read.recognise import recognise, unreadable

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
_FORMATS = ("PNG", "JPEG", "TIFF")
_A4 = (595.28, 841.89)
_PLAUSIBLE_WIDTH = (280.0, 1300.0)
_COLOURED = ("RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV")
_POINTS = 72.0
_LEAST_DPI = 150
_MOST_GROWN = 40_000_000
_LEAST_STATED = 60.0
_OBLONG, _MOST_OBLONG = 1.25, 4.0
_FAILURES = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, TypeError, KeyError,
             IndexError, AttributeError, NotImplementedError)  # fmt: skip


class ImageReader:
    """Recognises the text of each page of an image."""

    media_types = ("image/png", "image/jpeg", "image/tiff")

    def accepts(self, head: bytes, name: str) -> bool:
        return head.startswith(tuple(_MAGIC))

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        media_type = next(kind for magic, kind in _MAGIC.items() if data.startswith(magic))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what we check ourselves
            return _read(data, media_type, limits)


IMAGE = ImageReader()


def _read(data: bytes, media_type: str, limits: Limits) -> Reading:
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        count = int(getattr(image, "n_frames", 1))
    except Image.DecompressionBombError as error:
        raise TooLarge(str(error)) from error
    except (UnidentifiedImageError, *_FAILURES) as error:
        why = "no image can be found in it" if isinstance(error, UnidentifiedImageError) else error
        raise Damaged(f"the image is broken ({why})") from error
    if count > limits.max_pages:
        raise TooLarge(f"{count} pages; the limit is {limits.max_pages}")
    pages: list[Page] = []
    remarks: list[Remark] = []
    for number in range(1, count + 1):
        page, found = _page(image, number, limits, pages[-1] if pages else None)
        pages.append(page)
        remarks += found
    if all(page.width is None for page in pages):
        raise Damaged(f"the image is broken ({remarks[0].message})")
    return Reading(tuple(pages), media_type, tuple(remarks))


def _page(
    image: Image.Image, number: int, limits: Limits, before: Page | None
) -> tuple[Page, tuple[Remark, ...]]:
    """The frame as read; a table without rules at the end of the page `before` may go on."""
    try:
        if number > 1:
            image.seek(number - 1)
        pixels = image.width * image.height
        if pixels > limits.max_pixels:
            raise TooLarge(f"an image of {pixels} pixels; the limit is {limits.max_pixels}")
        image.load()
        scan = scan_of(image)
    except Image.DecompressionBombError as error:
        raise TooLarge(str(error)) from error
    except _FAILURES as error:
        return Page(number, "", "ocr"), (unreadable(number, f"the image is broken ({error})"),)
    return recognise(number, scan, limits, before=before)


def scan_of(image: Image.Image) -> Scan:
    """The frame upright, in grey or RGB, with the size of its page in points.

    The resolution that the file states is believed where the page gets a plausible size; else
    (photographs) the page is taken for A4.
    """
    stated = image.info.get("dpi", (0, 0))
    upright = ImageOps.exif_transpose(image)
    if upright.size != image.size and isinstance(stated, tuple):
        stated = stated[::-1]  # what lay down stands now
    image = _with_square_pixels(_grey_or_rgb(_flat(upright)), stated)
    width = _page_width(stated, upright.width, image.width > image.height)
    dpi = image.width / width * _POINTS
    height = image.height / image.width * width
    if dpi < _LEAST_DPI:
        grow = min(4, round(2 * _LEAST_DPI / dpi))
        size = (image.width * grow, image.height * grow)
        if size[0] * size[1] < _MOST_GROWN:
            image = image.resize(size, Image.Resampling.BICUBIC)
    return Scan(image, width, height)


def _with_square_pixels(image: Image.Image, stated: object) -> Image.Image:
    """The lines of a fax (204 by 98 dots an inch) as far apart as its columns are."""
    try:
        across, down = (float(dpi) for dpi in stated)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ArithmeticError):
        return image
    coarse, fine = sorted((across, down))
    if not (coarse >= _LEAST_STATED and _OBLONG <= fine / coarse <= _MOST_OBLONG):
        return image
    size = (round(image.width * fine / across), round(image.height * fine / down))
    if size[0] * size[1] >= _MOST_GROWN:
        return image
    return image.resize(size, Image.Resampling.BICUBIC)


def _grey_or_rgb(image: Image.Image) -> Image.Image:
    """Colours are kept where the image has them: they tell ink from print."""
    if image.mode == "P":
        palette = np.asarray(image.getpalette() or [0, 0, 0]).reshape(-1, 3)
        return image.convert("RGB" if np.ptp(palette, axis=1).any() else "L")
    return image.convert("RGB" if image.mode in _COLOURED else "L")


def _page_width(stated: object, pixels: int, lying: bool) -> float:
    dpi = stated[0] if isinstance(stated, tuple) and stated else 0
    try:
        width = pixels / float(dpi) * _POINTS
    except (ZeroDivisionError, TypeError, ValueError, OverflowError):
        width = 0.0
    low, high = _PLAUSIBLE_WIDTH
    return width if low <= width <= high else _A4[1 if lying else 0]


def _flat(image: Image.Image) -> Image.Image:
    """Transparent places white: they would become black."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered)
    if image.mode.startswith(("I", "F")):  # more than 8 bits a pixel
        values = np.nan_to_num(np.asarray(image, dtype=np.float64))
        scaled = values * (255.0 / max(1.0, float(values.max())))
        return Image.fromarray(scaled.clip(0, 255).astype(np.uint8))
    return image
