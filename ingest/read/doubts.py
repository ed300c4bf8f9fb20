"""Where a page image may have been misread: under coloured ink, in lines OCR was unsure of.

Each place is a remark with its span; the record tells the values that stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.core.pages import Box, Page, Remark, Word
from ingest.core.text import Span
from ingest.read.blobs import Mask
from ingest.read.sheet import CELL_BREAK

_COVERED = 0.15
_UNSURE = 0.60
_FEW_LETTERS = 3
_MOST = 200


def under_ink(page: Page, covered: Mask) -> tuple[Remark, ...]:
    """`under-seal` for each run of words that coloured ink lay over.

    `covered` shows the whole page, as its boxes count it, in pixels of any size.
    """
    assert page.width is not None
    unit = page.width / covered.shape[1]

    def stood_under(word: Word) -> bool:
        return word.confidence is not None and _share(covered, word.box, unit) >= _COVERED

    found = []
    for line in _lines(page):
        for under, words in groupby(line, stood_under):
            if under:
                span = _whole(list(words))
                message = f"`{span.of(page.text)}` stood under a seal or a pen's stroke"
                found.append(Remark("under-seal", "warning", message, page.number, span))
    return tuple(found[:_MOST])


def unsure_lines(page: Page) -> tuple[Remark, ...]:
    """`doubtful-line` for each line, or cell of a table, whose words OCR is not sure of."""
    found = []
    for words in _lines(page):
        sure = _sureness(page, words)
        if sure is not None and sure < _UNSURE:
            message = f"OCR is {sure:.0%} sure of this line"
            found.append(Remark("doubtful-line", "warning", message, page.number, _whole(words)))
    return tuple(found[:_MOST])


def _lines(page: Page) -> Iterator[list[Word]]:
    """The words by lines of the text, those of a table by cells."""
    line: list[Word] = []
    for word in page.words:
        if line:
            between = page.text[line[-1].span.end : word.span.start]
            if "\n" in between or CELL_BREAK.strip() in between:
                yield line
                line = []
        line.append(word)
    if line:
        yield line


def _whole(words: Sequence[Word]) -> Span:
    return Span(words[0].span.start, words[-1].span.end)


def _share(covered: Mask, box: Box, unit: float) -> float:
    """How much of the box is marked; a box of less than a pixel has one."""
    x0, y0 = int(box.x0 / unit), int(box.y0 / unit)
    window = covered[y0 : max(y0 + 1, round(box.y1 / unit)), x0 : max(x0 + 1, round(box.x1 / unit))]
    return float(window.mean()) if window.size else 0.0


def _sureness(page: Page, words: Sequence[Word]) -> float | None:
    """Mean confidence of the words by their letters; None where there are hardly any."""
    letters = [
        (sum(c.isalnum() for c in w.span.of(page.text)), w.confidence)
        for w in words
        if w.confidence is not None
    ]
    total = sum(count for count, _ in letters)
    if total < _FEW_LETTERS:
        return None
    return sum(count * sure for count, sure in letters) / total
