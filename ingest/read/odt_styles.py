"""What the styles of an ODT say: page breaks, capitals, raised and hidden text, fonts, lists.

Source: OpenDocument 1.3 part 3, 16 (styles) and 19-20 (attributes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.core.pages import FontEncoding
from ingest.lexicon.encodings import font_encoding
from ingest.read.docx_package import Element, integer
from ingest.read.odt_lists import ListLevel

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TEXT, TABLE, DRAW = (
    f"{{{_OASIS}{name}:1.0}}" for name in ("office", "style", "text", "table", "drawing")
)
FO = f"{{{_OASIS}xsl-fo-compatible:1.0}}"
SVG = f"{{{_OASIS}svg-compatible:1.0}}"
_FORMATS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter",
            "a": "lowerLetter"}  # fmt: skip
_KEPT_BULLETS = frozenset("-+*•–")
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Look:
    """One style; None where it says nothing and its parent is to be asked."""

    parent: str = ""
    breaks: bool | None = None
    caps: bool | None = None
    raised: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    list_style: str | None = None


@dataclass(slots=True)
class OdtStyles:
    looks: dict[tuple[str, str], Look] = field(default_factory=dict)
    lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    outline: dict[int, ListLevel] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)

    def add(self, root: Element | None) -> None:
        """Takes in the styles of `styles.xml` or `content.xml`."""
        for node in root.iter(f"{STYLE}font-face") if root is not None else ():
            family = str(node.get(f"{SVG}font-family", ""))
            self.faces[str(node.get(f"{STYLE}name"))] = family.strip("'\"")
        for node in _styles(root):
            name = str(node.get(f"{STYLE}name", ""))
            if node.tag == f"{TEXT}list-style":
                self.lists[name] = dict(_levels(node))
            elif node.tag == f"{TEXT}outline-style":
                self.outline = dict(_levels(node))
            elif node.tag == f"{STYLE}default-style":
                self.looks[(str(node.get(f"{STYLE}family")), "")] = _look(node)
            elif node.tag == f"{STYLE}style":
                self.looks[(str(node.get(f"{STYLE}family")), name)] = _look(node)

    def chain(self, family: str, name: str) -> Iterator[Look]:
        """The style, those it is based on, the default; a circle is cut."""
        for _ in range(_DEPTH):
            look = self.looks.get((family, name))
            if look is not None:
                yield look
            if not name:
                return
            name = look.parent if look is not None else ""

    def encoding(self, looks: list[Look]) -> FontEncoding | None:
        """The old encoding that the first font named in `looks` tells."""
        font = next((x.font for x in looks if x.font is not None), "")
        return font_encoding(self.faces.get(font, font))


def _styles(root: Element | None) -> Iterator[Element]:
    for part in ("styles", "automatic-styles"):
        group = root.find(f"{OFFICE}{part}") if root is not None else None
        yield from group if group is not None else ()


def _look(node: Element) -> Look:
    text = node.find(f"{STYLE}text-properties")
    paragraph = node.find(f"{STYLE}paragraph-properties")
    get = (lambda key: text.get(key)) if text is not None else (lambda key: None)
    before = paragraph.get(f"{FO}break-before") if paragraph is not None else None
    position = get(f"{STYLE}text-position")
    font = get(f"{STYLE}font-name") or get(f"{FO}font-family")
    master = node.get(f"{STYLE}master-page-name")
    return Look(
        parent=str(node.get(f"{STYLE}parent-style-name", "")),
        breaks=True if before == "page" or master else None if before is None else False,
        caps=_told(get(f"{FO}text-transform"), "uppercase"),
        raised=str(position).startswith("super") if position else None,
        hidden=_told(get(f"{TEXT}display"), "none"),
        font=str(font).strip("'\"") if font else None,
        list_style=node.get(f"{STYLE}list-style-name"),
    )


def _told(value: object, wanted: str) -> bool | None:
    return None if value is None else value == wanted


def _levels(node: Element) -> Iterator[tuple[int, ListLevel]]:
    for level in node:
        at = integer(str(level.get(f"{TEXT}level")), 1)
        if str(level.tag).endswith("-style-bullet"):
            sign = str(level.get(f"{TEXT}bullet-char", "")).strip()
            yield at, ListLevel(bullet=sign if sign in _KEPT_BULLETS and sign else "-")
        elif str(level.tag).endswith(("-style-number", "outline-level-style")):
            yield (
                at,
                ListLevel(
                    format=_FORMATS.get(str(level.get(f"{STYLE}num-format", "")), ""),
                    prefix=str(level.get(f"{STYLE}num-prefix", "")),
                    suffix=str(level.get(f"{STYLE}num-suffix", "")),
                    start=integer(str(level.get(f"{TEXT}start-value")), 1),
                    shown=integer(str(level.get(f"{TEXT}display-levels")), 1),
                ),
            )
