"""Sentences of a line."""

from __future__ import annotations

from collections.abc import Iterator

import regex

# ". " ends a sentence unless an abbreviation stands before it (TP. Lạng Sơn, đ/c., ThS.) or
# what follows goes on in lower case
_END = regex.compile(
    r"(?<!(?<!\p{L})(?:T[PpX]|Tp|[Đđ]/c|Th[Ss]|TS|PGS|GS|[Ss]t|tr|vv|v\.v|Q|P|H|Tr|[Nn]g|\p{Lu}))"
    r"[.!?…]+[”\"')]?\s+(?=[\p{Lu}\d“\"(-])",
    regex.V1,
)


MOST = 2400
"""Code points of a sentence, at most: a longer run is cut, so that what is read sentence by
sentence takes time in proportion to the text, whatever the text is."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of each sentence, without the blank between them."""
    for start, end in _whole(text):
        while end - start > MOST:
            cut = max(text.rfind(mark, start, start + MOST) for mark in ("; ", ", ", " "))
            cut = cut + 1 if cut > start else start + MOST
            yield start, cut
            start = cut
        yield start, end


def _whole(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        end = match.end() - (len(match[0]) - len(match[0].rstrip()))
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)
