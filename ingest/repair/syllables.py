"""The closed set of Vietnamese syllables, made from onset + rime + tone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

from ingest.lexicon.load import rows

TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aăâeêioôơuưy"

_FRONT = ("e", "ê", "i", "y")
_WORD = regex.compile(r"[\p{L}\p{M}\d]*\p{L}[\p{L}\p{M}\d]*")
_NOISE = regex.compile(r"[&¢§¥€£$@|]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A row of `lexicon/syllables.toml`: `spellings` are parted by blanks."""

    part: Literal["onset", "rime", "rime-qu", "rime-gi", "bare"]
    group: str
    spellings: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A syllable taken apart: `nghiệp` is `ngh`, `iêp` and the dot below."""

    onset: str
    rime: str
    tone: str


@cache
def listed(part: str) -> frozenset[str]:
    """All spellings of one part."""
    found = [r.spellings.split() for r in rows("syllables", Spelling) if r.part == part]
    return frozenset(s for group in found for s in group)


@lru_cache(maxsize=65536)
def split_tone(word: str) -> tuple[str, str]:
    """The word without its tone (NFC) and the combining tone signs in it."""
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in letters if c in TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES)), tone


@lru_cache(maxsize=65536)
def parts(word: str) -> Parts | None:
    """The parts of a legal syllable in lower case, None for everything else."""
    bare, tone = split_tone(word)
    if len(tone) > 1 or len(bare) > 7:
        return None
    stopped = bare[-1:] in ("c", "p", "t") or bare.endswith("ch")
    if stopped and tone not in ("\u0301", "\u0323"):
        return None
    for size in (3, 2, 1, 0):
        onset, rime = bare[:size], bare[size:]
        if size and onset not in listed("onset"):
            continue
        if _fits(onset, rime):
            return Parts(onset, rime, tone)
    return None


def _fits(onset: str, rime: str) -> bool:
    if onset in ("qu", "gi"):
        return rime in listed(f"rime-{onset}")
    if rime not in listed("rime"):
        return False
    front = rime.startswith(_FRONT)
    if onset == "k":
        return not rime.startswith("yê")  # before a, o, u in names alone: Kạn, Kông
    if onset in ("gh", "ngh"):
        return front and not rime.startswith("yê")
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return not front or rime in ("i", "in")
    if onset == "":
        return not rime.startswith("iê")
    return not rime.startswith("yê")


@lru_cache(maxsize=65536)
def spell(onset: str, rime: str, tone: str) -> str:
    """The syllable with its tone where most print puts it: `hòa`, `toàn`, `quý`, `giữa`.

    On the vowel that carries a mark; else before a coda on the last vowel; in open rimes on
    the last but one.
    """
    if not tone:
        return onset + rime
    vowels = [k for k, c in enumerate(rime) if c in VOWELS]
    marked = [k for k in vowels if rime[k] in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif len(vowels) == 1 or rime[-1] not in VOWELS:
        at = vowels[-1]
    else:
        at = vowels[-2]
    return unicodedata.normalize("NFC", onset + rime[: at + 1] + tone + rime[at + 1 :])


def legal(word: str) -> bool:
    """True for a Vietnamese syllable, in any case and any tone placement."""
    return parts(unicodedata.normalize("NFC", word).lower()) is not None


@lru_cache(maxsize=65536)
def believable(word: str) -> bool:
    """A legal syllable (lower case, NFC) that has its marks, or commonly has none.

    `nhan` and `tinh` are legal, yet where a text is made of them its marks were lost.
    """
    return parts(word) is not None and (not word.isascii() or word in listed("bare"))


def validity(text: str) -> float:
    """Share of the word-like tokens that are believable Vietnamese syllables, in [0, 1].

    Abbreviations (`UBND`, `QĐ-TTg`), single letters, words with digits that are symbols
    (`QH15`) and capitalised words that no Vietnamese syllable resembles (`Internet`) are not
    counted; text without a word to count gives 1. Clean text gives 0.97 and more, text
    without marks or read with the wrong language below 0.5.
    """
    good = bad = 0
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        word = match.group()
        if len(word) == 1:
            continue
        if believable(word.lower()):
            good += 1
        elif not stands_apart(word):
            bad += 1
    bad += sum(1 for _ in _NOISE.finditer(text))
    return good / (good + bad) if good + bad else 1.0


@lru_cache(maxsize=65536)
def stands_apart(word: str) -> bool:
    """A token that is no Vietnamese word and does not pretend to be one."""
    upper = sum(c.isupper() for c in word)
    if upper >= 2 and (word.isupper() or any(c.isdigit() for c in word)):
        return not legal(word) and not _shouted(word)
    return upper == 1 and word[0].isupper() and len(word) > 7


@lru_cache(maxsize=65536)
def _shouted(word: str) -> bool:
    """Capitals that would be a syllable with its marks: `HOACH`, `QUYET`, `PINH`."""
    bare = word.lower()
    return any(parts(bare + t) is not None or _toned(bare, t) for t in ("\u0301", "\u0323"))


def _toned(word: str, tone: str) -> bool:
    at = next((k for k in range(len(word) - 1, -1, -1) if word[k] in VOWELS), None)
    if at is None:
        return False
    return parts(unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])) is not None
