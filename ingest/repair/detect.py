"""Which lines need the restorer. Valid text is never handed to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from ingest.repair.syllables import believable, stands_apart
from ingest.repair.tokens import line_spans

Damage = Literal["clean", "stripped", "damaged"]

_WORD = regex.compile(r"[\p{L}\p{M}\d&¢§¥€£]*\p{L}[\p{L}\p{M}\d&¢§¥€£]*")
_JUNK = regex.compile(r"(?<=\p{L})[\d&¢§¥€£]|[\d&¢§¥€£](?=\p{Ll})|[éèáàóòíìúùâêôäöüëïñýÿ]")
_VIETNAMESE = regex.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
"""Letters that a reader of another language does not know."""

_LONGEST = 40
"""Longer words are none: keys, addresses, rules drawn of letters."""

_NEIGHBOURS = 2
_DAMAGED_BELOW = 0.68


@dataclass(frozen=True, slots=True)
class LineState:
    """Counts of one line: believable words, others, words with letters only Vietnamese has."""

    good: int
    bad: int
    marked: int


class _Judged(dict[str, tuple[int, int, int]]):
    """Good, bad, marked: of each run between blanks once. Texts have few different ones."""

    def __missing__(self, run: str) -> tuple[int, int, int]:
        if len(self) >= _REMEMBERED:
            self.clear()
        words = [_judge(w) for w in _WORD.findall(run) if len(w) <= _LONGEST]
        found = sum(w[0] for w in words), sum(w[1] for w in words), sum(w[2] for w in words)
        if len(run) <= _LONGEST:
            self[run] = found
        return found


_REMEMBERED = 16_384
_JUDGED = _Judged()


def _judge(word: str) -> tuple[int, int, int]:
    if len(word) == 1 or (any(c in "&" for c in word) and word.isupper()):
        return 0, 0, 0
    if believable(word.lower()):
        return 1, 0, int(_VIETNAMESE.search(word) is not None)
    if stands_apart(word):
        return 0, 0, 0
    return 0, 1, 0


def line_state(line: str) -> LineState:
    good = bad = marked = 0
    for run in line.split():
        g, b, m = _JUDGED[run]
        good += g
        bad += b
        marked += m
    return LineState(good, bad, marked)


@lru_cache(maxsize=1)
def damaged_in(text: str) -> tuple[bool, ...]:
    """`damaged_lines` of all lines of a text: more than one repair asks."""
    return tuple(damaged_lines(text, line_spans(text)))


def damaged_lines(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each line: have its marks been lost?

    A line with letters that only Vietnamese has is clean, unless they are few among words
    that are none. One without is judged with its neighbours: `UBND TINH` alone says nothing.
    """
    states = [line_state(text[a:b]) for a, b in spans]
    out = []
    for k, state in enumerate(states):
        if state.marked * 4 >= state.good + state.bad and state.marked:
            out.append(False)
            continue
        good = bad = 0.0
        for j in range(max(k - _NEIGHBOURS, 0), min(k + _NEIGHBOURS + 1, len(states))):
            near = states[j]
            share = 1.0 if j == k else 0.4 if not near.marked else 0.1
            good, bad = good + share * near.good, bad + share * near.bad
        worded = state.good + state.bad > 0
        out.append(worded and bad > 0 and good < _DAMAGED_BELOW * (good + bad) and bad >= 1)
    return out


def stripped(text: str, spans: Sequence[tuple[int, int]], damaged: Sequence[bool]) -> bool:
    """True where the damaged lines lost their marks and nothing else: `Uy ban nhan dan`."""
    words = junk = 0
    for (a, b), bad in zip(spans, damaged, strict=True):
        if bad:
            line = text[a:b]
            words += sum(1 for _ in _WORD.finditer(line))
            junk += sum(1 for _ in _JUNK.finditer(line))
    return junk * 100 < words
