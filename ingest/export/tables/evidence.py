"""The table of all evidence: where each value stands."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ingest.core.record import Evidence, PlanDocument
from ingest.export.tables.column import RECORD, Column, Entry, Row, Table, read

_HEAD = ("type", "number", "issuer", "place", "date", "title", "period", "filing")
_NUMBERED = ("signers", "recipients")
_ITEMS = ("sections", "citations", "targets", "deadlines", "assignments", "units", "amounts")


def _rows(entry: Entry) -> Iterator[Row]:
    for document in entry.record.documents:
        for field, item, spans in _of_document(document):
            for ordinal, span in enumerate(spans, 1):
                yield Row(entry, document, span, ordinal, (field, item))
    for place, note in enumerate(entry.record.diagnostics, 1):
        for ordinal, span in enumerate(note.evidence, 1):
            yield Row(entry, None, span, ordinal, ("diagnostics", str(place)))


def _of_document(document: PlanDocument) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    for field in _HEAD:
        value = getattr(document, field)
        if value is not None:
            yield field, "", value.evidence
    for field in _NUMBERED:
        for place, value in enumerate(getattr(document, field), 1):
            yield field, str(place), value.evidence
    for field in _ITEMS:
        for value in getattr(document, field):
            yield field, value.id, value.evidence
    for task in document.assignments:
        for place, unit in enumerate(task.units, 1):
            yield "assignment_units", f"{task.id}#{place}", unit.evidence


EVIDENCE = Table(
    "evidence",
    "Every span that a value was read from, or inferred from. `quote` equals "
    "`pages.text[char_start:char_end]`.",
    ("record", "document", "field", "item", "ordinal"), "records",
    (
        RECORD,
        Column("document", "text", "`documents.document`, empty for `diagnostics`",
               lambda row: row.document.id if row.document else ""),
        Column("field", "text", "the document's field or the table that the value is in",
               lambda row: row.owner[0]),
        Column("item", "text", "id or ordinal in that table; units of a task are "
               "`assignment#ordinal`; empty for fields", lambda row: row.owner[1]),
        Column("ordinal", "integer", "place among the value's spans, from 1",
               lambda row: row.ordinal),
        read("page", Evidence, kind="integer"),
        read("start", Evidence, "char_start", "integer"),
        read("end", Evidence, "char_end", "integer"),
        read("quote", Evidence),
        Column("boxes", "text", "JSON: `[[x0, y0, x1, y1], …]`, points from the top left",
               lambda row: json.dumps(row.item.boxes) if row.item.boxes else None),
    ),
    _rows,
)  # fmt: skip
