"""Puts the marks back where a page lost or mangled them, and the letters that went with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from ingest.core.text import Edit, Span
from ingest.repair.calibration import Calibration
from ingest.repair.choices import edits
from ingest.repair.detect import damaged_in, stripped
from ingest.repair.model import Model, load
from ingest.repair.restore import Restorer
from ingest.repair.strip import StrippedChannel
from ingest.repair.symbols import Symbols
from ingest.repair.tokens import line_spans, tokens

RULE = "diacritics"
SYMBOL_RULE = "symbols"

_POINT = regex.compile(r"\s{0,8}(?P<letter>[a-zđ])\)\s")

_WEIGHT = 1.15
"""The language model's exponent against the channel of the English reader."""

_LINES = 400
"""Lines that are weighed together: bounds the memory of a long text."""


def find(text: str) -> list[Edit]:
    """Edits for the damaged lines; none, and no model loaded, where there are none."""
    if not any(damaged_in(text)):
        return []
    model = load()
    return find_with(text, model, model.rates(RULE))


def find_with(text: str, model: Model, rate: Calibration) -> list[Edit]:
    """The same with a given model and calibration."""
    spans = line_spans(text)
    damaged = damaged_in(text)
    restorer = (
        stripped_restorer(model) if stripped(text, spans, damaged) else english_restorer(model)
    )
    lines = [s for s, bad in zip(spans, damaged, strict=True) if bad]
    found: list[Edit] = []
    for at in range(0, len(lines), _LINES):
        part = lines[at : at + _LINES]
        found += edits(text, restorer.choices(text, part), RULE, rate)
        found += _label_edits(text, part)
        found += _symbol_edits(text, part, Symbols(model.symbols))
    return sorted(found, key=lambda e: e.span)


def _label_edits(text: str, lines: list[tuple[int, int]]) -> Iterator[Edit]:
    """A point `d)` straight after a point `d)` is đ)."""
    before = ""
    for start, end in lines:
        label = _POINT.match(text, start, end)
        if label:
            if before == label["letter"] == "d":
                yield Edit(Span(*label.span("letter")), "đ", SYMBOL_RULE, 0.97)
            before = label["letter"]


def _symbol_edits(text: str, lines: list[tuple[int, int]], symbols: Symbols) -> Iterator[Edit]:
    for start, end in lines:
        for token in tokens(text, start, end):
            if token.kind == "symbol":
                new = symbols.restore(token.text)
                if new != token.text:
                    yield Edit(Span(token.start, token.end), new, SYMBOL_RULE, 0.97)


@cache
def english_restorer(model: Model) -> Restorer:
    return Restorer(model.language, model.english, model.titled, _WEIGHT)


@cache
def stripped_restorer(model: Model) -> Restorer:
    return Restorer(model.language, StrippedChannel.of(model), model.titled, blur=99.0)
