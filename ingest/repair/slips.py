"""What a printed word may stand for: another one slip away, and how likely such a slip is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.repair.channel import Candidate, Case, case_of
from ingest.repair.model import Model, SlipRows
from ingest.repair.words import CLASSES, UNKNOWN, one_placement, without_marks

TONE = -7.5
"""log P that a tone (or mark) slips."""

_LETTER, _BEST, _LEAST = -10.0, -3.0, -12.0
"""log P that a letter slips; at most and at least what a reader's own slips weigh."""

_STRANGE = 3.5
"""An unknown word with letters that only Vietnamese has (`mứtc`) is no foreign word: it slipped."""

_REMEMBERED = 50_000
MARKED = 5
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@dataclass(frozen=True, slots=True)
class Others:
    """Parallel: numbers of words other than the one printed, and log P(printed | word)."""

    words: NDArray[np.int64]
    costs: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Slips:
    """`ease` is added to the log probability of every slip: 0 for clean text, more where a
    reader's noise is seen all over the page."""

    model: Model
    ease: float
    _memory: dict[str, Others] = field(default_factory=dict)
    _marked: dict[str, Others] = field(default_factory=dict)

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]:
        """Other words than the one printed, with log P(printed | word)."""
        found = self.others(token)
        pairs = zip(found.words.tolist(), found.costs.tolist(), strict=True)
        return tuple(Candidate(w, s) for w, s in pairs)

    def others(self, token: str) -> Others:
        """The same as arrays: the second sieve asks for hundreds of words of every text."""
        found = self._memory.get(token)
        if found is None:
            if len(self._memory) > _REMEMBERED:
                self._memory.clear()
            found = self._memory[token] = self._find(token)
        return found

    def marked(self, token: str) -> Others:
        """The few likeliest of those that differ in a tone or mark at most.

        Always `MARKED` of them: those that are not there cost infinitely much.
        """
        found = self._marked.get(token)
        if found is None:
            if len(self._marked) > _REMEMBERED:
                self._marked.clear()
            others = self.others(token)
            near = np.flatnonzero(others.costs >= TONE + self.ease)
            near = near[np.lexsort((others.words[near], -others.costs[near]))][:MARKED]
            found = Others(np.zeros(MARKED, np.int64), np.full(MARKED, -np.inf))
            found.words[: len(near)] = others.words[near]
            found.costs[: len(near)] = others.costs[near]
            self._marked[token] = found
        return found

    def _find(self, token: str) -> Others:
        word = one_placement(token.lower())
        number = self.model.language.number(word)
        rows = self.model.slips
        if number >= len(CLASSES) and rows is not None:
            words, costs = rows.of(number, case_of(token))
            return Others(words, costs + self.ease)
        ease = self.ease
        found = search(self.model, token)
        if number < len(CLASSES) and not word.isascii():
            ease = max(ease, _STRANGE)
            found = _shorter(self.model, word) | found
        words = np.array(list(found), np.int64)
        return Others(words, np.array(list(found.values()), np.float64) + ease)


def search(model: Model, token: str) -> dict[int, float]:
    """Words one slip away and log P(token | word): a letter, a tone, what the reader did."""
    language = model.language
    word = one_placement(token.lower())
    scores: dict[int, float] = {}
    for other in _one_letter_off(word):
        number = language.numbers.get(other, UNKNOWN)
        if number != UNKNOWN:
            scores[number] = _LETTER
    for c in _same_letters(model).get(without_marks(word), ()):
        scores[c] = TONE
    for candidate in model.vietnamese.candidates(token):
        seen = scores.get(candidate.word, -99.0)
        scores[candidate.word] = max(seen, min(candidate.score, _BEST))
    scores.pop(language.number(word), None)
    return {w: s for w, s in sorted(scores.items()) if s > _LEAST}


def slip_rows(model: Model) -> SlipRows:
    """The slips of every word of the model in every case."""
    at, words, costs = [0], [], []
    for printed in (str.lower, str.capitalize, str.upper):
        for word in model.language.words:
            found = {} if word in CLASSES else search(model, printed(word))
            words += list(found)
            costs += [round(-10 * s) for s in found.values()]
            at.append(len(words))
    return SlipRows(np.array(at, np.uint32), np.array(words, np.uint16), np.array(costs, np.uint8))


def _shorter(model: Model, word: str) -> dict[int, float]:
    """Words that one letter too many makes this: `tứng` of ứng."""
    found = (model.language.numbers.get(word[:k] + word[k + 1 :]) for k in range(len(word)))
    return dict.fromkeys(sorted(n for n in found if n is not None), _LETTER)


def _one_letter_off(word: str) -> Iterator[str]:
    """All strings with one letter of the word replaced, its tone kept where it was."""
    for k, letter in enumerate(word):
        for other in _LETTERS:
            if other != letter:
                yield word[:k] + other + word[k + 1 :]


@cache
def _same_letters(model: Model) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, word in enumerate(model.language.words):
        if model.pieces[number] is not None:
            found.setdefault(without_marks(word), []).append(number)
    return {k: tuple(v) for k, v in found.items()}


@cache
def slips_of(model: Model, ease: float) -> Slips:
    """One for each model and ease: what they remember is worth keeping."""
    return Slips(model, ease)
