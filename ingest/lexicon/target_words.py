"""Facts of `target_words.toml` and `units_of_measure.toml`: the words around a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from ingest.lexicon.load import rows

Use = Literal[
    "gte", "gte-after", "lte", "lte-after", "approx", "rise", "fall", "level", "equals", "aim",
    "hope", "stop", "place", "raise", "cost", "past", "restated", "ordinal", "ordinal-bare", "idle", "of-plan",
    "acts", "topic", "event", "joined", "told", "times", "condition", "ceiling", "noun", "classifier",
    "grade", "layered", "layer", "number",
]  # fmt: skip
MeasureKind = Literal["measure", "money", "time", "duration"]


@dataclass(frozen=True, slots=True)
class TargetWords:
    use: Use
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    kind: MeasureKind
    words: tuple[str, ...]


@cache
def words(use: Use) -> frozenset[str]:
    """All words of one use, in lower case."""
    return frozenset(
        w for row in rows("target_words", TargetWords) if row.use == use for w in row.words
    )


@cache
def number_words() -> dict[str, float]:
    """Numbers below eleven in words: `ba` -> 3; rows of use `number`, in order from one on."""
    found = [row.words for row in rows("target_words", TargetWords) if row.use == "number"]
    return {w: float(n) for words in found for n, w in enumerate(words, 1)}


@cache
def alternatives(use: Use) -> str:
    """The words of one use as a pattern, longest first, blanks as `\\ ` for verbose patterns."""
    ordered = sorted(words(use), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(regex.escape(w, literal_spaces=False) for w in ordered) + ")"


@cache
def measures() -> dict[str, MeasureKind]:
    """Unit of measure in lower case -> its kind."""
    return {w: row.kind for row in rows("units_of_measure", Measure) for w in row.words}
