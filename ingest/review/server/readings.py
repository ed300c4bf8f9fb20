"""The words under a value in doubt: as read, as repaired, and what else they can have been."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.core.text import Span
from ingest.errors import MissingTool
from ingest.repair.alternatives import Readings, alternatives
from ingest.review.pointer import Json

_MOST = 12
_UNSURE = 0.9


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `others` are (reading, its share of the model or None, seen in this record)."""

    raw: str
    now: str
    confidence: float | None
    others: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True)
class AsRead:
    """A page as it was read, and which run of it became which run of the canonical text."""

    raw: str
    runs: tuple[tuple[Span, Span, Json | None], ...]

    def source(self, span: Span) -> Span:
        """The run as read of a run of the canonical text."""
        return _through([(now, was) for now, was, _ in self.runs], span)

    def now(self, span: Span) -> Span:
        """The canonical run of a run as read."""
        return _through([(was, now) for now, was, _ in self.runs], span)

    def change(self, span: Span) -> Json | None:
        """The repair that touched a canonical run."""
        hits = (c for now, _, c in self.runs if c is not None and now.start < span.end)
        return next((c for c in hits if span.start < c["end"]), None)


def _through(pairs: Sequence[tuple[Span, Span]], span: Span) -> Span:
    """Equal runs keep offsets; a changed run is taken whole."""
    starts, ends = [], []
    for a, b in pairs:
        if a.start < span.end and span.start < a.end:
            same = a.end - a.start == b.end - b.start
            starts.append(b.start + (max(0, span.start - a.start) if same else 0))
            ends.append(b.end - (max(0, a.end - span.end) if same else 0))
    return Span(min(starts, default=0), max(ends, default=0))


def as_read(text: str, changes: Iterable[Json]) -> AsRead:
    made: list[str] = []
    runs: list[tuple[Span, Span, Json | None]] = []
    at = size = 0

    def add(start: int, end: int, raw: str, change: Json | None) -> None:
        nonlocal size
        if end > start or raw:
            runs.append((Span(start, end), Span(size, size + len(raw)), change))
            made.append(raw)
            size += len(raw)

    for change in sorted(changes, key=lambda c: (c["start"], c["end"])):
        if change["start"] < at:
            continue
        add(at, change["start"], text[at : change["start"]], None)
        add(change["start"], change["end"], str(change["raw"]), change)
        at = change["end"]
    add(at, len(text), text[at:], None)
    return AsRead("".join(made), tuple(runs))


def words_in_doubt(record: Json, item: Json) -> list[Word]:
    """The words of a value whose repair is unsure, or that another reading comes near.

    Words of text that no engine read and no repair touched are not doubted.
    """
    pages = {p["number"]: p for p in record.get("pages") or ()}
    found: list[Word] = []
    for number in dict.fromkeys(e["page"] for e in item.get("evidence") or ()):
        page = pages.get(number)
        if page is None or not (page["repair"]["changes"] or page["origin"] == "ocr"):
            continue
        wanted = [Span(e["start"], e["end"]) for e in item["evidence"] if e["page"] == number]
        found += _page(record, page, wanted)
    return found[:_MOST]


def _page(record: Json, page: Json, wanted: Sequence[Span]) -> Iterable[Word]:
    text = page["text"]
    read = as_read(text, page["repair"]["changes"])
    places = [read.source(w) for w in wanted]
    try:
        listed = alternatives(read.raw, places)
    except MissingTool:
        listed = []
    for readings in listed:
        now = read.now(readings.span)
        change = read.change(now)
        word = _word(record, readings, read.raw, text[now.start : now.end], change)
        unsure = word.confidence is not None and word.confidence < _UNSURE
        if unsure or word.others:
            yield word


def _word(record: Json, readings: Readings, raw: str, now: str, change: Json | None) -> Word:
    as_it_was = readings.span.of(raw)
    others: dict[str, float | None] = {w: p for w, p in readings.readings if w != now}
    for other in _elsewhere(record, as_it_was) if change is not None else ():
        if other != now:
            others.setdefault(other, None)
    return Word(as_it_was, now, change["confidence"] if change else None, tuple(others.items()))


def _elsewhere(record: Json, raw: str) -> list[str]:
    """What the same word became in other places of the record, the most frequent first."""
    found: Counter[str] = Counter()
    for page in record["pages"]:
        for change in page["repair"]["changes"]:
            if change["raw"] == raw:
                found[page["text"][change["start"] : change["end"]]] += 1
    return [word for word, _ in sorted(found.items(), key=lambda w: (-w[1], w[0]))]
