"""Gold facts from a record that people went through: its corrections say what is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.review.corrections import load_corrections
from ingest.review.pointer import SCALARS, Json
from ingest.review.reapply import reapply

_DECIDED = ("accepted", "corrected", "added")


def gold_of(record: Json, path: Path) -> Json:
    """The record's facts as gold. What nobody decided on is optional, or `undecided`."""
    made = reapply(record, load_corrections(path))
    removed = {f.path for f in made.fits if f.correction.op == "remove" and f.state != "unfit"}
    documents = [_document(d, removed) for d in made.record.get("documents") or ()]
    return {"documents": documents}


def _document(document: Json, removed: set[str]) -> Json:
    root = f"/documents/{document.get('id')}/"
    undecided = [
        name for name in SCALARS if not _decided(document.get(name)) and root + name not in removed
    ]
    recipients = document.get("recipients") or []
    if not (recipients and all(_decided(r) for r in recipients)):
        undecided.append("recipients")
    number = document.get("number") or {}
    return {
        "type_code": _in(document.get("type"), "code"),
        "number": {k: number.get(k) for k in ("serial", "symbol")},
        "issuer": _in(document.get("issuer"), "name"),
        "place": _in(document.get("place"), "name"),
        "date": _in(document.get("date"), "edtf"),
        "title": _in(document.get("title"), "text"),
        "period": _in(document.get("period"), "edtf"),
        "filing": _in(document.get("filing"), "text"),
        "recipients": [r.get("text") for r in recipients],
        "undecided": undecided,
        **{name: _items(document, name) for name in _FIELDS},
    }


_FIELDS: dict[str, tuple[str, ...]] = {
    "signers": ("name", "position", "capacity"),
    "sections": ("id", "heading"),
    "citations": ("type_code", "number", "date", "title", "relation"),
    "targets": ("section", "subject", "value", "unit", "comparator", "period", "text"),
    "deadlines": ("section", "kind", "date", "rrule", "action", "text"),
    "assignments": ("section", "task", "units", "text"),
}


def _items(document: Json, name: str) -> list[Json]:
    return [_item(name, item) for item in document.get(name) or ()]


def _item(name: str, item: Json) -> Json:
    made: Json = {k: item.get(k) for k in _FIELDS[name]}
    if name == "deadlines":
        made["edtf"] = _in(made.pop("date"), "edtf")
    for key in ("date", "period"):
        if key in made:
            made[key] = _in(made[key], "edtf")
    return made if _decided(item) else {**made, "optional": True}


def _in(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else value


def _decided(value: Any) -> bool:
    return isinstance(value, dict) and value.get("review") in _DECIDED
