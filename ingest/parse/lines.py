"""The lines of a file, and what stands among them without being part of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from ingest.core.text import LINE_HYPHEN, Span
from ingest.lexicon.patterns import DASH

Over = Literal["", "on", "new"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file's text; `span` without blanks at its ends, `page` 1-based.

    `laid` is true on pages whose reader saw where the words stand: it sets a blank line wherever a
    paragraph begins by indent, room above it, or a line before it that was ended early. `over` is
    what is told so of the first line of a page: it goes `on` the line above or is `new`.
    """

    number: int
    span: Span
    page: int
    text: str
    laid: bool = False
    over: Over = ""

    @property
    def blank(self) -> bool:
        return not self.text


def split_lines(
    text: str,
    page_starts: Sequence[int],
    asides: Sequence[Span],
    laid: Collection[int] = (),
) -> list[Line]:
    """Lines at `\\n` and page breaks. An aside's characters count as blanks.

    `laid` are the numbers of the pages with a geometry.
    """
    flat = blank_out(text, asides)
    lines: list[Line] = []
    at = 0
    for raw in flat.replace("\f", "\n").split("\n"):
        stripped = raw.strip()
        start = at + raw.index(stripped)
        page = bisect_right(page_starts, at)
        lines.append(
            Line(len(lines), Span(start, start + len(stripped)), page, stripped, page in laid)
        )
        at += len(raw) + 1
    return lines


def blank_out(text: str, spans: Sequence[Span]) -> str:
    """`text` with every character of `spans` (line ends apart) made a blank."""
    if not spans:
        return text
    out, at = [], 0
    for span in sorted(spans):
        if span.start < at:
            continue
        out.append(text[at : span.start])
        out.append("".join(c if c in "\n\f" else " " for c in span.of(text)))
        at = span.end
    return "".join([*out, text[at:]])


_CUT_WORD = regex.compile(r"(?<=[^\W_]-)[\n\f](?=\s*+[^\W_])")


def flatten(text: str, asides: Sequence[Span]) -> str:
    """The text as `Document.flat` has it: without line ends and asides, as long as before."""
    flat: str = _CUT_WORD.sub(LINE_HYPHEN, blank_out(text, asides))
    return flat.replace("\n", " ").replace("\f", " ")


_PAGE_NUMBER = regex.compile(
    rf"{DASH}?\s?\d{{1,4}}\s?{DASH}?|(?:Trang|trang)\s+\d{{1,4}}(?:\s?/\s?\d{{1,4}})?"
)
_NOTE = regex.compile(r"(?P<mark>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\[\d{1,2}\])\s{0,3}(?=\S)")

_PARAGRAPH = regex.compile(r"(?:^|(?<=[\n\f]))[^\n\f]+(?:\n[^\n\f]+)*")
_LINE = regex.compile(r"[^\n]+")
_MARK = regex.compile(r"(?<=[\p{L}\d.,;:”\")%])(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\[\d{1,2}\])")


def find_asides(text: str, page_starts: Sequence[int]) -> list[Span]:
    """Page numbers at a page's edge, and footnotes set amid the text.

    A footnote is a paragraph that opens with a raised number (`¹`) which stands as a mark
    behind a word earlier on. Without the mark it stays what it is.
    """
    found: list[Span] = []
    ends = [s - 1 for s in page_starts[1:]] + [len(text)]
    if len(page_starts) == 1:
        found += _lone_numbers(text)
    else:
        for start, end in zip(page_starts, ends, strict=True):
            found += _page_number(text, start, end)
    first_mark: dict[str, int] = {}
    for m in _MARK.finditer(text):
        first_mark.setdefault(m.group(), m.start())
    if not first_mark:
        return sorted(found)
    for m in _PARAGRAPH.finditer(text):
        for line in _LINE.finditer(m.group()):
            note = _NOTE.match(line.group().lstrip())
            start = m.start() + line.start()
            if note and first_mark.get(note["mark"], len(text)) < start:
                found.append(Span(start, _note_end(text, start, m.end())))
    return sorted(found)


def _lone_numbers(text: str) -> list[Span]:
    """Page numbers that stayed in a text without page breaks: lines `2`, `3`, … in order.

    They must count up by one from 1 or 2, each alone in its line amid other lines.
    """
    lines = list(regex.finditer(r"(?<=\n)[ \t]*(\d{1,3})[ \t]*(?=\n)", text))
    numbers = [int(m[1]) for m in lines]
    if not numbers or numbers[0] not in (1, 2):
        return []
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return []
    return [Span(*m.span()) for m in lines]


def _note_end(text: str, start: int, end: int) -> int:
    """A note runs to the end of its paragraph, or of a sentence that ends with its line."""
    for m in regex.finditer(r"\.[ \t]*\n", text, pos=start, endpos=end):
        following = text[m.end() : m.end() + 40].lstrip()
        if not following[:1].islower() and not _NOTE.match(following):
            return int(m.start()) + 1
    return end


def _page_number(text: str, start: int, end: int) -> list[Span]:
    lines = [m for m in _LINE.finditer(text, pos=start, endpos=end) if m.group().strip()]
    edges = [lines[0]] + ([lines[-1]] if len(lines) > 1 else []) if lines else []
    return [Span(*m.span()) for m in edges if _PAGE_NUMBER.fullmatch(m.group().strip())]
