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
from ingest.repair.words import CLASSES, STREAM_CLASSES, UNKNOWN, one_placement, stream

Counts = NDArray[np.float64]

_BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class Corpus:
    """A text file of one paragraph a line, and how often each of its words counts."""

    path: Path
    weight: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What is kept: words seen so often, n-grams of weight at least `keep[n - 2]`.

    `misprint`: how much rarer than its rival a word is taken for a slip of the text (0: never).
    """

    word: int = 60
    syllable: int = 6
    keep: tuple[float, float, float] = (2, 3, 5)
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


def count_fours(streams: Iterable[tuple[NDArray[np.uint16], int]]) -> tuple[Keys, Counts]:
    """Distinct sequences of four words, three sentence ends before the first, and their weights."""
    keys, weights = np.zeros(0, np.uint64), np.zeros(0)
    for ids, weight in streams:
        wide = np.concatenate([np.zeros(3, np.uint64), ids.astype(np.uint64)])
        packed = np.zeros(len(ids), np.uint64)
        for k in range(4):
            packed = (packed << np.uint64(16)) | wide[k : k + len(ids)]
        found, count = np.unique(packed, return_counts=True)
        keys, weights = merge(keys, weights, found, (count * float(weight)).astype(np.float64))
    return keys, weights


def merge(a: Keys, x: Counts, b: Keys, y: Counts) -> tuple[Keys, Counts]:
    keys, place = np.unique(np.concatenate([a, b]), return_inverse=True)
    return keys, _sums(place, np.concatenate([x, y]), len(keys))


def _sums(place: NDArray[np.intp], weights: Counts, size: int) -> Counts:
    return np.bincount(place, weights, size).astype(np.float64)


def shorten(keys: Keys, bits: int) -> tuple[Keys, Counts]:
    """Each n-gram without its first word, with the number of words that stood before it."""
    found, count = np.unique(keys & np.uint64((1 << bits) - 1), return_counts=True)
    return found, count.astype(np.float64)


def train_language(corpora: list[Corpus], limits: Limits) -> LanguageModel:
    """Interpolated modified Kneser-Ney of order four, pruned by weight, back-off form."""
    words = vocabulary(corpora, limits)
    texts = [(numbers_of(c, words), c.weight) for c in corpora]
    fours, weight = count_fours(mend(texts, words, limits.misprint))
    triples, seen3 = shorten(fours, 48)
    pairs, seen2 = shorten(triples, 32)
    singles, seen1 = shorten(pairs, 16)
    base = np.full(len(words), 1.0)
    base[singles.astype(np.int64)] += seen1
    p1 = base / base.sum()
    lower2 = p1[(pairs & np.uint64(0xFFFF)).astype(np.int64)]
    p2 = _interpolate(pairs, seen2, lower2)
    lower3 = _suffix(triples, pairs, p2, 32)
    p3 = _interpolate(triples, seen3, lower3)
    p4 = _interpolate(fours, weight, _suffix(fours, triples, p3, 48))

    keep4 = weight >= limits.keep[2]
    keep3 = _find(triples, *_weights(fours, weight, 48)) >= limits.keep[1]
    keep3 |= _needed(triples, fours[keep4], 48)
    keep2 = _find(pairs, *_weights(fours, weight, 32)) >= limits.keep[0]
    keep2 |= _needed(pairs, triples[keep3], 32)
    fours, p4 = fours[keep4], p4[keep4]
    back1 = _back_off(pairs[keep2], p2[keep2], lower2[keep2])
    back2 = _back_off(triples[keep3], p3[keep3], lower3[keep3])
    back3 = _back_off(fours, p4, _suffix(fours, triples, p3, 48))
    pairs, p2, triples, p3 = pairs[keep2], p2[keep2], triples[keep3], p3[keep3]
    single_back = _find(np.arange(len(words), dtype=np.uint64), *back1, 1.0)
    return LanguageModel(
        tuple(words),
        np.log(p1).astype(np.float32),
        np.log(single_back).astype(np.float32),
        build(pairs, _both(p2, _find(pairs, *back2, 1.0))),
        build(triples, _both(p3, _find(triples, *back3, 1.0))),
        build(fours, _step(p4).astype(np.uint8)),
    )


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


def _suffix(keys: Keys, known: Keys, p: Counts, bits: int) -> Counts:
    return _find(keys & np.uint64((1 << bits) - 1), known, p, 1e-9)


def _interpolate(keys: Keys, count: Counts, lower: Counts) -> Counts:
    """Probability of each n-gram's last word, mixed with that of the shorter context."""
    context = keys >> np.uint64(16)
    _, place = np.unique(context, return_inverse=True)
    once, twice = float((count == 1).sum()), float((count == 2).sum())
    thrice, often = float((count == 3).sum()), float((count == 4).sum())
    y = once / max(once + 2 * twice, 1)
    d1 = 1 - 2 * y * twice / max(once, 1)
    d2 = 2 - 3 * y * thrice / max(twice, 1)
    d3 = 3 - 4 * y * often / max(thrice, 1)
    off = np.where(count < 2, d1, np.where(count < 3, d2, d3)).clip(0.05, 0.98 * count)
    total = np.bincount(place, count)
    freed = np.bincount(place, off) / total
    return np.asarray((count - off) / total[place] + freed[place] * lower)


def _back_off(keys: Keys, p: Counts, lower: Counts) -> tuple[Keys, Counts]:
    """Contexts and their weights: what the kept n-grams leave over for all others."""
    context, place = np.unique(keys >> np.uint64(16), return_inverse=True)
    kept, known = np.bincount(place, p), np.bincount(place, lower)
    return context, np.clip((1 - kept).clip(1e-4) / (1 - known).clip(1e-4), 1e-7, 1.0)


def _step(p: Counts) -> NDArray[np.int64]:
    return np.clip(np.round(-STEP * np.log(np.clip(p, 1e-9, 1))), 0, 255).astype(np.int64)


def _both(p: Counts, back: Counts) -> NDArray[np.uint16]:
    return ((_step(p) << 8) | _step(back)).astype(np.uint16)
