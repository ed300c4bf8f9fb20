"""A blank spaCy pipeline for Vietnamese whose tokens are syllables, whole dates and numbers.

The tokenizer that spaCy ships for `vi` needs pyvi, joins syllables by a statistical model and
splits `15/11/2023`; rules over facts want syllables as printed and numbers in one piece.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import regex
import spacy
from spacy.attrs import NORM
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from ingest.lexicon.fold import fold_tones

_TOKEN = regex.compile(
    r"""
      \d+(?:[./,:-]\d+)*+(?:[-/]\p{Lu}[\p{L}\d&]*+)*+%?   # 15/11/2023, 29.000, 1929/KH-SVHTTDL
    | /\p{Lu}[\p{L}&]*+(?:-[\p{Lu}&][\p{L}&]*+)++        # /KH-UBND: a number left blank
    | \p{Lu}+(?:&\p{Lu}+)++                              # GD&ĐT
    | [\p{L}\p{M}]++                                     # a syllable
    | \S
    """,
    regex.VERBOSE,
)
_DASHES = "–—−‐‑"


def pieces(text: str) -> tuple[list[str], list[int], list[int]]:
    """The tokens in `text`: their spelling, start and end, in parallel.

    `_TOKEN` decides; what stands between blanks and is letters alone needs no pattern.
    """
    words: list[str] = []
    start: list[int] = []
    end: list[int] = []
    at = 0
    for chunk in text.split(" "):
        after = at + len(chunk)
        if chunk.isalpha():
            words.append(chunk)
            start.append(at)
            end.append(after)
        elif chunk:
            for word, first, last in _CUT[chunk]:
                words.append(word)
                start.append(at + first)
                end.append(at + last)
        at = after + 1
    return words, start, end


_LONGEST, _REMEMBERED = 40, 16_384


class _Cut(dict[str, list[tuple[str, int, int]]]):
    """The tokens of each run of characters between blanks, with their place in it."""

    def __missing__(self, chunk: str) -> list[tuple[str, int, int]]:
        found = [(m.group(), *m.span()) for m in _TOKEN.finditer(chunk)]
        if len(chunk) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = found
        return found


_CUT = _Cut()


def norm(word: str) -> str:
    """Key of a token: case, tone placement and kinds of dash made equal."""
    return _one_dash(fold_tones(word))


def plain(word: str) -> str:
    """A token in lower case, one kind of dash: for comparison with words of our own."""
    return _one_dash(word.lower())


def plain_words(words: list[str]) -> list[str]:
    """`plain` of each: the same few hundred words make up most of any text."""
    return list(map(_PLAIN.__getitem__, words))


class _Plain(dict[str, str]):
    def __missing__(self, word: str) -> str:
        found = plain(word)
        if len(word) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = found
        return found


_PLAIN = _Plain()


def _one_dash(text: str) -> str:
    for dash in _DASHES:
        text = text.replace(dash, "-")
    return text


class SyllableTokenizer:
    """Cuts by `pieces`; blanks in runs count as one, so offsets are kept beside the Doc."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._number: Callable[[str], Any] = lru_cache(maxsize=_REMEMBERED)(vocab.strings.add)

    def __call__(self, text: str) -> Doc:
        return self.doc(pieces(text)[0])

    def doc(self, words: list[str]) -> Doc:
        """A Doc of these words. It takes their numbers as well, and those are found sooner."""
        return Doc(self.vocab, words=list(map(self._number, words)))


@cache
def pipeline() -> Language:
    """The blank pipeline, made once a process. Each token's NORM is its folded key."""
    plain = {"nlp": {"tokenizer": {"use_pyvi": False}}}
    nlp = spacy.blank("vi", config=plain)
    vocab: Any = nlp.vocab
    vocab.lex_attr_getters = {**vocab.lex_attr_getters, NORM: norm}
    nlp.tokenizer = SyllableTokenizer(nlp.vocab)
    return nlp
