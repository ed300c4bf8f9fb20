"""How often each word stands with a capital within a sentence: `Nam` does, `năm` does not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ingest.repair.language import LanguageModel
from ingest.repair.training.grams import Corpus, text_blocks
from ingest.repair.words import UNKNOWN

# A word after a small letter and a blank: no sentence begins there.
_WITHIN = re.compile(r"(?<=[a-zđ\u00e0-\u1ef9] )[^\W\d_]+")

_DOUBT = 4.0


def titled(corpora: Iterable[Corpus], model: LanguageModel) -> NDArray[np.uint8]:
    """For each word, the share of capitals within sentences, in 255ths (classes: a third)."""
    capital: Counter[int] = Counter()
    small: Counter[int] = Counter()
    for corpus in corpora:
        for block in text_blocks(corpus.path):
            seen = Counter(_WITHIN.findall(unicodedata.normalize("NFC", block)))
            for word, count in seen.items():
                number = model.number(word.lower())
                if number != UNKNOWN and not (len(word) > 1 and word.isupper()):
                    (capital if word[0].isupper() else small)[number] += count * corpus.weight
    share = np.full(len(model.words), 1 / 3)
    for k in range(len(model.words)):
        total = capital[k] + small[k]
        share[k] = (capital[k] + _DOUBT / 3) / (total + _DOUBT)
    return np.clip(np.round(share * 255), 1, 254).astype(np.uint8)
