"""The differences of one document in two versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.core.record import Change
from ingest.review.difference import Difference
from ingest.review.fields import FieldDifference, PageMap, compare, said
from ingest.review.matching import match
from ingest.review.places import Outline, item_moves, own
from ingest.review.pointer import LISTS, SCALARS, Json, join, keys
from ingest.review.told import came_and_went, change_of, single

_PLACED = ("id", "section", "parent")
_REFERENCES = ("deadline", "items")


class DocumentDiff:
    """One document in two versions."""

    def __init__(self, old: Json, new: Json, pages: PageMap, ids: dict[str, str]) -> None:
        self.old, self.new, self.pages = old, new, pages
        self.root = ("documents", str(new["id"]))
        self.documents = ids
        self.outline = Outline(old.get("sections") or [], new.get("sections") or [])
        self.pairs = {name: self._match(name) for name in LISTS}
        self.ids: dict[str, str] = {}
        self.added: set[str] = set()
        for name, pairs in self.pairs.items():
            a, b = self._lists(name)
            self.ids |= {a[i]["id"]: b[j]["id"] for i, j in pairs if "id" in a[i] and "id" in b[j]}
            if a == b:
                continue
            self.added |= {b[j].get("id", "") for j in set(range(len(b))) - {j for _, j in pairs}}

        self.steady = not self.added and all(a == b for a, b in self.ids.items())

    def differences(self) -> Iterator[Difference]:
        if self.old["id"] != self.new["id"]:
            change = Change(join(*self.root), "moved", self.old["id"], self.new["id"])
            yield Difference(change, "documents")
        yield from self._scalars()
        for name in LISTS:
            yield from self._list(name)

    def _lists(self, name: str) -> tuple[list[Json], list[Json]]:
        return self.old.get(name) or [], self.new.get(name) or []

    def _match(self, name: str) -> list[tuple[int, int]]:
        if name == "sections":
            return self.outline.pairs
        return match(name, *self._lists(name), self.outline.ids)

    def _scalars(self) -> Iterator[Difference]:
        for name in dict.fromkeys((*SCALARS, *self.old, *self.new)):
            if name in LISTS or name == "id":
                continue
            a, b = self.old.get(name), self.new.get(name)
            if name == "relation" and a:
                a = {**a, "document": self.documents.get(a.get("document"), a.get("document"))}
            if a == b:
                continue
            if isinstance(a, dict) and isinstance(b, dict) and said(a) == said(b):
                for found in compare(a, b, self.pages, tuple(dict.fromkeys((*a, *b)))):
                    yield self._told((name,), name, found, b)
            else:
                yield single(join(*self.root, name), name, "value", self.old.get(name), b)

    def _list(self, name: str) -> Iterator[Difference]:
        old, new = self._lists(name)
        if old == new and self.steady:
            return
        pairs = self.pairs[name]
        for found in came_and_went(name, self.root, old, new, pairs):
            yield self._derived(name, found)
        names = keys(new)
        moves = (
            self.outline.moves
            if name == "sections"
            else item_moves(name, old, new, pairs, self.outline)
        )
        for move in moves:
            cause = None if move.cause is None else join(*self.root) + move.cause
            a, b = old[move.old], new[move.new]
            change = Change(join(*self.root, name, names[move.new]), "moved", _spot(a), _spot(b))
            yield Difference(change, name, "value", cause)
        for i, j in pairs:
            yield from self._item(name, names[j], old[i], new[j])

    def _derived(self, name: str, found: Difference) -> Difference:
        """A body of `units` comes and goes with the assignments that name it."""
        item = found.change.new or found.change.old
        if name != "units" or not isinstance(item, dict):
            return found
        for reference in item.get("items") or ():
            known = self.ids.get(reference, reference)
            if found.change.kind == "removed" and reference not in self.ids:
                return Difference(found.change, name, "value", join(*self.root, *_home(reference)))
            if found.change.kind == "added" and known in self.added:
                return Difference(found.change, name, "value", join(*self.root, *_home(known)))
        return found

    def _item(self, name: str, key: str, old: Json, new: Json) -> Iterator[Difference]:
        if old == new and not any(r in old for r in _REFERENCES):
            return
        if name == "assignments":
            yield from self._assigned(key, old, new)
        skip = {*_PLACED, *(("units",) if name == "assignments" else ())}
        if name == "sections" and own(old) != own(new):
            skip.add("label")
        fields = tuple(n for n in dict.fromkeys((*old, *new)) if n not in skip)
        if name in ("recipients", "signers") and old.get("text") != new.get("text"):
            path = join(*self.root, name, key, "text")
            yield single(path, f"{name}.text", "value", old.get("text"), new.get("text"))
            fields = tuple(n for n in fields if n not in ("text", "evidence"))
        pointing, target = self._pointing(old), self._pointed(new)
        for found in compare(pointing, target, self.pages, fields):
            if found.field in _REFERENCES:
                a, b = old.get(found.field), new.get(found.field)
                found = FieldDifference(found.field, "value", a, b)
            yield self._told((name, key), name, found, new)

    def _pointing(self, item: Json) -> Json:
        """References of an old item as they should read now; those to what is gone dropped."""
        made = dict(item)
        if "deadline" in made:
            made["deadline"] = self.ids.get(made["deadline"])
        if "items" in made:
            made["items"] = sorted(self.ids[r] for r in made["items"] if r in self.ids)
        return made

    def _pointed(self, item: Json) -> Json:
        """References of a new item without those to what was added."""
        made = dict(item)
        if made.get("deadline") in self.added:
            made["deadline"] = None
        if "items" in made:
            made["items"] = sorted(r for r in made["items"] if r not in self.added)
        return made

    def _assigned(self, key: str, old: Json, new: Json) -> Iterator[Difference]:
        """The units of an assignment: come, gone, in another order, in another role."""
        a, b = old.get("units") or [], new.get("units") or []
        if a == b:
            return
        root = (*self.root, "assignments", key)
        pairs = match("assigned", a, b, {})
        for found in came_and_went("units", root, a, b, pairs):
            yield Difference(found.change, "assignments.units")
        names = keys(b)
        for move in item_moves("units", a, b, pairs, self.outline):
            change = Change(join(*root, "units", names[move.new]), "moved", move.old, move.new)
            yield Difference(change, "assignments.units")
        for i, j in pairs:
            fields = tuple(dict.fromkeys((*a[i], *b[j])))
            for told in compare(a[i], b[j], self.pages, fields):
                place = ("assignments", key, "units", names[j])
                yield self._told(place, "assignments.units", told, new)

    def _told(
        self, place: tuple[str, ...], name: str, found: FieldDifference, item: Json
    ) -> Difference:
        change = change_of(join(*self.root, *place, found.field), found.old, found.new)
        cause = self._reread(item) if found.aspect == "text" else None
        return Difference(change, f"{name}.{found.field}", found.aspect, cause)

    def _reread(self, item: Json) -> str | None:
        """Words of an item differ because the words of its page do."""
        for evidence in item.get("evidence") or ():
            if evidence["page"] in self.pages.changed:
                return join("pages", str(evidence["page"]), "text")
        return None


def _home(reference: str) -> tuple[str, str]:
    return reference.split("/", 1)[0], reference


def _spot(item: Json) -> Any:
    """What identifies the place of an item."""
    return item.get("id") or item.get("name") or item.get("text") or item.get("position")
