"""HTML pages: block elements become paragraphs, tables keep their grid or are read as columns."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from lxml import etree, html

from ingest.core.pages import Page, Remark
from ingest.errors import Damaged, TooLarge
from ingest.read.decode import Decoded, decode
from ingest.read.html_blocks import blocks_of
from ingest.read.limits import Limits
from ingest.read.reader import Reading
from ingest.read.sheet import Sheet

_OPENING = regex.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|h[1-6]|span|article|section)"
    rb"(?:\s[^<>]{0,2000})?>",
    regex.I,
)
_BEFORE = regex.compile(rb"(?:\xef\xbb\xbf|\s|<\?xml[^<>]{0,300}>|<!--(?s:.){0,2000}?-->)*+")
_CHARSET = regex.compile(
    rb"<meta[^<>]{0,300}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{2,40})", regex.I
)
_DECLARATION = regex.compile(r"^\s*<\?xml[^<>]{0,300}>")


class HtmlReader:
    """HTML in the encoding of its mark, its `meta`, or as a text file would be decoded."""

    media_types = ("text/html", "application/xhtml+xml")

    def accepts(self, head: bytes, name: str) -> bool:
        narrow = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        start = _BEFORE.match(narrow)
        return _OPENING.match(narrow, start.end() if start else 0) is not None

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        decoded = _decoded(data)
        sheet = Sheet()
        sheet.write(blocks_of(_tree(decoded.text)))
        page = Page(1, sheet.text, "plain", grids=tuple(sheet.grids), asides=tuple(sheet.asides))
        return Reading((page,), "text/html", tuple(_remarks(decoded)))


HTML = HtmlReader()


def _remarks(decoded: Decoded) -> Iterator[Remark]:
    if decoded.guessed:
        message = f"read as {decoded.encoding}: {decoded.guessed}"
        yield Remark("guessed-encoding", "warning", message)


def _decoded(data: bytes) -> Decoded:
    """A mark or valid UTF-8 wins over `meta`: pages are re-encoded and keep an old `meta`."""
    decoded = decode(data)
    named = _CHARSET.search(data[:4096])
    if not decoded.guessed or named is None:
        return decoded
    try:
        return Decoded(data.decode(named[1].decode("ascii")), named[1].decode("ascii").lower())
    except (LookupError, UnicodeDecodeError):
        return decoded


def _tree(text: str) -> html.HtmlElement:
    text = _DECLARATION.sub("", text.replace("\x00", ""), count=1)
    text = regex.sub(r"[\ud800-\udfff]", "\ufffd", text)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"the HTML cannot be parsed ({error})") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise TooLarge("the HTML is nested too deeply")
    return tree
