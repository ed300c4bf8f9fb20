"""How a scan lay when it was read: a page read sideways or head down is shown as it was read.

A record holds the boxes of its values on the upright page and not by how much it was turned.
Where the boxes lie on ink, the page stands as it was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ingest.review.pointer import Json

Boxes = Sequence[Sequence[float]]

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180,
          270: Image.Transpose.ROTATE_90}  # fmt: skip
_SIDE = 900
_CLEARLY = 1.25
"""So much more ink must lie in the boxes of a turned page than in those of the page as it is."""


def boxes_on(record: Json, number: int) -> list[list[float]]:
    """All boxes of values on a page, in points from the top left."""
    return list(_boxes(record.get("documents"), number))


def _boxes(value: object, number: int) -> Iterator[list[float]]:
    if isinstance(value, list):
        for member in value:
            yield from _boxes(member, number)
    elif isinstance(value, dict):
        if "quote" in value and value.get("page") == number:
            yield from value.get("boxes") or ()
        else:
            for member in value.values():
                yield from _boxes(member, number)


def upright(image: Image.Image, page: Json, boxes: Boxes) -> Image.Image:
    """The image turned clockwise by 0, 90, 180 or 270 degrees, as the page was read."""
    width, height = page.get("width") or 0, page.get("height") or 0
    if page.get("origin") != "ocr" or not width or not height or not boxes:
        return image
    degrees = _turn(image, width, height, boxes)
    return image.transpose(_TURNS[degrees]) if degrees else image


def _turn(image: Image.Image, width: float, height: float, boxes: Boxes) -> int:
    small = ImageOps.grayscale(image)
    small.thumbnail((_SIDE, _SIDE))
    shape = abs(np.log(small.width / small.height * height / width))
    across = abs(np.log(small.height / small.width * height / width))
    if abs(shape - across) < 0.05:  # nearly square: its shape tells nothing
        turns = [0, 90, 180, 270]
    else:
        turns = [0, 180] if shape < across else [90, 270]
    inks = {turn: _ink(small, turn, width, height, boxes) for turn in turns}
    best = max(turns, key=lambda turn: (inks[turn], -turn))
    return best if best == turns[0] or inks[best] > _CLEARLY * inks[turns[0]] else turns[0]


def _ink(small: Image.Image, turn: int, width: float, height: float, boxes: Boxes) -> float:
    """How much darker than the page the boxes are, 1 where they are no darker."""
    turned = small.transpose(_TURNS[turn]) if turn else small
    dark: NDArray[np.float32] = 255 - np.asarray(turned, dtype=np.float32)
    across, down = turned.width / width, turned.height / height
    inside, area = 0.0, 0
    for x0, y0, x1, y1 in boxes:
        part = dark[int(y0 * down) : int(y1 * down) + 1, int(x0 * across) : int(x1 * across) + 1]
        inside, area = inside + float(part.sum()), area + part.size
    return inside / area / max(float(dark.mean()), 1e-6) if area else 0.0
