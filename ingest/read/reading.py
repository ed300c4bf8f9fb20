"""What `ingest.read` offers, with every reader behind it: loaded when the first file comes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.core.pages import Page, Pages, Remark, Source
from ingest.errors import Damaged, IngestError, NoText, TooLarge
from ingest.read.asides import with_asides
from ingest.read.docx import DOCX
from ingest.read.html import HTML
from ingest.read.image import IMAGE
from ingest.read.legacy_fonts import settled
from ingest.read.limits import DEFAULT_LIMITS, Limits
from ingest.read.odt import ODT
from ingest.read.office import OFFICE
from ingest.read.opening import load
from ingest.read.pdf import PDF, Seen, page_images
from ingest.read.plain import PLAIN
from ingest.read.reader import Reader, Reading

READERS: tuple[Reader, ...] = (PDF, ODT, DOCX, OFFICE, IMAGE, HTML, PLAIN)
"""Asked in this order; the first that accepts the content reads it. `PLAIN` takes the rest."""

_HEAD = 4096


def read(path: Path, uri: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Pages:
    """The pages of a file; `uri` (default: the file's name) is what stands in the record.

    Raises only `IngestError`s: Unreadable, Empty, TooLarge, Unsupported, Damaged, Encrypted,
    NoText, MissingTool.
    """
    return read_bytes(load(path, limits), uri if uri is not None else path.name, limits)


def read_bytes(data: bytes, uri: str, limits: Limits = DEFAULT_LIMITS) -> Pages:
    """As `read`, for content at hand. The kind is decided by content, `uri` only breaks ties."""
    head = data[:_HEAD]
    reader = next(r for r in READERS if r.accepts(head, uri))
    try:
        reading = reader.read(data, uri, limits)
    except IngestError:
        raise
    except (MemoryError, RecursionError) as error:
        raise TooLarge(f"reading it takes more memory than there is ({error})") from error
    except Exception as error:  # a library met content that its authors did not foresee
        kind = reader.media_types[0]
        raise Damaged(f"cannot be read as {kind} ({type(error).__name__}: {error})") from error
    return _checked(data, uri, reading, limits)


def _checked(data: bytes, uri: str, reading: Reading, limits: Limits) -> Pages:
    if len(reading.pages) > limits.max_pages:
        raise TooLarge(f"{len(reading.pages)} pages; the limit is {limits.max_pages}")
    failed = any(r.code == "page-unreadable" for r in reading.remarks)
    if not failed and not any(p.text.strip() for p in reading.pages):
        raise NoText("no page holds any text")
    digest = hashlib.sha256(data).hexdigest()
    source = Source(uri, digest, len(data), reading.media_type, len(reading.pages))
    pages = with_asides(reading.pages)
    return Pages(source, tuple(map(settled, pages)), reading.remarks)


@contextmanager
def images_of(path: Path, limits: Limits) -> Iterator[Callable[[int], Seen]]:
    """For a PDF: a function that recognises the image of one page, text layer or not.

    Opening raises as `read` does; the function gives the page with what it remarks, and raises
    MissingTool alone.
    """
    with page_images(load(path, limits), limits) as seen:
        yield seen


def replaced(pages: Pages, again: Mapping[int, Page], remarks: Iterable[Remark]) -> Pages:
    """`pages` with those of `again` (by number) in the place of their first reading."""
    kept = (r for r in pages.remarks if r.page not in again)
    new = with_asides(tuple(again.get(p.number, p) for p in pages.pages))
    return replace(pages, pages=tuple(map(settled, new)), remarks=(*kept, *remarks))
