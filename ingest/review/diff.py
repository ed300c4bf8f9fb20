"""Record x Record -> differences, matched by meaning.

What a section's renumbering or an added item drags along is told as following from it
(`cause`), so that each difference is counted once and as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.review.difference import Aspect, Difference
from ingest.review.document_diff import DocumentDiff
from ingest.review.fields import PageMap, compare
from ingest.review.matching import match, match_documents, match_pages
from ingest.review.pointer import Json, join, keys
from ingest.review.told import came_and_went, change_of, single


def diff(old: Json, new: Json) -> tuple[Difference, ...]:
    """All differences of two records given as JSON; empty for the same.

    Paths are of the new record, of the old one for what was removed.
    """
    if old == new:
        return ()
    pages, found = _pages(old.get("pages") or [], new.get("pages") or [])
    found += _top(old, new)
    before, after = old.get("documents") or [], new.get("documents") or []
    pairs = match_documents(before, after)
    ids = {before[i]["id"]: after[j]["id"] for i, j in pairs}
    found += came_and_went("documents", (), before, after, pairs)
    for i, j in pairs:
        found += DocumentDiff(before[i], after[j], pages, ids).differences()
    found += _diagnostics(old.get("diagnostics") or [], new.get("diagnostics") or [], pages)
    return tuple(found)


def _top(old: Json, new: Json) -> Iterator[Difference]:
    """`source`, the schema's version, and keys that this version does not know."""
    known = ("pages", "documents", "diagnostics")
    for name in dict.fromkeys((*old, *new)):
        if name in known or old.get(name) == new.get(name):
            continue
        if name != "source":
            yield single(join(name), name, "source", old.get(name), new.get(name))
            continue
        a, b = old.get(name) or {}, new.get(name) or {}
        for inner in dict.fromkeys((*a, *b)):
            if a.get(inner) != b.get(inner):
                yield single(
                    join(name, inner), f"source.{inner}", "source", a.get(inner), b.get(inner)
                )


def _pages(old: Sequence[Json], new: Sequence[Json]) -> tuple[PageMap, list[Difference]]:
    pairs = match_pages([p["text"] for p in old], [p["text"] for p in new])
    number = {old[i]["number"]: new[j]["number"] for i, j in pairs}
    changed = {new[j]["number"] for i, j in pairs if old[i]["text"] != new[j]["text"]}
    found = list(came_and_went("pages", (), old, new, pairs, "text"))
    for i, j in pairs:
        a, b = old[i], new[j]
        path = ("pages", str(b["number"]))
        for name in dict.fromkeys((*a, *b)):
            if name == "number" or a.get(name) == b.get(name):
                continue
            aspect: Aspect = "text" if name in ("text", "repair") else "source"
            cause = join(*path, "text") if name == "repair" and b["number"] in changed else None
            change = change_of(join(*path, name), a.get(name), b.get(name))
            found.append(Difference(change, f"pages.{name}", aspect, cause))
    return PageMap(number, frozenset(changed)), found


def _diagnostics(old: Sequence[Json], new: Sequence[Json], pages: PageMap) -> Iterator[Difference]:
    pairs = match("diagnostics", old, new, {})
    yield from came_and_went("diagnostics", (), old, new, pairs)
    names = keys(new)
    for i, j in pairs:
        fields = tuple(dict.fromkeys((*old[i], *new[j])))
        for found in compare(old[i], new[j], pages, fields):
            change = change_of(join("diagnostics", names[j], found.field), found.old, found.new)
            yield Difference(change, f"diagnostics.{found.field}", found.aspect)
