"""The record as JSON: schema generated from the types, serialisation, validation."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from pydantic import TypeAdapter

from ingest.core import record as types
from ingest.core.record import SCHEMA_VERSION, Record
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
    schema["required"] = [n for n in schema.get("properties", {}) if n != "boxes"]


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
    plain = _plain(record)
    assert isinstance(plain, dict)
    return plain


def _plain(value: object) -> object:
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        made = {f: _plain(getattr(value, f)) for f in value.__slots__}  # type: ignore[attr-defined]
        if made.get("boxes") == []:
            del made["boxes"]
        return made
    return value


def dumps(record: Record) -> str:
    """UTF-8 JSON text of the record, the same for the same record, ended by a line end."""
    return json.dumps(as_json(record), ensure_ascii=False, indent=1) + "\n"


def problems(data: object) -> list[str]:
    """What is wrong with a record given as JSON: schema first, then quotes; empty if nothing."""
    error = best_match(_validator().iter_errors(data))
    if error is not None:
        place = "/".join(map(str, error.absolute_path)) or "(top level)"
        return [f"{place}: {error.message[:300]}"]
    assert isinstance(data, dict)
    return _wrong_quotes(data, [p["text"] for p in data["pages"]])


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
    found = problems(as_json(record))
    if found:
        raise InvalidRecord(found[0])


def from_json(data: object) -> Record:
    """A typed record from JSON data that validates."""
    return TypeAdapter(Record).validate_python(data)
