"""Facts of `time_words.toml`: number words, weekdays, quarters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.lexicon.load import rows

Kind = Literal["number", "weekday", "quarter"]


@dataclass(frozen=True, slots=True)
class TimeWord:
    kind: Kind
    words: tuple[str, ...]
    value: str


@cache
def values(kind: Kind) -> dict[str, str]:
    """Word in lower case -> value."""
    found = rows("time_words", TimeWord)
    return {word: row.value for row in found if row.kind == kind for word in row.words}


def quarter(word: str) -> int | None:
    """`III` -> 3."""
    value = values("quarter").get(word.lower())
    return int(value) if value else None


def number(word: str) -> int | None:
    """`sáu` and `06` -> 6; any digits as they are."""
    value = values("number").get(word.lower(), word)
    return int(value) if value.isdecimal() else None


def weekday(word: str) -> str | None:
    """`thứ Sáu` -> FR."""
    return values("weekday").get(" ".join(word.lower().split()))
