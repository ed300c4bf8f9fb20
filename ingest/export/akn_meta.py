"""The `meta` block of an Akoma Ntoso document: what it is, on three FRBR levels."""

from __future__ import annotations

import regex
from lxml import etree

from ingest.core.record import DateValue, DocumentNumber, PlanDocument
from ingest.export.akn_text import NS, clean
from ingest.export.days import bounds
from ingest.export.tables import Entry
from ingest.lexicon.fold import bare

_PROGRAM = "plan-ingest"
_NO_WORD = regex.compile(r"[^a-z0-9]+")
# The attribute must hold a day. Where the document has none, this one and `name="unknown"`.
_UNKNOWN = "0001-01-01"


def slug(text: str) -> str:
    """`386/QĐ-UBND` gives `386-qd-ubnd`."""
    return str(_NO_WORD.sub("-", bare(text))).strip("-")


def work_uri(
    code: str | None, number: DocumentNumber | None, date: DateValue | None, title: str | None
) -> str:
    """`/akn/vn/doc/qd/2024-05-17/386-qd-ubnd`, made alike for a document and a reference to it.

    Without a date `unknown` stands in its place, without a number the title's first words.
    """
    what = slug(number.text) if number and number.serial else slug(title or "")[:80].strip("-")
    return f"/akn/vn/doc/{slug(code or '') or 'doc'}/{_when(date)}/{what or 'unknown'}"


def _when(date: DateValue | None) -> str:
    first, last = bounds(date.edtf) if date else (None, None)
    if first is None:
        return "unknown"
    return first.isoformat() if first == last else str(first.year)


def meta(entry: Entry, document: PlanDocument, appendix: str | None = None) -> etree._Element:
    """`appendix` is the section of an attachment, which is a component of the same work."""
    work = work_uri(
        document.type.code if document.type else None,
        document.number,
        document.date,
        document.title.text if document.title else None,
    )
    part = f"!{slug(appendix)}" if appendix else "!main"
    element = etree.Element(f"{NS}meta")
    about = _add(element, "identification", source=f"#{_PROGRAM}")
    _level(about, "FRBRWork", work, part, entry, document)
    _level(about, "FRBRExpression", f"{work}/vie@", part, entry, document)
    _level(about, "FRBRManifestation", f"{work}/vie@.xml", part, entry, document)
    if appendix:  # its document names them, and an `eId` stands once in a file
        return element
    known = _add(element, "references", source=f"#{_PROGRAM}")
    _thing(known, "TLCOrganization", _PROGRAM, "ontology/organization/plan-ingest", _PROGRAM)
    if document.issuer:
        name = document.issuer.name
        _thing(known, "TLCOrganization", "issuer", f"ontology/organization/vn/{slug(name)}", name)
    for place, signer in enumerate(document.signers, 1):
        if signer.name:
            href = f"ontology/person/vn/{slug(signer.name)}"
            _thing(known, "TLCPerson", f"signer-{place}", href, signer.name)
    return element


def _level(
    about: etree._Element, name: str, uri: str, part: str, entry: Entry, document: PlanDocument
) -> None:
    level = _add(about, name)
    _add(level, "FRBRthis", value=f"{uri}/{part}")
    _add(level, "FRBRuri", value=uri)
    if name == "FRBRWork":
        _add(level, "FRBRalias", name="record", value=clean(f"{entry.name}#{document.id}"))
        _add(level, "FRBRalias", name="sha256", value=entry.record.source.sha256)
    first, last = bounds(document.date.edtf) if document.date else (None, None)
    # The file's own making has no date in it: the same record gives the same file.
    if name != "FRBRManifestation" and first is not None and first == last:
        _add(level, "FRBRdate", date=first.isoformat(), name="issued")
    else:
        _add(level, "FRBRdate", date=_UNKNOWN, name="unknown")
    author = "#issuer" if document.issuer and name == "FRBRWork" else f"#{_PROGRAM}"
    _add(level, "FRBRauthor", href=author)
    if name == "FRBRWork":
        _add(level, "FRBRcountry", value="vn")
        if document.number and document.number.serial:
            _add(level, "FRBRnumber", value=clean(document.number.text))
    elif name == "FRBRExpression":
        _add(level, "FRBRlanguage", language="vie")
    else:
        _add(level, "FRBRformat", value="application/akn+xml")


def _thing(known: etree._Element, kind: str, name: str, href: str, shown: str) -> None:
    _add(known, kind, eId=name, href=f"/akn/{href}", showAs=clean(shown))


def _add(parent: etree._Element, element: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{NS}{element}", attributes)
