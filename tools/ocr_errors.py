"""Counts reading errors without regard to the order of words.

A page with two columns has several right orders; what is compared is which words came out.
Words that both sides have are taken away; of the rest, each true word is paired with the
nearest word read, so that a wrong letter counts as one and a lost word as its length.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Errors:
    """`marks` are words that differ in diacritics alone; `letters` is the truth's length."""

    letters: int
    wrong: int
    marks: int

    def __add__(self, other: Errors) -> Errors:
        return Errors(
            self.letters + other.letters, self.wrong + other.wrong, self.marks + other.marks
        )


NONE = Errors(0, 0, 0)


def errors(truth: str, read: str) -> Errors:
    """Errors of `read` against `truth`; rules and cell bars are no text."""
    wanted, found = _words(truth), _words(read)
    letters = sum(len(w) * n for w, n in wanted.items())
    missing = sorted((wanted - found).elements(), key=lambda w: (-len(w), w))
    extra = sorted((found - wanted).elements())
    wrong = marks = 0
    for word in missing:
        best = min(extra, key=lambda e: distance(word, e), default="")
        far = distance(word, best)
        if best and far < max(len(word), len(best)):
            extra.remove(best)
            marks += _bare(word) == _bare(best)
            wrong += far
        else:
            wrong += len(word)
    return Errors(letters, wrong + sum(map(len, extra)), marks)


def _words(text: str) -> Counter[str]:
    words = unicodedata.normalize("NFC", text).split()
    return Counter(w for w in words if any(c.isalnum() for c in w))


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c)).lower()


def distance(a: str, b: str) -> int:
    """Edit distance."""
    if a == b:
        return 0
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
