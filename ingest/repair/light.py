"""Single letters put right where the evidence is strong: `Phần đầu` for Phấn đấu, `Cùng cố`.

Three sieves: words that their neighbours do not expect; of these, words that another syllable
one slip away would fit far better (`suspects`); of these, what a lattice over the whole line
and the rest of the document still prefers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex

from ingest.core.text import Edit, Span
from ingest.repair.calibration import Calibration
from ingest.repair.channel import Candidate, Case
from ingest.repair.choices import edits
from ingest.repair.detect import damaged_in
from ingest.repair.doubts import standing
from ingest.repair.model import Model, load
from ingest.repair.restore import Restorer
from ingest.repair.slips import Slips, slips_of
from ingest.repair.suspects import Places, Running, read, suspects
from ingest.repair.syllables import parts
from ingest.repair.tokens import line_spans
from ingest.repair.words import CLASSES

RULE = "light"
NOISY_RULE = "light-noisy"
"""What the rates of changes in the text of a noisy reader are kept under."""

_SURE = 0.75
_NOISY, _FEW, _EASE, _SURE_NOISY = 0.008, 4, 3.5, 0.5
"""A text with so many suspects (a share, and a number) was read by a noisy reader: slips are
likelier there."""

_FOLLOWS, _CLEAR, _PARTED = -6.5, 3.0, 0.95
"""log p of the second of two words that are parted, how far another cut must be behind, and
the confidence of parting them."""

_AROUND = 8

_STUCK = regex.compile(r"\b[Ss]ố(?=\d{1,5}/)")
"""`số4347/QĐ-BVHTTDL`"""


@dataclass(frozen=True, eq=False)
class Suspects:
    """The channel of the last sieve: all words stand as printed but the suspected ones."""

    slips: Slips
    places: Places

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]:
        return ()

    def at(self, start: int, token: str) -> tuple[Candidate, ...]:
        """What the token that begins at `start` can be, itself included."""
        own = self.slips.model.language.number(token.lower())
        here = Candidate(own, 0.0)
        more = self.places.get(start)
        if more is None:
            return (here,)
        found = self.slips.candidates(token)
        return (here, *(Candidate(c.word, c.score + more.get(c.word, 0.0)) for c in found))


def find(text: str) -> list[Edit]:
    """Edits for single words of lines that are not damaged."""
    return find_with(text, load())


def find_with(text: str, model: Model, rate: Calibration | None = None) -> list[Edit]:
    """The same with a given model, and a calibration other than its own."""
    running = read(text, model)
    found = [*_parted(running, model), *_unstuck(text)]
    places = suspects(running, slips_of(model, 0.0))
    noisy = len(places) > max(_NOISY * len(running.ids), _FEW)
    if noisy:
        places = suspects(running, slips_of(model, _EASE))
    for edit in found:
        places.pop(edit.span.start, None)
    if places:
        channel = Suspects(slips_of(model, _EASE if noisy else 0.0), places)
        sure = _SURE_NOISY if noisy else _SURE
        rates = rate or model.rates(NOISY_RULE if noisy else RULE)
        found += _weighed(text, running, channel, sure, rates)
    return sorted(found, key=lambda e: e.span)


def _weighed(
    text: str, running: Running, channel: Suspects, least: float, rates: Calibration
) -> Iterator[Edit]:
    """What the lattice over the words around the suspects is sure of."""
    spans = line_spans(text)
    lines = list(_windows(running, spans, damaged_in(text), channel.places))
    language = channel.slips.model.language
    for at in range(0, len(lines), 400):
        choices = Restorer(language, channel).choices(text, lines[at : at + 400])
        sure = [c for c in choices if c.start in channel.places and c.share >= least]
        yield from edits(text, sure, RULE, rates)


def _parted(running: Running, model: Model) -> Iterator[Edit]:
    """Two words that lost the blank between them: `chếnày`, `Thểthao`, `thựchiện`."""
    cuts = {w: cut for w in dict.fromkeys(running.words) if (cut := _joined(w, model))}
    if not cuts:
        return
    for word, start in zip(running.words, running.starts, strict=True):
        cut = cuts.get(word, 0)
        if cut:
            new = f"{word[:cut]} {word[cut:]}"
            yield Edit(Span(start, start + len(word)), new, RULE, _PARTED)


@lru_cache(maxsize=16384)
def _joined(word: str, model: Model) -> int:
    """Where a word that is no syllable falls into two; or 0. Laws hold joined words as well,
    so one that the model knows can be two; a standing word of two syllables (`kiốt`) is one."""
    if not 4 <= len(word) <= 14 or word.isascii():
        return 0
    low = word.lower()
    return 0 if parts(low) is not None or low in standing() else _cut(low, model)


def _cut(word: str, model: Model) -> int:
    """Where the one cut is that leaves two known words that often follow each other; or 0."""
    number = model.language.number
    cuts = [
        k for k in range(2, len(word) - 1)
        if parts(word[:k]) and parts(word[k:])
        and min(number(word[:k]), number(word[k:])) >= len(CLASSES)
    ]  # fmt: skip
    if not cuts:
        return 0
    first, second = (np.array([number(p) for p in part]) for part in _halves(word, cuts))
    p, _ = model.language.pair(first, second)
    best = int(p.argmax())
    clear = p[best] > _FOLLOWS and not (np.delete(p, best) > p[best] - _CLEAR).any()
    return cuts[best] if clear else 0


def _halves(word: str, cuts: Sequence[int]) -> tuple[list[str], list[str]]:
    return [word[:k] for k in cuts], [word[k:] for k in cuts]


def _unstuck(text: str) -> Iterator[Edit]:
    for m in _STUCK.finditer(text):
        yield Edit(Span(*m.span()), m.group() + " ", RULE, _PARTED)


def _windows(
    running: Running, spans: Sequence[tuple[int, int]], damaged: Sequence[bool], places: Places
) -> Iterator[tuple[int, int]]:
    """The parts of lines within a few words of a suspect: more than the model looks at."""
    last = len(running.starts) - 1
    line = 0
    for first, end in _merged(
        (running.starts[max(k - _AROUND, 0)], _end(running, min(k + _AROUND, last)))
        for k in (bisect_left(running.starts, start) for start in sorted(places))
    ):
        while line < len(spans) and spans[line][1] <= first:
            line += 1
        at = line
        while at < len(spans) and spans[at][0] < end:
            if not damaged[at]:
                yield max(spans[at][0], first), min(spans[at][1], end)
            at += 1


def _end(running: Running, k: int) -> int:
    return running.starts[k] + max(len(running.words[k]), 1)


def _merged(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping windows made one; they come in order."""
    first = end = -1
    for a, b in found:
        if a > end:
            if end > first:
                yield first, end
            first = a
        end = max(end, b)
    if end > first:
        yield first, end


__all__ = ["RULE", "find"]
