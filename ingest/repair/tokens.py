"""Damaged text cut into what the lattice is made of, with the place of each piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import regex

TokenKind = Literal["word", "number", "symbol", "label", "end"]


class Token(NamedTuple):
    """`[start, end)` of the text. `end` tokens are sentence ends; they may be empty.

    `shouting` is true among words in capitals, `stopped` before a full stop; a number `alone`
    has no sign beside it but a comma after it.
    """

    kind: TokenKind
    start: int
    end: int
    text: str
    shouting: bool = False
    stopped: bool = False
    alone: bool = False


_LONGEST_SEQUENCE = 160

_CHUNK = regex.compile(r"\S+")

# What stands around words: `“Pay`, `(O.`, `2030”;`
_LEFT = "“”\"'‘’([{<«*+•–—-_…|:;,.!?~/\\="
_RIGHT = "“”\"'‘’)]}>»*+•–—-_…|:;,.!?~/\\="

_GOES_ON = regex.compile(r".(?: [\p{L}(.…]|\n *\p{Ll})")

# s606/2022/QH15, s&66/2024/QĐ-UBND, s6-48/2019: the word số has lost the blank after it
_GLUED = regex.compile(r"[sS][6&éốd0][-’']?(?=\d{1,5}[a-z]?/)|[sS][6é][’'](?=\d)")
# BAN, TÍCH, but no abbreviation: UBND
_LOUD = regex.compile(r"\P{L}{0,3}(?=\p{L}{0,3}[AEIOUY])\p{Lu}{2,7}(?<!UBND)\P{L}{0,3}")
_LOWER = regex.compile(r"\p{Ll}")
_ANY_LETTER = regex.compile(r"\p{L}")
_CLOSING = regex.compile(r"[.;:?!…]")

# 1520/0D-TTg, 46/TTr-SVHTTDL, 31/2024/QH15, /QD-UBND
_SYMBOL = regex.compile(
    r"""
    \d{0,6}[a-zđ]?/(?:\d{4}/)?[\p{L}\d][\p{L}\d&.]{0,14}(?:[-–][\p{L}\d&.]{1,14}){1,4}
    | \d{1,6}/\d{4}/0?\p{L}[\p{L}\d]{0,8}
    | \p{Lu}[\p{Lu}\dđr]{0,8}(?:[-–]\p{Lu}[\p{L}\d&]{1,12}){1,4}
    """,
    regex.VERBOSE,
)
_NUMBER = regex.compile(r"[\d.,:/%+()-]*\d[\d.,:/%+()-]*")
_ROMAN = regex.compile(r"[IVX]{1,5}[1]{0,2}")

# Addresses hold words that are none: dichvucong.gov.vn, vanthu@…
_ADDRESS = regex.compile(r"\S{0,200}(?:://|www\.|@[\w-]{1,80}\.|\w\.(?:vn|com|org|net)\b)\S*")

# Inside a chunk: `5%/mam`, `trang/cong`, `xa-hoi`
_AFTER = ("", ",", "’", "'")

_INNER = regex.compile(r"[^/\\()\[\]“”\";:+=<>,.–—-]+")
_LETTER = regex.compile(r"[\p{L}&¢§¥€£$@]")
_LABEL = regex.compile(r"[\p{L}\d]\)")


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of one line, `text[start:end]`."""
    chunks = list(_CHUNK.finditer(text, start, end))
    loud = [_LOUD.fullmatch(c.group()) is not None for c in chunks]
    lower = sum(1 for _ in _LOWER.finditer(text, start, end))
    shouted = lower * 4 < sum(1 for _ in _ANY_LETTER.finditer(text, start, end))
    for k, chunk in enumerate(chunks):
        shouting = shouted or any(loud[max(k - 1, 0) : k]) or any(loud[k + 1 : k + 2])
        a, b = chunk.span()
        if chunk.group().isalpha() and b - a > 1 and not chunk.group().isupper():
            yield Token("word", a, b, chunk.group(), shouting)
            continue
        while a < b and text[a] in _LEFT:
            a += 1
        glued = _GLUED.match(text, a, b)
        if glued:
            yield Token("word", a, glued.end(), glued.group().rstrip("-’'"), shouting)
            a = glued.end()
        while b > a and text[b - 1] in _RIGHT:
            b -= 1
        if text[b : b + 1] in ("?", "’", "'") and _GOES_ON.match(text, b):
            b += 1  # the hook of ử, ừ: `ti? ngay`
        if a < b:
            yield from _core(text, a, b, chunk.end(), shouting)
        if _CLOSING.search(text, b, chunk.end()):
            yield Token("end", b, b, "")


def _core(text: str, a: int, b: int, chunk_end: int, shouting: bool) -> Iterator[Token]:
    core = text[a:b]
    after = text[b : b + 1] if b < chunk_end else ""
    if _NUMBER.fullmatch(core) or (_ROMAN.fullmatch(core) and core not in ("VI", "XI")):
        yield Token("number", a, b, core, alone=_alone(text, a, b, chunk_end))
    elif _ADDRESS.fullmatch(core) or (
        len(core) == 1 and after == ")" and _LABEL.fullmatch(core + after)
    ):
        yield Token("label", a, b, core)
    elif _SYMBOL.fullmatch(core):
        yield Token("symbol", a, b, core)
    else:
        for piece in _INNER.finditer(text, a, b):
            x, y = piece.span()
            while x < y and text[x] in "'’‘|~_*":
                x += 1
            while y > x and text[y - 1] in "|~_*":
                y -= 1
            if x < y:
                word = text[x:y]
                kind: TokenKind = "word" if _LETTER.search(word) else "number"
                yield Token(kind, x, y, word, shouting, text[y : y + 1] == ".")


def _alone(text: str, a: int, b: int, chunk_end: int) -> bool:
    """`6`, `14`, `16’` between blanks, a comma after it at most."""
    return (
        text[a:b].isalnum()
        and b - a <= 2
        and text[a - 1 : a] in ("", " ", "\n")
        and text[b:chunk_end] in _AFTER
    )


def line_spans(text: str) -> list[tuple[int, int]]:
    """`[start, end)` of every line, its end mark (`\\n`, `\\f`, `\\r`) left out."""
    spans, at = [], 0
    for line in text.replace("\f", "\n").replace("\r", "\n").split("\n"):
        if line:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def sequences(text: str, lines: Sequence[tuple[int, int]]) -> Iterable[list[Token]]:
    """Runs of tokens that are read together: lines that go on in the next, cut where too long."""
    run: list[Token] = []
    end_before = -1
    for start, end in lines:
        found = list(tokens(text, start, end))
        while len(found) > 4 * _LONGEST_SEQUENCE:
            yield [*run, *found[:_LONGEST_SEQUENCE]]
            run, found = [], found[_LONGEST_SEQUENCE:]
        if not found:
            continue
        if (run and not _goes_on(text, end_before, start)) or len(run) > _LONGEST_SEQUENCE:
            yield run
            run = []
        run += found
        end_before = end
    if run:
        yield run


def _goes_on(text: str, end_before: int, start: int) -> bool:
    """True where the line that begins at `start` continues the sentence before it."""
    if text[end_before:start] != "\n":
        return False
    first = next((c for c in text[start : start + 40] if not c.isspace()), "")
    return text[end_before - 1 : end_before] not in ".;:" and (first.isalpha() or first in '“"&¢(')
