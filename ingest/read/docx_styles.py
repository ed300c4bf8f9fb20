"""What styles say about numbering, capitals and the encoding of fonts."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.core.pages import FontEncoding
from ingest.lexicon.encodings import font_encoding
from ingest.read.docx_package import Element, W, integer, is_on, val

_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Style:
    """`num_id` and `level` are None where the style does not say; `caps` and `font` likewise."""

    based_on: str
    num_id: int | None
    level: int | None
    caps: bool | None
    font: str | None = None


@dataclass(slots=True)
class Styles:
    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    font: str = ""

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        styles = cls()
        if root is not None:
            styles.font = font_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or ""
        for node in root.iterchildren(f"{W}style") if root is not None else ():
            id = str(node.get(f"{W}styleId", ""))
            styles.by_id[id] = _style(node)
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true"):
                styles.default = id
        return styles

    def chain(self, id: str) -> list[Style]:
        """The style and those it is based on; a circle is cut."""
        chain: list[Style] = []
        seen: set[str] = set()
        while id in self.by_id and id not in seen and len(chain) < _DEPTH:
            seen.add(id)
            chain.append(self.by_id[id])
            id = chain[-1].based_on
        return chain

    def caps(self, id: str) -> bool:
        return next((s.caps for s in self.chain(id) if s.caps is not None), False)

    def encoding(self, id: str, properties: Element | None) -> FontEncoding | None:
        """The old encoding that the font of a run tells, in a paragraph of the style `id`."""
        font = font_of(properties)
        own = properties.find(f"{W}rStyle") if properties is not None else None
        for style in (val(own), id) if font is None else ():
            named = next((s.font for s in self.chain(style) if s.font is not None), None)
            font = font if font is not None else named
        return font_encoding(font if font is not None else self.font)

    def numbering(self, id: str) -> tuple[int | None, int | None]:
        """(num_id, level) as the style chain gives them."""
        chain = self.chain(id)
        num_id = next((s.num_id for s in chain if s.num_id is not None), None)
        level = next((s.level for s in chain if s.level is not None), None)
        return num_id, level


def _style(node: Element) -> Style:
    num_id = node.find(f"{W}pPr/{W}numPr/{W}numId")
    level = node.find(f"{W}pPr/{W}numPr/{W}ilvl")
    caps = node.find(f"{W}rPr/{W}caps")
    return Style(
        val(node.find(f"{W}basedOn")),
        integer(val(num_id), 0) if num_id is not None else None,
        integer(val(level), 0) if level is not None else None,
        is_on(caps) if caps is not None else None,
        font_of(node.find(f"{W}rPr")),
    )


def font_of(properties: Element | None) -> str | None:
    """The font of letters beyond ASCII, where old encodings have theirs; None if none is named."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    if fonts is None:
        return None
    return str(fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or "") or None
