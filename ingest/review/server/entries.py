"""The values of a record as the reviewer goes through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.review.corrections import Correction
from ingest.review.pointer import Json, join, keys
from ingest.review.reapply import Reapplied, reapply
from ingest.review.server.queue import REVIEWED_LISTS, REVIEWED_SCALARS, item_path

NEW = "new"


@dataclass(frozen=True, slots=True)
class Entry:
    """`state`: open, accepted, corrected, rejected, added. `notes` are diagnostics at its place."""

    path: str
    kind: str
    item: Json
    confidence: float
    notes: tuple[Json, ...]
    state: str

    @property
    def doubt(self) -> tuple[float, int, bool]:
        return (self.confidence, -len(self.notes), not self.item.get("inferred"))

    @property
    def page(self) -> int:
        evidence = self.item.get("evidence") or ()
        return int(evidence[0]["page"]) if evidence else 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record under review: as it was made, as corrected, and its entries by doubt."""

    record: Json
    result: Reapplied
    entries: tuple[Entry, ...]

    def entry(self, path: str | None) -> Entry | None:
        return next((e for e in self.entries if e.path == path), None)

    def after(self, path: str | None, step: int = 1) -> Entry | None:
        """The next (or previous) entry in the list."""
        at = next((k for k, e in enumerate(self.entries) if e.path == path), None)
        if at is None:
            return self.entries[0] if self.entries else None
        to = at + step
        return self.entries[to] if 0 <= to < len(self.entries) else None

    def next_open(self, path: str | None) -> Entry | None:
        """The first undecided entry behind a path, else before it."""
        at = next((k for k, e in enumerate(self.entries) if e.path == path), -1)
        order = (*self.entries[at + 1 :], *self.entries[: at + 1])
        return next((e for e in order if e.state == "open"), None)


def sheet(record: Json, corrections: list[Correction]) -> Sheet:
    result = reapply(record, corrections)
    gone = {
        item_path(f.path): f
        for f in result.fits
        if f.correction.op == "remove" and f.state in ("applied", "moved")
    }
    made = {e.path: e for e in _entries(record, "rejected", {})}
    found = list(_entries(result.record, "", made))
    present = {e.path for e in found}
    found += [e for path, e in made.items() if path in gone and path not in present]
    return Sheet(record, result, tuple(sorted(found, key=lambda e: e.doubt)))


def _entries(record: Json, state: str, made: Mapping[str, Entry]) -> Iterator[Entry]:
    notes = [n for n in record.get("diagnostics") or () if n.get("evidence")]
    for document in record.get("documents") or ():
        root = ("documents", str(document.get("id")))
        for name in REVIEWED_SCALARS:
            if document.get(name):
                yield _entry(join(*root, name), name, document[name], notes, state, made)
        for name in REVIEWED_LISTS:
            items = document.get(name) or []
            for key, item in zip(keys(items), items, strict=True):
                yield _entry(join(*root, name, key), name, item, notes, state, made)


def _entry(
    path: str, kind: str, item: Json, notes: list[Json], state: str, made: Mapping[str, Entry]
) -> Entry:
    here = tuple(n for n in notes if _touches(n["evidence"], item.get("evidence") or ()))
    # The order must not jump when a decision makes an entry sure: the machine's doubt counts.
    confidence = made[path].confidence if path in made else _confidence(item)
    shown = state or str(item.get("review") or "open")
    return Entry(path, kind, item, confidence, here, shown)


def _confidence(item: Json) -> float:
    """What is inferred and says nothing of its confidence is less sure than what was read."""
    return float(item.get("confidence", 0.8 if item.get("inferred") else 1.0))


def _touches(a: Any, b: Any) -> bool:
    return any(
        x["page"] == y["page"] and x["start"] < y["end"] and y["start"] < x["end"]
        for x in a
        for y in b
    )


def decision_number(lines: list[Correction]) -> str:
    """The next free number of a decision."""
    taken = [int(c.decision) for c in lines if c.decision.isdigit()]
    return str(max(taken, default=0) + 1)
