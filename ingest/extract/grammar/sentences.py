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


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of each sentence, without the blank between them."""
    start = 0
    for match in _END.finditer(text):
        end = match.end() - (len(match[0]) - len(match[0].rstrip()))
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)
