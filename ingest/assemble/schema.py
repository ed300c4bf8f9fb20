"""The record as JSON: schema generated from the types, serialisation, validation."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from pydantic import TypeAdapter

from ingest.assemble.compiled import compiled
from ingest.core import record as types
from ingest.core.record import SCHEMA_VERSION, Evidence, Record
from ingest.errors import InvalidRecord

SCHEMA_ID = f"urn:plan-ingest:schema:record:{SCHEMA_VERSION}"
_BOUNDS: Mapping[str, dict[str, object]] = {
    "confidence": {"minimum": 0, "maximum": 1},
    "page": {"minimum": 1},
    "number": {"minimum": 1},
    "start": {"minimum": 0},
    "end": {"minimum": 0},
    "bytes": {"minimum": 0},
    "page_count": {"minimum": 0},
    "sha256": {"pattern": "^[0-9a-f]{64}$"},
    "schema_version": {"pattern": r"^\d+\.\d+\.\d+$"},
}

ADDED: Mapping[str, set[str]] = {"Unit": {"level", "body"}}
"""Keys that came after 1.0.0, by type: always written, not required, so that records of an
older minor version stay valid."""


def record_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the record. Unknown keys are allowed: a record may grow."""
    made = TypeAdapter(Record).json_schema(mode="serialization", ref_template="#/$defs/{model}")
    definitions = {**made.pop("$defs"), "Record": made}
    for name, schema in definitions.items():
        kind = getattr(types, name)
        if dataclasses.is_dataclass(kind):
            _describe(schema, kind)  # type: ignore[arg-type]
    whole = definitions.pop("Record")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    return {**head, **whole, "title": "Record", "$defs": dict(sorted(definitions.items()))}


def _describe(schema: dict[str, Any], kind: type) -> None:
    hints = get_type_hints(kind, include_extras=True)
    doc = (kind.__doc__ or "").strip()
    if doc and not doc.startswith(f"{kind.__name__}("):
        schema["description"] = " ".join(doc.split())
    else:
        schema.pop("description", None)
    for name, prop in schema.get("properties", {}).items():
        prop.pop("title", None)
        if get_origin(hints[name]) is Annotated:
            notes = [a for a in get_args(hints[name])[1:] if isinstance(a, str)]
            if notes:
                prop["description"] = notes[0]
        if prop.get("type") in ("integer", "number", "string"):
            prop.update(_BOUNDS.get(name, {}))
        prop.pop("default", None)
    # A value that the record always writes is required, whether or not its type has a default.
    idle = {"boxes", *ADDED.get(kind.__name__, ())}
    schema["required"] = [n for n in schema.get("properties", {}) if n not in idle]


@cache
def _validator() -> Draft202012Validator:
    """The schema with its references put in place: the same rules, checked in half the time."""
    schema = record_schema()
    return Draft202012Validator(_inlined(schema, schema["$defs"]))


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(s, definitions) for s in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    idle = ("$defs", "title", "description") if "properties" in schema else ("title", "description")
    return {
        k: {n: _inlined(p, definitions) for n, p in v.items()}
        if k == "properties"
        else _inlined(v, definitions)
        for k, v in schema.items()
        if k not in idle
    }


def as_json(record: Record) -> dict[str, Any]:
    """The record in JSON types. Keys stand in the order of the types' fields."""
    plain: dict[str, Any] = _plain(record, _number)
    return plain


_Number = Callable[[float], Any]
_LEAVES = frozenset((str, int, bool, type(None)))


def _plain(value: Any, number: _Number) -> Any:
    kind: Any = type(value)
    if kind in _LEAVES:
        return value
    if kind is Evidence:
        return _plain_evidence(value)
    if kind is tuple or kind is list:
        return [_plain(v, number) for v in value]
    if kind is float:
        return number(value)
    names, read = _shape(kind)
    made = dict(zip(names, read(value), strict=True))
    for name, member in made.items():
        if type(member) not in _LEAVES:
            made[name] = _plain(member, number)
    return made


@cache
def _shape(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The fields of a record's type, and what reads them all at once."""
    names = tuple(kind.__slots__)
    return names, attrgetter(*names) if len(names) > 1 else lambda value: (
        getattr(value, names[0]),
    )


def _plain_evidence(seen: Evidence) -> dict[str, Any]:
    """Half of a record is evidence: it is worth a way of its own."""
    made: dict[str, Any] = {
        "page": seen.page, "start": seen.start, "end": seen.end, "quote": seen.quote,
    }  # fmt: skip
    if seen.boxes:
        made["boxes"] = [[_number(x) for x in box] for box in seen.boxes]
    return made


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _printed(value: float) -> object:
    """A number as Python prints it: msgspec writes `0.00001` where we always wrote `1e-05`."""
    if value.is_integer() or 1e-4 <= abs(value) < 1e16:
        return _number(value)
    return msgspec.Raw(json.dumps(value).encode())


def dumps(record: Record) -> str:
    """UTF-8 JSON text of the record, the same for the same record, ended by a line end."""
    whole = _taken(record)
    written = msgspec.json.encode(_plain(record, _printed) if whole is None else whole)
    return msgspec.json.format(written, indent=1).decode() + "\n"


@cache
def _compiled() -> Any:
    return compiled(record_schema(), _printed)


def _kept(data: object) -> object | None:
    """A record, or JSON data, as it is to be written if it keeps the schema; None if it may not."""
    try:
        whole: object = msgspec.convert(data, _compiled(), from_attributes=True)
    except msgspec.ValidationError:
        return None
    return whole


_checked: list[tuple[Record, object]] = []
"""The record that was checked last, and what it is written as: no file is brought to its types
twice. Gone once it is written."""


def _taken(record: Record) -> object | None:
    """`_kept`, or what the check of just this record has kept."""
    known = _checked[:]
    _checked.clear()
    return next((whole for one, whole in known if one is record), None) or _kept(record)


def keeps_schema(data: object) -> bool:
    """Whether JSON data keep the record's schema."""
    return _kept(data) is not None or _validator().is_valid(data)


def problems(data: object) -> list[str]:
    """What is wrong with a record given as JSON: schema first, then quotes; empty if nothing."""
    error = best_match(_validator().iter_errors(data)) if _kept(data) is None else None
    if error is not None:
        place = "/".join(map(str, error.absolute_path)) or "(top level)"
        return [f"{place}: {error.message[:300]}"]
    assert isinstance(data, dict)
    texts = [p["text"] for p in data["pages"]]
    return [] if _quotes_stand(data, texts) else _wrong_quotes(data, texts)


def _quotes_stand(data: dict[str, Any], texts: list[str]) -> bool:
    """`_wrong_quotes` finds nothing: the quick answer, without places."""
    todo: list[Any] = [data]
    while todo:
        value = todo.pop()
        if type(value) is list:
            todo += [v for v in value if type(v) is dict or type(v) is list]
        elif "quote" not in value or "page" not in value:
            todo += [v for v in value.values() if type(v) is dict or type(v) is list]
        elif value["page"] > len(texts) or (
            texts[value["page"] - 1][value["start"] : value["end"]] != value["quote"]
        ):
            return False
    return True


def _wrong_quotes(data: object, texts: list[str], path: str = "") -> list[str]:
    """The law that no schema can say: `quote == pages[page - 1].text[start:end]`."""
    if isinstance(data, list):
        return [w for k, v in enumerate(data) for w in _wrong_quotes(v, texts, f"{path}/{k}")]
    if not isinstance(data, dict):
        return []
    if {"page", "start", "end", "quote"} <= data.keys():
        page = data["page"]
        if page > len(texts) or texts[page - 1][data["start"] : data["end"]] != data["quote"]:
            return [f"{path.lstrip('/')}: the quote does not stand at its place"]
        return []
    return [w for k, v in data.items() for w in _wrong_quotes(v, texts, f"{path}/{k}")]


def validate(record: Record) -> None:
    """Raises InvalidRecord unless the record keeps the schema and its quotes are true."""
    texts = [page.text for page in record.pages]
    whole = _kept(record)
    if whole is not None and all(_stands(e, texts) for e in _evidence(record)):
        _checked[:] = [(record, whole)]
        return
    found = problems(as_json(record))
    if found:
        raise InvalidRecord(found[0])


def _stands(seen: Evidence, texts: list[str]) -> bool:
    page = seen.page
    return page <= len(texts) and texts[page - 1][seen.start : seen.end] == seen.quote


def _evidence(record: Record) -> Iterator[Evidence]:
    """All places that a record names."""
    todo: list[Any] = [record]
    while todo:
        value = todo.pop()
        kind: Any = type(value)
        if kind is Evidence:
            yield value
        elif kind is tuple or kind is list:
            todo += value
        elif kind not in _LEAVES and kind is not float:
            todo += _shape(kind)[1](value)


def from_json(data: object) -> Record:
    """A typed record from JSON data that validates."""
    return TypeAdapter(Record).validate_python(data)
