"""Old one-byte encodings of Vietnamese, and the fonts whose names tell them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from ingest.core.pages import FontEncoding
from ingest.lexicon.load import rows

_SUBSET = regex.compile(r"[A-Z]{6}\+")
_STYLE = regex.compile(r"(?i)[,-]?(?:bold|italic|oblique|regular|mt|ps)+$")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Encoding:
    """A row of `lexicon/legacy_encodings.toml`: letters and codes, parted by blanks."""

    encoding: str
    letters: str
    codes: str


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """A row of `lexicon/legacy_fonts.toml`; `starts` and `ends` in lower case."""

    starts: str
    ends: str
    encoding: FontEncoding
    specimen: str


def font_encoding(name: str) -> FontEncoding | None:
    """The encoding that a font's name tells, None for the fonts of Unicode.

    >>> font_encoding("ABCDEF+.VnTimeH,Bold"), font_encoding("Times New Roman")
    ('TCVN3-H', None)
    """
    plain: str = _SUBSET.sub("", name[:_LONGEST_NAME].strip(), count=1)
    plain = _STYLE.sub("", plain).strip().lower()
    return _told(plain)


@lru_cache(maxsize=1024)
def _told(plain: str) -> FontEncoding | None:
    fits = (r for r in _fonts() if plain.startswith(r.starts) and plain.endswith(r.ends))
    return next((r.encoding for r in fits), None)


@cache
def _fonts() -> tuple[LegacyFont, ...]:
    return rows("legacy_fonts", LegacyFont)


@cache
def table(encoding: str) -> dict[str, str]:
    """What stands in the text for each letter; bytes as Latin-1 and as CP1252 show them."""
    name = encoding.removesuffix("-H")
    out: dict[str, str] = {}
    for row in rows("legacy_encodings", Encoding):
        if row.encoding == name:
            for letter, code in zip(row.letters.split(), row.codes.split(), strict=True):
                if name == "VNI":
                    out[code] = letter
                    out[code[:1] + code[1:].lower()] = letter
                else:
                    byte = bytes.fromhex(code)
                    out.setdefault(byte.decode("latin-1"), letter)
                    out.setdefault(byte.decode("cp1252", "ignore"), letter)
    out.pop("", None)
    return out


@cache
def codes(encoding: str) -> regex.Pattern[str]:
    """Finds each code of the encoding, the longest first."""
    known = sorted(table(encoding), key=lambda c: (-len(c), c))
    return regex.compile("|".join(regex.escape(c) for c in known))


def decoded(text: str, encoding: FontEncoding) -> str:
    """`text`, code by code, in Unicode.

    >>> decoded("céng hßa", "TCVN3-H"), decoded("coäng hoøa", "VNI")
    ('CỘNG HÒA', 'cộng hòa')
    """
    new: str = codes(encoding).sub(lambda m: table(encoding)[m[0]], text)
    return new.upper() if encoding == "TCVN3-H" else new
