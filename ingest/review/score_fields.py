"""How each field of a document is scored against gold."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from ingest.review.pointer import Json
from ingest.review.scoring import (
    Tally,
    any_same,
    edtf,
    number_key,
    others,
    overlap,
    quantity,
    ratio,
    rights,
    rrule,
    same,
    told,
    unit_key,
)


def score_record(tally: Tally, gold: Json, record: Json, where: str) -> None:
    """Adds one record. Documents are compared in reading order."""
    wanted, found = gold.get("documents") or [], record.get("documents") or []
    tally.count("documents", min(len(wanted), len(found)), len(wanted), len(found))
    for k, document in enumerate(wanted):
        have = found[k] if k < len(found) else {}
        for part in _PARTS:
            part(tally, document, have, f"{where}[{k}]")


def _inner(document: Json, name: str, key: str) -> Any:
    value = document.get(name)
    return value.get(key) if isinstance(value, dict) else value


def _scalars(tally: Tally, gold: Json, document: Json, where: str) -> None:
    number, wanted = document.get("number") or {}, gold.get("number") or {}
    rows = (
        ("type", gold.get("type_code"), (document.get("type") or {}).get("code")),
        ("number.serial", wanted.get("serial"), number.get("serial")),
        ("number.symbol", wanted.get("symbol"), number.get("symbol")),
        ("issuer", gold.get("issuer"), (document.get("issuer") or {}).get("name")),
        ("place", gold.get("place"), _inner(document, "place", "name")),
        ("date", gold.get("date"), edtf(document.get("date"))),
        ("title", gold.get("title"), _inner(document, "title", "text")),
        ("period", gold.get("period"), edtf(document.get("period"))),
        ("filing", gold.get("filing"), _inner(document, "filing", "text")),
    )
    open_ones = gold.get("undecided") or ()
    for name, right, found in rows:
        if name.split(".")[0] in open_ones:
            continue
        floor = 0.95 if name in ("title", "filing") else 0.999
        good = any(same(found, r, floor) for r in (right, *others(gold, name)))
        tally.one(name, good, right, found, where)


def _people(tally: Tally, gold: Json, document: Json, where: str) -> None:
    def signer(g: Json, f: Json) -> float:
        named = any_same(f.get("name"), g, "name", 0.999)
        return float(named and any_same(f.get("position"), g, "position", 0.95))

    tally.match(
        "signers", where, gold.get("signers") or [], document.get("signers") or [], signer, 0.5
    )
    if "recipients" in (gold.get("undecided") or ()):
        return
    spellings = others(gold, "recipients")

    def recipient(g: Json, f: Json) -> float:
        right = [g["text"], *(s for s in spellings if ratio(s, g["text"]) > 0.8)]
        return max(ratio(r, f["text"]) for r in right)

    wanted = [{"text": g} for g in gold.get("recipients") or []]
    listed = document.get("recipients") or []
    found = [{"text": r.get("text") if isinstance(r, dict) else r} for r in listed]
    tally.match("recipients", where, wanted, found, recipient, 0.9)


def _sections(tally: Tally, gold: Json, document: Json, where: str) -> None:
    wanted = {s["id"]: s for s in gold.get("sections") or []}
    found = {s["id"]: s for s in document.get("sections") or []}
    spare = {k for k, s in wanted.items() if s.get("optional")}
    firm = (wanted.keys() & found.keys()) - spare
    sizes = len(wanted.keys() - spare), len(found.keys() - spare)

    def right(k: str) -> bool:
        return any_same(found[k].get("heading"), wanted[k], "heading", 0.9)

    wrong = sorted(k for k in firm if not right(k))
    tally.count("sections", len(firm), *sizes)
    tally.count("sections.heading", len(firm) - len(wrong), *sizes)
    for k in sorted(wanted.keys() - found.keys() - spare):
        tally.misses.append(f"{where} sections missed: {k} {wanted[k].get('heading')}")
    for k in sorted(found.keys() - wanted.keys()):
        tally.misses.append(f"{where} sections extra: {k} {found[k].get('heading')}")
    for k in wrong:
        pair = f"gold {wanted[k].get('heading')!r} found {found[k].get('heading')!r}"
        tally.misses.append(f"{where} sections.heading {k}: {pair}")


def _date_fits(name: str, g: Json, f: Json) -> bool:
    return edtf(f.get(name)) in [edtf(g.get(name)), *others(g, name)]


def _citations(tally: Tally, gold: Json, document: Json, where: str) -> None:
    def cite(g: Json, f: Json) -> float:
        wanted, found = number_key(g.get("number")), number_key(f.get("number"))
        if len(wanted) > 1:
            return float(found in {wanted, *(number_key(a) for a in others(g, "number"))})
        titled = len(found) <= 1 and any_same(f.get("title"), g, "title", 0.85)
        return 0.9 if titled else 0.0

    pairs = tally.match(
        "citations", where, gold.get("citations") or [], document.get("citations") or [], cite, 0.5
    )
    tally.attribute("citations.date", pairs, lambda g, f: _date_fits("date", g, f))
    tally.attribute(
        "citations.relation", pairs, lambda g, f: f.get("relation") in rights(g, "relation")
    )


def _section_fits(g: Json, f: Json) -> bool:
    return f.get("section") in rights(g, "section")


def _closeness(g: Json, f: Json) -> float:
    return max(overlap(q, told(f)) for q in (told(g), *others(g, "quote")))


def _targets(tally: Tally, gold: Json, document: Json, where: str) -> None:
    def target(g: Json, f: Json) -> float:
        if quantity(f.get("value")) not in [quantity(v) for v in rights(g, "value")]:
            return 0.0
        close = _closeness(g, f)
        if close < 0.5:
            return 0.0
        period = 0.15 * _date_fits("period", g, f)
        return 0.4 + 0.3 * close + period + 0.15 * _section_fits(g, f)

    def subject(g: Json, f: Json) -> bool:
        right = [g.get("subject") or "", *others(g, "subject")]
        return any(overlap(r, f.get("subject") or "") >= 0.6 for r in right)

    pairs = tally.match(
        "targets", where, gold.get("targets") or [], document.get("targets") or [], target, 0.5
    )
    tally.attribute("targets.period", pairs, lambda g, f: _date_fits("period", g, f))
    tally.attribute("targets.unit", pairs, lambda g, f: any_same(f.get("unit"), g, "unit", 0.8))
    tally.attribute(
        "targets.comparator", pairs, lambda g, f: f.get("comparator") in rights(g, "comparator")
    )
    tally.attribute("targets.section", pairs, _section_fits)
    tally.attribute("targets.subject", pairs, subject)


def _deadlines(tally: Tally, gold: Json, document: Json, where: str) -> None:
    def due(g: Json, f: Json) -> float:
        days = [*rights(g, "edtf"), *others(g, "date")]
        rules = [rrule(r) for r in rights(g, "rrule")]
        if edtf(f.get("date")) not in days or rrule(f.get("rrule")) not in rules:
            return 0.0
        close = _closeness(g, f)
        return 0.4 + 0.2 * _section_fits(g, f) + 0.4 * close if close >= 0.5 else 0.0

    pairs = tally.match(
        "deadlines", where, gold.get("deadlines") or [], document.get("deadlines") or [], due, 0.5
    )
    tally.attribute("deadlines.kind", pairs, lambda g, f: f.get("kind") in rights(g, "kind"))
    tally.attribute("deadlines.section", pairs, _section_fits)


def _assignments(tally: Tally, gold: Json, document: Json, where: str) -> None:
    def task(g: Json, f: Json) -> float:
        if not _section_fits(g, f):
            return 0.0
        return 0.5 + 0.5 * max(overlap(x or "", told(f)) for x in rights(g, "task"))

    wanted, found = gold.get("assignments") or [], document.get("assignments") or []
    pairs = tally.match("assignments", where, wanted, found, task, 0.85)
    right, used = {id(g) for g, _ in pairs}, {id(f) for _, f in pairs}
    groups: list[tuple[list[Json], list[Json]]] = [
        *((g.get("units") or [], f.get("units") or []) for g, f in pairs),
        *((g.get("units") or [], []) for g in wanted if _missed(g, right)),
        *(([], f.get("units") or []) for f in found if id(f) not in used),
    ]
    for units, named in groups:
        both = tally.match("assignments.units", where, units, named, _unit, 0.5)
        tally.attribute("assignments.roles", both, lambda g, f: f.get("role") in rights(g, "role"))


def _missed(gold: Json, matched: set[int]) -> bool:
    return id(gold) not in matched and not gold.get("optional")


def _unit(g: Json, f: Json) -> float:
    names, name = [unit_key(x) for x in rights(g, "name")], unit_key(f.get("name"))
    if name in names:
        return 1.0
    return float(any(SequenceMatcher(None, name, n, autojunk=False).ratio() >= 0.93 for n in names))


_PARTS = (_scalars, _people, _sections, _citations, _targets, _deadlines, _assignments)
