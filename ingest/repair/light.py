"""Single letters put right where the evidence is strong: `Phần đầu` for Phấn đấu, `Cùng cố`.

Three sieves: words that their neighbours do not expect; of these, words that another syllable
one slip away would fit far better; of these, what a lattice over the whole line and the rest
of the document still prefers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.core.text import Edit
from ingest.repair.calibration import Calibration
from ingest.repair.channel import Candidate, Case
from ingest.repair.detect import damaged_lines
from ingest.repair.language import Ids
from ingest.repair.model import Model, load
from ingest.repair.restore import Restorer, edits
from ingest.repair.syllables import parts
from ingest.repair.tokens import line_spans
from ingest.repair.words import CLASSES, END, NUMBER, SYMBOL, UNKNOWN, one_placement, without_marks

RULE = "light"
NOISY_RULE = "light-noisy"
"""What the rates of changes in the text of a noisy reader are kept under."""

_SURPRISE = -10.0
"""log p of a word and the next one, together: only what is below is looked at."""

_GAIN, _SURE = 0.0, 0.85
_TONE, _LETTER, _BEST = -7.5, -10.0, -3.0
"""log P that a tone (or mark), a letter slips; at most what a reader's own slips weigh."""

_NAME = -4.0
_REMEMBERED, _TOGETHER = 50_000, 4_000

_NOISY, _EASE, _SURE_NOISY = 0.012, 3.5, 0.5
"""A text with so many suspects was read by a noisy reader: slips are likelier there."""

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"

_PIECE = re.compile(
    r"(?P<symbol>(?:\d{1,6}[a-zđ]?/)?[A-ZĐ][\w]{0,12}(?:[-–/&.][A-ZĐ]\w{0,12}){1,6})"
    r"|(?P<number>\d[\d.,/%]{0,20}|[IVX]{2,6}\b)"
    r"|(?P<word>[^\W\d_]+)|(?P<end>[.;:?!…\n\f])"
)
_CLASS = {"symbol": SYMBOL, "number": NUMBER, "end": END}


@dataclass(frozen=True, slots=True)
class Running:
    """The words of a text: number, place and spelling of each (classes have no spelling)."""

    ids: Ids
    starts: list[int]
    words: list[str]


@dataclass(frozen=True, eq=False)
class Slips:
    """What a printed word may stand for: itself, or a syllable one slip away.

    `ease` is added to the log probability of every slip: 0 for clean text, more where a
    reader's noise is seen all over the page.
    """

    model: Model
    ease: float
    _memory: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]:
        """Other words than the one printed, with log P(printed | word)."""
        found = self._memory.get(token)
        if found is None:
            if len(self._memory) > _REMEMBERED:
                self._memory.clear()
            found = self._memory[token] = self._find(token)
        return found

    def _find(self, token: str) -> tuple[Candidate, ...]:
        language = self.model.language
        word = one_placement(token.lower())
        own = language.number(word)
        scores: dict[int, float] = {}
        for other in _one_letter_off(word):
            number = language.numbers.get(other, UNKNOWN)
            if number != UNKNOWN:
                scores[number] = _LETTER
        for c in _same_letters(self.model).get(without_marks(word), ()):
            scores[c] = _TONE
        for candidate in self.model.vietnamese.candidates(token):
            seen = scores.get(candidate.word, -99.0)
            scores[candidate.word] = max(seen, min(candidate.score, _BEST))
        scores.pop(own, None)
        return tuple(Candidate(w, s + self.ease) for w, s in sorted(scores.items()) if s > -12)


@dataclass(frozen=True, eq=False)
class Suspects:
    """The channel of the last sieve: all words stand as printed but the suspected ones."""

    slips: Slips
    places: frozenset[int]

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]:
        return ()

    def at(self, start: int, token: str) -> tuple[Candidate, ...]:
        """What the token that begins at `start` can be, itself included."""
        own = self.slips.model.language.number(token.lower())
        here = Candidate(own, 0.0)
        return (here, *self.slips.candidates(token)) if start in self.places else (here,)


def find(text: str) -> list[Edit]:
    """Edits for single words of lines that are not damaged."""
    return find_with(text, load())


def find_with(text: str, model: Model, rate: Calibration | None = None) -> list[Edit]:
    """The same with a given model, and a calibration other than its own."""
    running = read(text, model)
    places = suspects(running, _slips(model, 0.0))
    if not places:
        return []
    noisy = len(places) > _NOISY * len(running.ids)
    if noisy:
        places = suspects(running, _slips(model, _EASE))
    spans = line_spans(text)
    damaged = damaged_lines(text, spans)
    lines = list(_with_neighbours(spans, damaged, places))
    channel = Suspects(_slips(model, _EASE if noisy else 0.0), frozenset(places))
    least = _SURE_NOISY if noisy else _SURE
    found: list[Edit] = []
    for at in range(0, len(lines), 400):
        choices = Restorer(model.language, channel).choices(text, lines[at : at + 400])
        sure = [c for c in choices if c.start in channel.places and c.share >= least]
        found += edits(text, sure, RULE, rate or model.rates(NOISY_RULE if noisy else RULE))
    return found


def read(text: str, model: Model) -> Running:
    """Word numbers and places, fast: the first sieve sees every word of every text."""
    ids: list[int] = []
    starts: list[int] = []
    words: list[str] = []
    known: dict[str, int] = {}
    for m in _PIECE.finditer(text):
        kind = m.lastgroup
        if kind == "word":
            word = m.group()
            number = known.get(word, -1)
            if number < 0:
                number = known[word] = model.language.number(word.lower())
            ids.append(number)
            words.append(word)
        else:
            ids.append(_CLASS[str(kind)])
            words.append("")
        starts.append(m.start())
    return Running(np.array(ids, np.int64), starts, words)


def suspects(running: Running, slips: Slips) -> list[int]:
    """Where in the text words stand that another would replace with gain."""
    if not len(running.ids):
        return []
    model = slips.model
    score = model.language.score(running.ids)
    both = score + np.append(score[1:], np.float32(0))
    picked = [
        k for k in np.flatnonzero(both < _SURPRISE + slips.ease).tolist() if _open(running, k)
    ]
    found: set[int] = set()
    for at in range(0, len(picked), _TOGETHER):
        found |= _better(running, slips, picked[at : at + _TOGETHER])
    return sorted(found)


def _better(running: Running, slips: Slips, picked: list[int]) -> set[int]:
    """Places of the picked words that another word would replace with gain."""
    rows: list[int] = []
    words: list[int] = []
    scores: list[float] = []
    for k in picked:
        doubt = _NAME if _named(running, k) else 0.0
        for c in slips.candidates(running.words[k]):
            rows.append(k)
            words.append(c.word)
            scores.append(c.score + doubt)
    if not rows:
        return set()
    gain = _gain(slips.model, running.ids, np.array(rows), np.array(words)) + np.array(scores)
    return {running.starts[rows[k]] for k in np.flatnonzero(gain > _GAIN).tolist()}


def _gain(model: Model, ids: Ids, rows: Ids, words: Ids) -> NDArray[np.float32]:
    """How much likelier the text around each row is with the other word in its place."""
    padded = np.concatenate([np.zeros(3, np.int64), ids, np.zeros(3, np.int64)])
    places, which = np.unique(rows, return_inverse=True)
    window = padded[places[:, None] + np.arange(7)]
    as_read = model.language.windows(window)
    changed = window[which]
    changed[:, 3] = words
    out: NDArray[np.float32] = model.language.windows(changed) - as_read[which]
    return out


def _open(running: Running, k: int) -> bool:
    """False for what must not be touched: abbreviations, single letters."""
    word = running.words[k]
    return not (len(word) < 2 or (word.isupper() and parts(word.lower()) is None))


def _named(running: Running, k: int) -> bool:
    """A capital within a sentence: it may be a name, which asks for far more evidence."""
    word = running.words[k]
    return word[0].isupper() and not word.isupper() and k > 0 and running.words[k - 1] != ""


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
        if number >= len(CLASSES) and parts(word) is not None:
            found.setdefault(without_marks(word), []).append(number)
    return {k: tuple(v) for k, v in found.items()}


@cache
def _slips(model: Model, ease: float) -> Slips:
    return Slips(model, ease)


def _with_neighbours(
    spans: Sequence[tuple[int, int]], damaged: Sequence[bool], places: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """The lines that hold a suspect, and those beside them: a sentence goes on."""
    todo = sorted(places)
    wanted: set[int] = set()
    at = 0
    for k, (start, end) in enumerate(spans):
        while at < len(todo) and todo[at] < start:
            at += 1
        if at < len(todo) and todo[at] < end and not damaged[k]:
            wanted |= {k - 1, k, k + 1}
    return (spans[k] for k in sorted(wanted) if 0 <= k < len(spans))


__all__ = ["RULE", "find"]
