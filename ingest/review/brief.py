"""One line for a value or an item, for people: terminal, pages, messages."""

from __future__ import annotations

import json
from typing import Any, Protocol

from ingest.lexicon.messages import Language, known, text
from ingest.review.pointer import Json
from ingest.review.spoken import date_words, due_words

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


class _Brief(Protocol):
    def __call__(self, item: Json, language: Language | None) -> str: ...


def brief(name: str, item: Any, language: Language | None = None) -> str:
    """What an entry of list `name` (or the value of a field) says.

    With a language, dates and recurrences are in its words; else they are as in the record.
    """
    if item is None:
        return "–"
    if not isinstance(item, dict):
        return _listed(item, language) if isinstance(item, list) else plain(item)
    made = _BRIEFS.get(name, _general)(item, language)
    return " ".join(made.split()) or "–"


def _listed(items: list[Any], language: Language | None) -> str:
    return "; ".join(brief("", i, language) for i in items) or "–"


def _general(item: Json, language: Language | None) -> str:
    """Date, number, quantity, line, name: whatever says most."""
    if "edtf" in item:
        return date_text(item, language)
    if "min" in item or "numerator" in item:
        return quantity(item)
    if "name" in item and "role" in item:
        return f"{item['name']} ({_term('role', item['role'], language)})"
    if "name" in item:
        return str(item["name"] or item.get("position") or item.get("code") or "")
    if "quote" in item:
        return f"“{item['quote']}” (p. {item.get('page')})"
    for key in ("text", "id", "message"):
        if item.get(key):
            return str(item[key])
    return json.dumps(item, ensure_ascii=False)[:200]


def date_text(item: Any, language: Language | None = None) -> str:
    """A date as EDTF, or in words of a language, with the time of day; blank for null."""
    if not isinstance(item, dict):
        return ""
    edtf = str(item.get("edtf") or "")
    said = date_words(edtf, language) if language else edtf
    return said + (f" {item['time']}" if item.get("time") else "")


def _term(group: str, code: Any, language: Language | None) -> str:
    """A code of the record, `lead`, as a language has it."""
    key = f"site.{group}-{code}"
    return text(key, language).lower() if language and known(key) else str(code or "")


def _target(item: Json, language: Language | None) -> str:
    said = _SIGNS.get(item.get("comparator") or "", "") + quantity(item.get("value"))
    period = f" ({date_text(item['period'], language)})" if item.get("period") else ""
    return f"{said} {item.get('unit') or ''} · {item.get('subject') or ''}{period}"


def _deadline(item: Json, language: Language | None) -> str:
    if language:
        told = due_words(item, language)
    else:
        told = date_text(item.get("date")) or str(item.get("rrule") or "")
    return f"{told or _term('kind', item.get('kind'), language)} · {item.get('action') or item.get('text') or ''}"


def _assignment(item: Json, language: Language | None) -> str:
    units = item.get("units") or ()
    names = "; ".join(f"{u.get('name')} ({_term('role', u.get('role'), language)})" for u in units)
    return f"{item.get('task') or ''} · {names}"


def _citation(item: Json, language: Language | None) -> str:
    number = (item.get("number") or {}).get("text") or ""
    kind, title = str(item.get("type_code") or ""), str(item.get("title") or "")
    if title.startswith(f"{kind} "):  # a law's title has the word “Luật” in it
        kind = ""
    parts = (kind, number, date_text(item.get("date"), language), title)
    return " ".join(p for p in parts if p)


def _section(item: Json, language: Language | None) -> str:
    return f"{item.get('label') or ''} {item.get('heading') or '…'}"


def _signer(item: Json, language: Language | None) -> str:
    parts = (item.get("capacity"), item.get("position"), item.get("name"))
    return " / ".join(str(p).replace("\n", " / ") for p in parts if p)


def _amount(item: Json, language: Language | None) -> str:
    return f"{quantity(item.get('value'))} {item.get('currency') or ''} {item.get('source') or ''}"


def _diagnostic(item: Json, language: Language | None) -> str:
    return f"{item.get('code')}: {item.get('message')}"


def _document(item: Json, language: Language | None) -> str:
    kind, title = item.get("type") or {}, item.get("title") or {}
    number = item.get("number") or {}
    return f"{kind.get('name') or ''} {number.get('text') or ''} {title.get('text') or ''}"


_BRIEFS: dict[str, _Brief] = {
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
