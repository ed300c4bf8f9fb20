"""METS against the schema of the Library of Congress, and what may stand in it."""

from __future__ import annotations

import dataclasses
from importlib.resources import files
from pathlib import Path

import export_made
import pytest
from lxml import etree

from ingest.assemble.load import load
from ingest.export.exporter import Options
from ingest.export.formats import as_mets
from ingest.export.tables import Entry

SAMPLES = Path(__file__).parent.parent / "output"
NS = {"m": as_mets.METS, "dc": as_mets.DC, "xlink": as_mets.XLINK}


class _Local(etree.Resolver):
    """The schema names its import by address: the file of it comes from a package instead."""

    def __init__(self, text: bytes) -> None:
        super().__init__()
        self.text = text

    def resolve(self, url: str | None, public: str | None, context: object) -> object:
        if url and url.endswith("xlink.xsd"):
            return self.resolve_string(self.text, context)  # type: ignore[attr-defined]
        return None


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """`mets.xsd` from the package metsrw, `xlink.xsd` from eulxml (extras for developers)."""
    metsrw = pytest.importorskip("metsrw", reason="the package with the schema is not installed")
    pytest.importorskip("eulxml", reason="the package with the schema is not installed")
    parser = etree.XMLParser(no_network=True)
    xlink = (files("eulxml") / "schema_data" / "xlink.xsd").read_bytes()
    parser.resolvers.add(_Local(xlink))
    path = files(metsrw) / "resources" / "mets.xsd"
    return etree.XMLSchema(etree.fromstring(path.read_bytes(), parser))


def _valid(schema: etree.XMLSchema, tree: etree._Element) -> None:
    again = etree.fromstring(etree.tostring(tree))
    assert schema.validate(again), schema.error_log


def test_made_and_sample_records_are_valid(schema: etree.XMLSchema) -> None:
    _valid(schema, as_mets.mets(export_made.record()))
    paths = sorted(SAMPLES.rglob("*.json"))
    assert paths
    for path in paths:
        _valid(schema, as_mets.mets(load(path)))


def test_what_is_blank_or_inferred_is_left_out(schema: etree.XMLSchema) -> None:
    record = export_made.record()
    bare = dataclasses.replace(
        record.documents[0], title=None, number=None, date=None, type=None, signers=(),
        citations=(), sections=(),
        issuer=dataclasses.replace(record.documents[0].issuer, inferred=True),  # type: ignore[type-var]
    )  # fmt: skip
    tree = as_mets.mets(dataclasses.replace(record, documents=(bare,)))
    _valid(schema, tree)
    said = [(e.tag.rpartition("}")[2], e.text) for e in tree.iterfind(".//m:xmlData/*", NS)]
    assert said == [("language", "vi")]


def test_checksum_outline_and_pages_are_those_of_the_record(tmp_path: Path) -> None:
    record = export_made.record()
    report = as_mets.write([Entry("a/plan.txt.json", record)], str(tmp_path), Options())
    assert report.written == {"records": 1}
    tree = etree.parse(str(tmp_path / "a" / "plan.txt.mets.xml"))
    file = tree.find(".//m:file", NS)
    assert file is not None
    assert file.get("CHECKSUM") == record.source.sha256
    assert file.get("SIZE") == str(record.source.bytes)
    labels = [d.get("ORDERLABEL") for d in tree.iterfind(".//m:div[@TYPE='section']", NS)]
    assert labels == [s.label for d in record.documents for s in d.sections]
    pages = [d.get("ID") for d in tree.iterfind(".//m:div[@TYPE='page']", NS)]
    assert pages == [f"page-{p.number}" for p in record.pages]
    ids = {e.get("ID") for e in tree.iterfind(".//m:div", NS)}
    for link in tree.iterfind(".//m:smLink", NS):
        assert {link.get(f"{{{as_mets.XLINK}}}from"), link.get(f"{{{as_mets.XLINK}}}to")} <= ids


def test_hostile_text_is_text(schema: etree.XMLSchema) -> None:
    record = export_made.record()
    source = dataclasses.replace(record.source, uri='<a href="x">\x00 kế hoạch & "1".pdf')
    title = dataclasses.replace(record.documents[0].title, text="<script>\x0b]]>")  # type: ignore[type-var]
    document = dataclasses.replace(record.documents[0], title=title)
    made = dataclasses.replace(record, source=source, documents=(document,))
    _valid(schema, as_mets.mets(made))
