"""What speaks for a word as it stands, before any other is weighed against it.

A change that makes one word of the language out of another is the worst a repair can do: it
reads well and is wrong. The language model has seen laws and an encyclopaedia, so the words of
the countryside are rarer to it than they are: `các ấp` is no slip of các cấp.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.lexicon.load import rows
from ingest.repair.language import Ids, Scores
from ingest.repair.words import CLASSES, one_placement

_NAME, _NAME_NOISY, _STANDING, _KNOWN, _CUT = 7.0, 4.0, 4.0, 0.5, 2.0
"""Nats of evidence that a change needs beyond its own cost: of a capital that may begin a name
(`Thào Lệ Ưng`; less where a noisy reader misread names too), of a word that stands in plans
oftener than in laws, of any word that the model knows, of a word alone in its line (the last of
a line: half of that), whose neighbours are cut off."""

_HERE, _SOON = 0.03, 500.0
"""The share of a word's probability that the rest of its own text decides, and how soon."""

LINE_ENDS = ("\n", "\f")


@dataclass(frozen=True, slots=True)
class StandingWord:
    """A word that laws seldom use and plans do: a kind of place, a crop, an animal, a thing."""

    words: str
    field: str


@cache
def standing() -> frozenset[str]:
    """The words of `lexicon/standing_words.toml`, tone placement made one."""
    listed = (w for row in rows("standing_words", StandingWord) for w in row.words.split())
    return frozenset(map(one_placement, listed))


def doubts(
    ids: Ids, words: Sequence[str], at: Sequence[int], score: Scores, noisy: bool
) -> NDArray[np.float64]:
    """Of each place: the evidence (nats, not above 0) that is taken from every other word.

    `score` is log p of every word of the text. What a noisy reader misread once it misreads
    again: there neither the rest of the text nor being a word at all speaks for a word.
    """
    name = _NAME_NOISY if noisy else _NAME
    found = np.array([_doubt(words, k, name) for k in at])
    if noisy:
        return found
    places = np.array(at)
    found[ids[places] >= len(CLASSES)] -= _KNOWN
    return np.asarray(found - _elsewhere(ids, places, score))


def _doubt(words: Sequence[str], k: int, name: float) -> float:
    found = -name if named(words, k) else 0.0
    if one_placement(words[k].lower()) in standing():
        found -= _STANDING
    before = words[k - 1] if k else "\n"
    after = words[k + 1] if k + 1 < len(words) else "\n"
    if after in LINE_ENDS:
        found -= _CUT if before in LINE_ENDS else _CUT / 2
    return found


def named(words: Sequence[str], k: int) -> bool:
    """A capital that may begin a name, which asks for far more evidence.

    One within a sentence, or at its start before another (`Hòa Lư, ngày …`) or before the date.
    """
    word = words[k]
    if not word[0].isupper() or word.isupper():
        return False
    if k > 0 and words[k - 1] not in ("", *LINE_ENDS):
        return True
    after = words[k + 1] if k + 1 < len(words) else ""
    return after == "ngày" or (after[:1].isupper() and not after.isupper())


def _elsewhere(ids: Ids, at: NDArray[np.int64], score: Scores) -> NDArray[np.float64]:
    """How much likelier the words at these places are for standing elsewhere in the text too."""
    own = ids[at]
    others = np.bincount(ids, minlength=int(own.max(initial=0)) + 1)[own] - 1.0
    others[own < len(CLASSES)] = 0.0
    share = _HERE * others / (len(ids) + _SOON)
    return np.log1p(share / ((1 - _HERE) * np.exp(score[at].astype(np.float64))))
