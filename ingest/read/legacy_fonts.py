"""Letters of fonts with an old encoding (`.VnTime`, `VNI-Times`) on their way through a reader.

A reader knows the font of each run, yet text is cut, joined and tidied many times before it is
a page. So a letter that its font makes another one is carried as one private-use character that
says encoding and code, and only `settled` turns it back into the character that was read, with
`FontRun`s for the repair stage. Decisions on the way (is this line a head?) look at `shown`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import regex

from ingest.core.pages import FontEncoding, FontRun, Page
from ingest.core.text import Span
from ingest.lexicon.encodings import decoded, table

_ENCODINGS: tuple[FontEncoding, ...] = ("TCVN3", "TCVN3-H", "VNI", "VPS")
_FIRST = 0xF0000
_ROOM = 0x4000
_CARRIED = regex.compile(r"[\U000f0000-\U000fffff]")
_RUN = regex.compile(r"[\U000f0000-\U000fffff]+")
_SYMBOL_FONT = 0xF000
_MARKED_UNICODE = regex.compile(r"[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_LYING_SHARE = 0.08
"""Text of which so many legacy letters are Vietnamese letters of Unicode was typed in Unicode."""


def carried(text: str, encoding: FontEncoding) -> str:
    """`text`, of a run in such a font, with its telling characters in private use.

    Those are the codes of the encoding, in a font of capitals also small letters, and letters
    that show the font's name to be a lie: Word keeps `.VnTime` on what is typed in Unicode.
    A hyphen tells something only behind a letter: `tr-êng` is trường.
    """
    return "".join(
        c if c == "-" and not _is_letter(text[at - 1 : at], encoding) else _carried(c, encoding)
        for at, c in enumerate(text)
    )


def _is_letter(char: str, encoding: FontEncoding) -> bool:
    return char.isalpha() or char in _telling(encoding)


def without_private(text: str) -> str:
    """`text` as a file gave it, free of the characters that `carried` uses."""
    return _CARRIED.sub("\ufffd", text) if not text.isascii() else text


@cache
def _carried(char: str, encoding: FontEncoding) -> str:
    code = ord(char)
    if _SYMBOL_FONT + 0x20 <= code <= _SYMBOL_FONT + 0xFF:  # a font without a Unicode table
        char, code = chr(code - _SYMBOL_FONT), code - _SYMBOL_FONT
    telling = char in _telling(encoding) or _MARKED_UNICODE.match(char)
    if not telling:
        return char
    return chr(_FIRST + _ENCODINGS.index(encoding) * _ROOM + code)


@cache
def _telling(encoding: FontEncoding) -> frozenset[str]:
    found = {c for code in table(encoding) for c in code if not c.isascii()}
    if encoding.startswith("TCVN3"):
        found |= {"-", "\u00ad"}  # ư is the byte of the soft hyphen, which PDF shows as a hyphen
    if encoding == "TCVN3-H":
        found |= set("abcdefghijklmnopqrstuvwxyz")
    return frozenset(found)


def _taken(char: str) -> tuple[str, FontEncoding]:
    place = ord(char) - _FIRST
    return chr(place % _ROOM), _ENCODINGS[place // _ROOM]


def shown(text: str) -> str:
    """What a reader of the page sees: every carried letter decoded."""
    if text.isascii() or _CARRIED.search(text) is None:
        return text
    whole = raw_text(text)
    out, at = [], 0
    for span, encoding in _runs(text):
        out += [whole[at : span.start], decoded(span.of(whole), encoding)]
        at = span.end
    return "".join([*out, whole[at:]])


def raw_text(text: str) -> str:
    """The characters as they were read, one for one."""
    return str(_CARRIED.sub(lambda m: _taken(m[0])[0], text))


def settled(page: Page) -> Page:
    """The page with its text as it was read, and the runs that are to be decoded."""
    if page.text.isascii() or _CARRIED.search(page.text) is None:
        return page
    text = raw_text(page.text)
    if not unicodedata.is_normalized("NFC", text):  # marks that stood behind a carried letter
        text = "".join("\ufffd" if unicodedata.combining(c) else c for c in text)
    lying = _lying(page.text)
    runs = tuple(FontRun(s, e) for s, e in _runs(page.text) if e not in lying)
    return replace(page, text=text, runs=(*page.runs, *runs))


def _lying(text: str) -> frozenset[FontEncoding]:
    """Encodings in whose fonts the page holds Vietnamese in Unicode."""
    total = dict.fromkeys(_ENCODINGS, 0)
    unicode = dict.fromkeys(_ENCODINGS, 0)
    for m in _CARRIED.finditer(text):
        char, encoding = _taken(m[0])
        total[encoding] += not char.isascii()
        unicode[encoding] += _MARKED_UNICODE.match(char) is not None
    return frozenset(e for e in _ENCODINGS if unicode[e] > _LYING_SHARE * total[e])


def _runs(text: str) -> Iterator[tuple[Span, FontEncoding]]:
    """Runs of one encoding; in VNI a mark takes the plain letter before it along."""
    for m in _RUN.finditer(text):
        start = m.start()
        while start < m.end():
            encoding = _taken(text[start])[1]
            end = start + 1
            while end < m.end() and _taken(text[end])[1] == encoding:
                end += 1
            first = start
            if encoding == "VNI" and first and text[first - 1].isascii():
                first -= text[first - 1].isalpha()
            yield Span(first, end), encoding
            start = end
