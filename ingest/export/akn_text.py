"""Text and outline as Akoma Ntoso elements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex
from lxml import etree

from ingest.core.text import Span
from ingest.export.restored import PAGE_BREAK, Part, Places
from ingest.lexicon.fold import bare

NS = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"

# Characters that no XML 1.0 file may hold.
_FORBIDDEN = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
# An empty line, also one at the foot of a page, parts paragraphs; a page may end inside one.
_PARAGRAPH = regex.compile(r"[ \t]{0,200}(?:\n[ \t]{0,200}){2,}")
_BREAK = regex.compile(r"[ \t]{0,200}([\n\f])[ \t]{0,200}")

# The label's first word says what the law on format calls the unit; headings of a plan that
# are numbered only are `hcontainer`.
_UNITS = {"dieu": "article", "chuong": "chapter", "phan": "part", "muc": "section"}


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element over a span of the record's text."""

    span: Span
    name: str
    attributes: dict[str, str]


@dataclass(slots=True)
class Marks:
    """Marks in the order of the text; of two that overlap the first is kept."""

    given: list[Mark]
    kept: list[Mark] = field(default_factory=list)

    def __post_init__(self) -> None:
        end = 0
        for mark in sorted(self.given, key=lambda m: (m.span.start, -m.span.end, m.name)):
            if mark.span.start >= end and mark.span.end > mark.span.start:
                self.kept.append(mark)
                end = mark.span.end

    def within(self, span: Span) -> Iterator[Mark]:
        """Marks that touch the span, cut to it."""
        for mark in self.kept:
            start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
            if start < end:
                yield Mark(Span(start, end), mark.name, mark.attributes)


def clean(text: str) -> str:
    """Text that XML can hold: other characters become U+FFFD."""
    return str(_FORBIDDEN.sub("\ufffd", text))


def blocks(places: Places, span: Span, marks: Marks) -> list[etree._Element]:
    """A `p` for each paragraph; line ends inside one are `eol`, page ends `eop`."""
    found: list[etree._Element] = []
    text = places.text[span.start : span.end]
    start = 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = _stripped(text, start, end)
        if piece.end > piece.start:
            element = etree.Element(f"{NS}p")
            inline(element, places, piece.shift(span.start), marks)
            found.append(element)
        start = gap.end() if gap else len(text)
    return found


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, start + max(left, len(piece.rstrip())))


def inline(element: etree._Element, places: Places, span: Span, marks: Marks) -> None:
    """The text of the span with its marks, as the content of `element`."""
    place = span.start
    for mark in marks.within(span):
        _write(element, places.text[place : mark.span.start])
        inner = etree.SubElement(element, f"{NS}{mark.name}", mark.attributes)
        _write(inner, places.text[mark.span.start : mark.span.end])
        place = mark.span.end
    _write(element, places.text[place : span.end])


def _write(element: etree._Element, text: str) -> None:
    place = 0
    for found in _BREAK.finditer(text):
        _append(element, text[place : found.start()])
        etree.SubElement(element, f"{NS}{'eop' if found[1] == PAGE_BREAK else 'eol'}")
        place = found.end()
    _append(element, text[place:])


def _append(element: etree._Element, text: str) -> None:
    text = clean(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def outline(places: Places, parts: Sequence[Part], marks: Marks) -> list[etree._Element]:
    """The parts as a tree. A part whose parent is not open stands on the top level."""
    top: list[etree._Element] = []
    open_: list[tuple[str, etree._Element]] = []
    holders = {part.section.parent for part in parts}
    for part in parts:
        while open_ and open_[-1][0] != part.section.parent:
            open_.pop()
        element = _section(places, part, marks, part.section.id in holders)
        if open_:
            open_[-1][1].append(element)
        else:
            top.append(element)
        open_.append((part.section.id, element))
    return top


def _name(section: str) -> str:
    """`sec_II.2.1.a`; a blank, which no id of ours has, may not stand in it."""
    return "sec_" + "_".join(clean(section).split())


def _section(places: Places, part: Part, marks: Marks, holder: bool) -> etree._Element:
    first = bare(part.section.label).split()
    name = _UNITS.get(first[0].rstrip(".:") if first else "", "hcontainer")
    element = etree.Element(f"{NS}{name}", eId=_name(part.section.id))
    if name == "hcontainer":
        element.set("name", "muc")
    number = etree.SubElement(element, f"{NS}num")
    _write(number, places.text[part.label.start : part.label.end])
    if part.heading.end > part.heading.start:
        heading = etree.SubElement(element, f"{NS}heading")
        piece = _stripped(places.text, part.heading.start, part.heading.end)
        inline(heading, places, piece, marks)
    content = blocks(places, part.body, marks)
    if content or not holder:
        holding = etree.SubElement(element, f"{NS}{'intro' if holder else 'content'}")
        holding.extend(content or [etree.Element(f"{NS}p")])
    return element
