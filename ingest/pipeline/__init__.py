"""One file to its record. The story is told in `story.py`, which loads with the first file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ingest.read.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from ingest.core.record import Record


def ingest_file(path: Path, uri: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Record:
    """The validated record of a file, or an IngestError that says why there is none.

    `uri` is what stands as the record's source, by default the file's name.
    """
    from ingest.pipeline.story import told

    return told(path, uri, limits)
