"""Makes ODT, RTF and OLE2 files for the reader tests."""

from __future__ import annotations

import io
import struct
import zipfile

_NAMES = {
    "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in _NAMES.items()
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
STYLES = """
<style:style style:name="New" style:family="paragraph">
 <style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="Loud" style:family="text">
 <style:text-properties fo:text-transform="uppercase"/></style:style>
<style:style style:name="Raised" style:family="text">
 <style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Gone" style:family="text">
 <style:text-properties text:display="none"/></style:style>
<style:style style:name="Old" style:family="text">
 <style:text-properties style:font-name="F1"/></style:style>
<text:list-style style:name="L1">
 <text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>
 <text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="."
  text:display-levels="2"/>
 <text:list-level-style-bullet text:level="4" text:bullet-char="\u2022"/>
 <text:list-level-style-bullet text:level="5" text:bullet-char="\uf0b7"/>
</text:list-style>
"""
FACES = '<style:font-face style:name="F1" svg:font-family="&apos;.VnTime&apos;"/>'


def odt(body: str, *, styles: str = STYLES, manifest: str = "", first: bool = True) -> bytes:
    """An ODT of this body; `first` puts its type in front, as the format wants it."""
    content = (
        f"<office:document-content {NAMESPACES}>"
        f"<office:font-face-decls>{FACES}</office:font-face-decls>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), ODT_TYPE)
        archive.writestr("content.xml", content)
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
        if not first:
            archive.writestr("mimetype", ODT_TYPE)
    return buffer.getvalue()


def p(text: str, style: str = "") -> str:
    mark = f' text:style-name="{style}"' if style else ""
    return f"<text:p{mark}>{text}</text:p>"


def items(*inner: str, style: str = "L1", more: str = "") -> str:
    made = "".join(f"<text:list-item>{one}</text:list-item>" for one in inner)
    return f'<text:list text:style-name="{style}"{more}>{made}</text:list>'


def rtf(lines: list[tuple[str, str]]) -> bytes:
    """Lines of (font, text): `.VnTime` with its bytes, `Unicode` with `\\u` signs."""
    fonts = r"{\fonttbl{\f0 .VnTime;}{\f1 Times New Roman;}}"
    out = [r"{\rtf1\ansi\ansicpg1252\deff1", fonts]
    for font, text in lines:
        if font == "Unicode":
            out.append(r"\f1 " + "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text))
        else:
            data = text.encode("latin-1")
            out.append(r"\f0 " + "".join(chr(b) if b < 128 else f"\\'{b:02x}" for b in data))
        out.append(r"\par ")
    return ("".join(out) + "}").encode("ascii")


def ole(*names: str, flags: int = 0) -> bytes:
    """A compound file with these streams, each of one sector; `flags` go into the first one."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFE] * 126)
    directory = b""
    for number, name in enumerate(["Root Entry", *names][:4]):
        entry = bytearray(128)
        raw = name.encode("utf-16-le") + b"\0\0"
        entry[: len(raw)] = raw
        struct.pack_into("<H", entry, 64, len(raw))
        entry[66] = 5 if number == 0 else 2
        struct.pack_into("<II", entry, 116, 2, 4096)
        directory += bytes(entry)
    stream = bytearray(4096)
    struct.pack_into("<H", stream, 10, flags)
    return bytes(header) + table + directory.ljust(512, b"\0") + bytes(stream)
