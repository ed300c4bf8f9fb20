"""Which characters of a reading stand for which letter of the truth."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.repair.words import without_marks

OUTER = " .,;:“”\"'()[]{}-–—/…‘’*+•_<>«»!?"
"""What `strip` takes off both ends of a token before it is compared."""

Pair = tuple[str, str]
Chunks = dict[str, Counter[str]]
"""Letter of the truth: the strings it was read as, counted."""

_LONGEST = 3


def token_pairs(pages: Iterable[Path], reading: int) -> Iterator[tuple[str, Pair]]:
    """Style and (truth, read) of the tokens of all pages; `reading` counts languages from 0."""
    for path in pages:
        for row in path.read_text("utf-8").split("\n"):
            cells = row.split("\t")
            if len(cells) > 2 + reading:
                for truth, read in match(cells[1].split(), cells[2 + reading].split()):
                    truth, read = truth.strip(OUTER), read.strip(OUTER)
                    if truth and read:
                        yield cells[0], (truth, read)


def match(truth: list[str], read: list[str]) -> Iterator[Pair]:
    """Tokens that stand for each other; those that were split, joined or lost are left out."""
    if len(truth) == len(read):
        yield from zip(truth, read, strict=True)
        return
    if abs(len(truth) - len(read)) > 4:
        return
    n, m = len(truth), len(read)
    best = [[math.inf] * (m + 1) for _ in range(n + 1)]
    came = [[0] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0
    for i in range(n + 1):
        for j in range(max(0, i - 5), min(m, i + 5) + 1):
            if i and best[i - 1][j] + 0.7 < best[i][j]:
                best[i][j], came[i][j] = best[i - 1][j] + 0.7, 1
            if j and best[i][j - 1] + 0.7 < best[i][j]:
                best[i][j], came[i][j] = best[i][j - 1] + 0.7, 2
            if i and j:
                cost = best[i - 1][j - 1] + _unlike(truth[i - 1], read[j - 1])
                if cost < best[i][j]:
                    best[i][j], came[i][j] = cost, 3
    i, j = n, m
    found: list[Pair] = []
    while i or j:
        step = came[i][j]
        if step == 3 and _unlike(truth[i - 1], read[j - 1]) < 0.6:
            found.append((truth[i - 1], read[j - 1]))
        i, j = i - (step != 2), j - (step != 1)
    yield from reversed(found)


def _unlike(a: str, b: str) -> float:
    """Edit distance of the bare letters, as a share of the longer one."""
    a, b = without_marks(a.lower()), without_marks(b.lower())
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (x != y))
    return row[-1] / max(len(a), len(b), 1)


def split(truth: str, read: str, chunks: Chunks) -> list[str] | None:
    """The string of `read` for each letter of `truth`; None where they are too unlike."""
    n, m = len(truth), len(read)
    best = [[math.inf] * (m + 1) for _ in range(n + 1)]
    taken = [[0] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0
    for i in range(1, n + 1):
        letter = truth[i - 1]
        counts = chunks.get(letter)
        total = counts.total() if counts else 0
        for j in range(m + 1):
            for size in range(min(_LONGEST, j) + 1):
                before = best[i - 1][j - size]
                if before < math.inf:
                    cost = before + _cost(letter, read[j - size : j], counts, total)
                    if cost < best[i][j]:
                        best[i][j], taken[i][j] = cost, size
    if best[n][m] > 4 * n + 4:
        return None
    out: list[str] = []
    j = m
    for i in range(n, 0, -1):
        size = taken[i][j]
        out.append(read[j - size : j])
        j -= size
    return out[::-1]


def _cost(letter: str, chunk: str, counts: Counter[str] | None, total: int) -> float:
    """-log P(chunk | letter): counted, mixed with a guess by shape."""
    if chunk == letter:
        shape = 0.2
    elif without_marks(chunk) == without_marks(letter):
        shape = 0.7
    else:
        shape = 3.5 + 1.8 * abs(len(chunk) - 1)
    seen = counts[chunk] if counts else 0
    return -math.log((seen + 4 * math.exp(-shape)) / (total + 4))


def learn_chunks(pairs: Iterable[tuple[Pair, int]], rounds: int = 4) -> Chunks:
    """Counts of letter -> string by repeated alignment of (truth, read) pairs with counts."""
    listed = list(pairs)
    chunks: Chunks = {}
    for _ in range(rounds):
        fresh: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (truth, read), count in listed:
            found = split(truth, read, chunks)
            for letter, chunk in zip(truth, found or (), strict=False):
                fresh[letter][chunk] += count
        chunks = dict(fresh)
    return chunks
