"""How the language model sees text: lower-case words and three classes, case and marks apart.

Commas, quotes and brackets are passed over; `.`, `;`, `:` and line ends close a sentence.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

from ingest.repair.syllables import parts, spell

END, UNKNOWN, NUMBER, SYMBOL = 0, 1, 2, 3
"""Word numbers of the classes; words begin after them."""

CLASSES = ("</s>", "<unk>", "<n>", "<sym>")

# 46/TTr-SVHTTDL, QĐ-UBND, 31/2024/QH15: a symbol. 1.500, 12/2023, 5%: a number.
_SYMBOL = regex.compile(
    r"\b(?:\d{1,6}[a-zđ]?/)?(?:\d{4}/)?\p{Lu}[\p{L}\d]{0,12}(?:[-–/&.]\p{Lu}[\p{L}\d]{0,12}){1,6}\b"
    r"|\b\d{1,6}/(?:\d{4}/)?\p{Lu}[\p{L}\d]{0,12}\b"
)
_NUMBER = regex.compile(r"\b\d[\d.,/%]{0,20}|\b[IVXLC]{1,6}\b(?=[.\s])")
_CLOSE = regex.compile(r"[.;:?!…\n]+")
_OTHER = regex.compile(r"[^\p{L}\p{M}\d\x01-\x03]+")


def stream(text: str) -> list[str]:
    """The words and classes of a text, one after another."""
    text = unicodedata.normalize("NFC", text)
    text = _SYMBOL.sub(" \x03 ", text)
    text = _NUMBER.sub(" \x02 ", text)
    text = _CLOSE.sub(" \x01 ", text)
    return str(_OTHER.sub(" ", text)).lower().split()


STREAM_CLASSES = {"\x01": END, "\x02": NUMBER, "\x03": SYMBOL}


@lru_cache(maxsize=65536)
def one_placement(word: str) -> str:
    """`hoà`, `thuỷ`, `tòan` with their tone placed as in `hòa`, `thủy`, `toàn`."""
    found = parts(word)
    return word if found is None else spell(found.onset, found.rime, found.tone)


@lru_cache(maxsize=65536)
def other_placement(word: str) -> str:
    """`hòa` as `hoà`: the tone on the last vowel of an open `oa, oe, uy`."""
    found = parts(word)
    if found is None or not found.tone or found.onset == "qu":
        return word
    if found.rime not in ("oa", "oe", "uy"):
        return word
    return unicodedata.normalize("NFC", found.onset + found.rime + found.tone)


def _bare() -> dict[int, str | None]:
    """Letters with marks and the letters alone; combining marks and nothing."""
    out: dict[int, str | None] = {ord("đ"): "d", ord("Đ"): "D"}
    for letter in map(chr, (*range(0xC0, 0x220), *range(0x1E00, 0x1F00))):
        bare = unicodedata.normalize("NFD", letter)
        if len(bare) > 1:
            out[ord(letter)] = "".join(c for c in bare if not unicodedata.combining(c))
    return out | dict.fromkeys(range(0x300, 0x370))


_BARE = _bare()


def without_marks(word: str) -> str:
    """The letters alone: `Đường` gives `Duong`."""
    return word.translate(_BARE)


_ACRONYM = str.maketrans({"Đ": "D", "P": "D", "B": "D", "0": "D", "O": "D", "Q": "D"})


def acronym_key(word: str) -> str:
    """What a reader without Đ confuses made one: `HĐND`, `HDND`, `HPND` give `HDND`."""
    return word.upper().translate(_ACRONYM)
