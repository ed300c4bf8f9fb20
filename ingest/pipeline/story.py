"""One file: the story."""

from __future__ import annotations

from pathlib import Path

from ingest.assemble.record import assemble
from ingest.assemble.schema import validate
from ingest.core.record import Record
from ingest.core.text import Text
from ingest.extract import extract
from ingest.parse.documents import parse
from ingest.pipeline.route import routed
from ingest.read import read
from ingest.read.limits import Limits
from ingest.repair import repair


def told(path: Path, uri: str | None, limits: Limits) -> Record:
    """What `ingest.pipeline.ingest_file` gives."""
    pages = routed(read(path, uri, limits), path, limits)
    repaired = repair(Text.of(pages.join()), pages.runs(), limits.lexicon)
    documents = parse(pages, repaired.text)
    findings = [list(extract(document)) for document in documents]
    record = assemble(pages, repaired.text, repaired.status, repaired.model, documents, findings)
    validate(record)
    return record
