"""`ingest.load`: what was written comes back, and what is no record of ours is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export_made import record

import ingest
from ingest.assemble.load import MIGRATIONS, Migration, NewerSchema, NotARecord, loads, migrate
from ingest.assemble.schema import as_json, dumps
from ingest.core.record import SCHEMA_VERSION
from ingest.errors import Unreadable

MAJOR = int(SCHEMA_VERSION.split(".")[0])


def _written(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(dumps(record()), "utf-8")
    assert ingest.load(path) == record()
    assert ingest.load(str(path)) == record()


def test_a_later_major_version_is_refused_by_name(tmp_path: Path) -> None:
    data = {**as_json(record()), "schema_version": f"{MAJOR + 1}.0.0"}
    with pytest.raises(NewerSchema, match=rf"b\.json: .*{MAJOR + 1}\.0\.0"):
        ingest.load(_written(tmp_path / "b.json", data))


def test_a_later_minor_version_is_read_without_its_new_keys(tmp_path: Path) -> None:
    data = {**as_json(record()), "schema_version": f"{MAJOR}.99.0", "mood": "good"}
    data["documents"][0]["mood"] = ["good"]
    loaded = ingest.load(_written(tmp_path / "c.json", data))
    assert loaded.documents == record().documents
    assert loaded.schema_version == f"{MAJOR}.99.0"


def test_keys_that_a_minor_version_added_have_their_defaults(tmp_path: Path) -> None:
    data = as_json(record())
    del data["documents"][1]["amounts"]
    del data["documents"][1]["assignments"][0]["form"]
    loaded = ingest.load(_written(tmp_path / "d.json", data))
    assert loaded.documents[1].amounts == ()
    assert loaded.documents[1].assignments[0].form == "sentence"


def test_older_major_versions_go_up_step_by_step() -> None:
    def rename(data: dict[str, Any]) -> dict[str, Any]:
        data["pages"] = data.pop("sheets")
        return data

    def count(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "count": len(data["pages"])}

    old = {"schema_version": "3.2.1", "sheets": ["à"]}
    made = migrate(old, (Migration(3, rename), Migration(4, count)), "5.0.0")
    assert made == {"schema_version": "5.0.0", "pages": ["à"], "count": 1}
    assert old == {"schema_version": "3.2.1", "sheets": ["à"]}, "the data given are not touched"


def test_without_a_way_an_older_version_is_refused() -> None:
    with pytest.raises(NotARecord, match=r"3\.x cannot be brought up to 5\.x"):
        migrate({"schema_version": "3.0.0"}, (Migration(4, lambda data: data),), "5.0.0")


def test_migrations_lead_from_the_first_version_to_this_one() -> None:
    assert [step.major for step in MIGRATIONS] == list(range(1, MAJOR))


def _wrong_quote(data: dict[str, Any]) -> None:
    data["documents"][0]["title"]["evidence"][0]["start"] += 1


def _page_zero(data: dict[str, Any]) -> None:
    data["documents"][0]["title"]["evidence"][0]["page"] = 0


def _text_for_number(data: dict[str, Any]) -> None:
    data["documents"][1]["targets"][0]["value"] = "5.5"


def _no_pages(data: dict[str, Any]) -> None:
    del data["pages"]


def _no_version(data: dict[str, Any]) -> None:
    data["schema_version"] = 1


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_wrong_quote, "does not stand there"),
        (_page_zero, "page 0"),
        (_text_for_number, "documents/1/targets/0/value"),
        (_no_pages, "pages: "),
        (_no_version, "no schema_version"),
    ],
)
def test_a_spoilt_record_is_refused(spoil: Callable[[dict[str, Any]], None], why: str) -> None:
    data = json.loads(dumps(record()))
    spoil(data)
    with pytest.raises(NotARecord, match=why):
        loads(json.dumps(data).encode())


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"\xff", b"{", b"[" * 100_000, b'"\\ud800"'])
def test_what_is_no_record_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(NotARecord):
        loads(raw)


def test_a_path_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        ingest.load(tmp_path / "absent.json")
    with pytest.raises(Unreadable):
        ingest.load(tmp_path)
