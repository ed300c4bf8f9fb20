"""Opens the ZIP of a DOCX with care: bounds on what it unpacks to, XML without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ingest.errors import Damaged, Encrypted, TooLarge, Unsupported
from ingest.read.limits import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RATIO_MATTERS = 50_000_000
_PART_BYTES = 150_000_000
_OTHERS = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("mimetype", "an OpenDocument file that is no text, or an EPUB"),
)

BROKEN_PART = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
"""What reading a part of a broken archive may raise."""

Element = Any
"""An lxml element; the library has no types."""


@dataclass(slots=True)
class Package:
    """The parts of a DOCX. `main` is the name of the document part."""

    archive: zipfile.ZipFile
    main: str

    @classmethod
    def open(cls, data: bytes, limits: Limits) -> Package:
        """Raises Damaged, TooLarge, Encrypted, Unsupported."""
        package = cls.unpacked(data, limits)
        package.main = package._main_part(set(package.archive.namelist()))
        return package

    @classmethod
    def unpacked(cls, data: bytes, limits: Limits) -> Package:
        """The parts of any ZIP within the limits; `main` is not looked for."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Damaged(f"the archive is broken ({error})") from error
        unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > limits.unpacked_bytes:
            raise TooLarge(f"unpacks to {unpacked} bytes; the limit is {limits.unpacked_bytes}")
        if unpacked > max(_RATIO_MATTERS, limits.unpacked_ratio * len(data)):
            raise TooLarge(f"{len(data)} bytes unpack to {unpacked}: a decompression bomb")
        return cls(archive, "word/document.xml")

    def _main_part(self, names: set[str]) -> str:
        rels = self.xml("_rels/.rels")
        for rel in rels if rels is not None else ():
            if str(rel.get("Type", "")).endswith("/officeDocument"):
                target = str(rel.get("Target", "")).lstrip("/")
                if target in names and target.startswith("word/"):
                    return target
        if "word/document.xml" in names:
            return "word/document.xml"
        kind = next(
            (k for start, k in _OTHERS if any(n.startswith(start) for n in names)), "a ZIP archive"
        )
        raise Unsupported(f"{kind}, neither a Word document nor an OpenDocument text")

    def beside(self, name: str) -> Element | None:
        """The part of that name in the folder of the main part."""
        return self.xml(posixpath.join(posixpath.dirname(self.main), name))

    def xml(self, name: str) -> Element | None:
        """The root of a part, None where it is absent."""
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise Encrypted(f"the part {name} is encrypted")
        try:
            with self.archive.open(info) as part:
                raw = part.read(_PART_BYTES + 1)
        except BROKEN_PART as error:
            raise Damaged(f"the part {name} is broken ({error})") from error
        if len(raw) > _PART_BYTES:
            raise TooLarge(f"the part {name} unpacks to more than {_PART_BYTES} bytes")
        return parse_xml(raw, name)


def parse_xml(raw: bytes, name: str) -> Element:
    """The root of an XML text: no entities, no network, no document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True
    )
    try:
        root = etree.fromstring(raw.replace(_STRICT, _TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"the part {name} is no XML ({error})") from error
    if root.getroottree().docinfo.doctype:
        raise Damaged(f"the part {name} declares a document type, which Word never writes")
    return root


def val(node: Element | None, default: str = "") -> str:
    """The `w:val` of an element, `default` where it or the element is absent."""
    return str(node.get(f"{W}val", default)) if node is not None else default


def integer(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default


def is_on(node: Element | None) -> bool:
    """A switch such as `<w:caps/>`: on unless it says otherwise."""
    return node is not None and val(node, "1") not in ("0", "false", "off", "none")
