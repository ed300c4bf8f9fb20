"""Document -> Findings. An extractor is a pure function in a file of its own, named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.core.document import Document
from ingest.core.record import Finding
from ingest.extract.amounts import amounts
from ingest.extract.assignments import assignments
from ingest.extract.citations import citations
from ingest.extract.deadlines import deadlines
from ingest.extract.head import head
from ingest.extract.issuer import issuer
from ingest.extract.numbering import numbering
from ingest.extract.signoff import signoff
from ingest.extract.targets import targets
from ingest.extract.title import title

Extractor = Callable[[Document], Iterator[Finding]]

EXTRACTORS: tuple[Extractor, ...] = (
    head,
    issuer,
    title,
    signoff,
    numbering,
    citations,
    targets,
    deadlines,
    assignments,
    amounts,
)
"""In the order in which their diagnostics stand in the record."""


def extract(document: Document) -> Iterator[Finding]:
    """Everything the extractors see in one document."""
    for extractor in EXTRACTORS:
        yield from extractor(document)
