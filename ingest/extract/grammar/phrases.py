"""The lexicon over a text: which known words and names begin at which token.

spaCy's PhraseMatcher finds them on a folded key, so that case, tone placement, kinds of
dash and the blanks around `&` and `-` do not matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

import regex
from spacy.matcher import PhraseMatcher

from ingest.core.text import Span, one_line
from ingest.extract.grammar.syllable_tokenizer import (
    SyllableTokenizer,
    pieces,
    pipeline,
    plain_words,
)
from ingest.lexicon.bodies import agencies
from ingest.lexicon.role_words import role_words
from ingest.lexicon.territories import level_words
from ingest.lexicon.unit_words import Use, unit_words

_USES: tuple[Use, ...] = get_args(Use)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a run of text with what the lexicon knows about them.

    `start[i]`, `end[i]` are offsets in the text that `read` was given (not in the span);
    `marks[i + shift]` maps a label (`body`, `head`, `field`, `level`, `verb`, …) to the index
    after the longest phrase of that label that begins at token i, `shift` too high: the marks
    of a text are shared by all parts of it. `mark` and `labels` do the sum.
    """

    text: str
    words: list[str]
    keys: list[str]
    start: list[int]
    end: list[int]
    marks: dict[int, dict[str, int]]
    shift: int = 0

    def __len__(self) -> int:
        return len(self.words)

    def mark(self, at: int, label: str) -> int:
        """The index after the longest such phrase at token `at`; 0 where there is none."""
        found = self.marks.get(at + self.shift)
        if found is None or at < 0:
            return 0
        after = found.get(label, 0) - self.shift
        return after if 0 < after <= len(self.words) else 0

    def labels(self, at: int) -> Collection[str]:
        """The labels of the phrases that begin at token `at`; some may end past the last token."""
        found = self.marks.get(at + self.shift) if 0 <= at < len(self.words) else None
        return found.keys() if found else ()

    def capital(self, at: int) -> bool:
        return at < len(self.words) and self.words[at][0].isupper()

    def key(self, at: int) -> str:
        """The token in lower case, empty past the end."""
        return self.keys[at] if at < len(self.keys) else ""

    def span(self, first: int, after: int) -> Span:
        return Span(self.start[first], self.end[after - 1])

    def slice(self, first: int, after: int) -> str:
        """The text of tokens `first` up to `after`, blanks collapsed."""
        return one_line(self.text[self.start[first] : self.end[after - 1]])

    def part(self, span: Span) -> Tokens:
        """The tokens that begin in a span, alone: nothing read there looks past its end."""
        first, after = self.index(span.start), self.index(span.end)
        return Tokens(
            self.text,
            self.words[first:after],
            self.keys[first:after],
            self.start[first:after],
            self.end[first:after],
            self.marks,
            self.shift + first,
        )

    def index(self, offset: int) -> int:
        """The first token that begins at or after an offset of the text."""
        return bisect_left(self.start, offset)


_SPLIT = regex.compile(r"\s*(?:,|\bvà\b|-|&)\s*")


def _fields() -> Iterator[str]:
    """What bodies are about: `Văn hóa`, `Kế hoạch` – the parts of known names after the head."""
    levels = {w.word for w in level_words()}
    heads = sorted((h.word.split() for h in unit_words("head")), key=len, reverse=True)
    for agency in agencies():
        words = agency.name.split()
        for head in heads:
            if [w.lower() for w in words[: len(head)]] == [w.lower() for w in head]:
                rest = " ".join(words[len(head) :])
                yield from (p for p in _SPLIT.split(rest) if p and p not in levels)
                break


def _spellings(phrase: str) -> Iterator[str]:
    """The phrase, and how else its joints are written: `A - B`, `A B`; `A&B`, `A và B`."""
    yield phrase
    if "-" in phrase:
        yield phrase.replace("-", " ")
        yield phrase.replace("-", ",")
    if "&" in phrase:
        yield phrase.replace("&", " & ")
        yield phrase.replace("&", " và ")
        yield phrase.replace("&", "")
    elif " và " in phrase:
        yield phrase.replace(" và ", " & ")
    if ", " in phrase:
        yield phrase.replace(", ", " - ")
        yield phrase.replace(", ", " ")


def _phrases() -> Iterator[tuple[str, str]]:
    for agency in agencies():
        for name in (agency.name, *agency.abbreviations):
            yield from (("body", s) for s in _spellings(name))
    yield from (("field", f) for f in _fields())
    for use in _USES:
        yield from ((use, w.word) for w in unit_words(use))
    for level in level_words():
        yield from (("level", f) for f in (level.word, *level.short))
    yield from (("verb", r.text) for r in role_words("verb"))


@cache
def _matcher() -> tuple[PhraseMatcher, SyllableTokenizer, dict[int, str]]:
    """The matcher with all phrases, what cuts its documents, and the labels by their hash."""
    nlp = pipeline()
    tokenizer = SyllableTokenizer(nlp.vocab)
    matcher = PhraseMatcher(nlp.vocab, attr="NORM")
    by_label: dict[str, dict[str, None]] = defaultdict(dict)
    for label, phrase in _phrases():
        by_label[label][phrase] = None
    for label, phrases in by_label.items():
        matcher.add(label, [tokenizer(p) for p in phrases])
    return matcher, tokenizer, {nlp.vocab.strings[label]: label for label in by_label}


@lru_cache(maxsize=2)
def tokens_of(flat: str) -> Tokens:
    """The tokens of a whole document, read once for all extractors."""
    return read(flat)


def within(flat: str, span: Span) -> Tokens:
    """`read(span.of(flat))`, cut from the tokens of the whole where that gives the same."""
    whole = tokens_of(flat)
    first, after = whole.index(span.start), whole.index(span.end)
    if not _apart(flat, span) or _crossed(whole.marks, first, after):
        return read(span.of(flat))
    return Tokens(
        span.of(flat),
        whole.words[first:after],
        whole.keys[first:after],
        [s - span.start for s in whole.start[first:after]],
        [e - span.start for e in whole.end[first:after]],
        whole.marks,
        first,
    )


def _apart(flat: str, span: Span) -> bool:
    """No token of the whole begins in the span and ends outside, or the other way round."""
    opens = span.start == 0 or flat[span.start - 1] == " "
    return opens and flat[span.end : span.end + 1] in (" ", "")


def _crossed(marks: dict[int, dict[str, int]], first: int, after: int) -> bool:
    """Whether a phrase runs on behind the last token: a shorter one may then be hidden by it."""
    for at in range(after - 1, max(first, after - _longest()) - 1, -1):
        found = marks.get(at)
        if found is not None and max(found.values()) > after:
            return True
    return False


@cache
def _longest() -> int:
    """Tokens of the longest phrase."""
    tokenizer = _matcher()[1]
    return max(len(tokenizer(phrase)) for _, phrase in _phrases())


def read(text: str, span: Span | None = None) -> Tokens:
    """The tokens of `text` (or of a span of it) with their marks."""
    base = span.start if span else 0
    part = span.of(text) if span else text
    words, start, end = pieces(part)
    keys = plain_words(words)
    if base:
        start = [base + s for s in start]
        end = [base + e for e in end]
    return Tokens(text, words, keys, start, end, _marks(words) if words else {})


def _marks(words: list[str]) -> dict[int, dict[str, int]]:
    """By the token where known phrases begin: the index after the longest of each label."""
    matcher, tokenizer, labels = _matcher()
    marks: dict[int, dict[str, int]] = {}
    for match, first, after in matcher(tokenizer.doc(words)):
        found = marks.get(first)
        if found is None:
            found = marks[first] = {}
        label = labels[match]
        if after > found.get(label, 0):
            found[label] = after
    return marks
