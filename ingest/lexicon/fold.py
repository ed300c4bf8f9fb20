"""Keys for comparing Vietnamese text. The printed form always stays in the output."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex
from unidecode import unidecode

# A word with its marks, precomposed or not.
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"})


@lru_cache(maxsize=65536)
def fold_tones(word: str) -> str:
    """Case and tone placement made equal: `Hoà` and `hòa` give one key."""
    parts = unicodedata.normalize("NFD", word.lower())
    tone = "".join(c for c in parts if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)) + tone


def key(text: str) -> str:
    """Comparison key of a name: case, tone placement, dashes, `&` and blanks made equal.

    >>> key("Phòng Văn hoá -Thể thao") == key("phòng Văn hóa – Thể thao")
    True
    """
    return _short_key(text) if len(text) <= _SHORT else _key(text)


_SHORT = 100
"""Names and labels: the same ones are compared over and over. Longer text is not kept."""


def _key(text: str) -> str:
    text = text.translate(_DASHES).replace("&", " & ").replace("-", " - ")
    return " ".join(_WORD.sub(lambda m: fold_tones(m.group()), text).split())


_short_key = lru_cache(maxsize=16384)(_key)


def bare(text: str) -> str:
    """Without marks, lower case: `Ủy ban` gives `uy ban`. For names of files, never of facts."""
    return text.lower() if text.isascii() else text.translate(_BARE).lower()


class _Bare(dict[int, str]):
    """Each character as `unidecode` writes it, asked once: it goes by character, and slowly."""

    def __missing__(self, code: int) -> str:
        self[code] = str(unidecode(chr(code)))
        return self[code]


_BARE = _Bare()
