"""Syllables right, letters wrong, changes right: what the benchmark counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from ingest.core.text import Edit, Text
from ingest.lexicon.fold import fold_tones

_OUTER = " .,;:“”\"'()[]-–/…‘’*"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """`syllables` of the truth and how many of them are `right`; letters in error."""

    syllables: int
    right: int

    @property
    def share(self) -> float:
        return self.right / max(self.syllables, 1)

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(self.syllables + other.syllables, self.right + other.right)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Tokens with a letter, outer punctuation off, tone placement folded, case kept."""
    out = []
    for m in regex.finditer(r"\S+", text):
        word = m.group().strip(_OUTER)
        if any(c.isalpha() for c in word):
            case = "".join("A" if c.isupper() else "a" for c in word)
            out.append((f"{fold_tones(word)} {case}", m.start(), m.end()))
    return out


def accuracy(truth: str, found: str) -> Accuracy:
    """How many tokens of `truth` stand in `found`, in order."""
    a, b = [t for t, _, _ in _tokens(truth)], [t for t, _, _ in _tokens(found)]
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return Accuracy(len(a), sum(block.size for block in blocks))


def letters_wrong(truth: str, found: str) -> int:
    """Edit distance of two lines; tone placement and dots for an ellipsis make no difference."""
    a = [fold_tones(w) for w in truth.replace("…", "...").split()]
    b = [fold_tones(w) for w in found.replace("…", "...").split()]
    return _distance(" ".join(a), " ".join(b))


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (x != y))
    return row[-1]


def judge(truth: Sequence[str], read: str, edits: Iterable[Edit]) -> Iterator[tuple[float, bool]]:
    """Confidence of each edit and whether the syllables it made are those of the true lines."""
    text = Text.of(read).apply(edits)
    lines = text.value.split("\n")
    changes = list(text.changes())
    at = start = 0
    for true, line in zip(truth, lines, strict=True):
        found = _tokens(line)
        blocks = SequenceMatcher(
            None, [t for t, _, _ in _tokens(true)], [t for t, _, _ in found], autojunk=False
        ).get_matching_blocks()
        right = {k for b in blocks for k in range(b.b, b.b + b.size)}
        end = start + len(line)
        while at < len(changes) and changes[at].value.start < end:
            piece = changes[at]
            inside = [
                k for k, (_, x, y) in enumerate(found)
                if x + start < piece.value.end and piece.value.start < y + start
            ]  # fmt: skip
            if inside:
                yield piece.confidence, all(k in right for k in inside)
            at += 1
        start = end + 1
