"""Document symbols read without their Đ: `/QD-UBND`, `/OP-UBND`, `1520/0D-TTg`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import regex

_PART = regex.compile(r"[\p{L}\d&.]+")

_MEANS = {"D": "DĐ", "P": "PĐ", "B": "BĐ", "0": "0QOĐ", "O": "OQĐ", "Q": "QO", "8": "8B", "5": "5S"}
"""What a capital of a symbol can be where the reader knows no Đ."""


@dataclass(frozen=True)
class Symbols:
    """`known` counts the parts of symbols in real text: `QĐ`, `UBND`, `TTg`."""

    known: dict[str, int]

    def restore(self, symbol: str) -> str:
        """The symbol with the parts put right that can be one known part only."""
        head, slash, tail = symbol.rpartition("/")
        return head + slash + str(_PART.sub(lambda m: self.part(m.group()), tail))

    def part(self, part: str) -> str:
        """`QD` gives `QĐ`; a part that is known as it stands, or by no other spelling, stays."""
        if part.isdigit() or len(part) < 2:
            return part
        found = sorted(set(_spellings(part)), key=lambda s: (-self.known.get(s, 0), s))
        best = found[0]
        count = self.known.get(best, 0)
        rival = max((self.known.get(s, 0) for s in found[1:]), default=0)
        return best if count >= 3 and count > 4 * rival else part


@lru_cache(maxsize=4096)
def _spellings(part: str) -> tuple[str, ...]:
    options = [_MEANS.get(c, c) if k < 9 else c for k, c in enumerate(part)]
    ways = 1
    for o in options:
        ways *= len(o)
    return tuple("".join(p) for p in product(*options)) if ways <= 4096 else (part,)


def symbol_parts(text: str) -> Iterator[str]:
    """The parts of all symbols in clean text, for counting."""
    for m in regex.finditer(
        r"\d{1,6}[a-zđ]?/(?:\d{4}/)?(\p{Lu}[\p{L}\d&]{0,14}(?:[-–][\p{L}\d&]{1,14}){0,4})", text
    ):
        yield from regex.split(r"[-–]", m.group(1))
