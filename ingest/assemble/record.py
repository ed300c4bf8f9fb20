"""Findings -> Record: choose, give ids and boxes, link, check, validate."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.assemble.boxes import with_boxes
from ingest.assemble.checks import checks
from ingest.assemble.documents import assemble_documents
from ingest.assemble.doubted import doubted
from ingest.assemble.outside import outside
from ingest.assemble.pages import page_records
from ingest.core.document import Document
from ingest.core.pages import Pages
from ingest.core.record import (
    SCHEMA_VERSION,
    Diagnostic,
    Finding,
    Record,
    RepairStatus,
    SourceRecord,
)
from ingest.core.text import Span, Text


def assemble(
    pages: Pages,
    text: Text,
    status: Sequence[RepairStatus],
    model: str | None,
    documents: Sequence[Document],
    findings: Sequence[Sequence[Finding]],
) -> Record:
    """The record of one file. `findings[k]` are those of `documents[k]`."""
    made = assemble_documents(documents, findings)
    seen = [f.value for found in findings for f in found if isinstance(f.value, Diagnostic)]
    noticed = doubted(_remarks(pages, text), made)
    diagnostics = [*noticed, *_repaired(status), *outside(documents, made), *seen, *checks(made)]
    source = pages.source
    record = Record(
        schema_version=SCHEMA_VERSION,
        source=SourceRecord(
            source.uri, source.sha256, source.bytes, source.media_type, source.page_count
        ),
        pages=page_records(pages, text, status, model),
        documents=tuple(made),
        diagnostics=tuple(diagnostics),
    )
    return with_boxes(record, pages, text)


def _remarks(pages: Pages, text: Text) -> list[Diagnostic]:
    """What the reader noticed, its place carried to canonical text."""
    from ingest.core.record import Evidence

    found: list[Diagnostic] = []
    starts = pages.starts()
    canonical = text.value.split("\f")
    for remark in pages.remarks:
        evidence: tuple[Evidence, ...] = ()
        page = remark.page
        if page is not None and remark.span is not None and page <= len(starts):
            [span] = text.destinations([remark.span.shift(starts[page - 1])])
            start = sum(len(p) + 1 for p in canonical[: page - 1])
            local = Span(max(span.start - start, 0), max(span.end - start, 0))
            evidence = (Evidence(page, local.start, local.end, local.of(canonical[page - 1])),)
        message = remark.message if page is None else f"Page {page}: {remark.message}"
        found.append(Diagnostic(remark.code, remark.severity, message, evidence))
    return found


def _repaired(status: Sequence[RepairStatus]) -> list[Diagnostic]:
    restored = [n for n, s in enumerate(status, 1) if s == "restored"]
    if not restored:
        return []
    places = ", ".join(map(str, restored[:20])) + (" …" if len(restored) > 20 else "")
    message = (
        f"The text as read had lost its Vietnamese marks on page {places}; they were rebuilt. "
        "Each change stands in pages[].repair."
    )
    return [Diagnostic("text-restored", "warning", message)]
