"""Capitals to the case that running text uses."""

from __future__ import annotations

import regex

from ingest.core.document import Document
from ingest.lexicon.bodies import expand, find, level_words
from ingest.lexicon.territories import province


def sentence_case(printed: str, document: Document) -> str:
    """`ỦY BAN NHÂN DÂN TỈNH BẮC KẠN` → `Ủy ban nhân dân tỉnh Bắc Kạn`.

    The lexicon knows most bodies; else the document itself often names them in running
    text; what nobody knows gets a capital at its first word and after a level word.
    """
    words = [w for word in printed.split() for w in _spelled(word).split()]
    known = _known_prefix(words)
    if known:
        name, count = known
        return " ".join([name, *_rest(words[count:])]).strip()
    written = _as_written(printed, document)
    return written or " ".join([words[0].capitalize(), *_rest(words[1:])])


def _spelled(word: str) -> str:
    """`UBND` stands for words of its own; `TỈNH` does not."""
    long = expand(word)
    return long.upper() if long != word else word


def _known_prefix(words: list[str]) -> tuple[str, int] | None:
    for count in range(len(words), 1, -1):
        agency = find(" ".join(words[:count]))
        if agency:
            return agency.name, count
    return None


def _rest(words: list[str]) -> list[str]:
    """Levels in lower case, the proper name behind them with capitals."""
    levels = {w.word for w in level_words()}
    out: list[str] = []
    at, proper = 0, False
    while at < len(words):
        pair = " ".join(words[at : at + 2]).lower()
        if pair in levels:
            out.append(pair)
            at, proper = at + 2, True
            continue
        word = words[at].lower()
        if word in levels:
            out.append(word)
            proper = True
        elif proper or _proper_start(words[at:]):
            out.append(words[at].capitalize())
            proper = True
        else:
            out.append(words[at].capitalize() if not words[at].isalpha() else word)
        at += 1
    return out


def _proper_start(words: list[str]) -> bool:
    return any(province(" ".join(words[:n]).title()) is not None for n in (2, 3))


def _as_written(printed: str, document: Document) -> str | None:
    """The same words in running text of the document, as they are written there."""
    pattern = regex.compile(
        r"(?<!\p{L})" + r"\s+".join(regex.escape(w) for w in printed.split()) + r"(?!\p{L})",
        regex.IGNORECASE,
    )
    for m in pattern.finditer(document.flat, document.span.start, document.span.end):
        text = " ".join(m.group().split())
        if not text.isupper() and text[:1].isupper():
            return text
    return None
