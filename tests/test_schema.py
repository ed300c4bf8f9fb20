"""The contract as JSON Schema: current, valid, and strict where a record must not be wrong."""

from __future__ import annotations

import copy
import dataclasses
import json
import random
from collections import Counter
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from stages import ROOT, TEXTS

from ingest.assemble.compiled import UnknownKeyword, compiled
from ingest.assemble.schema import (
    ADDED,
    as_json,
    dumps,
    from_json,
    keeps_schema,
    problems,
    record_schema,
    validate,
)
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
            assert set(schema["$defs"][name]["required"]) == fields - {"boxes"} - ADDED.get(
                name, set()
            )


def test_numbers_are_written_as_python_writes_them(record: types.Record) -> None:
    """The quick encoder has its own mind about small and large numbers: ours is JSON of Python."""
    amounts = [0.0, 0.1, 1e-05, 2.5e-7, 1234567.25, 1e21, 1e15 + 0.5, 5.0, 10**18]
    made = [types.Amount(f"amounts/{n}", None, v, "VND", None, "x") for n, v in enumerate(amounts)]
    document = dataclasses.replace(record.documents[0], amounts=tuple(made))
    whole = dataclasses.replace(record, documents=(document,))
    assert dumps(whole) == json.dumps(as_json(whole), ensure_ascii=False, indent=1) + "\n"


def test_every_sample_is_written_as_python_writes_it() -> None:
    for path in TEXTS[:4]:
        made = ingest_file(path)
        assert dumps(made) == json.dumps(as_json(made), ensure_ascii=False, indent=1) + "\n"


ODD: tuple[object, ...] = (
    None, True, False, 0, 1, -1, 2.0, 0.5, 1e300, float("nan"), "", "x", "day", [], {}, [1], [[]],
    {"text": 1},
)  # fmt: skip


def _spoilt(data: Any, chance: random.Random) -> None:
    """One change at a random place: another value, a key gone, a key more, a list cut."""
    place, path = data, keys(data)
    for step in chance.choice(path)[:-1]:
        place = place[step]
    step = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
    change = chance.randrange(4)
    if change == 0 and isinstance(place, dict):
        del place[step]
    elif change == 1 and isinstance(place, dict):
        place[f"{step}_"] = None
    elif change == 2 and isinstance(place[step], list):
        place[step] = place[step][:1] * chance.randrange(3)
    else:
        place[step] = chance.choice(ODD)


def test_the_quick_check_and_jsonschema_agree(data: dict[str, Any]) -> None:
    """On a thousand records with one to three things wrong, most of them refused."""
    slow = Draft202012Validator(record_schema())
    chance = random.Random(7)
    del data["documents"][1:], data["diagnostics"][1:], data["pages"][1:]
    for name, items in data["documents"][0].items():
        if isinstance(items, list):
            data["documents"][0][name] = items[:1]
    plain = json.dumps(data)
    answers = Counter()
    for _ in range(1000):
        broken = json.loads(plain)
        for _ in range(chance.randrange(1, 4)):
            _spoilt(broken, chance)
        answer = keeps_schema(broken)
        assert answer == slow.is_valid(broken), broken
        answers[answer] += 1
    assert min(answers[True], answers[False]) > 50


def test_a_schema_with_a_rule_that_is_not_understood_is_refused() -> None:
    for schema in ({"format": "date"}, {"properties": {"a": {"oneOf": []}}}, {"enum": [1]}):
        with pytest.raises(UnknownKeyword):
            compiled(schema, float)


def test_a_record_of_an_older_minor_version_stays_valid(data: dict[str, Any]) -> None:
    for unit in data["documents"][0]["units"]:
        del unit["level"], unit["body"]
    assert problems({**data, "schema_version": "1.0.0"}) == []


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
        if path[-1] in ("boxes", "level", "body"):
            continue  # absent without geometry; absent before 1.1
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
