"""Fields of an item as text in a form, and back into values with their checks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import regex

from ingest.core.text import Span
from ingest.extract.grammar.docnumber import find_numbers
from ingest.lexicon.messages import LANGUAGES, Language
from ingest.lexicon.messages import text as message
from ingest.review.brief import quantity
from ingest.review.pointer import Json
from ingest.review.when import precision, valid

Widget = Literal["text", "long", "date", "quantity", "number", "choice", "lines", "units"]
_ROLES = ("lead", "implement", "coordinate", "advise")


class Wrong(ValueError):
    """An entry that cannot be a value; `key` names the message."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `name` is blank where the item itself is the value (a date)."""

    name: str
    widget: Widget = "text"
    choices: tuple[str, ...] = ()
    needed: bool = False


_COMPARATORS = ("eq", "gte", "lte", "approx", "increase", "decrease")
_LEVELS = ("central", "province", "district", "commune", "grassroots")
_KINDS = ("by", "on", "during", "range", "recurring", "ongoing", "conditional")
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "targets": (
        Field("subject", "long"), Field("value", "quantity", needed=True), Field("unit"),
        Field("comparator", "choice", _COMPARATORS, True), Field("period", "date"),
        Field("bound", "choice", ("gte", "lte")), Field("frequency", "choice", ("yearly",)),
        Field("section"),
    ),
    "deadlines": (
        Field("kind", "choice", _KINDS, True), Field("date", "date"), Field("rrule"),
        Field("action", "long"), Field("units", "lines"), Field("recipient"), Field("via"),
        Field("time"), Field("section"),
    ),
    "assignments": (
        Field("task", "long", needed=True), Field("units", "units"), Field("section"),
    ),
    "citations": (
        Field("type_code"), Field("number", "number"), Field("date", "date"), Field("issuer"),
        Field("title", "long"),
        Field("relation", "choice", ("implements", "basis", "mention"), True),
    ),
    "amounts": (
        Field("value", "quantity", needed=True),
        Field("currency", "choice", ("VND", "USD", "EUR"), True), Field("source"),
    ),
    "sections": (Field("label", needed=True), Field("heading", "long")),
    "units": (
        Field("name", "long", needed=True), Field("kind"), Field("level", "choice", _LEVELS),
    ),
    "signers": (Field("name"), Field("position"), Field("capacity", "long")),
    "recipients": (Field("text", "long", needed=True),),
    "type": (Field("code", needed=True), Field("name", needed=True)),
    "number": (
        Field("text", needed=True), Field("serial"), Field("symbol"), Field("type_code"),
        Field("issuer_code"),
    ),
    "issuer": (Field("name", "long", needed=True), Field("parent", "long")),
    "place": (Field("name", needed=True),),
    "date": (Field("", "date", needed=True),),
    "period": (Field("", "date", needed=True),),
    "title": (Field("text", "long", needed=True),),
    "filing": (Field("text", needed=True),),
}  # fmt: skip

DEFAULTS: Mapping[str, Json] = {
    "targets": {
        "id": "", "section": None, "subject": None, "value": None, "unit": None,
        "comparator": "eq", "period": None, "text": "", "bound": None, "frequency": None,
        "confidence": 1, "inferred": False, "evidence": [],
    },
    "deadlines": {
        "id": "", "section": None, "kind": "by", "date": None, "rrule": None, "action": None,
        "units": [], "recipient": None, "text": "", "via": None, "time": None, "confidence": 1,
        "inferred": False, "evidence": [],
    },
    "assignments": {
        "id": "", "section": None, "task": "", "units": [], "deadline": None, "text": "",
        "form": "sentence", "confidence": 1, "inferred": False, "evidence": [],
    },
    "citations": {
        "id": "", "type_code": None, "number": None, "date": None, "issuer": None, "title": None,
        "relation": "mention", "confidence": 1, "inferred": False, "evidence": [],
    },
    "signers": {"name": None, "position": None, "capacity": None, "evidence": []},
    "recipients": {"text": "", "evidence": []},
}  # fmt: skip
"""What can be added: an item with nothing said yet."""


def role_word(role: str, language: Language) -> str:
    """A role as the form has it: `lead`, `chủ trì`; one that has no word stands as it is."""
    return message(f"review.c-{role}", language) if role in _ROLES else role


@cache
def _role_codes() -> Mapping[str, str]:
    """Roles by their words in every language, and by themselves."""
    words = {role_word(role, told): role for role in _ROLES for told in LANGUAGES}
    return words | {role: role for role in _ROLES}


def shown(field: Field, item: Json, language: Language = "en") -> str:
    """The field as text of a form."""
    value: Any = item if field.name == "" else item.get(field.name)
    if value is None:
        return ""
    if field.widget == "date":
        return str(value.get("edtf") or "")
    if field.widget == "quantity":
        return quantity(value).replace("–", "-")
    if field.widget == "number":
        return str(value.get("text") or "")
    if field.widget == "lines":
        return "\n".join(value)
    if field.widget == "units":
        return "\n".join(
            f"{role_word(str(u.get('role')), language)}: {u.get('name')}" for u in value
        )
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def entered(field: Field, text: str, item: Json) -> Any:
    """The value that a form's text stands for. Raises Wrong."""
    text = text.replace("\r\n", "\n").strip()
    if not text and field.widget not in ("lines", "units"):
        if field.needed:
            raise Wrong("needed")
        return None
    old = item if field.name == "" else item.get(field.name)
    return _READ[field.widget](text, old, field, item)


def _text(text: str, old: Any, field: Field, item: Json) -> Any:
    return text


def _choice(text: str, old: Any, field: Field, item: Json) -> Any:
    if text not in field.choices:
        raise Wrong("choice")
    return text


def _date(text: str, old: Any, field: Field, item: Json) -> Any:
    if not valid(text):
        raise Wrong("date")
    base = {"text": text, "time": None, "inferred": False, "evidence": item.get("evidence") or []}
    if isinstance(old, dict):
        base |= {k: v for k, v in old.items() if k != "review"}
    made = {"text": base["text"], "edtf": text, "precision": precision(text)}
    return made | {k: v for k, v in base.items() if k not in made}


_PLAIN = regex.compile(r"-?\d{1,15}(?:[.,]\d{1,9})?")
_THOUSANDS = regex.compile(r"-?\d{1,3}(?:[.,]\d{3})+")


def _one(text: str) -> float | int:
    """A number; `29.000` could be either of two and is refused."""
    if _THOUSANDS.fullmatch(text) and not text.startswith(("0.", "0,")):
        raise Wrong("thousands")
    if not _PLAIN.fullmatch(text):
        raise Wrong("quantity")
    made = float(text.replace(",", "."))
    return int(made) if made.is_integer() else made


def _quantity(text: str, old: Any, field: Field, item: Json) -> Any:
    text = regex.sub(r"\s+", "", text.replace("–", "-"))
    parts = text.split("/")
    if len(parts) == 2:
        return {"numerator": _one(parts[0]), "denominator": _one(parts[1])}
    ends = text.split("-")
    if len(ends) == 2 and ends[0]:
        return {"min": _one(ends[0]), "max": _one(ends[1])}
    return _one(text)


def _number(text: str, old: Any, field: Field, item: Json) -> Any:
    found = next(iter(find_numbers(text, Span(0, len(text)))), None)
    if found is None:
        raise Wrong("number")
    number = found.number
    names = ("text", "serial", "year", "symbol", "type_code", "issuer_code")
    return {n: getattr(number, n) for n in names} | {"evidence": item.get("evidence") or []}


def _lines(text: str, old: Any, field: Field, item: Json) -> Any:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _units(text: str, old: Any, field: Field, item: Json) -> Any:
    """`lead: Sở Tài chính` or `chủ trì: …` a line; a unit that was there keeps its words and place."""
    known = {u.get("name"): u for u in old or ()}
    made = []
    for line in _lines(text, old, field, item):
        word, parted, name = line.partition(":")
        role, name = _role_codes().get(" ".join(word.lower().split())), name.strip()
        if not parted or role is None or not name:
            raise Wrong("units")
        base = known.get(name) or {
            "name": name, "role": role, "text": name, "generic": False, "inferred": False,
            "evidence": item.get("evidence") or [],
        }  # fmt: skip
        made.append({**base, "role": role})
    return made


_READ: Mapping[Widget, Callable[[str, Any, Field, Json], Any]] = {
    "text": _text,
    "long": _text,
    "choice": _choice,
    "date": _date,
    "quantity": _quantity,
    "number": _number,
    "lines": _lines,
    "units": _units,
}
