"""What a scanner makes of a page: skew, blur, noise, paper; as image PDF, PNG or TIFF."""

from __future__ import annotations

import time
from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

PAPER, INK = 246.0, 32.0
"""Grey of paper and ink after scanning."""


def rasterise(pdf: bytes, *, dpi: int) -> list[Image.Image]:
    """The pages of a PDF as grey images; the resolution stands in `info["dpi"]`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()
    for page in pages:
        page.info["dpi"] = (dpi, dpi)
    return pages


def scan(
    pages: Sequence[Image.Image], *, dpi: int, skew: float, noise: float, blur: float, seed: int
) -> list[Image.Image]:
    """Grey images of `pages` as a scanner would deliver them.

    `skew` is the largest turn in degrees (each page is turned by a share of it, either way),
    `noise` the standard deviation in grey levels of 255, `blur` a radius in pixels at `dpi`.
    Pages that carry another resolution in `info["dpi"]` are resampled to `dpi`. The same
    arguments give the same pixels with the same versions of Pillow and numpy.
    """
    random = np.random.default_rng(seed)
    return [_scan_page(page, dpi, skew, noise, blur, random) for page in pages]


def _scan_page(
    page: Image.Image,
    dpi: int,
    skew: float,
    noise: float,
    blur: float,
    random: np.random.Generator,
) -> Image.Image:
    grey = page.convert("L")
    given = float(page.info.get("dpi", (dpi, dpi))[0])
    if given != dpi:
        size = (round(grey.width * dpi / given), round(grey.height * dpi / given))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    turn = skew * float(random.uniform(0.4, 1.0)) * (1 if random.random() < 0.5 else -1)
    grey = grey.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    grey = grey.filter(ImageFilter.GaussianBlur(blur))
    levels = np.asarray(grey, dtype=np.float64) / 255 * (PAPER - INK) + INK
    levels += random.normal(0.0, noise, levels.shape)
    out = Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))
    out.info["dpi"] = (dpi, dpi)
    return out


def bilevel(page: Image.Image, *, threshold: int = 140) -> Image.Image:
    """Black and white, as fax-like scanner settings give it."""
    out = page.point([255 if level >= threshold else 0 for level in range(256)]).convert("1")
    out.info["dpi"] = page.info.get("dpi", (200, 200))
    return out


def to_image_pdf(pages: Sequence[Image.Image], *, quality: int) -> bytes:
    """A PDF that holds nothing but the page images (JPEG)."""
    out = BytesIO()
    dpi = float(pages[0].info["dpi"][0])
    epoch = time.gmtime(0)
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=list(pages[1:]),
        resolution=dpi,
        quality=quality,
        creationDate=epoch,
        modDate=epoch,
    )
    return out.getvalue()


def to_png(page: Image.Image, *, bits: int) -> bytes:
    """One page as PNG with `2 ** bits` greys."""
    step = 255 / (2**bits - 1)
    flat = page.point([round(round(level / step) * step) for level in range(256)])
    out = BytesIO()
    flat.save(out, "PNG", dpi=page.info["dpi"], optimize=True)
    return out.getvalue()


def to_tiff(pages: Sequence[Image.Image]) -> bytes:
    """All pages in one bilevel TIFF, CCITT Group 4."""
    out = BytesIO()
    first, *rest = [bilevel(page) for page in pages]
    first.save(
        out,
        "TIFF",
        save_all=True,
        append_images=rest,
        compression="group4",
        dpi=first.info["dpi"],
    )
    return out.getvalue()
