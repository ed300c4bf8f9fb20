"""What makes an item of each list the same item in another record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.lexicon.fold import key
from ingest.review.likeness import alike, edtf, number_key
from ingest.review.pointer import Json

Score = Callable[[Json, Json], float]


@dataclass(frozen=True, slots=True)
class Trait:
    """`exact`: keys tried in order, equal ones match. `score`: the rest, above `FLOOR`."""

    exact: tuple[Callable[[Json], Any], ...]
    score: Score


FLOOR = 0.5


def _section(item: Json) -> tuple[str, ...]:
    return (key(_heading(item)), item.get("id") or "")


def _heading(item: Json) -> str:
    """The heading, or the sentence that the label opens, without the label."""
    if item.get("heading"):
        return str(item["heading"])
    quote = _quote(item)
    label = item.get("label") or ""
    return quote.removeprefix(label).strip()


def _quote(item: Json) -> str:
    return " ".join(str(e.get("quote") or "") for e in item.get("evidence") or ())


def _section_score(a: Json, b: Json) -> float:
    same = 0.15 * (a.get("id") == b.get("id")) + 0.05 * (a.get("parent") == b.get("parent"))
    return 0.85 * alike(_heading(a), _heading(b)) + same


def _value(item: Json) -> str:
    return repr(item.get("value"))


def _target_score(a: Json, b: Json) -> float:
    text, subject = _pair(a, b, "text"), _pair(a, b, "subject")
    if max(text, subject) < 0.55:
        return 0.0
    same = 0.15 * (_value(a) == _value(b)) + 0.1 * (edtf(a.get("period")) == edtf(b.get("period")))
    return 0.45 * text + 0.25 * subject + same + _same_place(a, b)


def _due(item: Json) -> tuple[Any, ...]:
    return (edtf(item.get("date")), item.get("rrule"), item.get("kind"))


def _deadline_score(a: Json, b: Json) -> float:
    text, action = _pair(a, b, "text"), _pair(a, b, "action")
    if max(text, action) < 0.55:
        return 0.0
    same = float(sum(x == y for x, y in zip(_due(a), _due(b), strict=True)))
    score: float = 0.4 * text + 0.25 * action + 0.1 * same + _same_place(a, b)
    return score


def _names(item: Json) -> str:
    return " ; ".join(u.get("name") or "" for u in item.get("units") or ())


def _assignment_score(a: Json, b: Json) -> float:
    task, text = _pair(a, b, "task"), _pair(a, b, "text")
    if max(task, text) < 0.55:
        return 0.0
    return 0.5 * task + 0.25 * text + 0.2 * alike(_names(a), _names(b)) + _same_place(a, b)


def _cited(item: Json) -> tuple[str, ...]:
    return (
        number_key(item.get("number")),
        key(item.get("title") or ""),
        item.get("type_code") or "",
    )


def _citation_score(a: Json, b: Json) -> float:
    """A number read otherwise (one digit) is the same document if the rest agrees."""
    x, y = _cited(a), _cited(b)
    title = alike(a.get("title"), b.get("title")) if x[1] or y[1] else 0.5
    number = (0.5 if x[0] == y[0] else 0.3 * _near(x[0], y[0])) if x[0] or y[0] else 0.25
    date = edtf(a.get("date")) == edtf(b.get("date")) and a.get("date") is not None
    place = 0.3 * (_quote(a) == _quote(b) != "") + _same_place(a, b)
    score: float = number + 0.35 * title + 0.1 * date + 0.05 * (x[2] == y[2]) + place
    told = title >= 0.6 or place >= 0.3 or (number >= 0.2 and (date or not (x[1] and y[1])))
    return score if told else 0.0


def _near(a: str, b: str) -> float:
    """Share of equal characters at the same place, from both ends."""
    if not a or not b:
        return 0.0
    ahead = next(
        (k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    back = next(
        (k for k, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y),
        min(len(a), len(b)),
    )
    return min(1.0, (ahead + back) / max(len(a), len(b)))


def _amount_score(a: Json, b: Json) -> float:
    same = _value(a) == _value(b) and a.get("currency") == b.get("currency")
    return (
        0.5 * _pair(a, b, "text")
        + 0.25 * same
        + 0.2 * alike(_quote(a), _quote(b))
        + _same_place(a, b)
    )


def _named(*fields: str) -> Score:
    """Alike in the first field that either has; the place counts a little."""

    def score(a: Json, b: Json) -> float:
        told = [f for f in fields if a.get(f) or b.get(f)]
        parts = [alike(a.get(f), b.get(f)) for f in told]
        return 0.95 * max(parts, default=0.0) + _same_place(a, b)

    return score


def _pair(a: Json, b: Json, field: str) -> float:
    return alike(a.get(field), b.get(field))


def _same_place(a: Json, b: Json) -> float:
    return 0.05 * (a.get("id") == b.get("id"))


def _diagnostic_score(a: Json, b: Json) -> float:
    if a.get("code") != b.get("code"):
        return 0.0
    return 0.4 + 0.3 * _pair(a, b, "message") + 0.3 * alike(_quote(a), _quote(b))


TRAITS: Mapping[str, Trait] = {
    "sections": Trait((_section, lambda s: key(_heading(s))), _section_score),
    "targets": Trait(
        (
            lambda t: (
                t.get("text"),
                t.get("subject"),
                _value(t),
                edtf(t.get("period")),
                t.get("unit"),
            ),
            lambda t: (
                key(t.get("subject") or ""),
                _value(t),
                edtf(t.get("period")),
                t.get("unit"),
            ),
        ),
        _target_score,
    ),
    "deadlines": Trait((lambda d: (d.get("text"), d.get("action"), _due(d)),), _deadline_score),
    "assignments": Trait(
        (lambda a: (a.get("task"), _names(a), a.get("text")), lambda a: (a.get("task"), _names(a))),
        _assignment_score,
    ),
    "citations": Trait((_cited,), _citation_score),
    "amounts": Trait((lambda a: (a.get("text"), _value(a), _quote(a)),), _amount_score),
    "units": Trait((lambda u: key(u.get("name") or ""),), _named("name")),
    "signers": Trait((lambda s: (s.get("name"), s.get("position")),), _named("name", "position")),
    "recipients": Trait((lambda r: r.get("text"),), _named("text")),
    "assigned": Trait((lambda u: (u.get("name"), u.get("role")),), _named("name", "text")),
    "diagnostics": Trait(
        (lambda d: (d.get("code"), d.get("message"), _quote(d)),), _diagnostic_score
    ),
}
"""By list; `assigned` are the units of an assignment."""
