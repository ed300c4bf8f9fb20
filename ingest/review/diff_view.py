"""A diff as people read it: roots with what follows from them, text changes as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from ingest.review.brief import brief
from ingest.review.difference import ASPECTS, Difference
from ingest.review.files import FileDiff
from ingest.review.pointer import LISTS, split

KINDS = ("added", "removed", "changed", "moved", "text", "confidence", "source")
_LINES = 60
"""Of a page's text so many changed lines are shown; the JSON output has it whole."""


@dataclass(frozen=True, slots=True)
class Shown:
    kind: str
    path: str
    old: str
    new: str
    lines: tuple[tuple[str, str], ...]
    followed: tuple[str, ...]


def shown(file: FileDiff) -> list[tuple[str, list[Shown]]]:
    """By aspect (`value`, `text`, …): what counts, each with what follows from it."""
    followed: dict[str, list[str]] = {}
    for difference in file.differences:
        if difference.cause is not None:
            followed.setdefault(difference.cause, []).append(_follow(difference))
    groups: list[tuple[str, list[Shown]]] = []
    for aspect in ASPECTS:
        roots = [d for d in file.differences if d.cause is None and d.aspect == aspect]
        if roots:
            groups.append((aspect, [_shown(d, followed) for d in roots]))
    return groups


def _follow(difference: Difference) -> str:
    change = difference.change
    if change.kind == "moved":
        return f"{brief('', change.old)} → {brief('', change.new)}"
    return f"{change.path} ({change.kind})"


def _shown(difference: Difference, followed: dict[str, list[str]]) -> Shown:
    change = difference.change
    name = _list_of(change.path)
    lines: tuple[tuple[str, str], ...] = ()
    if difference.field == "pages.text":
        lines = tuple(_lines(str(change.old or ""), str(change.new or "")))
    old = "" if change.old is None else _clip(brief(name, change.old))
    new = "" if change.new is None else _clip(brief(name, change.new))
    # One of two causes with the same path (a section added where one moved) shows the list.
    return Shown(change.kind, change.path, old, new, lines, tuple(followed.pop(change.path, ())))


def _list_of(path: str) -> str:
    """The list a path ends in: `targets` of `/documents/d1/targets/…`; a field's own path: none."""
    names = split(path)
    if len(names) == 4 and names[2] in LISTS:
        return names[2]
    return names[0] if len(names) == 2 and names[0] in ("diagnostics", "documents") else ""


def _clip(text: str, most: int = 300) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Changed lines with one of context; very long texts are told by size only."""
    if len(old) + len(new) > 400_000:
        yield "-", f"({len(old)} characters)"
        yield "+", f"({len(new)} characters)"
        return
    made = list(unified_diff(old.splitlines(), new.splitlines(), n=1, lineterm=""))[2:]
    for line in made[:_LINES]:
        if not line.startswith("@@"):
            yield line[:1].strip(), _clip(line[1:])
    if len(made) > _LINES:
        yield "", f"… {len(made) - _LINES}"


def as_json(file: FileDiff) -> dict[str, Any]:
    """One file of the JSON output; documented in `docs/diff.md`."""
    return {
        "file": file.name,
        "status": file.status,
        "differences": [
            {
                "path": d.change.path,
                "kind": d.change.kind,
                "field": d.field,
                "aspect": d.aspect,
                "cause": d.cause,
                "old": d.change.old,
                "new": d.change.new,
            }
            for d in file.differences
        ],
    }


def add_counts(total: dict[str, dict[str, int]], found: dict[str, dict[str, int]]) -> None:
    """Adds the per-field counts of one file to the total."""
    for field, kinds in found.items():
        mine = total.setdefault(field, {})
        for kind, count in kinds.items():
            mine[kind] = mine.get(kind, 0) + count
