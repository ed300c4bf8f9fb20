"""The contract as JSON Schema: current, valid, and strict where a record must not be wrong."""

from __future__ import annotations

import copy
import dataclasses
import json
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from stages import ROOT

from ingest.assemble.schema import as_json, dumps, from_json, problems, record_schema, validate
from ingest.core import record as types
from ingest.core.record import SCHEMA_VERSION
from ingest.errors import InvalidRecord
from ingest.pipeline import ingest_file

SCHEMA = ROOT / "schemas" / "record.schema.json"


@pytest.fixture(scope="module")
def record() -> types.Record:
    return ingest_file(ROOT / "samples" / "text" / "qd-bo-phu-luc.txt")


@pytest.fixture
def data(record: types.Record) -> dict[str, Any]:
    return copy.deepcopy(as_json(record))


def test_the_published_schema_is_what_the_types_give() -> None:
    """After a change of the types: `python -m tools.generate`."""
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(record_schema()))


def test_the_schema_is_draft_2020_12_and_says_its_version() -> None:
    schema = record_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA_VERSION in schema["$id"]


def test_every_type_of_the_record_is_described() -> None:
    schema = record_schema()
    for name, kind in vars(types).items():
        if dataclasses.is_dataclass(kind) and name in schema["$defs"]:
            fields = {f.name for f in dataclasses.fields(kind)}
            assert set(schema["$defs"][name]["properties"]) == fields
            assert set(schema["$defs"][name]["required"]) == fields - {"boxes"}


def test_a_record_validates_and_comes_back_the_same(record: types.Record) -> None:
    validate(record)
    assert from_json(json.loads(dumps(record))) == record


def test_a_record_may_grow(data: dict[str, Any]) -> None:
    """The contract: the keys named there exist; a record may carry more."""
    data["documents"][0]["archive_code"] = "X"
    assert problems(data) == []


Path = tuple[str | int, ...]
FIRST: Path = ("documents", 0)

BROKEN: list[tuple[str, Path, object]] = [
    ("confidence above one", (*FIRST, "citations", 0, "confidence"), 2),
    ("confidence below nought", (*FIRST, "issuer", "confidence"), -0.1),
    ("confidence as a word", (*FIRST, "issuer", "confidence"), "high"),
    ("relation unknown", (*FIRST, "citations", 0, "relation"), "cites"),
    ("precision unknown", (*FIRST, "date", "precision"), "decade"),
    ("severity unknown", ("diagnostics",), [{"code": "x", "severity": "bad", "message": "", "evidence": []}]),
    ("origin unknown", ("pages", 0, "origin"), "guess"),
    ("page nought", (*FIRST, "title", "evidence", 0, "page"), 0),
    ("page beyond the file", (*FIRST, "title", "evidence", 0, "page"), 99),
    ("a quote that stands elsewhere", (*FIRST, "title", "evidence", 0, "start"), 0),
    ("a quote put right", (*FIRST, "title", "evidence", 0, "quote"), "Kế hoạch"),
    ("number as a string", (*FIRST, "number"), "12/KH-UBND"),
    ("serial as a number", (*FIRST, "number", "serial"), 12),
    ("year as a string", (*FIRST, "number", "year"), "2008"),
    ("sections as an object", (*FIRST, "sections"), {}),
    ("a digest of the wrong length", ("source", "sha256"), "00"),
    ("no version", ("schema_version",), "one"),
    ("documents null", ("documents",), None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_record_is_refused(data: dict[str, Any], path: Path, value: object) -> None:
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert problems(data)


def keys(value: object, path: Path = ()) -> list[Path]:
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in [(*path, k), *keys(v, (*path, k))]]
    if isinstance(value, list):
        return [p for k, v in enumerate(value[:1]) for p in keys(v, (*path, k))]
    return []


def test_no_key_may_be_missing(data: dict[str, Any]) -> None:
    """Every key of a record, one at a time; of a list, those of its first member."""
    del data["documents"][1:], data["diagnostics"][1:]
    for items in data["documents"][0].values():
        if isinstance(items, list):
            del items[1:]
    for path in keys(data):
        if path[-1] == "boxes":
            continue
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        order, value = list(place), place.pop(path[-1])
        assert problems(data), f"may be missing: {'/'.join(map(str, path))}"
        place[path[-1]] = value
        for key in order:
            place[key] = place.pop(key)


@pytest.mark.parametrize("data", [None, [], 3, "record", {}, {"documents": []}])
def test_what_is_no_record_is_refused(data: object) -> None:
    assert problems(data)


def test_a_wrong_record_is_never_a_success(record: types.Record) -> None:
    title = record.documents[0].title
    assert title
    moved = dataclasses.replace(title.evidence[0], start=title.evidence[0].start + 1)
    wrong = dataclasses.replace(title, evidence=(moved,))
    document = dataclasses.replace(record.documents[0], title=wrong)
    with pytest.raises(InvalidRecord):
        validate(dataclasses.replace(record, documents=(document,)))


def test_enums_of_the_schema_are_those_of_the_types() -> None:
    definitions = record_schema()["$defs"]
    relation = definitions["Citation"]["properties"]["relation"]["enum"]
    assert tuple(relation) == get_args(types.CitationRelation)
