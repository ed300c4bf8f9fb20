"""The runs of a paragraph as text: insertions kept, deletions and hidden text dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ingest.core.pages import FontEncoding
from ingest.read.docx_package import Element, W, is_on, val
from ingest.read.legacy_fonts import carried, without_private

PAGE_BREAK = "\f"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DROPPED = frozenset(
    [
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "instrText",
        "delText",
        "delInstrText",
        "commentReference",
        "annotationRef",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "tblPr",
        "proofErr",
    ]
)
_SOFT_HYPHEN = "\ufdd0"  # until the font is known: in TCVN3 it is the letter ư
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
# Wingdings and Symbol as Word writes them: `<w:sym w:font="Wingdings" w:char="F0A8"/>`
_SYMBOLS = {"F0A8": "☐", "F06F": "☐", "F0FE": "☑", "F0FC": "✓", "F0E0": "→", "F0AE": "→",
            "F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0B0": "°", "F02D": "-",
}  # fmt: skip


@dataclass(slots=True)
class RunText:
    """What a paragraph gives: text, the boxes anchored in it, the notes it refers to."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def local(node: Element) -> str:
    """The tag without its namespace; empty for comments and entities."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


EncodingOf = Callable[[Element | None], FontEncoding | None]
"""From the properties of a run to the old encoding that its font tells."""


def _unicode(properties: Element | None) -> FontEncoding | None:
    return None


@dataclass(frozen=True, slots=True)
class Manner:
    """How the runs of a paragraph are to be read.

    `marks` numbers the notes of the document, in the order of their references.
    """

    marks: dict[tuple[str, str], str]
    caps: bool = False
    encoding_of: EncodingOf = _unicode


def run_text(paragraph: Element, manner: Manner) -> RunText:
    """The text of a paragraph."""
    found = RunText()
    for node in paragraph:
        _read(node, found, manner)
    return found


def _read(node: Element, found: RunText, manner: Manner) -> None:
    name = local(node)
    if name in _DROPPED or not name:
        return
    if name == "r":
        _run(node, found, manner)
    elif name == "txbxContent":
        found.boxes.append(node)
    elif name == "AlternateContent":
        for branch in _one_branch(node):
            _read(branch, found, manner)
    elif name == "t":
        found.parts.append(node.text or "")  # of a run or of a formula
    elif name == "softHyphen":
        found.parts.append(_SOFT_HYPHEN)
    elif name == "br":
        found.parts.append(PAGE_BREAK if node.get(f"{W}type") == "page" else "\n")
    elif name in _SIGNS:
        found.parts.append(_SIGNS[name])
    elif name == "sym":
        char = str(node.get(f"{W}char", "")).upper()
        found.parts.append(_SYMBOLS.get(char, "•"))
    elif name in _NOTES:
        key = (_NOTES[name], str(node.get(f"{W}id", "")))
        number = str(len(manner.marks) + 1).translate(_SUPERSCRIPT)
        mark = manner.marks.setdefault(key, number)
        found.notes.append(key)
        found.parts.append(mark)
    else:
        for child in node:
            _read(child, found, manner)


def _run(node: Element, found: RunText, manner: Manner) -> None:
    properties = node.find(f"{W}rPr")
    raised, caps = False, manner.caps
    if properties is not None:
        if is_on(properties.find(f"{W}vanish")):
            return
        raised = val(properties.find(f"{W}vertAlign")) == "superscript"
        own = properties.find(f"{W}caps")
        caps = is_on(own) if own is not None else caps
    inner = RunText()
    for child in node:
        _read(child, inner, manner)
    encoding = manner.encoding_of(properties)
    if encoding == "TCVN3" and caps:
        encoding = "TCVN3-H"
    text = without_private(inner.text).replace(_SOFT_HYPHEN, "\u00ad" if encoding else "")
    text = carried(text, encoding) if encoding else text
    text = text.upper() if caps else text
    if raised and text.strip().isdigit() and text.isascii():
        text = text.translate(_SUPERSCRIPT)
    found.parts.append(text)
    found.boxes += inner.boxes
    found.notes += inner.notes


def _one_branch(node: Element) -> Iterator[Element]:
    """`Choice` and `Fallback` say the same twice: the first that holds text is read."""
    for branch in node:
        if any(local(n) == "t" for n in branch.iter()):
            yield from branch
            return
