"""Page images of source files, made when they are looked at."""

from __future__ import annotations

import hashlib
import io
import threading
import warnings
from collections import OrderedDict
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from ingest.review.pointer import Json
from ingest.review.server.turned import boxes_on, upright

_WIDTH = 1400
_MOST_PIXELS = 12_000_000
_MOST_BYTES = 512 * 2**20
_KEPT = 12


class Images:
    """Pages as PNG. Only files inside `sources` whose content is the record's are shown."""

    def __init__(self, sources: Path | None) -> None:
        self._sources = sources.resolve() if sources else None
        self._kept: OrderedDict[tuple[str, int], bytes | None] = OrderedDict()
        self._sound: dict[tuple[str, int, int], str] = {}
        self._lock = threading.Lock()  # PDFium is not made for threads

    def source(self, record: Json) -> Path | None:
        """The file that the record was made from, if it is there and unchanged."""
        if self._sources is None:
            return None
        told = record.get("source") or {}
        if not str(told.get("media_type") or "").startswith(("image/", "application/pdf")):
            return None
        path = (self._sources / str(told.get("uri") or "")).resolve()
        if not path.is_relative_to(self._sources) or not path.is_file():
            return None
        return path if self._digest(path) == told.get("sha256") else None

    def _digest(self, path: Path) -> str:
        stat = path.stat()
        key = (str(path), stat.st_mtime_ns, stat.st_size)
        if stat.st_size > _MOST_BYTES:
            return ""
        if key not in self._sound:
            with path.open("rb") as file:
                self._sound[key] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._sound[key]

    def page(self, record: Json, number: int) -> bytes | None:
        """The page as PNG, None where it cannot be shown."""
        path = self.source(record)
        if path is None or number < 1:
            return None
        key = (str(record["source"]["sha256"]), number)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _render(path, number, record)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def _render(path: Path, number: int, record: Json) -> bytes | None:
    """Whatever a hostile file does to the decoders: no picture, and the text is shown."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with path.open("rb") as file:
                pdf = file.read(1024).lstrip()[:5] == b"%PDF-"
            image = _pdf(path, number) if pdf else _picture(path, number)
            page: Json = next((p for p in record["pages"] if p["number"] == number), {})
            image = upright(image, page, boxes_on(record, number))
            made = io.BytesIO()
            image.save(made, "PNG", compress_level=3)
            return made.getvalue()
    except Exception:  # decoders raise anything; the page has its text
        return None


def _pdf(path: Path, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / width, (_MOST_PIXELS / (width * height)) ** 0.5)
        picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def _picture(path: Path, number: int) -> Image.Image:
    with Image.open(path) as image:
        if image.width * image.height > 20 * _MOST_PIXELS:
            raise ValueError("more pixels than are shown")
        image.seek(number - 1)
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((_WIDTH, 4 * _WIDTH))
    return upright
