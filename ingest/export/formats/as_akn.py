"""Akoma Ntoso 3.0 (OASIS LegalDocML): the restored text with outline and references."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from ingest.core.record import PlanDocument, Record
from ingest.export.akn_meta import meta, work_uri
from ingest.export.akn_text import NS, Mark, Marks, blocks, clean, outline
from ingest.export.days import bounds
from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_files
from ingest.export.restored import Part, Places, Restored, restored
from ingest.export.tables import Entry


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is a folder: a file a document, `<record>.<document id>.xml`."""
    report = Report()
    with new_files(target) as folder:
        for entry in entries:
            for document, tree in documents(entry):
                name = f"{entry.name.removesuffix('.json')}.{document.id}.xml"
                path = folder / Path(*(part for part in name.split("/") if part not in ("", "..")))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(
                    etree.tostring(tree, encoding="utf-8", xml_declaration=True) + b"\n"
                )
                report.count("documents")
    return report


def documents(entry: Entry) -> Iterable[tuple[PlanDocument, etree._Element]]:
    """The documents of a record, each as `akomaNtoso`."""
    places = Places(entry.record)
    for cut in restored(entry.record, places):
        yield cut.document, _document(entry, cut, places)


def _document(entry: Entry, cut: Restored, places: Places) -> etree._Element:
    marks = _marks(entry.record, cut.document, places)
    root = etree.Element(f"{NS}akomaNtoso", nsmap={None: NS[1:-1]})
    doc = etree.SubElement(root, f"{NS}doc", name=_type_name(cut.document))
    doc.append(meta(entry, cut.document))
    head = blocks(places, cut.head, marks)
    if head:
        etree.SubElement(doc, f"{NS}preface").extend(head)
    body = etree.SubElement(doc, f"{NS}mainBody")
    body.extend(blocks(places, cut.opening, marks))
    body.extend(outline(places, cut.parts, marks))
    if not len(body):
        etree.SubElement(body, f"{NS}p")
    signed = blocks(places, cut.signoff, marks)
    if signed:
        etree.SubElement(doc, f"{NS}conclusions").extend(signed)
    if cut.appendices:
        _attach(doc, entry, cut, places, marks)
    return root


def _attach(doc: etree._Element, entry: Entry, cut: Restored, places: Places, marks: Marks) -> None:
    """Appendices, each a document of its own with what the outline has under it."""
    listed = etree.SubElement(doc, f"{NS}attachments")
    groups: list[list[Part]] = []
    for part in cut.appendices:
        if part.section.parent is None or not groups:
            groups.append([])
        groups[-1].append(part)
    for group in groups:
        name = group[0].section.id
        inner = etree.SubElement(etree.SubElement(listed, f"{NS}attachment"), f"{NS}doc")
        inner.set("name", "phu-luc")
        inner.append(meta(entry, cut.document, name))
        body = etree.SubElement(inner, f"{NS}mainBody")
        body.extend(outline(places, group, marks))


def _type_name(document: PlanDocument) -> str:
    return clean(document.type.name) if document.type else "van-ban"


def _marks(record: Record, document: PlanDocument, places: Places) -> Marks:
    """Inline elements over evidence: parts of the head, and references to other documents."""
    found: list[Mark] = []

    def add(value: object, name: str, **attributes: str) -> None:
        for seen in getattr(value, "evidence", ()):
            found.append(Mark(places.span(seen), name, attributes))

    add(document.type, "docType")
    add(document.number, "docNumber")
    add(document.title, "docTitle")
    day = bounds(document.date.edtf) if document.date else (None, None)
    if day[0] is not None and day[0] == day[1]:
        add(document.date, "docDate", date=day[0].isoformat())
    if document.issuer and not document.issuer.inferred:
        add(document.issuer, "docAuthority")
    for citation in document.citations:
        uri = work_uri(citation.type_code, citation.number, citation.date, citation.title)
        add(citation, "ref", href=uri)
    return Marks(found)


EXPORTER = Exporter(
    "akn",
    "folder",
    {
        "en": "a folder of Akoma Ntoso 3 files (XML), one a document",
        "vi": "thư mục gồm các tệp Akoma Ntoso 3 (XML), mỗi văn bản một tệp",
    },
    write,
)
