"""Records back from disk, typed. `ingest.load` for programs; what reports and exports read with."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, get_args, get_type_hints

import regex
from pydantic import TypeAdapter, ValidationError

from ingest.core.record import SCHEMA_VERSION, Evidence, Record
from ingest.errors import IngestError, Unreadable

_VERSION = regex.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})")


class NotARecord(IngestError):
    """The file is no record: no JSON, other keys, or quotes that do not stand at their place."""

    outcome = "not-a-record"


class NewerSchema(IngestError):
    """The record was written under a later major version of the schema."""

    outcome = "newer-schema"


Data: TypeAlias = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Migration:
    """A step from one major version to the next: `change` may alter the mapping it is given."""

    major: int
    change: Callable[[Data], Data]


MIGRATIONS: tuple[Migration, ...] = ()
"""One step a major version, oldest first. There is none yet: 1 is the first version published."""


def load(path: str | Path) -> Record:
    """The typed record of one JSON file that `plan-ingest run` has written.

    A record of an older version is brought up to this one: within a major version by the
    defaults of the keys that were added, across versions by MIGRATIONS. Keys that this version
    does not know are passed over, so that records of a later minor version can be read.
    Types and quotes are checked; `plan-ingest validate` checks against the whole schema.

    Raises Unreadable, NotARecord, or NewerSchema for a later major version.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from error
    try:
        return loads(raw)
    except (NotARecord, NewerSchema) as error:
        raise type(error)(f"{path}: {error.what}") from error


def loads(raw: bytes) -> Record:
    """`load` for the bytes of a record."""
    record = _read(raw)
    wrong = next(_wrong_quotes(record), None)
    if wrong is not None:
        raise NotARecord(f"page {wrong.page}: the quote at {wrong.start} does not stand there")
    return record


def _read(raw: bytes) -> Record:
    """What has this version's types and number is read at once; else its version is looked at."""
    try:
        record = _typed(raw)
    except NotARecord as error:
        trouble = error
    else:
        if _major(record.schema_version) == _major(SCHEMA_VERSION):
            return record
        trouble = NotARecord(f"schema version {record.schema_version}")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotARecord(f"not JSON: {str(error)[:120]}") from error
    changed = migrate(data, MIGRATIONS)
    if changed is data:
        raise trouble
    # Numbers, null and text come back as they were: only what a step changed is different.
    return _typed(json.dumps(changed, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def migrate(data: object, steps: Sequence[Migration], wanted: str = SCHEMA_VERSION) -> Data:
    """`data` itself where its major version is that of `wanted`, else a changed copy.

    Raises NewerSchema for a later major version, NotARecord where there is no way.
    """
    if not isinstance(data, dict):
        raise NotARecord("not a JSON object")
    major, here = _major(data.get("schema_version")), _major(wanted)
    if major > here:
        said = data["schema_version"]
        raise NewerSchema(f"schema version {said}, this program reads up to {here}.x")
    if major == here:
        return data
    ways = {step.major: step.change for step in steps}
    changed: Data = json.loads(json.dumps(data))
    for version in range(major, here):
        if version not in ways:
            raise NotARecord(f"schema version {version}.x cannot be brought up to {here}.x")
        changed = ways[version](changed)
    return {**changed, "schema_version": wanted}


def _major(version: object) -> int:
    found = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if found is None:
        raise NotARecord("no schema_version of the form 1.2.3")
    return int(found[1])


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def _typed(raw: bytes) -> Record:
    try:
        return _adapter().validate_json(raw, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/".join(map(str, first["loc"])) or "(top level)"
        raise NotARecord(f"{place}: {first['msg']}") from error


def _wrong_quotes(record: Record) -> Iterator[Evidence]:
    texts = [page.text for page in record.pages]
    for seen in evidence_in(record):
        inside = 1 <= seen.page <= len(texts) and 0 <= seen.start <= seen.end
        if not inside or texts[seen.page - 1][seen.start : seen.end] != seen.quote:
            yield seen


def evidence_in(value: object) -> list[Evidence]:
    """All evidence under a value of a record, in the order of its fields."""
    found: list[Evidence] = []
    _collect(value, found)
    return found


def _collect(value: object, found: list[Evidence]) -> None:
    if isinstance(value, Evidence):
        found.append(value)
    elif isinstance(value, tuple):
        for member in value:
            _collect(member, found)
    else:
        kind: Any = type(value)
        for name in _holders(kind):
            _collect(getattr(value, name), found)


@cache
def _holders(kind: Any) -> tuple[str, ...]:
    """The fields of a record's type that can hold evidence."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(name for name, hint in get_type_hints(kind).items() if _may_hold(hint))


def _may_hold(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) or any(map(_may_hold, get_args(hint)))
