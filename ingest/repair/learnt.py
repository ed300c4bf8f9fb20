"""Repairs that a lexicon of the user's own asks for (`run --lexicon`).

A confusion puts words right wherever they stand as they were misread before. A name counts only
where the marks of a word were rebuilt, which is a guess: people may differ in a mark alone, and a
name that was read is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from ingest.core.text import Edit, Span, Text
from ingest.lexicon.fold import bare
from ingest.lexicon.learnt import Learnt
from ingest.repair.diacritics import RULE as REBUILT

RULE = "corrections"

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*|[^\s\p{L}]")

Words = Sequence[regex.Match[str]]


def taught(text: Text, learnt: Learnt) -> list[Edit]:
    """Edits for text that all other repairs are through with."""
    words = list(_WORD.finditer(text.value))
    found: dict[Span, Edit] = {}
    for edit in (*_confusions(words, learnt), *_names(words, text, learnt)):
        found.setdefault(edit.span, edit)
    return sorted(found.values(), key=lambda e: e.span)


def _confusions(words: Words, learnt: Learnt) -> Iterator[Edit]:
    phrases: dict[str, list[tuple[list[str], list[str], int]]] = {}
    for row in learnt.confusion:
        read = row.read.lower().split()
        phrases.setdefault(read[0], []).append((read, row.right.lower().split(), row.count))
    for k, word in enumerate(words):
        for read, right, count in phrases.get(word.group().lower(), ()):
            here = words[k : k + len(read)]
            if [w.group().lower() for w in here] == read:
                yield from _put(here, right, count)


def _names(words: Words, text: Text, learnt: Learnt) -> Iterator[Edit]:
    by_letters: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    counts: dict[tuple[str, ...], int] = {}
    for row in learnt.name:
        said = tuple(row.text.split())
        by_letters.setdefault(tuple(map(bare, said)), set()).add(said)
        counts[said] = max(counts.get(said, 0), row.count)
    # Names that differ in marks alone do not tell which of them stood there.
    known = {letters: next(iter(said)) for letters, said in by_letters.items() if len(said) == 1}
    starts: dict[str, list[tuple[str, ...]]] = {}
    for letters in sorted(known):
        starts.setdefault(letters[0], []).append(letters)
    guessed = {p.value.start for p in text.changes() if REBUILT in p.rule.split("+")}
    for k, word in enumerate(words) if starts else ():
        for letters in starts.get(bare(word.group()), ()):
            here = words[k : k + len(letters)]
            if tuple(bare(w.group()) for w in here) == letters:
                said = known[letters]
                for w, right in zip(here, said, strict=True):
                    if w.start() in guessed:
                        yield from _put([w], [right], counts[said])


def _put(here: Words, right: Sequence[str], count: int) -> Iterator[Edit]:
    for word, new in zip(here, right, strict=True):
        old = word.group()
        if old.lower() != new.lower():
            shown = new.upper() if old.isupper() and len(old) > 1 else new
            shown = shown[:1].upper() + shown[1:] if old[:1].isupper() else shown
            span = Span(word.start(), word.end())
            yield Edit(span, shown, RULE, round((count + 1) / (count + 2), 2))
