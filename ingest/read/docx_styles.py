"""What paragraph styles say about numbering and capitals."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.read.docx_package import Element, W, integer, is_on, val

_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Style:
    """`num_id` and `level` are None where the style does not say; `caps` likewise."""

    based_on: str
    num_id: int | None
    level: int | None
    caps: bool | None


@dataclass(slots=True)
class Styles:
    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        styles = cls()
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
    )
