"""Finds the text behind damaged lines: candidates of the channel, weighed by the language model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ingest.repair.casing import reading_case
from ingest.repair.channel import Candidate, Case, merged
from ingest.repair.choices import Choice
from ingest.repair.language import LanguageModel
from ingest.repair.lattice import weigh
from ingest.repair.tokens import Token, sequences
from ingest.repair.weaver import Weaver
from ingest.repair.words import (
    CLASSES,
    END,
    NUMBER,
    SYMBOL,
    UNKNOWN,
    acronym_key,
    without_marks,
)

FIXED = {"number": NUMBER, "symbol": SYMBOL, "end": END, "label": UNKNOWN}

_SPLIT, _JOIN, _CAPITAL = -6.0, -6.0, -3.0
_SHRUNK = 1.5
"""What it costs to take the capitals within a word for small letters."""

_DIGITS, _NO_NUMBER = 1.0, 0.9
"""What it costs to take digits for letters, and the share from which that is done."""

_CASE = 0.7

_REMEMBERED = 100_000
_TOGETHER = 10_000
"""Tokens that are weighed together: bounds the memory of a long text."""


class Candidates(Protocol):
    """A channel: what a token can have been."""

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]: ...


@runtime_checkable
class Placed(Protocol):
    """A channel that knows which places of the text are in doubt."""

    def at(self, start: int, token: str) -> tuple[Candidate, ...]: ...


@dataclass(frozen=True, eq=False)
class Restorer:
    """A channel and the language model. `weight` is the model's exponent, `blur` what it
    costs to take one capital of an abbreviation for another (`HPND` for `HĐND`)."""

    model: LanguageModel
    channel: Candidates
    titled: NDArray[np.float32] | None = None
    weight: float = 1.05
    blur: float = 4.0
    _memory: dict[tuple[str, bool, bool], tuple[Candidate, ...]] = field(default_factory=dict)
    _within: dict[tuple[str, bool], tuple[Candidate, ...]] = field(default_factory=dict)

    @cached_property
    def _placed(self) -> Placed | None:
        return self.channel if isinstance(self.channel, Placed) else None

    def choices(self, text: str, lines: Sequence[tuple[int, int]]) -> list[Choice]:
        """The best reading of every word of the lines; the lines are in order."""
        out: list[Choice] = []
        part: list[list[Token]] = []
        for sequence in sequences(text, lines):
            part.append(sequence)
            if sum(map(len, part)) > _TOGETHER:
                out += self._weighed(part)
                part = []
        return out + self._weighed(part)

    def _weighed(self, part: list[list[Token]]) -> list[Choice]:
        """Choices for sequences that are weighed together."""
        weaver, listed, share = self.weighed(part)
        return list(self._choose(weaver, listed, share)) if listed else []

    def weighed(
        self, part: Sequence[list[Token]]
    ) -> tuple[Weaver, list[Token], NDArray[np.float32]]:
        """The lattice of sequences that are weighed together, and the share of its edges."""
        weaver = Weaver()
        listed: list[Token] = []
        for number, sequence in enumerate(part):
            self._weave(weaver, number, sequence, len(listed))
            listed += sequence
        if not weaver.source:
            return weaver, [], np.zeros(0, np.float32)
        share: NDArray[np.float32] = np.exp(weigh(weaver.lattice(), self.model, self.weight))
        return weaver, listed, share

    def _weave(self, weaver: Weaver, number: int, sequence: list[Token], offset: int) -> None:
        at = weaver.node(0, number, first=True)
        for level in (1, 2, 3):
            after = weaver.node(level, number)
            weaver.edge(at, after, END, 0.0)
            at = after
        nodes = [at] + [weaver.node(5 + 2 * k, number) for k in range(len(sequence))]
        found = [self._candidates(t) for t in sequence]
        for k, token in enumerate(sequence):
            if k and sequence[k - 1].kind == "word" and not token.shouting:
                found[k] = self._by_case(token, found[k])
            low = self._lowered(token, found[k])
            for c in found[k]:
                if low.get(c.word, -math.inf) <= c.score:
                    weaver.edge(nodes[k], nodes[k + 1], c.word, c.score, offset + k)
            for word, score in low.items():
                weaver.edge(nodes[k], nodes[k + 1], word, score, offset + k, 1, True)
            self._split(weaver, nodes[k], nodes[k + 1], token, found[k], offset + k)
            if k + 1 < len(sequence):
                near = sequence[k + 1]
                if _may_join(token, near, found[k], found[k + 1]):
                    for c in self.channel.candidates(token.text + near.text)[:6]:
                        if c.score > -5:
                            weaver.edge(
                                nodes[k], nodes[k + 2], c.word, c.score + _JOIN, offset + k, 2
                            )
        last = weaver.node(6 + 2 * len(sequence), number)
        weaver.edge(nodes[-1], last, END, 0.0)
        weaver.final[last] = True

    def _candidates(self, token: Token) -> tuple[Candidate, ...]:
        if token.kind != "word":
            return (Candidate(FIXED[token.kind], 0.0), *self._as_word(token))
        if self._placed is not None:
            return self._placed.at(token.start, token.text)
        key = (token.text, token.shouting, token.stopped)
        found = self._memory.get(key)
        if found is None:
            if len(self._memory) > _REMEMBERED:
                self._memory.clear()
            found = self._memory[key] = self._word_candidates(token)
        return found

    def _word_candidates(self, token: Token) -> tuple[Candidate, ...]:
        word = token.text
        if word == "O" and token.stopped:  # (O. …), Ông before a name
            return (Candidate(self.model.number("ô"), 0.0),)
        known = self.model.number(word.lower())
        case = reading_case(word, token.shouting)
        found = (*self.channel.candidates(word, case), *self._acronyms(word))
        if case == "lower" and word[1:].isupper():  # `lA` for là
            found = merged(found, self.channel.candidates(word.lower(), case), _SHRUNK)
        if word in ("VI", "XI"):  # a numeral, or VỊ in a line of capitals
            return (*found, Candidate(NUMBER, -0.7))
        if known >= len(CLASSES) and all(c.word != known for c in found):
            return (*found, Candidate(known, -1.0 if not word.islower() else -3.0))
        upper = sum(c.isupper() for c in word)
        keep = (-6.0 - 1.0 * len(word)) if upper else (-6.0 - 1.5 * len(word))
        return (*found, Candidate(UNKNOWN, keep))

    def _as_word(self, token: Token) -> tuple[Candidate, ...]:
        """What a number can be if it is none: `6` for ô, `14` for là."""
        if token.kind != "number" or not token.alone or self._placed is not None:
            return ()
        return tuple(
            Candidate(c.word, c.score - _DIGITS) for c in self.channel.candidates(token.text)
        )

    def _lowered(self, token: Token, found: Iterable[Candidate]) -> dict[int, float]:
        """Words of lower case whose first letter was taken for a capital: `Gng` for ứng."""
        if token.kind != "word" or reading_case(token.text, token.shouting) != "title":
            return {}
        known = {c.word: c.score for c in found}
        low = self.channel.candidates(token.text, "lower")[:8]
        if token.text[1:].isupper():  # `IA` for là
            low += self.channel.candidates(token.text.capitalize(), "lower")[:8]
        best: dict[int, float] = {}
        for c in low:
            best[c.word] = max(best.get(c.word, -math.inf), c.score + _CAPITAL)
        return {w: s for w, s in best.items() if s > known.get(w, -99.0)}

    def _by_case(self, token: Token, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Within a sentence a capital speaks for names: `Nam`, not `Năm`."""
        if self.titled is None or token.kind != "word" or not token.text[0].isalpha():
            return found
        if self._placed is not None:
            return self._cased(token.text, found)
        key = (token.text, token.stopped)
        known = self._within.get(key)
        if known is None:
            if len(self._within) > _REMEMBERED:
                self._within.clear()
            known = self._within[key] = self._cased(token.text, found)
        return known

    def _cased(self, text: str, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        share = self._case_scores[text[0].isupper()]
        return tuple(Candidate(c.word, c.score + share[c.word]) for c in found)

    @cached_property
    def _case_scores(self) -> tuple[list[float], list[float]]:
        """What a small letter, and what a capital, says of each word."""
        assert self.titled is not None
        capital = self.titled.astype(float)
        small, large = (_CASE * np.log(share) for share in (1 - capital, capital))
        return small.tolist(), large.tolist()

    def _acronyms(self, word: str) -> tuple[Candidate, ...]:
        """`HDND`, `HPND` as `HĐND`: the words of the model that are no syllables."""
        if not word.isupper() or not 2 <= len(word) <= 12:
            return ()
        key = acronym_key(word)
        return tuple(
            Candidate(n, -1.0 - self.blur * _differences(without_marks(w), word.lower()))
            for w, n in self.model.acronyms.get(key, ())
            if w != word.lower()
        )

    def _split(
        self, weaver: Weaver, a: int, b: int, token: Token, found: Iterable[Candidate], k: int
    ) -> None:
        size = len(token.text)
        if token.kind != "word" or size < 5 or size > 14:
            return
        if max((c.score for c in found), default=-99.0) > -6:
            return
        for cut in range(2, size - 1):
            left = [c for c in self.channel.candidates(token.text[:cut]) if c.score > -3][:5]
            right = [c for c in self.channel.candidates(token.text[cut:]) if c.score > -3][:5]
            if left and right:
                middle = weaver.node(weaver.level[a] + 1, weaver.sequence[a])
                for c in left:
                    weaver.edge(a, middle, c.word, c.score + _SPLIT, k)
                for c in right:
                    weaver.edge(middle, b, c.word, c.score, k)

    def _choose(self, weaver: Weaver, listed: list[Token], share: np.ndarray) -> Iterable[Choice]:
        leaving: dict[int, list[int]] = {}
        for edge, source in enumerate(weaver.source):
            leaving.setdefault(source, []).append(edge)
        starts = [n for n, first in enumerate(weaver.first) if first]
        for at in starts:
            part: list[int] = []
            while at in leaving:
                best = max(leaving[at], key=lambda e: (share[e], -e))
                at = weaver.target[best]
                k = weaver.token[best]
                if k < 0 or not _changes(listed[k], weaver.word[best], float(share[best])):
                    continue
                part.append(best)
                if at in leaving and weaver.token[leaving[at][0]] == k:
                    continue  # the first half of a token that is split
                token, last = listed[k], listed[k + weaver.width[best] - 1]
                words = tuple(self.model.words[weaver.word[e]] for e in part)
                lowest = min(float(share[e]) for e in part)
                kept = weaver.word[best] < len(CLASSES)
                yield Choice(
                    token.start,
                    last.end,
                    words,
                    lowest,
                    kept,
                    token.shouting,
                    weaver.lowered[part[0]],
                )
                part = []


def _changes(token: Token, word: int, share: float) -> bool:
    """May this token become this word? A number only where the words around leave no doubt."""
    if token.kind == "number" and token.alone:
        return word >= len(CLASSES) and share >= _NO_NUMBER
    return token.kind == "word"


def _differences(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def _may_join(
    token: Token, near: Token, found: Sequence[Candidate], next_found: Sequence[Candidate]
) -> bool:
    """`T 6`, `1u0 ’ng`: two pieces one blank apart of which one is no syllable."""
    if token.kind != "word" or near.kind not in ("word", "number") or near.start > token.end + 1:
        return False
    if len(token.text) + len(near.text) > 7 or near.text[:1].isupper():
        return False
    if near.kind == "number":
        return len(token.text) == 1 and near.text in ("6", "0", "4", "1")
    here = max((c.score for c in found if c.word != UNKNOWN), default=-99.0)
    there = max((c.score for c in next_found if c.word != UNKNOWN), default=-99.0)
    return min(here, there) < -5
