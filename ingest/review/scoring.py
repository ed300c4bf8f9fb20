"""How a score compares texts, dates, numbers; and the tally of hits.

Gold facts have a record's keys, without ids, evidence and confidence, dates as bare EDTF. On
any entry `alt` is {field: [other right values]}; `optional: true` marks what is right if
found and no miss if absent.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

import regex

from ingest.review.pointer import Json

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHORT = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "tp.": "thành phố",
    "tp": "thành phố",
    "ttxvn": "thông tấn xã việt nam",
}
_SHOWN = (
    "section", "number", "title", "value", "unit", "comparator", "period", "edtf", "date",
    "rrule", "kind", "relation", "name", "role", "quote", "task", "text",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _norm(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    text = regex.sub(r"[“”\"'‘’`*_#]", "", text)
    text = regex.sub(r"\s*[–—−-]\s*", " - ", text)
    told = []
    for word in text.split():
        # A trailing stop belongs to “TP.”; other words shed it before they are looked up.
        known = word.strip(",;:()") in _SHORT
        spelled = _SHORT.get(word.strip(",;.:()"), word) if known else word
        told += [_tone_last(part) for part in spelled.split()]
    return " ".join(told).strip(" .,;:-/()")


def _tone_last(word: str) -> str:
    """`hoà` and `hòa` alike: letters first, the tone behind them."""
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in parts if c in _TONES)
    return "".join(c for c in parts if c not in _TONES) + tone


def norm(text: Any) -> str:
    """Case, quotes, dashes, blanks, end punctuation and tone placement made equal."""
    return "" if text is None else _norm(str(text))


def ratio(a: Any, b: Any) -> float:
    return SequenceMatcher(None, norm(a), norm(b), autojunk=False).ratio()


def same(a: Any, b: Any, floor: float = 0.97) -> bool:
    """Equal, or alike to the share `floor` of characters."""
    x, y = norm(a), norm(b)
    if x == y:
        return True
    return bool(x and y) and SequenceMatcher(None, x, y, autojunk=False).ratio() >= floor


def overlap(a: Any, b: Any) -> float:
    """Share of the shorter text's words that stand in the other."""
    x, y = Counter(norm(a).split()), Counter(norm(b).split())
    least = min(x.total(), y.total())
    return (x & y).total() / least if least else 0.0


def others(entry: Json, name: str) -> list[Any]:
    """Further right values of a field of a gold entry."""
    return list((entry.get("alt") or {}).get(name) or [])


def rights(entry: Json, name: str) -> list[Any]:
    """All right values of a field."""
    return [entry.get(name), *others(entry, name)]


def any_same(value: Any, entry: Json, name: str, floor: float = 0.97) -> bool:
    return any(same(value, right, floor) for right in rights(entry, name))


def edtf(value: Any) -> Any:
    return value.get("edtf") if isinstance(value, dict) else value


def rrule(value: Any) -> str | None:
    """Parts of a rule in one order."""
    return ";".join(sorted(str(value).upper().replace("RRULE:", "").split(";"))) if value else None


def number_key(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("text") or f"{value.get('serial') or ''}/{value.get('symbol') or ''}"
    return str(regex.sub(r"\s", "", norm(value or ""))).replace("-", "")


def quantity(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((k, round(float(v), 6)) for k, v in value.items() if v is not None))
    return None if value is None else round(float(value), 6)


def unit_key(name: Any) -> str:
    """A unit's name without plural markers: `UBND các phường` = `UBND phường`."""
    return " ".join(w for w in norm(name).split() if w not in ("các", norm("các")))


def told(entry: Json) -> str:
    """All words of an entry."""
    names = ("quote", "text", "task", "action", "subject")
    return " ".join(str(entry.get(n) or "") for n in names).strip()


def brief(entry: Json) -> str:
    return str({k: entry[k] for k in _SHOWN if entry.get(k) is not None})[:260]


@dataclass(frozen=True, slots=True)
class Row:
    """One field's score: shares in [0, 1], and the counts they are of."""

    field: str
    precision: float
    recall: float
    f1: float
    hits: int
    gold: int
    found: int


@dataclass(slots=True)
class Tally:
    """Hits, gold entries and found entries by field; what missed, in words."""

    hits: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def count(self, name: str, hits: int, gold: int, found: int) -> None:
        self.hits[name] += hits
        self.gold[name] += gold
        self.found[name] += found

    def one(self, name: str, right: bool, gold: Any, found: Any, where: str) -> None:
        """A single value: right, wrong, or absent on both sides (which is right)."""
        self.count(name, int(right), 1, 1)
        if not right:
            self.misses.append(f"{where} {name}: gold {gold!r} found {found!r}")

    def match(
        self,
        name: str,
        where: str,
        gold: Sequence[Json],
        found: Sequence[Json],
        score: Callable[[Json, Json], float],
        floor: float,
    ) -> list[tuple[Json, Json]]:
        """Entries one to one; gives the pairs."""
        pairs = pair_up(gold, found, score, floor)
        matched, used = {i for i, _ in pairs}, {j for _, j in pairs}
        firm = sum(not gold[i].get("optional") for i in matched)
        missed = [g for i, g in enumerate(gold) if i not in matched and not g.get("optional")]
        extra = [f for j, f in enumerate(found) if j not in used]
        self.count(name, firm, firm + len(missed), firm + len(extra))
        self.misses += [f"{where} {name} missed: {brief(g)}" for g in missed]
        self.misses += [f"{where} {name} extra: {brief(f)}" for f in extra]
        return [(gold[i], found[j]) for i, j in pairs]

    def attribute(
        self, name: str, pairs: Sequence[tuple[Json, Json]], fits: Callable[[Json, Json], bool]
    ) -> None:
        """How often an attribute is right on the entries that were found."""
        wrong = [(g, f) for g, f in pairs if not fits(g, f)]
        self.count(name, len(pairs) - len(wrong), len(pairs), len(pairs))
        self.misses += [f"{name}: gold {brief(g)} found {brief(f)}" for g, f in wrong]

    def rows(self) -> Iterator[Row]:
        for name in self.gold | self.found:
            hits, gold, found = self.hits[name], self.gold[name], self.found[name]
            precision = hits / found if found else float(not gold)
            recall = hits / gold if gold else float(not found)
            both = precision + recall
            f1 = 2 * precision * recall / both if both else 0.0
            yield Row(name, precision, recall, f1, hits, gold, found)


def pair_up(
    gold: Sequence[Json],
    found: Sequence[Json],
    score: Callable[[Json, Json], float],
    floor: float,
) -> list[tuple[int, int]]:
    """Greedily by falling score; of equal scores the later entries first."""
    scored = [(score(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    matched: dict[int, int] = {}
    used: set[int] = set()
    for points, i, j in sorted(scored, reverse=True):
        if points < floor:
            break
        if i not in matched and j not in used:
            matched[i] = j
            used.add(j)
    return list(matched.items())
