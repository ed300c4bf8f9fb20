"""The numbering of an ODT's lists and headings as text: `I.`, `1.2`, `a)`, `-`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.read.numerals import numeral


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How the items of one level are labelled; a bullet has no format."""

    bullet: str = ""
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


Levels = Mapping[int, ListLevel]


@dataclass(slots=True)
class Lists:
    """Where the numbering stands.

    `names` are the styles of the lists that are open, `counts` how far each style has counted
    at each level (from 1), `pending` the label that the next paragraph is to bear.
    """

    names: list[str] = field(default_factory=list)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    pending: str = ""

    def enter(self, style: str, goes_on: bool) -> str:
        """Opens a list; one that does not go on begins to count anew. Gives its style."""
        name = style or (self.names[-1] if self.names else "")
        self.names.append(name)
        if not goes_on:
            self._forget(name, len(self.names))
        return name

    def counted(self, name: str, levels: Levels, at: int, number: int | None = None) -> str:
        """Counts on (or to `number`) and gives the label, with its blank."""
        counts = self.counts.setdefault(name, {})
        start = levels[at].start if at in levels else 1
        counts[at] = number if number is not None else counts.get(at, start - 1) + 1
        self._forget(name, at + 1)
        return _label(levels, counts, at)

    def _forget(self, name: str, least: int) -> None:
        counts = self.counts.setdefault(name, {})
        for level in [n for n in counts if n >= least]:
            del counts[level]


def _label(levels: Levels, counts: Mapping[int, int], at: int) -> str:
    shape = levels.get(at, ListLevel())
    if shape.bullet:
        return f"{shape.bullet} "
    if not shape.format:
        return ""
    first = max(1, at - max(1, min(shape.shown, at)) + 1)
    numbers = []
    for n in range(first, at + 1):
        above = levels.get(n, ListLevel())
        if above.format:
            numbers.append(numeral(counts.get(n, above.start), above.format))
    return f"{shape.prefix}{'.'.join(numbers)}{shape.suffix} "
