"""Tables of what stands in a document: outline, citations, targets, deadlines, assignments."""

from __future__ import annotations

from collections.abc import Callable

from ingest.core.record import (
    Amount,
    AssignedUnit,
    Assignment,
    Body,
    Citation,
    Deadline,
    DocumentNumber,
    Fraction,
    OutlineSection,
    Range,
    Target,
    Unit,
)
from ingest.export.tables.column import (
    CONFIDENCE,
    DOCUMENT,
    ID,
    INFERRED,
    LIST_SEPARATOR,
    ORDINAL,
    RECORD,
    SECTION,
    Cell,
    Column,
    Row,
    Table,
    date_columns,
    in_documents,
    in_items,
    place_columns,
    read,
)


def _number(row: Row) -> Cell:
    value = row.item.value
    return None if isinstance(value, (Range, Fraction)) else value


def _part(kind: type, field: str) -> Callable[[Row], Cell]:
    def get(row: Row) -> Cell:
        value = row.item.value
        return getattr(value, field) if isinstance(value, kind) else None

    return get


def _joined(field: str) -> Callable[[Row], Cell]:
    return lambda row: LIST_SEPARATOR.join(getattr(row.item, field)) or None


def _successors(row: Row) -> Cell:
    body = row.item.body
    return LIST_SEPARATOR.join(body.successors) or None if body else None


def _owner(name: str, what: str) -> Column:
    return Column(name, "text", f"id of the {what}", lambda row: row.owner.id)


_RANGE = (
    Column("value_min", "real", "lower end of a range", _part(Range, "min")),
    Column("value_max", "real", "upper end of a range", _part(Range, "max")),
)
_KEY = ("record", "document", "id")
_END = (CONFIDENCE, INFERRED, *place_columns())

SECTIONS = Table(
    "sections", "The outline, in reading order.", _KEY, "documents",
    (
        RECORD,
        DOCUMENT,
        Column("id", "text", "path: `II.2.1.a`", lambda row: row.item.id),
        ORDINAL,
        read("label", OutlineSection),
        read("heading", OutlineSection),
        read("parent", OutlineSection),
        *place_columns(),
    ),
    in_documents("sections"),
)  # fmt: skip

CITATIONS = Table(
    "citations", "Other documents that the text refers to.", _KEY, "documents",
    (
        RECORD,
        DOCUMENT,
        ID,
        read("relation", Citation, doc="`implements`, `basis`, `mention`"),
        read("type_code", Citation),
        read("number.text", DocumentNumber, "number"),
        read("number.serial", DocumentNumber),
        read("number.year", DocumentNumber, "number_year", "integer"),
        read("number.symbol", DocumentNumber),
        *date_columns("date", "date", "date of the cited document"),
        read("issuer", Citation),
        read("title", Citation),
        *_END,
    ),
    in_documents("citations"),
)  # fmt: skip

TARGETS = Table(
    "targets", "Numbers that the plan commits itself to reach.", _KEY, "documents",
    (
        RECORD,
        DOCUMENT,
        ID,
        SECTION,
        read("subject", Target),
        Column("value", "real", "the number; null for a range or a fraction", _number),
        *_RANGE,
        Column("numerator", "real", "of a fraction: 77 in `77/85`", _part(Fraction, "numerator")),
        Column("denominator", "real", "of a fraction: 85", _part(Fraction, "denominator")),
        read("unit", Target),
        read("comparator", Target),
        read("bound", Target),
        read("frequency", Target),
        *date_columns("period", "period", "horizon", inferred=True),
        read("text", Target),
        *_END,
    ),
    in_documents("targets"),
)  # fmt: skip

DEADLINES = Table(
    "deadlines", "When tasks and reports are due.", _KEY, "documents",
    (
        RECORD,
        DOCUMENT,
        ID,
        SECTION,
        read("kind", Deadline, doc=(
            "`by`, `on`, `during`, `range`, `recurring`, `ongoing`, `conditional`"
        )),
        *date_columns("date", "date", "when", inferred=True),
        read("time", Deadline),
        read("rrule", Deadline),
        read("action", Deadline),
        Column("units", "text", "who owes it, joined by ` | `; a row each in `deadline_units`",
               _joined("units")),
        read("recipient", Deadline),
        read("via", Deadline),
        read("text", Deadline),
        *_END,
    ),
    in_documents("deadlines"),
)  # fmt: skip

DEADLINE_UNITS = Table(
    "deadline_units", "Who owes what is due.",
    ("record", "document", "deadline", "ordinal"), "deadlines",
    (
        RECORD,
        DOCUMENT,
        _owner("deadline", "deadline"),
        ORDINAL,
        Column("name", "text", "full name", lambda row: row.item),
    ),
    in_items("deadlines", "units"),
)  # fmt: skip

ASSIGNMENTS = Table(
    "assignments", "Tasks; who has them is in `assignment_units`.", _KEY, "documents",
    (
        RECORD,
        DOCUMENT,
        ID,
        SECTION,
        read("task", Assignment, doc="what has to be done"),
        read("deadline", Assignment),
        read("form", Assignment),
        read("text", Assignment),
        *_END,
    ),
    in_documents("assignments"),
)  # fmt: skip

ASSIGNMENT_UNITS = Table(
    "assignment_units", "Units of a task with their roles.",
    ("record", "document", "assignment", "ordinal"), "assignments",
    (
        RECORD,
        DOCUMENT,
        _owner("assignment", "assignment"),
        ORDINAL,
        read("name", AssignedUnit),
        read("role", AssignedUnit, doc="`lead`, `implement`, `coordinate`, `advise`"),
        read("text", AssignedUnit),
        read("generic", AssignedUnit, kind="boolean"),
        Column("inferred", "boolean", "part of the name is carried over from a neighbour",
               lambda row: row.item.inferred),
        *place_columns(),
    ),
    in_items("assignments", "units"),
)  # fmt: skip

UNITS = Table(
    "units", "Bodies named in a document, once each.", _KEY, "documents",
    (
        RECORD,
        DOCUMENT,
        ID,
        read("name", Unit),
        Column("texts", "text", "spellings in order of first occurrence, joined by ` | `",
               _joined("texts")),
        read("kind", Unit),
        read("generic", Unit, kind="boolean", doc="a group such as “các đơn vị liên quan”"),
        read("level", Unit, doc="`central`, `province`, `district`, `commune`, `grassroots`"),
        read("body.name", Body, "body", doc="the body meant, with its territory"),
        read("body.province", Body, "body_province"),
        read("body.until", Body, "body_until"),
        Column("body_successors", "text", "who took its duties over by today, joined by ` | `",
               _successors),
        read("body.confidence", Body, "body_confidence", "real", "in [0, 1], of the body"),
        read("body.inferred", Body, "body_inferred", "boolean",
             "from the document's issuer and date; else the name itself tells"),
        *place_columns(),
    ),
    in_documents("units"),
)  # fmt: skip

UNIT_ITEMS = Table(
    "unit_items", "Which assignments and deadlines name a unit.",
    ("record", "document", "unit", "ordinal"), "units",
    (
        RECORD,
        DOCUMENT,
        _owner("unit", "unit"),
        ORDINAL,
        Column("item", "text", "`assignments.id` or `deadlines.id`", lambda row: row.item),
    ),
    in_items("units", "items"),
)  # fmt: skip

AMOUNTS = Table(
    "amounts", "Sums of money named in the text.", _KEY, "documents",
    (
        RECORD,
        DOCUMENT,
        ID,
        SECTION,
        Column("value", "real", "in `currency`, scale worked in; null for a range", _number),
        *_RANGE,
        read("currency", Amount, doc="`VND`, `USD`, `EUR`"),
        read("source", Amount),
        read("text", Amount),
        CONFIDENCE,
        *place_columns(),
    ),
    in_documents("amounts"),
)  # fmt: skip

ITEMS = (
    SECTIONS, CITATIONS, TARGETS, DEADLINES, DEADLINE_UNITS, ASSIGNMENTS, ASSIGNMENT_UNITS,
    UNITS, UNIT_ITEMS, AMOUNTS,
)  # fmt: skip
