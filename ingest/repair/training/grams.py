"""Counts word sequences and turns them into the tables of the language model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.repair.language import STEP, LanguageModel
from ingest.repair.syllables import legal
from ingest.repair.table import Keys, build
from ingest.repair.training.misprints import mend
from ingest.repair.training.mixture import Mixture, component, mixed, suffix
from ingest.repair.words import CLASSES, STREAM_CLASSES, UNKNOWN, one_placement, stream

Counts = NDArray[np.float64]

_BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class Corpus:
    """A text file of one paragraph a line, and its share in the model against the others."""

    path: Path
    weight: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What is kept: words seen so often, n-grams whose loss costs `keep[n - 2]` nats in ten
    million words.

    `misprint`: how much rarer than its rival a word is taken for a slip of the text (0: never).
    """

    word: int = 60
    syllable: int = 6
    keep: tuple[float, float, float] = (0.2, 0.25, 0.4)
    misprint: float = 25


def vocabulary(corpora: Iterable[Corpus], limits: Limits) -> list[str]:
    """The classes, then words by falling count."""
    counts: Counter[str] = Counter()
    for corpus in corpora:
        for block in text_blocks(corpus.path):
            counts.update(stream(block))
    merged: Counter[str] = Counter()
    for word, count in counts.items():
        if word not in STREAM_CLASSES and word.isalpha():
            merged[one_placement(word)] += count
    kept = [w for w, c in merged.items() if c >= (limits.syllable if legal(w) else limits.word)]
    kept = [w for w in kept if not _misread(w, merged)]
    kept.sort(key=lambda w: (-merged[w], w))
    return [*CLASSES, *kept[: 0xFFFF - len(CLASSES)]]


def _misread(word: str, counts: Counter[str]) -> bool:
    """A slip of đ for d (`đân`) that the texts themselves hold."""
    twin = word.translate(_D)
    return word != twin and counts[twin] > 250 * counts[word] and counts[word] < 1500


_D = str.maketrans("dđ", "đd")


def text_blocks(path: Path) -> Iterator[str]:
    """Runs of whole lines of about 4 million characters."""
    with path.open(encoding="utf-8") as file:
        while lines := file.readlines(_BLOCK):
            yield "".join(lines)


def numbers_of(corpus: Corpus, words: list[str]) -> NDArray[np.uint16]:
    """The corpus as word numbers."""
    known = {w: k for k, w in enumerate(words)} | dict(STREAM_CLASSES)
    cache: dict[str, int] = {}
    parts: list[NDArray[np.uint16]] = []
    for block in text_blocks(corpus.path):
        tokens = stream(block)
        for token in set(tokens).difference(cache):
            cache[token] = known.get(token, known.get(one_placement(token), UNKNOWN))
        parts.append(np.fromiter((cache[t] for t in tokens), np.uint16, len(tokens)))
    return np.concatenate(parts) if parts else np.zeros(0, np.uint16)


def count_fours(ids: NDArray[np.uint16]) -> tuple[Keys, Counts]:
    """Distinct sequences of four words, three sentence ends before the first, and their counts."""
    wide = np.concatenate([np.zeros(3, np.uint64), ids.astype(np.uint64)])
    packed = np.zeros(len(ids), np.uint64)
    for k in range(4):
        packed = (packed << np.uint64(16)) | wide[k : k + len(ids)]
    found, count = np.unique(packed, return_counts=True)
    return found, count.astype(np.float64)


def _sums(place: NDArray[np.intp], weights: Counts, size: int) -> Counts:
    return np.bincount(place, weights, size).astype(np.float64)


def train_language(corpora: list[Corpus], limits: Limits) -> LanguageModel:
    """Interpolated Kneser-Ney of order four, the texts mixed by weight, pruned, back-off form."""
    words = vocabulary(corpora, limits)
    texts = mend([(numbers_of(c, words), 1) for c in corpora], words, limits.misprint)
    kept = [(ids, c.weight) for (ids, _), c in zip(texts, corpora, strict=True) if len(ids)]
    total = sum(weight for _, weight in kept)
    parts = [component(*count_fours(ids), len(words)) for ids, _ in kept]
    found = mixed(parts, [weight / total for _, weight in kept])
    del parts, texts, kept
    return pruned(found, words, limits)


def pruned(found: Mixture, words: list[str], limits: Limits) -> LanguageModel:
    """The n-grams whose loss would cost the mixed text most; all others by backing off.

    What stood behind an unknown word is not kept: scanned laws hold many slips, and a slip that
    may go on as the word it was would never be seen as one (`thànhh phố`).
    """
    (pairs, triples, fours), (p2, p3, p4) = found.keys, found.p
    lower2 = found.single[(pairs & np.uint64(0xFFFF)).astype(np.int64)]
    lower3, lower4 = suffix(triples, pairs, p2, 32), suffix(fours, triples, p3, 48)
    keep4 = (_cost(found.worth, p4, lower4) >= limits.keep[2]) & _after_words(fours, 3)
    worth3 = _find(triples, *_weights(fours, found.worth, 48))
    keep3 = (_cost(worth3, p3, lower3) >= limits.keep[1]) & _after_words(triples, 2)
    keep3 |= _needed(triples, fours[keep4], 48)
    worth2 = _find(pairs, *_weights(fours, found.worth, 32))
    keep2 = (_cost(worth2, p2, lower2) >= limits.keep[0]) & _after_words(pairs, 1)
    keep2 |= _needed(pairs, triples[keep3], 32)
    fours, p4, lower4 = fours[keep4], p4[keep4], lower4[keep4]
    back1 = _back_off(pairs[keep2], p2[keep2], lower2[keep2])
    back2 = _back_off(triples[keep3], p3[keep3], lower3[keep3])
    back3 = _back_off(fours, p4, lower4)
    pairs, p2, triples, p3 = pairs[keep2], p2[keep2], triples[keep3], p3[keep3]
    single_back = _find(np.arange(len(words), dtype=np.uint64), *back1, 1.0)
    return LanguageModel(
        tuple(words),
        np.log(found.single).astype(np.float32),
        np.log(single_back).astype(np.float32),
        build(pairs, _both(p2, _find(pairs, *back2, 1.0))),
        build(triples, _both(p3, _find(triples, *back3, 1.0))),
        build(fours, _step(p4).astype(np.uint8)),
    )


def _after_words(keys: Keys, before: int) -> NDArray[np.bool_]:
    """True for n-grams whose last word stands behind known ones only."""
    found = np.ones(len(keys), bool)
    for k in range(1, before + 1):
        found &= (keys >> np.uint64(16 * k)) & np.uint64(0xFFFF) != UNKNOWN
    return found


def _cost(worth: Counts, p: Counts, lower: Counts) -> Counts:
    """Nats that `PER` words of text would lose without each n-gram."""
    return np.asarray(worth * np.abs(np.log(p) - np.log(lower)))


def _needed(keys: Keys, longer: Keys, bits: int) -> NDArray[np.bool_]:
    """N-grams that begin or end a kept longer one: its context, and what it backs off to."""
    begins = np.isin(keys, longer >> np.uint64(16))
    ends = np.isin(keys, longer & np.uint64((1 << bits) - 1))
    return np.asarray(begins | ends)


def _weights(keys: Keys, weight: Counts, bits: int) -> tuple[Keys, Counts]:
    """How often the last words of each n-gram were seen."""
    found, place = np.unique(keys & np.uint64((1 << bits) - 1), return_inverse=True)
    return found, _sums(place, weight, len(found))


def _find(keys: Keys, known: Keys, values: Counts, absent: float = 0.0) -> Counts:
    """The value of each key in sorted `known`."""
    if not len(known):
        return np.full(len(keys), absent)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[place] == keys, values[place], absent)


def _back_off(keys: Keys, p: Counts, lower: Counts) -> tuple[Keys, Counts]:
    """Contexts and their weights: what the kept n-grams leave over for all others."""
    context, place = np.unique(keys >> np.uint64(16), return_inverse=True)
    kept, known = np.bincount(place, p), np.bincount(place, lower)
    return context, np.clip((1 - kept).clip(1e-4) / (1 - known).clip(1e-4), 1e-7, 1.0)


def _step(p: Counts) -> NDArray[np.int64]:
    return np.clip(np.round(-STEP * np.log(np.clip(p, 1e-9, 1))), 0, 255).astype(np.int64)


def _both(p: Counts, back: Counts) -> NDArray[np.uint16]:
    return ((_step(p) << 8) | _step(back)).astype(np.uint16)
