"""What the lattice chose for a run of the text, and the edits that carry it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.core.text import Edit, Span
from ingest.repair.casing import printed


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run of the text was restored to: lower-case words, posterior probability."""

    start: int
    end: int
    words: tuple[str, ...]
    share: float
    kept: bool
    shouting: bool
    lowered: bool


def edits(
    text: str, choices: Iterable[Choice], rule: str, rate: Callable[[float], float]
) -> list[Edit]:
    """The choices that differ from what stands in the text; `rate` gives the confidence."""
    out = []
    for c in choices:
        old = text[c.start : c.end]
        new = old if c.kept else printed(c.words, old, c.shouting)
        if c.lowered:
            new = new.lower()
        if new != old and text[c.end : c.end + 1].isdigit():
            new += " "  # s606/2022: số
        if new != old:
            out.append(Edit(Span(c.start, c.end), new, rule, rate(c.share)))
    return out
