"""METS 1 (Library of Congress): one file a record, with Dublin Core, checksum and outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from ingest.core.record import Evidence, OutlineSection, PlanDocument, Record
from ingest.export.akn_text import clean
from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_files
from ingest.export.tables import Entry

METS, XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
DC = "http://purl.org/dc/elements/1.1/"
_M, _X, _D = f"{{{METS}}}", f"{{{XLINK}}}", f"{{{DC}}}"
_FILE = "file-1"


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is a folder: a file a record, `<record>.mets.xml`."""
    report = Report()
    with new_files(target) as folder:
        for entry in entries:
            name = f"{entry.name.removesuffix('.json')}.mets.xml"
            path = folder / Path(*(part for part in name.split("/") if part not in ("", "..")))
            path.parent.mkdir(parents=True, exist_ok=True)
            made = etree.tostring(mets(entry.record), encoding="utf-8", xml_declaration=True)
            path.write_bytes(made + b"\n")
            report.count("records")
    return report


def mets(record: Record) -> etree._Element:
    """What is certain of a record: values that were read. What was inferred is left out."""
    root = etree.Element(f"{_M}mets", nsmap={None: METS, "xlink": XLINK, "dc": DC})
    root.set("OBJID", f"urn:sha256:{record.source.sha256}")
    root.set("LABEL", clean(record.source.uri))
    header = etree.SubElement(root, f"{_M}metsHdr")
    agent = etree.SubElement(
        header, f"{_M}agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE"
    )
    etree.SubElement(agent, f"{_M}name").text = f"plan-ingest, schema {record.schema_version}"
    for document in record.documents:
        _described(root, document)
    _file(root, record)
    _pages(root, record)
    links = _outline(root, record)
    if links:
        struct = etree.SubElement(root, f"{_M}structLink")
        for section, page in links:
            etree.SubElement(
                struct, f"{_M}smLink", {f"{_X}from": section, f"{_X}to": f"page-{page}"}
            )
    return root


def _described(root: etree._Element, document: PlanDocument) -> None:
    section = etree.SubElement(root, f"{_M}dmdSec", ID=f"dmd-{document.id}")
    data = etree.SubElement(
        etree.SubElement(section, f"{_M}mdWrap", MDTYPE="DC", MIMETYPE="text/xml"), f"{_M}xmlData"
    )
    for name, text in _dublin_core(document):
        etree.SubElement(data, f"{_D}{name}").text = clean(text)


def _dublin_core(document: PlanDocument) -> Iterator[tuple[str, str]]:
    """Elements as the mapping of archive fields has them; a blank field has no element."""
    number, title, issuer = document.number, document.title, document.issuer
    if title:
        yield "title", title.text
    if issuer and not issuer.inferred:
        yield "creator", issuer.name
    for signer in document.signers:
        if signer.name:
            yield "contributor", signer.name
    if document.date and not document.date.inferred:
        yield "date", document.date.edtf
    if document.type and not document.type.inferred:
        yield "type", document.type.name
    if number and number.serial:
        yield "identifier", number.text
    yield "language", "vi"
    for citation in document.citations:
        if citation.number and citation.number.serial and not citation.inferred:
            yield "relation", citation.number.text


def _file(root: etree._Element, record: Record) -> None:
    """The file that was read, by its checksum; no path but the one that was given."""
    group = etree.SubElement(etree.SubElement(root, f"{_M}fileSec"), f"{_M}fileGrp", USE="original")
    file = etree.SubElement(
        group, f"{_M}file", ID=_FILE, MIMETYPE=record.source.media_type,
        SIZE=str(record.source.bytes), CHECKSUM=record.source.sha256, CHECKSUMTYPE="SHA-256",
    )  # fmt: skip
    place = etree.SubElement(file, f"{_M}FLocat", LOCTYPE="URL")
    place.set(f"{_X}type", "simple")
    place.set(f"{_X}href", quote(record.source.uri, "/:", errors="replace"))


def _pages(root: etree._Element, record: Record) -> None:
    whole = _div(etree.SubElement(root, f"{_M}structMap", TYPE="PHYSICAL"), "file", "physical")
    etree.SubElement(whole, f"{_M}fptr", FILEID=_FILE)
    for page in record.pages:
        _div(whole, "page", f"page-{page.number}").set("ORDER", str(page.number))


def _outline(root: etree._Element, record: Record) -> list[tuple[str, int]]:
    """The documents and their sections; gives which section begins on which page."""
    links: list[tuple[str, int]] = []
    whole = _div(etree.SubElement(root, f"{_M}structMap", TYPE="LOGICAL"), "file", "logical")
    for document in record.documents:
        kind = document.type.name if document.type else "document"
        top = _div(whole, clean(kind), document.id)
        top.set("DMDID", f"dmd-{document.id}")
        if document.title:
            top.set("LABEL", clean(document.title.text))
        made: dict[str | None, etree._Element] = {None: top}
        for number, section in enumerate(document.sections, 1):
            name = f"{document.id}-section-{number}"
            made[section.id] = _section(made.get(section.parent, top), section, name)
            links += [(name, page) for page in _first_page(section.evidence)]
    return links


def _section(above: etree._Element, section: OutlineSection, name: str) -> etree._Element:
    made = _div(above, "section", name)
    made.set("ORDERLABEL", clean(section.label))
    if section.heading:
        made.set("LABEL", clean(section.heading))
    return made


def _first_page(evidence: tuple[Evidence, ...]) -> list[int]:
    return [evidence[0].page] if evidence else []


def _div(above: etree._Element, kind: str, name: str) -> etree._Element:
    return etree.SubElement(above, f"{_M}div", TYPE=kind, ID=name)


EXPORTER = Exporter(
    "mets",
    "folder",
    {
        "en": "a folder of METS files (XML), one a record: Dublin Core, checksum, outline",
        "vi": "thư mục gồm các tệp METS (XML), mỗi bản ghi một tệp: Dublin Core, mã băm, dàn mục",
    },
    write,
)
