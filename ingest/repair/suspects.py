"""Words of a running text that another word, one slip away, would replace with gain.

The first two sieves of `light`: words that their neighbours do not expect; of these, words
with a rival that fits so much better that even a rare slip is likelier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.repair.doubts import LINE_ENDS, doubts
from ingest.repair.language import Ids, Scores
from ingest.repair.model import Model
from ingest.repair.slips import Slips
from ingest.repair.syllables import parts
from ingest.repair.words import END, NUMBER, SYMBOL

_SURPRISE = -9.0
"""log p of a word and the next one, together: only what is below is looked at."""

_LONGEST = 14
_HOPELESS = -12.0
"""Rivals that pairs of words speak against so much (log) are not looked at with more context."""

_ROUNDING = 1e-3

_AGAIN, _AGAIN_SURPRISE, _USUAL = 4.0, -14.0, -4.0
"""Who slipped in one word slips in the next as well; log p of three words that makes a pair
suspect; log p of the second word of a pair that is offered instead."""

_FEW, _MOST = 300, 0.7
"""Where more words than this surprise (a number, a share), the text is no Vietnamese prose."""

_TOGETHER = 4_000

_SYMBOL = r"(?:\d{1,6}[a-zđ]?/)?[A-ZĐ][\w]{0,12}(?:[-–/&.][A-ZĐ]\w{0,12}){1,6}"
_NUMERAL = r"[IVX]{2,6}\b"
_LOWER = "[a-zà-öø-ÿăđĩũơư]"
"""Most words begin so; where a line does, it goes on with the sentence of the line before."""
_DIGITS, _LETTERS, _STOPS = r"\d[\d.,/%]{0,20}", r"[^\W\d_]+", rf"[.;:?!…]|[\n\f](?!{_LOWER})"
_SMALL = rf"{_LOWER}[a-zA-ZÀ-ÖØ-öø-\u024f\u1e00-\u1eff]*[^\W\d_]*"
"""The quick way to most words is tried first."""
_PIECE = re.compile(f"{_SMALL}|{_STOPS}|{_SYMBOL}|{_DIGITS}|{_NUMERAL}|{_LETTERS}")
_KIND = re.compile(f"({_SYMBOL})|({_DIGITS}|{_NUMERAL})|({_LETTERS})|({_STOPS})")
_CLASS, _WORD = {1: SYMBOL, 2: NUMBER, 4: END}, 3
"""What the groups of `_KIND` stand for."""

Places = dict[int, dict[int, float]]
"""Where suspects begin, and the words there that a slip beside them makes likelier."""


@dataclass(frozen=True, slots=True)
class Running:
    """The words of a text: number, place and spelling of each; of classes only line ends have one."""

    ids: Ids
    starts: list[int]
    words: list[str]


@dataclass(frozen=True, slots=True)
class _Rivals:
    """Parallel: places in the running text, the other word (or two), and what the slip costs."""

    rows: Ids
    words: Ids
    costs: NDArray[np.float64]

    def take(self, which: NDArray[np.bool_]) -> _Rivals:
        return _Rivals(self.rows[which], self.words[which], self.costs[which])


def read(text: str, model: Model) -> Running:
    """Word numbers and places, fast: the first sieve sees every word of every text.

    No piece holds a blank: what stands between two is read once for all its places.
    """
    known = _known(model)
    ids: list[int] = []
    starts: list[int] = []
    words: list[str] = []
    at = 0
    for run in text.split(" "):
        pieces = known[run]
        if len(pieces) == 1:
            number, start, word = pieces[0]
            ids.append(number)
            starts.append(at + start)
            words.append(word)
        else:
            for number, start, word in pieces:
                ids.append(number)
                starts.append(at + start)
                words.append(word)
        at += len(run) + 1
    return Running(np.array(ids, np.int64), starts, words)


class _Known(dict[str, list[tuple[int, int, str]]]):
    """The pieces of each run of characters between blanks: number, place and spelling."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        super().__init__()
        self._number_of = number_of

    def __missing__(self, run: str) -> list[tuple[int, int, str]]:
        found = [self._piece(run, m) for m in _PIECE.finditer(run)]
        if len(run) <= _LONGEST_RUN:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[run] = found
        return found

    def _piece(self, run: str, m: re.Match[str]) -> tuple[int, int, str]:
        piece, number = m.group(), _class(m.group())
        if number == NUMBER and _IS_NUMERAL(piece) and _GOES_ON(run, m.end()):
            number = None  # `II1` is no numeral
        if number is None:
            return self._number_of(piece.lower()), m.start(), piece
        return number, m.start(), piece if piece in LINE_ENDS else ""


_LONGEST_RUN, _REMEMBERED = 40, 16_384


@cache
def _known(model: Model) -> _Known:
    return _Known(model.language.number)


_IS_NUMERAL = re.compile(_NUMERAL).fullmatch
_GOES_ON = re.compile(r"\w").match


@lru_cache(maxsize=16384)
def _class(piece: str) -> int | None:
    """The class of a piece that stands alone; None for a word."""
    found = _KIND.fullmatch(piece)
    return _CLASS.get(found.lastindex or 0) if found else None


def suspects(running: Running, slips: Slips) -> Places:
    """Where words stand that another would replace with gain, alone or with the next one."""
    if not len(running.ids):
        return {}
    ahead = slips.model.language.score(np.append(running.ids, [END] * 3))
    score = ahead[:-3]
    both = score + np.append(score[1:], np.float32(0))
    least = _SURPRISE + slips.ease
    picked = [k for k in np.flatnonzero(both < least).tolist() if _open(running, k)]
    if len(picked) > max(_FEW, _MOST * len(both)):
        return {}
    as_read = ahead[:-3] + ahead[1:-2] + ahead[2:-1] + ahead[3:]
    gains: dict[int, float] = {}
    for at in range(0, len(picked), _TOGETHER):
        gains |= _better(running, slips, picked[at : at + _TOGETHER], score, as_read)
    found: Places = {place: {} for place in gains}
    three = both + np.append(score[2:], np.zeros(2, np.float32))[: len(both)]
    twice = [
        k for k in np.flatnonzero((three < _AGAIN_SURPRISE) & (both < _SURPRISE)).tolist()
        if k + 1 < len(both) and _open(running, k) and _open(running, k + 1)
    ]  # fmt: skip
    for at in range(0, len(twice), _TOGETHER):
        part = twice[at : at + _TOGETHER]
        for place, word in _both_better(running, slips, part, gains, score, as_read):
            found.setdefault(place, {})[word] = _AGAIN / 2
    return found


def _better(
    running: Running, slips: Slips, picked: list[int], score: Scores, as_read: Scores
) -> dict[int, float]:
    """Places of the picked words that another word would replace with gain, and how much.

    `score` is log p of each word, `as_read` of each and the three behind it.
    """
    if not picked:
        return {}
    rivals = _hopeful(slips, running, picked, score)
    best: dict[int, float] = {}
    if len(rivals.rows):
        gain = _gain(slips.model, running.ids, rivals, as_read)
        for k in np.flatnonzero(gain > 0).tolist():
            place = running.starts[int(rivals.rows[k])]
            best[place] = max(best.get(place, 0.0), float(gain[k]))
    return best


def _hopeful(slips: Slips, running: Running, picked: list[int], score: Scores) -> _Rivals:
    """The rivals that the words beside them, one on each side, do not speak against."""
    found = [slips.others(running.words[k]) for k in picked]
    sizes = [len(f.words) for f in found]
    ids, at = running.ids, np.array(picked)
    doubt = doubts(ids, running.words, picked, score, slips.ease > 0)
    before, own, after = np.append(0, ids)[at], ids[at], np.append(ids, 0)[at + 1]
    words = np.concatenate([f.words for f in found])
    costs = np.concatenate([f.costs for f in found]) + np.repeat(doubt, sizes)
    follows = slips.model.language.follows
    here = np.repeat(follows(before, own) + follows(own, after), sizes)
    first = follows(np.repeat(before, sizes), words)
    # log p of the word behind only lowers it: where all is lost by now, that is not looked up
    left = np.flatnonzero(first - here + costs > _HOPELESS - _ROUNDING)
    words, costs, rows = words[left], costs[left], np.repeat(np.arange(len(at)), sizes)[left]
    gain = first[left] + follows(words, after[rows])
    gain -= here[left]
    return _Rivals(at[rows], words, costs).take(gain + costs > _HOPELESS)


def _both_better(
    running: Running,
    slips: Slips,
    picked: list[int],
    gains: dict[int, float],
    score: Scores,
    as_read: Scores,
) -> Iterator[tuple[int, int]]:
    """Places and words of the pairs that two slips made: `Phần đầu` for Phấn đấu.

    `gains` are those of single slips, which a pair must outdo: `Cùng cố` is Củng cố.
    """
    rivals = _usual_pairs(slips, running, picked, score)
    if not len(rivals.rows):
        return
    gain = _gain(slips.model, running.ids, rivals, as_read)
    for at in np.flatnonzero(gain > 0).tolist():
        k = int(rivals.rows[at])
        places = running.starts[k : k + 2]
        if gain[at] > max(gains.get(place, 0.0) for place in places):
            yield from zip(places, rivals.words[at].tolist(), strict=True)


def _usual_pairs(slips: Slips, running: Running, picked: list[int], score: Scores) -> _Rivals:
    """Both words at once by others that differ in marks, where those often follow each other."""
    if not picked:
        return _Rivals(np.zeros(0, np.int64), np.zeros((0, 2), np.int64), np.zeros(0))
    doubt = _AGAIN + doubts(running.ids, running.words, picked, score, slips.ease > 0)
    first = [slips.marked(running.words[k]) for k in picked]
    second = [slips.marked(running.words[k + 1]) for k in picked]
    costs = np.array([f.costs for f in first])[:, :, None]
    costs = costs + np.array([f.costs for f in second])[:, None, :] + doubt[:, None, None]
    row, one, other = np.nonzero(np.isfinite(costs))
    words = np.empty((len(row), 2), np.int64)
    words[:, 0] = np.array([f.words for f in first])[row, one]
    words[:, 1] = np.array([f.words for f in second])[row, other]
    usual = slips.model.language.follows(words[:, 0], words[:, 1]) > _USUAL
    return _Rivals(np.array(picked)[row], words, costs[row, one, other]).take(usual)


def _gain(model: Model, ids: Ids, rivals: _Rivals, as_read: Scores) -> NDArray[np.float64]:
    """How much likelier the text around each row is with the other word (or two), slip paid."""
    padded = np.concatenate([np.zeros(3, np.int64), ids, np.zeros(3, np.int64)])
    changed = padded[rivals.rows[:, None] + np.arange(7)]
    width = 1 if rivals.words.ndim == 1 else 2
    changed[:, 3 : 3 + width] = rivals.words.reshape(-1, width)
    return np.asarray(model.language.windows(changed) - as_read[rivals.rows] + rivals.costs)


def _open(running: Running, k: int) -> bool:
    """False for what must not be touched: abbreviations, single letters, words with the mark of a
    footnote (`giao¹`)."""
    return _changeable(running.words[k])


@lru_cache(maxsize=16384)
def _changeable(word: str) -> bool:
    return not (
        len(word) < 2
        or len(word) > _LONGEST
        or not word.isalpha()
        or (word.isupper() and parts(word.lower()) is None)
    )
