"""What is said of a page image on which OCR found no word."""

from __future__ import annotations

import numpy as np
from PIL import Image

from ingest.core.pages import Remark

_EDGE = 0.04
_DARKER = 60
_INK_SHARE = 0.0008


def without_text(number: int, image: Image.Image) -> Remark:
    """`page-blank` for paper, `page-without-text` for a picture, a drawing or handwriting."""
    if inked(image) < _INK_SHARE:
        return Remark("page-blank", "info", "the image shows bare paper", page=number)
    message = "the image shows something, but no printed text: handwriting, a picture or a seal"
    return Remark("page-without-text", "warning", message, page=number)


def inked(image: Image.Image) -> float:
    """Share of the image, its edges aside, that is clearly darker than the paper."""
    small = image.convert("L")
    small.thumbnail((600, 600), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.int16)
    dy, dx = round(grey.shape[0] * _EDGE), round(grey.shape[1] * _EDGE)
    inner = grey[dy : grey.shape[0] - dy, dx : grey.shape[1] - dx]
    if not inner.size:
        return 0.0
    return float(np.mean(inner < np.median(inner) - _DARKER))
