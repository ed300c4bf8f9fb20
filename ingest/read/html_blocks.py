"""An HTML tree as paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from lxml import html

from ingest.read.sheet import Block, CellText, Para, TableText

_DROPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "button",
        "input",
        "textarea",
        "nav",
        "audio",
        "video",
        "canvas",
        "map",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "li",
    ]
)
_BLANKS = regex.compile(r"[ \t\n\r\f\v]+")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = regex.compile(r"\s{0,4}\d{1,3}\s{0,4}")
_MAX_SPAN = 200
_MAX_COLUMNS = 500


@dataclass(slots=True)
class _List:
    ordered: bool
    next: int
    kind: str


@dataclass(slots=True)
class _Flow:
    """Blocks found so far and the paragraph that is open."""

    blocks: list[Block] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    tight: bool = False
    lists: list[_List] = field(default_factory=list)
    inside_cell: bool = False

    def close(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self.open).split("\n")]
        text = "\n".join(lines).strip("\n")
        if text.strip():
            self.blocks.append(Para(text, self.tight))
            self.tight = False
        self.open = []


def blocks_of(tree: html.HtmlElement) -> list[Block]:
    """Paragraphs and tables of the tree in document order."""
    flow = _Flow()
    _walk(tree, flow)
    flow.close()
    return flow.blocks


def _hidden(node: html.HtmlElement) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return node.get("hidden") is not None or "display:none" in style


def _walk(node: html.HtmlElement, flow: _Flow) -> None:
    tag = node.tag if isinstance(node.tag, str) else ""
    tag = tag.rsplit(":", 1)[-1].lower()
    if not tag or tag in _DROPPED or _hidden(node):
        return
    if tag == "br":
        flow.open.append("\n")
    elif tag == "table":
        _table(node, flow)
    elif tag in _BLOCKS:
        _block(node, tag, flow)
    else:
        _inline(node, tag, flow)


def _inline(node: html.HtmlElement, tag: str, flow: _Flow) -> None:
    if tag == "sup" and not len(node) and _RAISED.fullmatch(node.text or ""):
        flow.open.append((node.text or "").strip().translate(_SUPERSCRIPT))
    else:
        _children(node, flow)


def _children(node: html.HtmlElement, flow: _Flow) -> None:
    preformatted = node.tag == "pre"
    if node.text:
        flow.open.append(node.text if preformatted else _BLANKS.sub(" ", node.text))
    for child in node:
        _walk(child, flow)
        if child.tail:
            flow.open.append(child.tail if preformatted else _BLANKS.sub(" ", child.tail))


def _block(node: html.HtmlElement, tag: str, flow: _Flow) -> None:
    flow.close()
    if tag in ("ol", "ul"):
        flow.lists.append(
            _List(tag == "ol", _number(node.get("start"), 1), node.get("type") or "1")
        )
        _children(node, flow)
        flow.close()
        flow.lists.pop()
        return
    if tag == "li":
        flow.tight = bool(flow.blocks) and flow.lists[-1:] != [] and _nested_or_later(node)
        flow.open.append(_marker(node, flow))
    _children(node, flow)
    if tag == "li" and "".join(flow.open).strip() in ("-", "+"):
        flow.open = []
    flow.close()


def _nested_or_later(node: html.HtmlElement) -> bool:
    return node.getprevious() is not None


def _marker(node: html.HtmlElement, flow: _Flow) -> str:
    depth = sum(not one.ordered for one in flow.lists)
    text = (node.text_content() or "").lstrip()[:2]
    if not flow.lists or not flow.lists[-1].ordered:
        already = text[:1] in "-+•*–" and text[:1] != ""
        return "" if already else "- " if depth < 2 else "+ "
    current = flow.lists[-1]
    number = _number(node.get("value"), current.next)
    current.next = number + 1
    return f"{_numeral(number, current.kind)}. "


def _numeral(number: int, kind: str) -> str:
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number < 400:
        roman = _roman(number)
        return roman if kind == "I" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX")):
        out, number = out + sign * (number // value), number % value
    for value, sign in ((5, "V"), (4, "IV"), (1, "I")):
        out, number = out + sign * (number // value), number % value
    return out


def _number(value: str | None, default: int) -> int:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _table(node: html.HtmlElement, flow: _Flow) -> None:
    flow.close()
    for caption in node.findall("caption"):
        _children(caption, flow)
        flow.close()
    cells = list(_cells(node))
    if flow.inside_cell:  # a table inside a cell is text of that cell
        flow.blocks += [Para("\n".join(c.lines)) for c in cells if any(c.lines)]
    elif cells:
        flow.blocks.append(TableText(tuple(cells)))


def _cells(table: html.HtmlElement) -> Iterator[CellText]:
    taken: dict[int, int] = {}  # column -> first row that is free again
    for row, node in enumerate(_rows(table)):
        column = 0
        for cell in node:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > row:
                column += 1
            if column >= _MAX_COLUMNS:
                break
            down = max(1, min(_number(cell.get("rowspan"), 1), _MAX_SPAN))
            across = max(1, min(_number(cell.get("colspan"), 1), _MAX_SPAN))
            yield CellText(tuple(_lines(cell)), row, column, down, across)
            for covered in range(column, column + across):
                taken[covered] = row + down
            column += across


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.findall("tr")


def _lines(cell: html.HtmlElement) -> Iterator[str]:
    flow = _Flow(inside_cell=True)
    _children(cell, flow)
    flow.close()
    for block in flow.blocks:
        if isinstance(block, Para):
            yield from block.text.split("\n")
