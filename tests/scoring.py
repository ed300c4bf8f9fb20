"""A record beside the gold facts of a careful reader: what is right, what is missing, what is extra.

Gold has a record's keys without ids, evidence and confidence, dates as bare EDTF. `alt` on an
entry is {field: [other right values]}; an `optional` entry is right if found, no miss if absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from ingest.lexicon.bodies import expand
from ingest.lexicon.fold import key

Entry = dict[str, Any]
Fit = Callable[[Entry, Entry], float]


def plain(text: object) -> str:
    """Case, tone placement, quotes, dashes, blanks, end punctuation and `UBND` made equal."""
    if text is None:
        return ""
    bare = regex.sub(r"[“”\"'‘’`*_#]", "", str(text))
    return key(expand(" ".join(bare.split()))).strip(" .,;:-/()")


def allowed(gold: Entry, name: str, value: object = ...) -> list[object]:
    """The right values of a field: the one given and its alternatives."""
    first = gold.get(name) if value is ... else value
    return [first, *(gold.get("alt") or {}).get(name, [])]


def says(found: object, gold: Entry, name: str) -> bool:
    return plain(found) in [plain(v) for v in allowed(gold, name)]


def edtf(date: Any) -> str | None:
    found: str | None = date["edtf"] if isinstance(date, dict) else date
    return found


def number_of(value: Any) -> str:
    """`87 - KH/TU` and the object of a record, as one string."""
    text = value.get("text") if isinstance(value, dict) else value
    return str(regex.sub(r"[\s–-]", "", text or "")).upper()


def shared_words(a: str, b: str) -> float:
    """How much of the shorter text stands in the other, in words."""
    x, y = Counter(plain(a).split()), Counter(plain(b).split())
    small = min(x.total(), y.total())
    return (x & y).total() / small if small else 0.0


def heads(gold: Entry, found: Entry) -> Iterator[tuple[str, bool, str]]:
    """The scalars of a document: field, right or not, and what stood there."""
    number = found.get("number") or {}
    wanted = gold.get("number") or {}
    values: dict[str, tuple[object, Entry, str]] = {
        "type": ((found.get("type") or {}).get("code"), gold, "type_code"),
        "number.serial": (number.get("serial"), wanted, "serial"),
        "number.symbol": (number.get("symbol"), wanted, "symbol"),
        "issuer": ((found.get("issuer") or {}).get("name"), gold, "issuer"),
        "issuer.parent": ((found.get("issuer") or {}).get("parent"), gold, "issuer_parent"),
        "place": ((found.get("place") or {}).get("name"), gold, "place"),
        "date": (edtf(found.get("date")), gold, "date"),
        "title": ((found.get("title") or {}).get("text"), gold, "title"),
        "period": (edtf(found.get("period")), gold, "period"),
        "filing": ((found.get("filing") or {}).get("text"), gold, "filing"),
        "relation": (_link(found), {"relation": _link(gold)}, "relation"),
    }
    for name, (value, source, field_name) in values.items():
        if name in ("issuer.parent", "relation") and field_name not in gold:
            continue
        right = says(value, source, field_name)
        yield name, right, f"gold {source.get(field_name)!r}, found {value!r}"


def _link(document: Entry) -> str | None:
    relation = document.get("relation")
    return f"{relation['type']} {relation['document']}" if relation else None


def signers(gold: Entry, found: Entry) -> tuple[bool, str]:
    asked = [n for n in ("name", "position", "capacity") if any(n in s for s in gold["signers"])]
    return _lists(
        [[s.get(n) for n in asked] for s in gold["signers"]],
        [[s.get(n) for n in asked] for s in found["signers"]],
    )


def recipients(gold: Entry, found: Entry) -> tuple[bool, str]:
    return _lists(gold["recipients"], [r["text"] for r in found["recipients"]])


def sections(gold: Entry, found: Entry) -> tuple[bool, str]:
    spare = {s["id"] for s in gold["sections"] if s.get("optional")}
    return _lists(
        [s["id"] for s in gold["sections"] if s["id"] not in spare],
        [s["id"] for s in found["sections"] if s["id"] not in spare],
    )


def headings(gold: Entry, found: Entry) -> tuple[bool, str]:
    made = {s["id"]: s["heading"] for s in found["sections"]}
    wrong = [
        f"{s['id']}: gold {s.get('heading')!r}, found {made[s['id']]!r}"
        for s in gold["sections"]
        if s["id"] in made and not says(made[s["id"]], s, "heading")
    ]
    return not wrong, "; ".join(wrong[:5])


def _lists(gold: Sequence[object], found: Sequence[object]) -> tuple[bool, str]:
    flat = [[plain(v) for v in x] if isinstance(x, list) else plain(x) for x in gold]
    mine = [[plain(v) for v in x] if isinstance(x, list) else plain(x) for x in found]
    missed = [g for g, f in zip(gold, flat, strict=True) if f not in mine]
    extra = [g for g, f in zip(found, mine, strict=True) if f not in flat]
    return flat == mine, f"missed {missed[:4]}, extra {extra[:4]}"


@dataclass(slots=True)
class Score:
    """Entries matched one to one; `right` counts attributes of those that were found."""

    gold: int = 0
    found: int = 0
    hits: int = 0
    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.gold + self.found) if self.gold + self.found else 1.0

    def share(self, name: str) -> float:
        return self.right[name] / self.of[name] if self.of[name] else 1.0

    def match(self, gold: Sequence[Entry], found: Sequence[Entry], fit: Fit) -> list[Pair]:
        """Greedy, the best fit first; a fit of 0 is none. Optional entries count if found."""
        graded = [(fit(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)]
        taken: dict[int, int] = {}
        for grade, i, j in sorted(graded, reverse=True):
            if grade > 0 and -i not in taken and -j not in taken.values():
                taken[-i] = -j
        lost = [g for i, g in enumerate(gold) if i not in taken and not g.get("optional")]
        spare = [f for j, f in enumerate(found) if j not in taken.values()]
        self.hits += len(taken)
        self.gold += len(taken) + len(lost)
        self.found += len(taken) + len(spare)
        self.misses += [f"missed {_brief(g)}" for g in lost]
        self.misses += [f"extra {_brief(f)}" for f in spare]
        return [(gold[i], found[j]) for i, j in sorted(taken.items())]

    def attribute(
        self, name: str, pairs: Sequence[Pair], right: Callable[[Entry, Entry], bool]
    ) -> None:
        for g, f in pairs:
            self.of[name] += 1
            self.right[name] += right(g, f)
            if not right(g, f):
                self.misses.append(f"{name}: gold {_brief(g)} found {_brief(f)}")


Pair = tuple[Entry, Entry]


def _brief(entry: Entry) -> str:
    shown = ("section", "number", "title", "value", "unit", "period", "edtf", "date", "rrule",
             "kind", "relation", "name", "role", "quote", "task", "text", "subject")  # fmt: skip
    return str({k: entry[k] for k in shown if entry.get(k) is not None})[:300]


def citations(score: Score, gold: Entry, found: Entry) -> None:
    def fit(g: Entry, f: Entry) -> float:
        if g.get("number"):
            return float(number_of(f["number"]) in [number_of(v) for v in allowed(g, "number")])
        same = says(f["title"], g, "title") or shared_words(f["title"] or "", g["title"]) >= 0.9
        return float(not f["number"] and same) * (1 + says(f["title"], g, "title"))

    pairs = score.match(gold["citations"], found["citations"], fit)
    score.attribute("date", pairs, lambda g, f: edtf(f["date"]) in allowed(g, "date"))
    score.attribute("relation", pairs, lambda g, f: f["relation"] in allowed(g, "relation"))
    score.attribute("type_code", pairs, lambda g, f: f["type_code"] in allowed(g, "type_code"))
    score.attribute("title", pairs, lambda g, f: _close(f["title"], g, "title"))
    score.attribute("issuer", pairs, lambda g, f: _close(f["issuer"], g, "issuer"))


def _close(found: str | None, gold: Entry, name: str) -> bool:
    if says(found, gold, name):
        return True
    return any(v and found and shared_words(found, str(v)) >= 0.9 for v in allowed(gold, name))


def said(entry: Entry) -> str:
    parts = (entry.get(k) for k in ("quote", "text", "task", "action", "subject"))
    return " ".join(str(p) for p in parts if p)


def _near(g: Entry, f: Entry) -> float:
    return max(shared_words(str(q), said(f)) for q in allowed(g, "quote", said(g)) if q)


def quantity(value: Any) -> object:
    if isinstance(value, dict):
        return tuple(sorted((k, round(float(v), 6)) for k, v in value.items() if v is not None))
    return None if value is None else round(float(value), 6)


def targets(score: Score, gold: Entry, found: Entry) -> None:
    def fit(g: Entry, f: Entry) -> float:
        if quantity(f["value"]) not in [quantity(v) for v in allowed(g, "value")]:
            return 0.0
        here = f["section"] in allowed(g, "section")
        when = edtf(f["period"]) in allowed(g, "period")
        near = _near(g, f)
        return near + 0.3 * here + 0.3 * when if near >= 0.5 else 0.0

    pairs = score.match(gold.get("targets", []), found["targets"], fit)
    score.attribute("period", pairs, lambda g, f: edtf(f["period"]) in allowed(g, "period"))
    score.attribute("unit", pairs, lambda g, f: _close(f["unit"], g, "unit"))
    score.attribute("comparator", pairs, lambda g, f: f["comparator"] in allowed(g, "comparator"))
    score.attribute("section", pairs, lambda g, f: f["section"] in allowed(g, "section"))


def rule_of(value: str | None) -> str | None:
    return ";".join(sorted(value.upper().split(";"))) if value else None


def deadlines(score: Score, gold: Entry, found: Entry) -> None:
    def fit(g: Entry, f: Entry) -> float:
        days = [*allowed(g, "edtf"), *(g.get("alt") or {}).get("date", [])]
        rules = [rule_of(r) for r in allowed(g, "rrule")]  # type: ignore[arg-type]
        if edtf(f["date"]) not in days or rule_of(f["rrule"]) not in rules:
            return 0.0
        near = _near(g, f)
        return near + 0.5 * (f["section"] in allowed(g, "section")) if near >= 0.5 else 0.0

    pairs = score.match(gold.get("deadlines", []), found["deadlines"], fit)
    score.attribute("kind", pairs, lambda g, f: f["kind"] in allowed(g, "kind"))
    score.attribute("section", pairs, lambda g, f: f["section"] in allowed(g, "section"))


def assignments(score: Score, units: Score, gold: Entry, found: Entry) -> None:
    def fit(g: Entry, f: Entry) -> float:
        if f["section"] not in allowed(g, "section"):
            return 0.0
        near = max(shared_words(str(t), said(f)) for t in allowed(g, "task") if t)
        return near if near >= 0.7 else 0.0

    wanted, mine = gold.get("assignments", []), found["assignments"]
    pairs = score.match(wanted, mine, fit)
    known, seen = [id(g) for g, _ in pairs], [id(f) for _, f in pairs]
    groups = [(g["units"], f["units"]) for g, f in pairs]
    groups += [(g["units"], []) for g in wanted if id(g) not in known and not g.get("optional")]
    groups += [([], f["units"]) for f in mine if id(f) not in seen]
    for ours, theirs in groups:
        same = units.match(ours, theirs, lambda g, f: float(_same_unit(g, f)))
        units.attribute("role", same, lambda g, f: f["role"] in allowed(g, "role"))


def _same_unit(gold: Entry, found: Entry) -> bool:
    """`UBND các phường` and `UBND phường` are one."""
    many = [plain(v).replace("các ", "") for v in allowed(gold, "name")]
    return plain(found["name"]).replace("các ", "") in many
