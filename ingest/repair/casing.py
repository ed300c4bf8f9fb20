"""Which case a damaged token was printed in."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ingest.repair.channel import Case, case_of
from ingest.repair.syllables import parts

_LOWER = regex.compile(r"\p{Ll}")


def reading_case(word: str, shouting: bool = True) -> Case:
    """Like `case_of`, yet `TiNH` shouts, and `Iy`, `Iap` begin with a misread l.

    `SG`, `BO` are `Sở`, `Bộ` where their line is not in capitals.
    """
    upper = sum(c.isupper() for c in word)
    if not shouting and 2 <= len(word) <= 3 and word[0].isupper() and not _LOWER.search(word):
        return "title"
    if upper >= 2 and upper * 5 >= len(word) * 3 and not word[-1].islower():
        return "capitals"
    if word[0] == "I" and upper == 1 and word[1:2] in ("a", "u", "y", "i", "é", "o", "d"):
        return "lower"
    return case_of(word)


def printed(words: Sequence[str], token: str, shouting: bool) -> str:
    """The words in the case of the token they replace."""
    case = reading_case(token, shouting)
    if case == "capitals":
        return " ".join(words).upper()
    text = " ".join(words)
    if token.isupper() and parts(words[0]) is None:
        return text.upper()  # an abbreviation: HĐND
    return text[:1].upper() + text[1:] if case == "title" else text
