"""Characters that only look right: look-alikes, invisible ones, decomposed letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from ingest.core.text import Edit, Span

RULE = "characters"

_LOOKALIKES = {
    "\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ",
    "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u3000": " ",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
    "\u2010": "-", "\u2011": "-", "\uff0d": "-",
    # Symbol and Wingdings in the private use area, as text copied from PDF and Word has them
    "\uf02d": "-", "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖",
    "\uf0b3": "≥", "\uf0a3": "≤", "\uf0b1": "±", "\uf0b4": "×", "\uf0b0": "°",
    "\ufb01": "fi", "\ufb02": "fl",
}  # fmt: skip

_LOOKALIKE = regex.compile("[" + "".join(_LOOKALIKES) + "]")

# A letter with its combining signs: decomposed (NFD) and composite forms (ê + U+0301).
_CLUSTER = regex.compile(r"\X")

# 1520/QĐ–TTg, QĐ -UBND is left: a dash of another kind between the parts of a symbol.
# The dash stands first in the pattern: a look back from every letter takes long.
_SYMBOL_DASH = regex.compile(r"[–—−](?<=\p{Lu}\p{L}{0,8}.)(?=\p{Lu}{2})")

# The hyphen of many a PDF's font comes out as a soft one: QĐ\xadUBND, 2011\xad2020, Độc lập \xad
# Tự do. Only inside a word in small letters was it set to part that word at a line's end.
_SOFT_HYPHEN = regex.compile(r"(?P<inside>(?<=\p{Ll})\u00ad(?=\p{Ll}))|\u00ad")
_OTHERS = regex.compile(_LOOKALIKE.pattern[:-1] + "\u00ad\n\f–—−]")


def find(text: str) -> list[Edit]:
    """One edit a character; letters with combining signs become one letter (NFC)."""
    if text.isascii():
        return []
    return sorted(_find(text), key=lambda e: e.span)


def _find(text: str) -> Iterator[Edit]:
    for m in _LOOKALIKE.finditer(text):
        yield Edit(Span(*m.span()), _LOOKALIKES[m.group()], RULE, 0.99)
    for m in _SYMBOL_DASH.finditer(text):
        yield Edit(Span(*m.span()), "-", RULE, 0.97)
    for m in _SOFT_HYPHEN.finditer(text):
        yield Edit(Span(*m.span()), "" if m["inside"] else "-", RULE, 0.95)
    if not unicodedata.is_normalized("NFC", text):
        for m in _CLUSTER.finditer(text):
            if not _OTHERS.search(m.group()):
                whole = unicodedata.normalize("NFC", m.group())
                if whole != m.group():
                    yield Edit(Span(*m.span()), whole, RULE, 1.0)
