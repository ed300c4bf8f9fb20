"""Which item of one record is which of another: by meaning, not by position."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ingest.review.likeness import alike, number_key
from ingest.review.pointer import Json
from ingest.review.traits import FLOOR, TRAITS, Score

Pairs = list[tuple[int, int]]
_WIDE = 40_000
_NEAR = 20
"""Above `_WIDE` candidate pairs only items of one place, so far apart at most, are compared."""


def match(name: str, old: Sequence[Json], new: Sequence[Json], places: dict[str, str]) -> Pairs:
    """Index pairs of the same item, ordered by the new list.

    `places` maps old section ids to new ones: of two items that read alike, the one that
    stands where its like stood is taken first.
    """
    if old == new:
        return [(k, k) for k in range(len(old))]
    trait = TRAITS[name]
    spare_old, spare_new = set(range(len(old))), set(range(len(new)))
    pairs: Pairs = []
    for exact in trait.exact:
        for strict in (True, False):
            sign = _placed(exact, places, strict)
            pairs += _equal(old, new, spare_old, spare_new, sign)
    pairs += _close(old, new, spare_old, spare_new, trait.score, places)
    return sorted(pairs, key=lambda p: p[1])


def _placed(
    exact: Callable[[Json], Any], places: dict[str, str], strict: bool
) -> Callable[[Json, bool], Any]:
    def sign(item: Json, is_old: bool) -> Any:
        if not strict:
            return exact(item)
        where = place(item)
        return (exact(item), places.get(where, where) if is_old else where)

    return sign


def place(item: Json) -> str:
    """Where in the outline an item stands: the middle of its id."""
    parts = str(item.get("id") or "").split("/")
    return parts[1] if len(parts) == 3 else str(item.get("section") or "")


def _equal(
    old: Sequence[Json],
    new: Sequence[Json],
    spare_old: set[int],
    spare_new: set[int],
    sign: Callable[[Json, bool], Any],
) -> Iterable[tuple[int, int]]:
    """Items of one key, the first with the first."""
    waiting: dict[Any, list[int]] = defaultdict(list)
    for i in sorted(spare_old, reverse=True):
        waiting[sign(old[i], True)].append(i)
    found: Pairs = []
    for j in sorted(spare_new):
        like = waiting.get(sign(new[j], False))
        if like:
            found.append((like.pop(), j))
    spare_old.difference_update(i for i, _ in found)
    spare_new.difference_update(j for _, j in found)
    return found


def _close(
    old: Sequence[Json],
    new: Sequence[Json],
    spare_old: set[int],
    spare_new: set[int],
    score: Score,
    places: dict[str, str],
) -> Pairs:
    """The best of what is left, greedily; ties go to the earlier."""
    candidates = []
    for i, j in _candidates(old, new, spare_old, spare_new, places):
        points = score(old[i], new[j])
        if points >= FLOOR:
            candidates.append((-points, abs(i - j), i, j))
    found: Pairs = []
    for _, _, i, j in sorted(candidates):
        if i in spare_old and j in spare_new:
            found.append((i, j))
            spare_old.discard(i)
            spare_new.discard(j)
    return found


def _candidates(
    old: Sequence[Json],
    new: Sequence[Json],
    spare_old: set[int],
    spare_new: set[int],
    places: dict[str, str],
) -> Iterable[tuple[int, int]]:
    """All pairs; of very many only those of one place that are near in order."""
    if len(spare_old) * len(spare_new) <= _WIDE:
        yield from ((i, j) for i in sorted(spare_old) for j in sorted(spare_new))
        return
    beside: dict[str, list[int]] = defaultdict(list)
    for j in sorted(spare_new):
        beside[place(new[j])].append(j)
    rank: dict[str, int] = defaultdict(int)
    for i in sorted(spare_old):
        where = places.get(place(old[i]), place(old[i]))
        at = rank[where]
        rank[where] += 1
        for j in beside[where][max(0, at - _NEAR) : at + _NEAR + 1]:
            yield i, j


def match_sections(old: Sequence[Json], new: Sequence[Json]) -> Pairs:
    """Sections by heading; then those whose heading was rewritten but whose children stayed."""
    pairs = match("sections", old, new, {})
    done_old, done_new = {i for i, _ in pairs}, {j for _, j in pairs}
    parents = {(old[i].get("parent"), new[j].get("parent")) for i, j in pairs}
    left = {b.get("id"): j for j, b in enumerate(new) if j not in done_new}
    for i, a in enumerate(old):
        same = left.get(a.get("id"))
        if i not in done_old and same is not None and (a["id"], a["id"]) in parents:
            pairs.append((i, same))
    return sorted(pairs, key=lambda p: p[1])


def match_documents(old: Sequence[Json], new: Sequence[Json]) -> Pairs:
    """Documents by number, type and title; a file's only document is its only document."""
    if len(old) == 1 and len(new) == 1:
        return [(0, 0)]
    spare_old, spare_new = set(range(len(old))), set(range(len(new)))
    return sorted(_close(old, new, spare_old, spare_new, _document_score, {}), key=lambda p: p[1])


def _document_score(a: Json, b: Json) -> float:
    def part(document: Json, field: str, inner: str) -> str | None:
        value = document.get(field)
        return value.get(inner) if isinstance(value, dict) else None

    number = number_key(part(a, "number", "text")) == number_key(part(b, "number", "text"))
    kind = part(a, "type", "code") == part(b, "type", "code")
    title = alike(part(a, "title", "text"), part(b, "title", "text"))
    return 0.25 * number + 0.25 * kind + 0.35 * title + 0.15 * (a.get("id") == b.get("id"))


def match_pages(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Pages of one text first, in order; between them the first with the first."""
    kept = _in_order(list(_same_text(old, new)))
    pairs: Pairs = []
    i = j = 0
    for a, b in [*kept, (len(old), len(new))]:
        between = min(a - i, b - j)
        pairs += [(i + k, j + k) for k in range(between)]
        if a < len(old):
            pairs.append((a, b))
        i, j = a + 1, b + 1
    return pairs


def _same_text(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]]:
    waiting: dict[str, list[int]] = defaultdict(list)
    for i in range(len(old) - 1, -1, -1):
        waiting[old[i]].append(i)
    for j, text in enumerate(new):
        if waiting.get(text):
            yield waiting[text].pop(), j


def _in_order(pairs: Pairs) -> Pairs:
    stays = in_order([i for i, _ in pairs])
    return [p for k, p in enumerate(pairs) if k in stays]


def in_order(numbers: Sequence[int]) -> set[int]:
    """Indexes of a longest rising run (not contiguous): what kept its order.

    >>> sorted(in_order([2, 0, 1, 3]))
    [1, 2, 3]
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [k]
    found: set[int] = set()
    k = ends[-1] if ends else -1
    while k >= 0:
        found.add(k)
        k = before[k]
    return found
