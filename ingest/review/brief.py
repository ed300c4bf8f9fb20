"""One line for a value or an item, for people: terminal, pages, messages."""

from __future__ import annotations

import json
from typing import Any

from ingest.review.pointer import Json

_SIGNS = {"gte": "≥ ", "lte": "≤ ", "approx": "≈ ", "increase": "+ ", "decrease": "− "}


def quantity(value: Any) -> str:
    """`60`, `10–15`, `77/85`: digits as in the record, never rounded."""
    if isinstance(value, dict):
        if "min" in value:
            return f"{plain(value['min'])}–{plain(value['max'])}"
        if "numerator" in value:
            return f"{plain(value['numerator'])}/{plain(value['denominator'])}"
    return plain(value)


def plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def brief(name: str, item: Any) -> str:
    """What an entry of list `name` (or the value of a field) says."""
    if item is None:
        return "–"
    if not isinstance(item, dict):
        return _listed(item) if isinstance(item, list) else plain(item)
    made = _BRIEFS.get(name, _general)(item)
    return " ".join(made.split()) or "–"


def _listed(items: list[Any]) -> str:
    return "; ".join(brief("", i) for i in items) or "–"


def _general(item: Json) -> str:
    """Date, number, quantity, line, name: whatever says most."""
    if "edtf" in item:
        return date_text(item)
    if "min" in item or "numerator" in item:
        return quantity(item)
    if "name" in item and "role" in item:
        return f"{item['name']} ({item['role']})"
    if "name" in item:
        return str(item["name"] or item.get("position") or item.get("code") or "")
    if "quote" in item:
        return f"“{item['quote']}” (p. {item.get('page')})"
    for key in ("text", "id", "message"):
        if item.get(key):
            return str(item[key])
    return json.dumps(item, ensure_ascii=False)[:200]


def date_text(item: Any) -> str:
    """A date as EDTF, with the time of day; blank for null."""
    if not isinstance(item, dict):
        return ""
    return str(item.get("edtf") or "") + (f" {item['time']}" if item.get("time") else "")


def _target(item: Json) -> str:
    said = _SIGNS.get(item.get("comparator") or "", "") + quantity(item.get("value"))
    period = f" ({date_text(item['period'])})" if item.get("period") else ""
    return f"{said} {item.get('unit') or ''} · {item.get('subject') or ''}{period}"


def _deadline(item: Json) -> str:
    when = date_text(item.get("date")) or item.get("rrule") or item.get("kind") or ""
    return f"{when} · {item.get('action') or item.get('text') or ''}"


def _assignment(item: Json) -> str:
    names = "; ".join(f"{u.get('name')} ({u.get('role')})" for u in item.get("units") or ())
    return f"{item.get('task') or ''} · {names}"


def _citation(item: Json) -> str:
    number = (item.get("number") or {}).get("text") or ""
    parts = (
        item.get("type_code") or "",
        number,
        date_text(item.get("date")),
        item.get("title") or "",
    )
    return " ".join(p for p in parts if p)


def _section(item: Json) -> str:
    return f"{item.get('label') or ''} {item.get('heading') or '…'}"


def _signer(item: Json) -> str:
    parts = (item.get("capacity"), item.get("position"), item.get("name"))
    return " / ".join(str(p).replace("\n", " / ") for p in parts if p)


def _amount(item: Json) -> str:
    return f"{quantity(item.get('value'))} {item.get('currency') or ''} {item.get('source') or ''}"


def _diagnostic(item: Json) -> str:
    return f"{item.get('code')}: {item.get('message')}"


def _document(item: Json) -> str:
    kind, title = item.get("type") or {}, item.get("title") or {}
    number = item.get("number") or {}
    return f"{kind.get('name') or ''} {number.get('text') or ''} {title.get('text') or ''}"


_BRIEFS = {
    "targets": _target,
    "deadlines": _deadline,
    "assignments": _assignment,
    "citations": _citation,
    "sections": _section,
    "signers": _signer,
    "amounts": _amount,
    "diagnostics": _diagnostic,
    "documents": _document,
}
