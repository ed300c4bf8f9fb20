"""What else a word of a text can have been: the readings of the lattice, with their shares.

For people who check a value: the repair keeps the likeliest reading of a word, here are those
that came next. Nothing of it goes into a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.core.text import Span
from ingest.repair.casing import printed
from ingest.repair.detect import damaged_lines, stripped
from ingest.repair.diacritics import english_restorer, stripped_restorer
from ingest.repair.light import Suspects
from ingest.repair.model import Model, load
from ingest.repair.restore import Restorer
from ingest.repair.slips import slips_of
from ingest.repair.suspects import Places
from ingest.repair.tokens import line_spans, sequences
from ingest.repair.words import CLASSES

_LEAST = 0.01
"""Readings of a lower share are not worth a look."""


@dataclass(frozen=True, slots=True)
class Readings:
    """A word of the text as read, and (reading, share of the paths) from the likeliest on.

    The word itself is among them where the lattice would keep it.
    """

    span: Span
    readings: tuple[tuple[str, float], ...]


def alternatives(raw: str, wanted: Sequence[Span], most: int = 5) -> list[Readings]:
    """The readings of the words of `raw` that `wanted` touches, in the order of the text.

    `raw` is a text as it was read, before any repair; only the lines of the words and those
    beside them are weighed. Raises MissingTool where the model is absent.
    """
    spans = line_spans(raw)
    near = [
        k
        for k, (start, end) in enumerate(spans)
        if any(w.start < end and start < w.end for w in wanted)
    ]
    if not near:
        return []
    lines = sorted({j for k in near for j in (k - 1, k, k + 1) if 0 <= j < len(spans)})
    damaged = damaged_lines(raw, spans)
    found: list[Readings] = []
    for bad in (True, False):
        part = [spans[k] for k in lines if damaged[k] == bad]
        if part and any(damaged[k] == bad for k in near):
            restorer = _restorer(raw, spans, damaged, bad, wanted)
            found += _read(raw, restorer, part, wanted, most)
    return sorted(found, key=lambda r: r.span)


def _restorer(
    raw: str,
    spans: Sequence[tuple[int, int]],
    damaged: Sequence[bool],
    bad: bool,
    wanted: Sequence[Span],
) -> Restorer:
    model = load()
    if bad:
        whole = stripped(raw, spans, damaged)
        return stripped_restorer(model) if whole else english_restorer(model)
    return Restorer(model.language, Suspects(slips_of(model, 0.0), _starts(raw, model, wanted)))


def _starts(raw: str, model: Model, wanted: Sequence[Span]) -> Places:
    """Where the words begin that may stand for another."""
    lines = [(w.start, w.end) for w in wanted]
    found = (t for s in sequences(raw, lines) for t in s)
    return {t.start: {} for t in found if t.kind == "word" and len(t.text) > 1}


def _read(
    raw: str,
    restorer: Restorer,
    lines: Sequence[tuple[int, int]],
    wanted: Sequence[Span],
    most: int,
) -> Iterator[Readings]:
    weaver, tokens, share = restorer.weighed(list(sequences(raw, lines)))
    listed: dict[int, dict[str, float]] = {}
    for edge, k in enumerate(weaver.token):
        whole = weaver.level[weaver.target[edge]] - weaver.level[weaver.source[edge]] == 2
        if k < 0 or tokens[k].kind != "word" or not whole or share[edge] < _LEAST:
            continue
        token = tokens[k]
        word = restorer.model.words[weaver.word[edge]]
        kept = weaver.word[edge] < len(CLASSES)
        said = token.text if kept else printed((word,), token.text, token.shouting)
        if weaver.lowered[edge]:
            said = said.lower()
        shares = listed.setdefault(k, {})
        shares[said] = shares.get(said, 0.0) + float(share[edge])
    for k, shares in sorted(listed.items()):
        span = Span(tokens[k].start, tokens[k].end)
        if any(span.start < w.end and w.start < span.end for w in wanted):
            order = sorted(shares.items(), key=lambda s: (-s[1], s[0]))
            yield Readings(span, tuple((word, min(1.0, p)) for word, p in order[:most]))
