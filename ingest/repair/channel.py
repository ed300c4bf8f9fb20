"""What a misread token can have been: P(read | syllable), part by part.

A syllable is onset + core (vowels with marks and tone, gliding vowel included) + coda; the
strings each part was read as are tables made by `training`. The candidates of a token are all
ways of cutting it into three strings that the tables know and that make a known syllable.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.repair.syllables import parts, split_tone

Case = Literal["lower", "title", "capitals"]
CASES: tuple[Case, ...] = ("lower", "title", "capitals")


class Readings:
    """A string as read: the parts it can stand for, with their log probabilities.

    Made of `{read: [part, tenths, part, tenths, ...]}`; a row is decoded when it is asked for.
    """

    __slots__ = ("_known", "_rows")

    def __init__(self, rows: dict[str, list[object]]) -> None:
        self._rows = rows
        self._known: dict[str, list[tuple[str, float]]] = {}

    def get(self, read: str) -> Sequence[tuple[str, float]]:
        """Likeliest first; empty for a string that no part was read as."""
        found = self._known.get(read)
        if found is None:
            flat = self._rows.get(read)
            if flat is None:
                return ()
            found = self._known[read] = [
                (str(flat[k]), -float(str(flat[k + 1])) / 10) for k in range(0, len(flat), 2)
            ]
        return found


Pieces = tuple[str, str, str]
"""Onset, core (vowels, then the combining tone) and coda of a syllable."""

CODAS = ("ng", "nh", "ch", "c", "k", "m", "n", "p", "t")

GARBAGE = "\ufffd"
"""Stands in the tables for any character that no pair showed."""


def core_and_coda(rime: str, tone: str) -> tuple[str, str]:
    """`iêp` and the dot below give `iệ`-like core letters with the tone apart, and `p`."""
    coda = next((c for c in CODAS if rime.endswith(c) and len(rime) > len(c)), "")
    return rime[: len(rime) - len(coda)] + tone, coda


def syllable_parts(word: str) -> Pieces | None:
    """The pieces of a lower-case syllable; None for everything else."""
    found = parts(word)
    if found is None:
        return None
    core, coda = core_and_coda(found.rime, found.tone)
    return found.onset, core, coda


def case_of(token: str) -> Case:
    """The case that the letters of a token show."""
    letters = [c for c in token if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if len(letters) >= 2 and upper == len(letters):
        return "capitals"
    if letters and token[0].isupper():
        return "title"
    return "lower"


_PRIOR, _HOPELESS = 0.7, 9.0
_REMEMBERED = 200_000
_SIGNS = re.compile("[’'‘`´?^]")
_SIGN_COST, _BLOTTED = 1.5, -4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word number and log P(read | word)."""

    word: int
    score: float


@dataclass(frozen=True, eq=False)
class Channel:
    """Tables by case; `syllables[onset][core][coda]` is the number of a known syllable."""

    onsets: dict[Case, Readings]
    cores: dict[Case, Readings]
    codas: dict[Case, Readings]
    letters: frozenset[str]
    syllables: dict[str, dict[str, dict[str, int]]]
    prior: tuple[float, ...]
    floor: float = -14.0
    width: float = 11.0
    most: int = 24
    _memory: dict[tuple[str, Case], tuple[Candidate, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, pieces: Sequence[Pieces | None], prior: Sequence[float]) -> Channel:
        """Read the tables of one channel; `pieces` are those of each word, by its number.

        `prior` is the log probability of each word: what is rare and unlike is not tried.
        """
        data = json.loads(path.read_text("utf-8"))
        known: dict[str, dict[str, dict[str, int]]] = {}
        for number, found in enumerate(pieces):
            if found is not None:
                onset, core, coda = found
                known.setdefault(onset, {}).setdefault(core, {}).setdefault(coda, number)
        return cls(
            _decode(data["onsets"]), _decode(data["cores"]), _decode(data["codas"]),
            frozenset(data["letters"]), known, tuple(prior),
        )  # fmt: skip

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]:
        """The likeliest syllables, best first; none for a token that is too long."""
        case = case or case_of(token)
        found = self._memory.get((token, case))
        if found is None:
            found = self._search(token, case) if len(token) <= 12 else ()
            if len(self._memory) > _REMEMBERED:
                self._memory.clear()
            self._memory[token, case] = found
        return found

    def _search(self, token: str, case: Case) -> tuple[Candidate, ...]:
        """As it stands; without the signs that a horn or hook leaves; with a blotted core."""
        found = self._cuts("".join(c if c in self.letters else GARBAGE for c in token), case)
        if _SIGNS.search(token):
            bare = self._cuts(_SIGNS.sub("", token), case)
            found = _merge(found, [(w, s - _SIGN_COST) for w, s in bare.items()])
        if max(found.values(), default=-math.inf) < _BLOTTED and len(token) >= 3:
            for at in range(1, len(token) - 1):
                for width in (1, 2):
                    text = token[:at] + GARBAGE + token[at + width :]
                    blotted = self._cuts(text, case)
                    found = _merge(found, [(w, s - width) for w, s in blotted.items()])
        best = max(found.values(), default=0.0)
        likely = [
            (_PRIOR * self.prior[w] + s, w, s) for w, s in found.items() if s > best - self.width
        ]
        likely.sort(key=lambda item: (-item[0], item[1]))
        least = likely[0][0] - _HOPELESS if likely else 0.0
        return tuple(Candidate(w, s) for p, w, s in likely[: self.most] if p > least)

    def _cuts(self, text: str, case: Case) -> dict[int, float]:
        """Word numbers and log probabilities over all cuts into three strings."""
        onsets, codas = self.onsets[case], self.codas[case]
        size = len(text)
        tails = [(j, ends) for j in range(size + 1) if (ends := codas.get(text[j:]))]
        best: dict[int, float] = {}
        for i in range(min(size, 5) + 1):
            heads = onsets.get(text[:i])
            if not heads:
                continue
            for j, ends in tails:
                if j >= i:
                    self._join(best, heads, text[i:j], ends, case)
        return best

    def _join(
        self,
        best: dict[int, float],
        heads: Sequence[tuple[str, float]],
        read: str,
        ends: Sequence[tuple[str, float]],
        case: Case,
    ) -> None:
        """Note the syllables that these onsets make with what `read` can be and these codas."""
        first = self.cores[case].get(read)
        inner = self.cores["lower"].get(read) if case == "title" else first
        floor = self.floor
        for onset, p in heads:
            rimes = self.syllables.get(onset)
            if rimes is None:
                continue
            for core, q in inner if onset else first:
                if p + q < floor:
                    break
                known = rimes.get(core)
                if known:
                    for coda, r in ends:
                        number = known.get(coda)
                        if number is not None and p + q + r > best.get(number, floor):
                            best[number] = p + q + r


def _merge(a: dict[int, float], b: Iterable[tuple[int, float]]) -> dict[int, float]:
    out = dict(a)
    for word, score in b:
        if score > out.get(word, -math.inf):
            out[word] = score
    return out


def merged(
    found: Iterable[Candidate], others: Iterable[Candidate], cost: float
) -> tuple[Candidate, ...]:
    """Each word with the higher of its scores, those of the others lowered by `cost`."""
    best = {c.word: c.score for c in found}
    best = _merge(best, [(c.word, c.score - cost) for c in others])
    return tuple(Candidate(w, s) for w, s in best.items())


def _decode(tables: dict[str, dict[str, list[object]]]) -> dict[Case, Readings]:
    return {case: Readings(table) for case, table in tables.items()}  # type: ignore[misc]


__all__ = ["Candidate", "Channel", "case_of", "merged", "split_tone", "syllable_parts"]
