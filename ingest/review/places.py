"""What moved, and what merely went along: sections, and the items in them.

A renumbered section carries its sub-sections and items to new ids; an item that was added
pushes the ordinals of those after it. Both are one difference with consequences, not many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from ingest.review.matching import Pairs, in_order, match_sections, place
from ingest.review.pointer import Json, join

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Move:
    """`cause` is a path within the document, None for a move of its own."""

    old: int
    new: int
    cause: str | None


@dataclass(slots=True)
class Outline:
    """The sections of two versions of one document, matched."""

    old: Sequence[Json]
    new: Sequence[Json]
    pairs: Pairs = field(init=False)
    ids: dict[str, str] = field(init=False)
    moves: list[Move] = field(init=False)
    causes: dict[str, str] = field(init=False)
    added: set[str] = field(init=False)
    _parent_old: dict[str, str | None] = field(init=False)
    _parent_new: dict[str, str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.pairs = match_sections(self.old, self.new)
        self.ids = {self.old[i]["id"]: self.new[j]["id"] for i, j in self.pairs}
        self._parent_old = {s["id"]: s.get("parent") for s in self.old}
        self._parent_new = {s["id"]: s.get("parent") for s in self.new}
        kept = set(self.ids.values())
        self.added = {s["id"] for s in self.new} - kept
        self.causes = {}
        self.moves = [] if self.old == self.new else list(self._moves())

    def expected(self, section: str | None) -> tuple[str | None, str | None]:
        """Where what stood in an old section should stand now, and the loss it went up for."""
        lost = None
        while section is not None and section not in self.ids:
            if section not in self._parent_old:
                return section, lost  # a zone (preamble, closing), not a section
            lost = lost or join("sections", section)
            section = self._parent_old[section]
        return (None if section is None else self.ids[section]), lost

    def beneath(self, section: str | None, expected: str | None) -> str | None:
        """The added section that now stands between, if `section` lies in `expected` by it."""
        first = None
        while section != expected and section in self.added:
            first = section
            section = self._parent_new.get(section)
        return join("sections", first) if first and section == expected else None

    def _moves(self) -> Iterator[Move]:
        """Parents before children, as the outline's order has it."""
        strays: set[tuple[int, int]] = set()
        groups: dict[str | None, Pairs] = defaultdict(list)
        reasons: dict[tuple[int, int], str] = {}
        for i, j in self.pairs:
            want, lost = self.expected(self.old[i].get("parent"))
            have = self.new[j].get("parent")
            between = self.beneath(have, want)
            if have != want and between is None:
                strays.add((i, j))
            else:
                groups[have].append((i, j))
                if lost or between:
                    reasons[i, j] = lost or between or ""
        for group in groups.values():
            stays = in_order([i for i, _ in group])
            strays.update(p for k, p in enumerate(group) if k not in stays)
        for parent, group in groups.items():
            yield from self._renumbered(
                parent, [p for p in group if p not in strays], reasons, strays
            )
        for i, j in sorted(strays):
            yield self._told(i, j, None)

    def _renumbered(
        self,
        parent: str | None,
        group: Pairs,
        reasons: dict[tuple[int, int], str],
        strays: set[tuple[int, int]],
    ) -> Iterator[Move]:
        run: tuple[int, str] | None = None
        cause = self._sibling_cause(parent, group, strays)
        for i, j in group:
            old, new = self.old[i], self.new[j]
            if old["id"] == new["id"]:
                run = None
                continue
            own_old, own_new = own(old), own(new)
            if own_old == own_new or (i, j) in reasons:
                yield self._told(i, j, reasons.get((i, j)) or self._carried(new))
                continue
            shift = ordinal(own_new) - ordinal(own_old)
            if run is not None and run[0] == shift:
                yield self._told(i, j, run[1])
            elif cause is not None and self._index(old, self.old) != self._index(new, self.new):
                yield self._told(i, j, cause)
            else:
                run = (shift, join("sections", new["id"]))
                yield self._told(i, j, None)

    def _told(self, i: int, j: int, cause: str | None) -> Move:
        path = join("sections", self.new[j]["id"])
        self.causes[self.new[j]["id"]] = cause or path
        return Move(i, j, cause)

    def _carried(self, section: Json) -> str | None:
        """The move of the nearest section above that changed its id."""
        above = section.get("parent")
        while above is not None:
            if above in self.causes:
                return self.causes[above]
            above = self._parent_new.get(above)
        return None

    def _sibling_cause(
        self, parent: str | None, group: Pairs, strays: set[tuple[int, int]]
    ) -> str | None:
        """A section that came, went or moved beside these."""
        for section in self.new:
            if section.get("parent") == parent and section["id"] in self.added:
                return join("sections", section["id"])
        parents = {self.old[i].get("parent") for i, _ in group}
        for section in self.old:
            if section.get("parent") in parents and section["id"] not in self.ids:
                return join("sections", section["id"])
        for i, j in sorted(strays):
            if self.new[j].get("parent") == parent or self.old[i].get("parent") in parents:
                return join("sections", self.new[j]["id"])
        return None

    @staticmethod
    def _index(section: Json, sections: Sequence[Json]) -> int:
        beside = [s["id"] for s in sections if s.get("parent") == section.get("parent")]
        return beside.index(section["id"])


def own(section: Json) -> str:
    """A section's own part of its id: `a` of `II.2.1.a`, `2.1` where the label repeats `2`."""
    parent = section.get("parent")
    name = str(section["id"])
    return name[len(parent) + 1 :] if parent and name.startswith(f"{parent}.") else name


def ordinal(label: str) -> int:
    """`II` is 2, `b` is 2, `Đ3` is 3; 0 where the label says no number."""
    digits = regex.search(r"(\d+)(?:~\d+)?$", label)
    if digits:
        return int(digits[1])
    plain = label.split("~")[0]
    if plain and all(c in _ROMAN for c in plain):
        values = [_ROMAN[c] for c in plain]
        return sum(-v if v < max(values[k:]) else v for k, v in enumerate(values))
    return _LETTERS.find(plain.lower()) + 1 if len(plain) == 1 else 0


def item_moves(
    name: str, old: Sequence[Json], new: Sequence[Json], pairs: Pairs, outline: Outline
) -> Iterator[Move]:
    """Items that stand elsewhere, in another order, or under another id."""
    groups: dict[str, Pairs] = defaultdict(list)
    reasons: dict[tuple[int, int], str | None] = {}
    strays: Pairs = []
    for i, j in pairs:
        settled, reason = _settled(old[i], new[j], outline)
        if settled:
            reasons[i, j] = reason
            groups[place(new[j])].append((i, j))
        else:
            strays.append((i, j))
    for group in groups.values():
        stays = in_order([i for i, _ in group])
        strays += [p for k, p in enumerate(group) if k not in stays]
    yield from (Move(i, j, None) for i, j in strays)
    pushed = _pushed(name, old, new, pairs, strays, outline)
    for where, group in groups.items():
        for i, j in group:
            if (i, j) not in strays and old[i].get("id") != new[j].get("id"):
                yield Move(i, j, reasons[i, j] or pushed.get(where))


def _pushed(
    name: str,
    old: Sequence[Json],
    new: Sequence[Json],
    pairs: Pairs,
    strays: Pairs,
    outline: Outline,
) -> dict[str, str]:
    """By place of the new record: what came there, left it or moved, and so shifts ordinals."""
    found: dict[str, str] = {}

    def old_place(i: int) -> str:
        return outline.expected(place(old[i]))[0] or place(old[i])

    for i, j in strays:
        for where in (old_place(i), place(new[j])):
            found.setdefault(where, join(name, str(new[j].get("id"))))
    for j in sorted(set(range(len(new))) - {j for _, j in pairs}):
        found.setdefault(place(new[j]), join(name, str(new[j].get("id"))))
    for i in sorted(set(range(len(old))) - {i for i, _ in pairs}):
        found.setdefault(old_place(i), join(name, str(old[i].get("id"))))
    return found


def _settled(old: Json, new: Json, outline: Outline) -> tuple[bool, str | None]:
    """Whether an item stands where its section went, and what took it there."""
    reason = None
    for a, b in ((old.get("section"), new.get("section")), (place(old), place(new))):
        want, lost = outline.expected(a or None)
        between = outline.beneath(b, want)
        if (want or "") != (b or "") and between is None:
            return False, None
        reason = reason or lost or between or outline.causes.get(str(b))
    return True, reason
