"""Light errors planted in clean text: a tone or a letter swapped to another legal syllable."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

import regex

from ingest.repair.syllables import TONES, legal, parts, spell

_WORD = regex.compile(r"\p{L}+")
_LETTERS = "abcdđeghiklmnopqrstuvxyăâêôơư"


@dataclass(frozen=True, slots=True)
class Planted:
    """`text` with errors, and for each of them `(start, end, true word)` in `text`."""

    text: str
    errors: tuple[tuple[int, int, str], ...]


def plant(text: str, seed: int, one_in: int = 200) -> Planted:
    """Swap a tone or a letter in one of `one_in` syllables; length of the text may change."""
    rng = random.Random(seed)
    out: list[str] = []
    errors: list[tuple[int, int, str]] = []
    at = length = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) < 2 or word.isupper() or parts(word.lower()) is None:
            continue
        if rng.randrange(one_in):
            continue
        swapped = _swap(word, rng)
        if swapped is not None:
            out += [text[at : match.start()], swapped]
            length += match.start() - at
            errors.append((length, length + len(swapped), word))
            length += len(swapped)
            at = match.end()
    return Planted("".join([*out, text[at:]]), tuple(errors))


def _swap(word: str, rng: random.Random) -> str | None:
    """The word with another tone (two of three times) or one other letter."""
    lower = word.lower()
    found = parts(lower)
    if found is None:
        return None
    options: list[str] = []
    if rng.randrange(3):
        options = [spell(found.onset, found.rime, t) for t in ("", *TONES) if t != found.tone]
    else:
        for k in range(len(lower)):
            tone = "".join(c for c in unicodedata.normalize("NFD", lower[k]) if c in TONES)
            for letter in _LETTERS:
                new = unicodedata.normalize("NFC", lower[:k] + letter + tone + lower[k + 1 :])
                options.append(new)
    options = sorted({o for o in options if o != lower and legal(o)})
    if not options:
        return None
    new = rng.choice(options)
    return new.capitalize() if word[0].isupper() else new
