"""What a reader is: a name for a kind of content, a test for it, and a way to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ingest.core.pages import Page, Remark
from ingest.read.limits import Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader delivers; `ingest.read.read` adds the source."""

    pages: tuple[Page, ...]
    media_type: str
    remarks: tuple[Remark, ...] = ()


class Reader(Protocol):
    """One kind of input. A new kind is one file with such an object, named in `READERS`."""

    @property
    def media_types(self) -> tuple[str, ...]: ...

    def accepts(self, head: bytes, name: str) -> bool:
        """True where `head`, the first bytes of the file, is of this kind."""
        ...

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        """The pages. Raises `IngestError`s; anything else is turned into `Damaged`."""
        ...
