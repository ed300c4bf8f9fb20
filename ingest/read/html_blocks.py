"""An HTML tree as paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from lxml import html

from ingest.read.html_flow import Flow, List
from ingest.read.numerals import numeral
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
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_AROUND = frozenset(
    ["menu", "nav", "navbar", "navigation", "breadcrumb", "breadcrumbs", "footer", "sidebar"]
)
_MAX_SPAN = 200
_MAX_COLUMNS = 500


def blocks_of(tree: html.HtmlElement) -> list[Block]:
    """Paragraphs and tables of the tree in document order."""
    flow = Flow()
    _walk(tree, flow)
    flow.close()
    return flow.blocks


def _hidden(node: html.HtmlElement) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return node.get("hidden") is not None or "display:none" in style


def _is_around(node: html.HtmlElement, tag: str) -> bool:
    """True for the parts of a web page around the document, by their own names."""
    names = f"{tag} {node.get('id') or ''} {node.get('class') or ''} {node.get('role') or ''}"
    return tag != "body" and not _AROUND.isdisjoint(names.lower().split())


def _walk(node: html.HtmlElement, flow: Flow) -> None:
    tag = node.tag if isinstance(node.tag, str) else ""
    tag = tag.rsplit(":", 1)[-1].lower()
    if not tag or tag in _DROPPED or _hidden(node):
        return
    if tag == "br":
        flow.open.append("\n")
    elif tag == "table":
        _table(node, flow)
    elif tag in _BLOCKS:
        around = _is_around(node, tag)
        flow.link += around
        _block(node, tag, flow)
        flow.link -= around
    else:
        _inline(node, tag, flow)


def _inline(node: html.HtmlElement, tag: str, flow: Flow) -> None:
    if tag == "sup" and not len(node) and _RAISED.fullmatch(node.text or ""):
        flow.add((node.text or "").strip().translate(_SUPERSCRIPT))
        return
    followed = tag == "a" and bool(node.get("href"))
    flow.link += followed
    _children(node, flow)
    flow.link -= followed


def _children(node: html.HtmlElement, flow: Flow) -> None:
    preformatted = node.tag == "pre"
    if node.text:
        flow.add(node.text if preformatted else _BLANKS.sub(" ", node.text))
    for child in node:
        _walk(child, flow)
        if child.tail:
            flow.add(child.tail if preformatted else _BLANKS.sub(" ", child.tail))


def _block(node: html.HtmlElement, tag: str, flow: Flow) -> None:
    flow.close()
    if tag in ("ol", "ul"):
        flow.lists.append(List(tag == "ol", _number(node.get("start"), 1), node.get("type") or "1"))
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


def _marker(node: html.HtmlElement, flow: Flow) -> str:
    depth = sum(not one.ordered for one in flow.lists)
    text = (node.text_content() or "").lstrip()[:2]
    if not flow.lists or not flow.lists[-1].ordered:
        already = text[:1] in "-+•*–" and text[:1] != ""
        return "" if already else "- " if depth < 2 else "+ "
    current = flow.lists[-1]
    number = _number(node.get("value"), current.next)
    current.next = number + 1
    return f"{numeral(number, _FORMATS.get(current.kind, 'decimal'))}. "


def _number(value: str | None, default: int) -> int:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _table(node: html.HtmlElement, flow: Flow) -> None:
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
    flow = Flow(inside_cell=True)
    _children(cell, flow)
    flow.close()
    for block in flow.blocks:
        if isinstance(block, Para):
            yield from block.text.split("\n")
