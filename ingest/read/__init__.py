"""Readers: one file in, its pages out.

The readers and the libraries behind them load when they are first asked for: `plan-ingest
--help` needs none.

>>> from ingest.read import READERS
>>> [r.media_types[0] for r in READERS][-1]
'text/plain'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.read.limits import Limits

if TYPE_CHECKING:
    from ingest.read.reading import READERS, images_of, read, read_bytes, replaced

__all__ = ["READERS", "Limits", "images_of", "read", "read_bytes", "replaced"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ingest.read import reading

    return getattr(reading, name)
