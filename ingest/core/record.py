"""The record: what one ingested file becomes. CONTRACT in types.

The JSON Schema in `schemas/` and `docs/record.md` are generated from these classes; a string
in `Annotated` is the field's description there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

SCHEMA_VERSION = "1.1.0"

Severity = Literal["info", "warning", "error"]
Confidence = Annotated[float, "in [0, 1]: how often such a value is right"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read, or what it was inferred from.

    `quote == pages[page - 1].text[start:end]`, offsets in Unicode code points.
    """

    page: Annotated[int, "1-based page number"]
    start: Annotated[int, "offset in the page's text"]
    end: Annotated[int, "offset in the page's text, exclusive"]
    quote: Annotated[str, "the text of the span"]
    boxes: Annotated[
        tuple[tuple[float, float, float, float], ...],
        "[x0, y0, x1, y1] in points from the page's top left, one a line; absent without geometry",
    ] = ()


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date or period: `{text, edtf, precision}`."""

    text: Annotated[str, "as written"]
    edtf: Annotated[str, "ISO 8601-2 (EDTF): `2019-06-13`, `2023-01`, `../2030`, `2021/2025`"]
    precision: Literal["day", "month", "quarter", "half", "year", "range"]
    time: Annotated[str | None, "time of day, `07:30`"] = None
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentType:
    code: Annotated[str, "`KH` Kế hoạch, `QĐ` Quyết định, `CT`, `NQ`, `CTr`, `ĐA`, `TB`, `CV`, …"]
    name: Annotated[str, "the type's Vietnamese name"]
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Số, ký hiệu."""

    text: Annotated[str, "normalised, without inner blanks: `1929/KH-SVHTTDL`, `/KH-UBND`"]
    serial: Annotated[str | None, "`1929`, `12a`; null where left blank"]
    year: Annotated[int | None, "the year in the symbol: 2008 in `02/2008/CT-TTg`"]
    symbol: Annotated[str | None, "`KH-SVHTTDL`; party `KH/TU`"]
    type_code: Annotated[str | None, "`KH`"]
    issuer_code: Annotated[str | None, "`SVHTTDL`, `TU`"]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    name: Annotated[str, "full name with its territory"]
    parent: Annotated[str | None, "the superior body"]
    confidence: Confidence = 1.0
    inferred: Annotated[bool, "read from signature, opening or place: the head is missing"] = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    name: Annotated[str, "địa danh as written"]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its place: title (trích yếu), recipient, filing."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    name: Annotated[str | None, "without academic titles"]
    position: Annotated[str | None, "as printed: `PHÓ CHỦ TỊCH`"]
    capacity: Annotated[str | None, "authority lines: `TM. ỦY BAN NHÂN DÂN\\nKT. CHỦ TỊCH`"]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    type: Literal["attached-to"]
    document: Annotated[str, "id of the other document in this record"]


@dataclass(frozen=True, slots=True)
class OutlineSection:
    id: Annotated[str, "path: `II.2.1.a`"]
    label: Annotated[str, "as written: `2.1.`"]
    heading: Annotated[str | None, "null where the label opens a sentence"]
    parent: Annotated[str | None, "id of the section above"]
    evidence: tuple[Evidence, ...] = ()


CitationRelation = Literal["implements", "basis", "mention"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that the text refers to, merged over its mentions."""

    id: str
    type_code: Annotated[str | None, "`QĐ`, `KH`, `Luật`, `PL`, `ĐA`, …"]
    number: DocumentNumber | None
    date: DateValue | None
    issuer: Annotated[str | None, "as written, common abbreviations expanded"]
    title: Annotated[str | None, "without the linking “về (việc)” and the type name"]
    relation: CitationRelation
    confidence: Confidence = 1.0
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    min: float
    max: float


@dataclass(frozen=True, slots=True)
class Fraction:
    numerator: float
    denominator: float


Comparator = Literal["eq", "gte", "lte", "approx", "increase", "decrease"]


@dataclass(frozen=True, slots=True)
class Target:
    """A number the plan commits itself to reach."""

    id: str
    section: str | None
    subject: Annotated[str | None, "what is counted, or who has to reach it"]
    value: Annotated[float | Range | Fraction, "`29000`, `{min, max}`, `{numerator, denominator}`"]
    unit: Annotated[str | None, "`%`, or the counted noun in lower case: `bản sách`"]
    comparator: Comparator
    period: DateValue | None
    text: Annotated[str, "the whole sentence or item"]
    bound: Annotated[Literal["gte", "lte"] | None, "a bound on growth"] = None
    frequency: Annotated[Literal["yearly"] | None, "recurs each year, none named"] = None
    confidence: Confidence = 1.0
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


DeadlineKind = Literal["by", "on", "during", "range", "recurring", "ongoing", "conditional"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task or report is due, or how long it runs."""

    id: str
    section: str | None
    kind: DeadlineKind
    date: DateValue | None
    rrule: Annotated[str | None, "RFC 5545: `FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15`"]
    action: Annotated[str | None, "what is due"]
    units: Annotated[tuple[str, ...], "who owes it: full names"]
    recipient: Annotated[str | None, "to whom"]
    text: Annotated[str, "the whole sentence or item"]
    via: Annotated[str | None, "through whom"] = None
    time: Annotated[str | None, "time of day, `07:30`"] = None
    confidence: Confidence = 1.0
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


Role = Literal["lead", "implement", "coordinate", "advise"]


@dataclass(frozen=True, slots=True)
class AssignedUnit:
    name: Annotated[str, "full name, common abbreviations expanded"]
    role: Role
    text: Annotated[str, "what stood there"]
    generic: Annotated[bool, "a group such as “các cơ quan, đơn vị liên quan”"] = False
    inferred: Annotated[bool, "part of the name is carried over from a neighbour"] = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who has to do what."""

    id: str
    section: str | None
    task: str
    units: tuple[AssignedUnit, ...]
    deadline: Annotated[str | None, "id of the deadline that goes with it"]
    text: Annotated[str, "the whole sentence, item or row"]
    form: Literal["labelled", "heading", "sentence", "table"] = "sentence"
    confidence: Confidence = 1.0
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


Level = Literal["central", "province", "district", "commune", "grassroots"]


@dataclass(frozen=True, slots=True)
class Body:
    """The body that a name means in this document: of whose territory, and what became of it.

    Told by the name itself, or `inferred` from the document's issuer and date; the name as
    written stays beside it.
    """

    name: Annotated[str, "full name with its territory: `Sở Y tế tỉnh Hà Giang`"]
    province: Annotated[str | None, "the province or city it lies in; null for a central body"]
    until: Annotated[str | None, "the day from which a reform ended it (EDTF), where one did"]
    successors: Annotated[tuple[str, ...], "who took its duties over by today, main part first"]
    confidence: Confidence = 1.0
    inferred: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A body named in the document, once, with all its spellings."""

    id: str
    name: Annotated[str, "full name"]
    texts: Annotated[tuple[str, ...], "as written, in order of first occurrence"]
    kind: Annotated[str | None, "`Sở`, `Phòng`, `Ủy ban nhân dân`, …"]
    generic: bool
    items: Annotated[tuple[str, ...], "ids of the assignments and deadlines that name it"]
    evidence: tuple[Evidence, ...] = ()
    level: Annotated[
        Level | None, "trung ương, tỉnh, huyện, xã, cơ sở (school, party cell, village)"
    ] = None
    body: Annotated[Body | None, "the body meant; null for a group, or where nothing tells"] = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money named in the text."""

    id: str
    section: str | None
    value: Annotated[float | Range, "in `currency`, scale worked in: `1,25 tỷ đồng` is 1250000000"]
    currency: Literal["VND", "USD", "EUR"]
    source: Annotated[str | None, "source of funds where the text names it"]
    text: Annotated[str, "as written"]
    confidence: Confidence = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """One administrative document of the file."""

    id: Annotated[str, "`d1`, `d2`, … in reading order"]
    relation: Relation | None
    type: DocumentType | None
    number: DocumentNumber | None
    issuer: Issuer | None
    place: Place | None
    date: DateValue | None
    title: Annotated[Line | None, "trích yếu, one line, without the type name"]
    period: Annotated[DateValue | None, "the horizon that title or opening states"]
    signers: tuple[Signer, ...]
    recipients: Annotated[tuple[Line, ...], "one entry a line of “Nơi nhận”"]
    filing: Annotated[Line | None, "the filing line, without “Lưu:”"]
    sections: tuple[OutlineSection, ...]
    citations: tuple[Citation, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    assignments: tuple[Assignment, ...]
    units: tuple[Unit, ...] = ()
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class RepairChange:
    """A run of canonical text that differs from what was read."""

    start: int
    end: int
    raw: Annotated[str, "the text as read"]
    rule: Annotated[str, "which repair, `+` between several"]
    confidence: Confidence


RepairStatus = Literal["none", "light", "restored", "reread"]


@dataclass(frozen=True, slots=True)
class PageRepair:
    status: RepairStatus
    model: Annotated[str | None, "name and version of the model that proposed the changes"]
    changes: tuple[RepairChange, ...]


@dataclass(frozen=True, slots=True)
class PageRecord:
    number: Annotated[int, "1-based"]
    text: Annotated[str, "canonical text (NFC)"]
    origin: Literal["text-layer", "ocr", "plain"]
    width: Annotated[float | None, "in points"]
    height: Annotated[float | None, "in points"]
    repair: PageRepair


@dataclass(frozen=True, slots=True)
class SourceRecord:
    uri: Annotated[str, "as given"]
    sha256: str
    bytes: int
    media_type: str
    page_count: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a reviewer should look at."""

    code: Annotated[str, "stable; all codes are in `docs/diagnostics.md`"]
    severity: Severity
    message: Annotated[str, "English; `plan-ingest show --lang vi` says it in Vietnamese"]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One ingested file."""

    schema_version: Annotated[str, "semver of this contract"]
    source: SourceRecord
    pages: tuple[PageRecord, ...]
    documents: tuple[PlanDocument, ...]
    diagnostics: tuple[Diagnostic, ...]


FindingField = Literal[
    "type", "number", "issuer", "place", "date", "title", "period", "signers", "recipients",
    "filing", "citations", "targets", "deadlines", "assignments", "amounts", "diagnostics",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What an extractor saw: `value` is of the type that `field` has in `PlanDocument`.

    Of several findings for a field that holds one value, the assembler takes the most
    confident. Ids in `value` are left empty: the assembler gives them.
    """

    field: FindingField
    value: object
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two records."""

    path: str
    kind: Literal["added", "removed", "changed", "moved"]
    old: object
    new: object
