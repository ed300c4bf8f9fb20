"""Tables of files, pages and document heads."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.core.record import (
    Diagnostic,
    DocumentNumber,
    DocumentType,
    Issuer,
    PageRecord,
    PageRepair,
    Place,
    PlanDocument,
    Record,
    Relation,
    Signer,
    SourceRecord,
)
from ingest.export.tables.column import (
    DOCUMENT,
    ORDINAL,
    RECORD,
    Column,
    Entry,
    Row,
    Table,
    date_columns,
    dig,
    in_documents,
    place_columns,
    read,
)


def _record(entry: Entry) -> Iterator[Row]:
    yield Row(entry, None, entry.record)


def _pages(entry: Entry) -> Iterator[Row]:
    for page in entry.record.pages:
        yield Row(entry, None, page, page.number)


def _diagnostics(entry: Entry) -> Iterator[Row]:
    for ordinal, note in enumerate(entry.record.diagnostics, 1):
        yield Row(entry, None, note, ordinal)


def _documents(entry: Entry) -> Iterator[Row]:
    for ordinal, document in enumerate(entry.record.documents, 1):
        yield Row(entry, document, document, ordinal)


RECORDS = Table(
    "records", "One row an ingested file.", ("record",), None,
    (
        RECORD,
        read("schema_version", Record),
        read("source.uri", SourceRecord),
        read("source.sha256", SourceRecord, doc="of the file's bytes"),
        read("source.bytes", SourceRecord, kind="integer", doc="size of the file"),
        read("source.media_type", SourceRecord, doc="of the file: `application/pdf`, …"),
        read("source.page_count", SourceRecord, kind="integer", doc="pages of the file"),
        Column("document_count", "integer", "documents found in it",
               lambda row: len(row.item.documents)),
    ),
    _record,
)  # fmt: skip

PAGES = Table(
    "pages", "One row a page.", ("record", "page"), "records",
    (
        RECORD,
        read("number", PageRecord, "page", "integer", "from 1"),
        read("origin", PageRecord, doc="`text-layer`, `ocr`, `plain`"),
        read("width", PageRecord, kind="real"),
        read("height", PageRecord, kind="real", doc="in points"),
        read("repair.status", PageRepair, "repair_status",
             doc="`none`, `light` (letters put right), `restored` (marks rebuilt), `reread`"),
        read("repair.model", PageRepair, "repair_model"),
        Column("repair_changes", "integer", "runs of text that differ from what was read",
               lambda row: len(row.item.repair.changes)),
        read("text", PageRecord),
    ),
    _pages,
)  # fmt: skip

DIAGNOSTICS = Table(
    "diagnostics", "What a reviewer should look at.", ("record", "ordinal"), "records",
    (
        RECORD,
        ORDINAL,
        read("code", Diagnostic),
        read("severity", Diagnostic, doc="`info`, `warning`, `error`"),
        read("message", Diagnostic, doc="in English"),
        *place_columns(),
    ),
    _diagnostics,
)  # fmt: skip

DOCUMENTS = Table(
    "documents", "One row a document: a decision and the plan it promulgates are two.",
    ("record", "document"), "records",
    (
        RECORD,
        DOCUMENT,
        read("relation.document", Relation, "attached_to",
             doc="the document of this record that it is attached to"),
        read("type.code", DocumentType, "type_code"),
        read("type.name", DocumentType, "type_name"),
        read("type.inferred", DocumentType, "type_inferred", "boolean", "the type was inferred"),
        read("number.text", DocumentNumber, "number"),
        read("number.serial", DocumentNumber),
        read("number.year", DocumentNumber, "number_year", "integer"),
        read("number.symbol", DocumentNumber),
        read("number.issuer_code", DocumentNumber),
        read("issuer.name", Issuer, "issuer"),
        read("issuer.parent", Issuer, "issuer_parent"),
        read("issuer.confidence", Issuer, "issuer_confidence", "real", "in [0, 1]"),
        read("issuer.inferred", Issuer, "issuer_inferred", "boolean"),
        read("place.name", Place, "place"),
        *date_columns("date", "date", "date of issue"),
        read("title.text", PlanDocument, "title", doc="trích yếu, without the type name"),
        *date_columns("period", "period", "horizon that title or opening states", inferred=True),
        read("filing.text", PlanDocument, "filing", doc="the filing line, without “Lưu:”"),
    ),
    _documents,
)  # fmt: skip

SIGNERS = Table(
    "signers", "Who signed.", ("record", "document", "ordinal"), "documents",
    (
        RECORD,
        DOCUMENT,
        ORDINAL,
        read("name", Signer),
        read("position", Signer),
        read("capacity", Signer),
        *place_columns(),
    ),
    in_documents("signers"),
)  # fmt: skip

RECIPIENTS = Table(
    "recipients", "One row a line of “Nơi nhận”.", ("record", "document", "ordinal"), "documents",
    (
        RECORD,
        DOCUMENT,
        ORDINAL,
        Column("text", "text", "without bullet and end punctuation", dig("text")),
        *place_columns(),
    ),
    in_documents("recipients"),
)  # fmt: skip

HEADS = (RECORDS, PAGES, DIAGNOSTICS, DOCUMENTS, SIGNERS, RECIPIENTS)
