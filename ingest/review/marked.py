"""A page's text cut where values begin and end, for showing it with highlights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.review.pointer import SCALARS, Json, join, keys

_LISTS = ("targets", "deadlines", "assignments", "citations", "signers", "recipients", "amounts")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands on a page; `path` names the value, `kind` is its list or field."""

    page: int
    start: int
    end: int
    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks, the narrowest first; `starts` begin here."""

    text: str
    marks: tuple[Mark, ...]
    starts: tuple[Mark, ...]
    raw: str | None = None


def marks(document: Json, lists: Iterable[str] = _LISTS) -> Iterator[Mark]:
    """All places of the values of a document."""
    root = ("documents", str(document.get("id")))
    for name in SCALARS:
        yield from of_item(document.get(name), join(*root, name), name)
    for name in lists:
        items = document.get(name) or []
        for key, item in zip(keys(items), items, strict=True):
            yield from of_item(item, join(*root, name, key), name)


def of_item(item: Any, path: str, kind: str) -> Iterator[Mark]:
    for evidence in (item.get("evidence") or ()) if isinstance(item, dict) else ():
        if evidence["end"] > evidence["start"]:
            yield Mark(evidence["page"], evidence["start"], evidence["end"], path, kind)


def pieces(text: str, found: Sequence[Mark], changes: Sequence[Json] = ()) -> list[Piece]:
    """The text in pieces; each change of the repair is a piece with what was read as `raw`."""
    size = len(text)
    cuts = {0, size}
    for mark in found:
        cuts |= {min(mark.start, size), min(mark.end, size)}
    raws = {}
    for change in changes:
        raws[change["start"], change["end"]] = str(change["raw"])
        cuts |= {min(change["start"], size), min(change["end"], size)}
    order = sorted(cuts)
    opening = sorted(found, key=lambda m: (m.start, -m.end))
    made: list[Piece] = []
    active: list[Mark] = []
    at = 0
    for start, end in pairwise(order):
        active = [m for m in active if m.end > start]
        fresh = []
        while at < len(opening) and opening[at].start <= start:
            if opening[at].end > start:
                fresh.append(opening[at])
            at += 1
        active += fresh
        inner = tuple(sorted(active, key=lambda m: m.end - m.start))
        made.append(Piece(text[start:end], inner, tuple(fresh), raws.get((start, end))))
    return made


def raw_text(text: str, changes: Sequence[Json], start: int, end: int) -> str:
    """What was read where `text[start:end]` stands now."""
    made: list[str] = []
    at = start
    for change in sorted(changes, key=lambda c: (c["start"], c["end"])):
        if change["end"] < start or change["start"] > end:
            continue
        if change["end"] == start and change["start"] < start:
            continue
        if change["start"] == end and change["end"] > end:
            continue
        first, last = max(change["start"], start), min(change["end"], end)
        if first < at:
            continue
        made.append(text[at:first])
        made.append(str(change["raw"]))
        at = max(at, last)
    made.append(text[at:end])
    return "".join(made)
