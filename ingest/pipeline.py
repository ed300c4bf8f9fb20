"""One file: the story."""

from __future__ import annotations

from pathlib import Path

from ingest.assemble.record import assemble
from ingest.assemble.schema import validate
from ingest.core.record import Record
from ingest.core.text import Text
from ingest.extract import extract
from ingest.parse.documents import parse
from ingest.read import read
from ingest.read.limits import DEFAULT_LIMITS, Limits
from ingest.repair import repair


def ingest_file(path: Path, uri: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Record:
    """The validated record of a file, or an IngestError that says why there is none.

    `uri` is what stands as the record's source, by default the file's name.
    """
    pages = read(path, uri, limits)
    repaired = repair(Text.of(pages.join()))
    documents = parse(pages, repaired.text)
    findings = [list(extract(document)) for document in documents]
    record = assemble(pages, repaired.text, repaired.status, repaired.model, documents, findings)
    validate(record)
    return record
