"""A blank spaCy pipeline for Vietnamese whose tokens are syllables, whole dates and numbers.

The tokenizer that spaCy ships for `vi` needs pyvi, joins syllables by a statistical model and
splits `15/11/2023`; rules over facts want syllables as printed and numbers in one piece.
"""

from __future__ import annotations

from functools import cache
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
_DASHES = str.maketrans("–—−‐‑", "-----")


def pieces(text: str) -> list[tuple[int, int]]:
    """Start and end of each token in `text`."""
    return [m.span() for m in _TOKEN.finditer(text)]


def norm(word: str) -> str:
    """Key of a token: case, tone placement and kinds of dash made equal."""
    return fold_tones(word).translate(_DASHES)


def plain(word: str) -> str:
    """A token in lower case, one kind of dash: for comparison with words of our own."""
    return word.lower().translate(_DASHES)


class SyllableTokenizer:
    """Cuts by `pieces`; blanks in runs count as one, so offsets are kept beside the Doc."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return self.doc(text, pieces(text))

    def doc(self, text: str, spans: list[tuple[int, int]]) -> Doc:
        words = [text[s:e] for s, e in spans]
        return Doc(self.vocab, words=words, spaces=[True] * len(words))


@cache
def pipeline() -> Language:
    """The blank pipeline, made once a process. Each token's NORM is its folded key."""
    plain = {"nlp": {"tokenizer": {"use_pyvi": False}}}
    nlp = spacy.blank("vi", config=plain)
    vocab: Any = nlp.vocab
    vocab.lex_attr_getters = {**vocab.lex_attr_getters, NORM: norm}
    nlp.tokenizer = SyllableTokenizer(nlp.vocab)
    return nlp
