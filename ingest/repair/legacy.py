"""Text of old encodings (TCVN3, VNI, VPS, VIQR) and UTF-8 that was read as CP1252.

Decided on blocks, never on single lines: damaged text looks like TCVN3 line by line. A block
is converted where that makes it valid Vietnamese and it was none before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice

import regex

from ingest.core.text import Edit, Span
from ingest.lexicon.encodings import codes, table
from ingest.repair.syllables import parts, validity

_BLOCK = 400
"""Blocks are whole lines of at least so many characters, or a page."""

_VALID, _INVALID, _GAIN = 0.78, 0.78, 0.2
_GLANCE = 20_000


Convert = Callable[[str], Iterator[Edit]]


def _vni(text: str) -> Iterator[Edit]:
    for m in codes("VNI").finditer(text):
        yield Edit(Span(*m.span()), table("VNI")[m.group()], "legacy-vni", 0.99)


_TCVN3_WORD = regex.compile(r"[\p{L}\u00a1-\u00fe]+")
_OPENS = regex.compile(r"(?:^|[\n.:;?!])[\s\d.)(“\"+–-]*$")


def _tcvn3(text: str) -> Iterator[Edit]:
    """The table, and the capitals that it has no bytes for.

    Toned capitals were typed in lower case, in a font that draws capitals or in none:
    `CéNG HßA` is CỘNG HÒA, `ñy ban` is Ủy ban.
    """
    found = list(_TCVN3_WORD.finditer(text))
    loud = [_loud(m.group()) for m in found]
    for k, m in enumerate(found):
        word = m.group()
        new = _tcvn3_word(word)
        beside = any(
            loud[j]
            and "\n" not in text[min(m.end(), found[j].end()) : max(m.start(), found[j].start())]
            for j in (k - 1, k + 1)
            if 0 <= j < len(found)
        )
        if loud[k] or (beside and not any("a" <= c <= "z" for c in word)):
            new = new.upper()
        elif new[0] not in _PAIRED and new[0] != word[0] and _capital(text, m, new):
            new = new[0].upper() + new[1:]
        if new != word:
            yield Edit(Span(*m.span()), new, "legacy-tcvn3", 0.99)


_PAIRED = "đăâêôơư"
"""Letters that TCVN3 has in both cases."""


def _vps(text: str) -> Iterator[Edit]:
    """The table; some toned capitals share the byte of the small letter: `ĐịNH` is ĐỊNH."""
    for m in regex.finditer(r"[^\x00-\x40\x5b-\x60\x7b-\x7f]+", text):
        word = m.group()
        new = "".join(table("VPS").get(c, c) for c in word)
        small = any("a" <= c <= "z" for c in word)
        if not small and sum(c.isupper() for c in new) >= 2:
            new = new.upper()
        if new != word:
            yield Edit(Span(*m.span()), new, "legacy-vps", 0.97)


def _loud(word: str) -> bool:
    """Two capitals and no small letter among those that are plain ASCII."""
    plain = [c for c in word if c.isascii() and c.isalpha()]
    return len(plain) >= 2 and all(c.isupper() for c in plain)


def _capital(text: str, m: regex.Match[str], new: str) -> bool:
    """A toned vowel that opens a sentence, or Ủy ban, had a capital."""
    if new in ("ủy", "uỷ") and text[m.end() : m.end() + 4] == " ban":
        return True
    return _OPENS.search(text, max(m.start() - 12, 0), m.start()) is not None


def _tcvn3_word(word: str) -> str:
    """One word; ư that an editor dropped before ơ is put back: `ph¬ng` is phương."""
    known = table("TCVN3")
    new = "".join(known.get(c, c) for c in word)
    if "¬" in word and parts(new.lower()) is None:
        fixed = regex.sub(r"(?<![ưu])ơ(?=ng|c|i|n|m|p|t|u)", "ươ", new)
        if parts(fixed.lower()) is not None:
            return str(fixed)
    return new


_VIQR = regex.compile(r"[dD][dD]|[aeiouyAEIOUY](?:[(^+]?['`?~.](?=[\p{L}\s,;:.!)-]|$)|[(^+])")
_VIQR_SIGNS = {
    "(": "\u0306", "^": "\u0302", "+": "\u031b",
    "'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323",
}  # fmt: skip


def _viqr(text: str) -> Iterator[Edit]:
    """RFC 1456: `Co^.ng ho`a`; a mark that makes no syllable is punctuation."""
    for m in regex.finditer(r"[\p{L}(^+'`?~.]+", text):
        word = m.group()
        for size in range(len(word), max(len(word) - 3, 1), -1):
            new = _VIQR.sub(_viqr_letter, word[:size])
            if new != word[:size] and parts(new.lower()) is not None:
                yield Edit(Span(m.start(), m.start() + size), new, "legacy-viqr", 0.97)
                break


def _viqr_letter(m: regex.Match[str]) -> str:
    found = m.group()
    if found[0] in "dD":
        return "đ" if found[0] == "d" else "Đ"
    signs = "".join(_VIQR_SIGNS[c] for c in found[1:])
    return unicodedata.normalize("NFC", found[0] + signs)


# áº¿, Ä‘, Ã²: two or three bytes of UTF-8, each shown as a character of CP1252.
_MOJIBAKE = regex.compile(r"[\u00c2-\u00c6\u00cc\u00e1\u00e2](?=[^\x00-\x7f])")


def _utf8(text: str) -> Iterator[Edit]:
    at = 0
    for m in _MOJIBAKE.finditer(text):
        start = m.start()
        for size in (3, 2) if start >= at else ():
            raw = text[start : start + size]
            try:
                new = _bytes(raw).decode("utf-8")
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
            if len(new) == 1 and len(raw) == size:
                at = start + size
                yield Edit(Span(start, at), new, "legacy-utf8", 0.99)
                break


def _bytes(text: str) -> bytes:
    """CP1252, its five undefined bytes as C1 controls."""
    return b"".join(c.encode("latin-1" if ord(c) < 0xA0 else "cp1252") for c in text)


CONVERSIONS: tuple[tuple[regex.Pattern[str], Convert], ...] = (
    (regex.compile(r"[\u00c3-\u00c6\u00e1][\u0080-\u00bf\u0160-\u2122]"), _utf8),
    (regex.compile(r"[®¬µ\u00ad\u00a1-\u00fe]"), _tcvn3),
    (regex.compile(r"(?i)[aeouyôö][ùøûõïâáàåãäêéèúüë]|ñ|ö"), _vni),
    (regex.compile(r"[\u0080-\u009f\u00a1-\u00ff\u0152-\u2122]"), _vps),
    (regex.compile(r"(?i)[aeiouy][(^+'`?~.]|dd"), _viqr),
)
"""Each conversion with a sign of its encoding that a block must show often."""

_LINE = regex.compile(r"[^\n]*(?:\n|$)")
_VIETNAMESE = regex.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def find(text: str) -> list[Edit]:
    """Edits for the blocks in an old encoding."""
    found: list[Edit] = []
    for start, end in _blocks(text):
        block = text[start:end]
        if not _suspect(block):
            continue
        before = validity(block[:_GLANCE])
        if before >= _INVALID:
            continue
        edits = _best(block, before)
        found += [Edit(e.span.shift(start), e.new, e.rule, e.confidence) for e in edits]
    return found


def _suspect(block: str) -> bool:
    glance = block[:_GLANCE]
    # Clean text soon shows enough of them: no need to look at the rest, or to count letters.
    enough = -(-len(glance) // 20)
    strong = sum(1 for _ in islice(_VIETNAMESE.finditer(glance), enough))
    if strong == enough:
        return False
    letters = sum(map(str.isalpha, glance))
    return letters > 8 and strong * 20 < letters and any(_signs(block, p) for p, _ in CONVERSIONS)


def _signs(block: str, pattern: regex.Pattern[str]) -> bool:
    count = sum(1 for _ in pattern.finditer(block[:_GLANCE]))
    return count * 20 >= len(block[:_GLANCE].split())


def _best(block: str, before: float) -> list[Edit]:
    best: list[Edit] = []
    score = max(_VALID, before + _GAIN)
    for pattern, convert in CONVERSIONS:
        if _signs(block, pattern):
            edits = list(convert(block))
            after = validity(_applied(block, edits))
            if edits and after > score + 0.005:
                best, score = edits, after
    return best


def _applied(text: str, edits: list[Edit]) -> str:
    out, at = [], 0
    for e in edits:
        out += [text[at : e.span.start], e.new]
        at = e.span.end
    return "".join([*out, text[at:]])[:_GLANCE]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Whole lines, together at least `_BLOCK` characters; the last of a page may be shorter."""
    for page in regex.finditer(r"[^\f]+", text):
        start = page.start()
        for line in _LINE.finditer(text, page.start(), page.end()):
            if line.end() - start >= _BLOCK and page.end() - line.end() >= _BLOCK:
                yield start, line.end()
                start = line.end()
        if start < page.end():
            yield start, page.end()
