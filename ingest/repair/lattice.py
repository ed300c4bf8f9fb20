"""Sums over all paths of a lattice of candidate words, a whole document at a time.

A lattice is a directed graph without cycles; every vertex has a level and edges go upwards.
Its line graph (edges become vertices) carries one more word of context: candidates, pairs,
triples, fours are made of each other in the same way.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.repair.language import LanguageModel
from ingest.repair.words import UNKNOWN

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

NEVER = np.float32(-1e30)

UNKNOWN_COSTS = np.float32(-5)
"""Unknown words follow each other in foreign names, which makes runs of them cheap: too cheap
where damaged words are unknown too."""

_CUT_PAIRS, _CUT_TRIPLES = np.float32(-9.0), np.float32(-8.0)
"""Pairs and triples of a lower (log) share than this are not looked at with more context."""


_CACHE, _DOUBT = np.float32(0.12), np.float32(4.0)
"""Weight of what the rest of the document says about a pair of words, and how soon it counts."""


@dataclass(frozen=True, slots=True)
class Vertices:
    """Parallel arrays: level, number of the sequence, and which begin and end a path."""

    level: Ints
    sequence: Ints
    first: Mask
    final: Mask

    def take(self, which: Ints) -> Vertices:
        return Vertices(
            self.level[which], self.sequence[which], self.first[which], self.final[which]
        )

    def edge_vertices(self, source: Ints, target: Ints) -> Vertices:
        """The edges as vertices of the line graph."""
        return Vertices(
            self.level[target], self.sequence[target], self.first[source], self.final[target]
        )


@dataclass(frozen=True, slots=True)
class Lattice:
    """Candidates as edges `source -> target` between nodes.

    `word` is the number of each, `score` its log probability without context. A sequence
    begins with three candidates that hold the words before it (or sentence ends), and closes
    with one sentence end.
    """

    source: Ints
    target: Ints
    word: Ints
    score: Floats
    nodes: Vertices


def posterior(v: Vertices, source: Ints, target: Ints, score: Floats) -> Floats:
    """Log share of each edge in the sum over all paths of its sequence."""
    forward = _sweep(source, target, v.level, score, v.first)
    backward = _sweep(target, source, -v.level, score, v.final)
    size = int(v.sequence.max()) + 1 if len(v.sequence) else 0
    ends = np.flatnonzero(v.final)
    top = np.full(size, NEVER, np.float32)
    np.maximum.at(top, v.sequence[ends], forward[ends])
    total = np.zeros(size)
    np.add.at(total, v.sequence[ends], np.exp(forward[ends] - top[v.sequence[ends]]))
    whole = top + np.log(np.maximum(total, 1e-30)).astype(np.float32)
    through = forward[source] + score + backward[target] - whole[v.sequence[target]]
    return np.asarray(np.minimum(through, np.float32(0)))


def _sweep(source: Ints, target: Ints, level: Ints, score: Floats, start: Mask) -> Floats:
    """Log sum of all paths from a start vertex to each vertex."""
    reached = np.where(start, np.float32(0), NEVER).astype(np.float32)
    if not len(source):
        return reached
    order = np.lexsort((target, level[target]))
    source, target, score = source[order], target[order], score[order]
    runs = np.flatnonzero(np.diff(target, prepend=-1))
    heads = target[runs]
    steps = np.flatnonzero(np.diff(level[heads], prepend=level[heads[0]] - 1))
    bounds = [*steps.tolist(), len(runs)]
    places = [*runs.tolist(), len(target)]
    sizes = np.diff(runs, append=len(target))
    for low, high in itertools.pairwise(bounds):
        first, last = places[low], places[high]
        value = reached[source[first:last]] + score[first:last]
        if last - first == high - low:  # one edge a vertex: most words are in no doubt
            reached[heads[low:high]] = value
            continue
        begin = runs[low:high] - first
        top = np.maximum.reduceat(value, begin)
        spread = np.repeat(top, sizes[low:high])
        share = np.add.reduceat(np.exp(value - spread), begin)
        reached[heads[low:high]] = top + np.log(share)
    return reached


def chains(source: Ints, target: Ints, vertices: int) -> tuple[Ints, Ints]:
    """All (one, other) edges where `one` ends in the vertex that `other` leaves."""
    order = np.argsort(source, kind="stable")
    leaving = np.bincount(source, minlength=vertices)
    begin = np.cumsum(leaving) - leaving
    count = leaving[target]
    one = np.repeat(np.arange(len(source)), count)
    within = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    return one, order[np.repeat(begin[target], count) + within]


def weigh(lattice: Lattice, model: LanguageModel, weight: float) -> Floats:
    """Log posterior of each candidate, four words of context wide; -inf where pruned away.

    `weight` is the exponent of the language model against the channel.
    """
    by = np.float32(weight)
    strange = np.where(lattice.word == UNKNOWN, UNKNOWN_COSTS, np.float32(0))
    word, score, count = lattice.word, lattice.score + strange, len(lattice.word)
    singles = lattice.nodes.edge_vertices(lattice.source, lattice.target)
    a, b = chains(lattice.source, lattice.target, len(lattice.nodes.level))
    pair, back = model.pair(word[a], word[b])
    keep = posterior(singles, a, b, score[b] + by * pair) > _CUT_PAIRS
    a, b, pair, back = a[keep], b[keep], pair[keep], back[keep]

    pairs = singles.edge_vertices(a, b)
    p, q = chains(a, b, count)
    triple = model.triple(word[a[p]], word[b[p]], word[b[q]], back[p], pair[q])
    share = posterior(pairs, p, q, score[b[q]] + by * triple)
    cached = _cache(word[a], word[b], np.bincount(q, np.exp(share), len(a)).astype(float))
    share = posterior(pairs, p, q, score[b[q]] + by * _mix(triple, cached[q]))
    keep = share > _CUT_TRIPLES
    p, q, triple = p[keep], q[keep], triple[keep]

    triples = pairs.edge_vertices(p, q)
    x, y = chains(p, q, len(a))
    last = b[q[y]]
    four = model.four(word[a[p[x]]], word[b[p[x]]], word[b[q[x]]], word[last], triple[y])
    share = posterior(triples, x, y, score[last] + by * _mix(four, cached[q[y]]))
    total = np.zeros(count)
    np.add.at(total, last, np.exp(share))
    with np.errstate(divide="ignore"):
        return np.log(total).astype(np.float32)


def _cache(first: Ints, second: Ints, share: NDArray[np.float64]) -> Floats:
    """p(second | first) in the rest of the document, for each pair in the lattice.

    A phrase that is read well in one place helps where it is read badly; a pair's own share
    never counts for itself.
    """
    key, kind = np.unique(first << 16 | second, return_inverse=True)
    counted = np.bincount(kind, share, len(key))[kind] - share
    context = np.bincount(first, share)[first] - share
    return (np.maximum(counted, 0) / (np.maximum(context, 0) + _DOUBT)).astype(np.float32)


def _mix(log_p: Floats, cached: Floats) -> Floats:
    return np.log((1 - _CACHE) * np.exp(log_p) + _CACHE * cached)
