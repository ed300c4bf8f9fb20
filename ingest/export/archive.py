"""A document as archive metadata: fields of two lists, their lengths kept.

Sources: NĐ 30/2020/NĐ-CP Phụ lục VI; TT 05/2025/TT-BNV as implementers specify it. What a record
does not hold (file codes, retention, secrecy) stays empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ingest.core.record import PlanDocument, Signer
from ingest.export.tables import Entry
from ingest.lexicon.archive import ArchiveField, ArchiveFile, archive_fields, archive_type_codes

JOIN = " | "
# A cut number or symbol would be another document's: these are left empty instead.
_WHOLE = {"CodeNumber", "CodeNotation", "codeNumber", "codeNotation"}


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a field is not the record's whole value. `value` is the whole."""

    record: str
    document: str
    file: ArchiveFile
    field: str
    code: str
    limit: int
    value: str


@dataclass(slots=True)
class Fields:
    """The fields of one document in one list, as they are filled."""

    entry: Entry
    document: PlanDocument
    file: ArchiveFile
    values: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, name: str, code: str, value: str, limit: int = 0) -> None:
        self.remarks.append(
            Remark(self.entry.name, self.document.id, self.file, name, code, limit, value)
        )

    def put(self, known: ArchiveField, value: str) -> None:
        """Sets a field; what is too long is cut, or left out where a part would be wrong."""
        if not known.length or len(value) <= known.length:
            self.values[known.name] = value
        elif known.kind != "string" or known.name in _WHOLE:
            self.remark(known.name, "left-out", value, known.length)
        else:
            self.remark(known.name, "cut", value, known.length)
            self.values[known.name] = value[: known.length - 1] + "…"


def archive_metadata(entry: Entry, document: PlanDocument, file: ArchiveFile) -> Fields:
    """All fields that the record can fill, and what could not be said in full."""
    made = Fields(entry, document, file)
    for known in archive_fields(file):
        name = known.name[:1].lower() + known.name[1:]
        if known.name == "To.OrganName":
            _recipients(made, known)
            continue
        value = _VALUES[name](made, known) if name in _VALUES else None
        if value is not None:
            made.put(known, value)
    return made


def _type(made: Fields, known: ArchiveField) -> str | None:
    kind = made.document.type
    if kind is None or made.file == "nd30":
        return kind.name if kind else None
    code = archive_type_codes().get(kind.code)
    if code is None:
        made.remark(known.name, "no-code", kind.name)
    return code


def _date(made: Fields, known: ArchiveField) -> str | None:
    """`2025-09` is `09/2025`, which only the list of the archives can say."""
    date = made.document.date
    if date is None:
        return None
    if date.precision == "day" or (made.file == "tt05" and date.precision in ("month", "year")):
        return "/".join(reversed(date.edtf.split("-")))
    made.remark(known.name, "date-not-whole", date.edtf)
    return None


def _pages(made: Fields, known: ArchiveField) -> str | None:
    """Text and DOCX have no pages of their own; of two documents in a file nobody counted."""
    record = made.entry.record
    paged = record.pages and all(page.origin != "plain" for page in record.pages)
    if not paged:
        return None
    if len(record.documents) > 1:
        made.remark(known.name, "pages-of-file", str(record.source.page_count))
        return None
    return str(record.source.page_count)


def _signer(part: Literal["name", "position"]) -> Callable[[Fields, ArchiveField], str | None]:
    def of(signer: Signer) -> str | None:
        return signer.name if part == "name" else signer.position

    def get(made: Fields, known: ArchiveField) -> str | None:
        said = [of(signer) for signer in made.document.signers]
        others = JOIN.join(value for value in said[1:] if value)
        if others:
            made.remark(known.name, "more-signers", others)
        return said[0] if said else None

    return get


def _number(made: Fields, known: ArchiveField) -> str | None:
    return made.document.number.serial if made.document.number else None


def _symbol(made: Fields, known: ArchiveField) -> str | None:
    return made.document.number.symbol if made.document.number else None


def _issuer(made: Fields, known: ArchiveField) -> str | None:
    return made.document.issuer.name if made.document.issuer else None


def _title(made: Fields, known: ArchiveField) -> str | None:
    return made.document.title.text if made.document.title else None


def _recipients(made: Fields, known: ArchiveField) -> None:
    kept: list[str] = []
    for line in made.document.recipients:
        text = line.text
        if len(text) > known.length:
            made.remark(known.name, "cut", text, known.length)
            text = text[: known.length - 1] + "…"
        kept.append(text)
    if kept:
        made.values[known.name] = JOIN.join(kept)


def _description(made: Fields, known: ArchiveField) -> str | None:
    if made.file == "nd30":
        return None
    signed = "; ".join(
        ", ".join(part for part in (signer.name, signer.position) if part)
        for signer in made.document.signers
    )
    return f"Người ký: {signed}" if signed else None


def _scanned(made: Fields, known: ArchiveField) -> str | None:
    """A text layer may be born digital or a scan's: only OCR is certain."""
    pages = made.entry.record.pages
    return "02" if pages and all(page.origin == "ocr" for page in pages) else None


_VALUES: dict[str, Callable[[Fields, ArchiveField], str | None]] = {
    "typeName": _type,
    "codeNumber": _number,
    "codeNotation": _symbol,
    "issuedDate": _date,
    "organName": _issuer,
    "subject": _title,
    "language": lambda made, _: "Tiếng Việt" if made.file == "nd30" else "01",
    "pageAmount": _pages,
    "numberOfPage": _pages,
    "signerInfo.Position": _signer("position"),
    "signerInfo.FullName": _signer("name"),
    "description": _description,
    "confidenceLevel": _scanned,
}
