"""The fields of two entries that are the same thing: what differs, and in which respect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.review.difference import Aspect
from ingest.review.pointer import Json

_QUIET = frozenset({"evidence", "confidence"})


@dataclass(frozen=True, slots=True)
class FieldDifference:
    field: str
    aspect: Aspect
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class PageMap:
    """How pages correspond: `number` from old to new; texts of `changed` new pages differ."""

    number: dict[int, int]
    changed: frozenset[int]


def said(value: Any) -> Any:
    """A value without how it was worded, where it stands and how sure it is."""
    if isinstance(value, dict):
        worded = "text" in value and ("edtf" in value or "role" in value)
        return {
            k: said(v) for k, v in value.items() if k not in _QUIET and not (worded and k == "text")
        }
    if isinstance(value, list):
        return [said(v) for v in value]
    return value


def worded(value: Any) -> Any:
    """The words of a value: its text and quotes."""
    if isinstance(value, dict):
        told = {k: worded(v) for k, v in value.items() if _nests(v)}
        return told | {k: value[k] for k in ("text", "quote") if k in value}
    if isinstance(value, list):
        return [worded(v) for v in value]
    return None


def _nests(value: Any) -> bool:
    return isinstance(value, (dict, list))


def sure(value: Any) -> Any:
    """The confidences in a value."""
    if isinstance(value, dict):
        return [value.get("confidence"), *(sure(v) for k, v in value.items() if _nests(v))]
    if isinstance(value, list):
        return [sure(v) for v in value]
    return None


def places(value: Any, pages: PageMap, is_old: bool) -> list[tuple[Any, ...]]:
    """Where the quotes of a value stand, offsets left out on pages whose text changed."""
    found: list[tuple[Any, ...]] = []
    if isinstance(value, dict):
        if "quote" in value and "page" in value:
            page = pages.number.get(value["page"], 0) if is_old else value["page"]
            boxes = repr(value.get("boxes"))
            if page in pages.changed:
                return [(page,)]
            return [(page, value.get("start"), value.get("end"), boxes)]
        for inner in value.values():
            found += places(inner, pages, is_old)
    elif isinstance(value, list):
        for inner in value:
            found += places(inner, pages, is_old)
    return found


def compare(
    old: Any, new: Any, pages: PageMap, names: tuple[str, ...]
) -> Iterator[FieldDifference]:
    """The differing fields among `names` of two entries; text and place once for the entry."""
    told: set[str] = set()
    for name in names:
        if name in _QUIET or name == "text":
            continue
        a, b = old.get(name), new.get(name)
        if a != b and said(a) != said(b):
            told.add(name)
            yield FieldDifference(name, "value", a, b)
    rest_old = {k: v for k, v in old.items() if k in names and k not in told}
    rest_new = {k: v for k, v in new.items() if k in names and k not in told}
    yield from wording(rest_old, rest_new, pages)


def wording(old: Json, new: Json, pages: PageMap) -> Iterator[FieldDifference]:
    """Differences of entries that say the same: words first, else place; and confidence."""
    if old == new:
        return
    if worded(old) != worded(new):
        field = "text" if old.get("text") != new.get("text") else "evidence"
        yield FieldDifference(field, "text", old.get(field), new.get(field))
    elif places(old, pages, True) != places(new, pages, False):
        yield FieldDifference("evidence", "text", old.get("evidence"), new.get("evidence"))
    if sure(old) != sure(new):
        a, b = old.get("confidence"), new.get("confidence")
        yield FieldDifference("confidence", "confidence", a, b)
