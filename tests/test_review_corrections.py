"""Corrections hold over a re-run, follow what moved, and say when they no longer fit."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random

import pytest
from made_records import Json, made
from mutations import insert_chapter, relabel
from review_browser import write

from ingest.assemble.schema import problems
from ingest.errors import InvalidRecord
from ingest.review.corrections import (
    Correction,
    all_lines,
    correct,
    corrections_path,
    line,
    load_corrections,
    standing,
)
from ingest.review.pointer import find, join, split
from ingest.review.reapply import reapply
from ingest.review.server.desk import Desk

ABOUT = {"decision": "1", "who": "an", "when": "2026-01-02T03:04:05Z", "why": "nhìn nhầm"}


def _value_at(record: Json, path: str) -> object:
    return find(record, split(path))


def _target(record: Json, number: int = 0) -> str:
    return join("documents", "d1", "targets", record["documents"][0]["targets"][number]["id"])


def test_paths_escape_and_return() -> None:
    path = join("documents", "d1", "targets", "targets/I.2~2/1", "value")
    assert path == "/documents/d1/targets/targets~1I.2~02~11/value"
    assert split(path)[3] == "targets/I.2~2/1"


def test_a_correction_is_never_an_edit() -> None:
    record = made(1)
    before = copy.deepcopy(record)
    fix = correct(record, "replace", _target(record) + "/value", 42, **ABOUT)
    made_new = reapply(record, [fix])
    assert record == before
    item = made_new.record["documents"][0]["targets"][0]
    assert (item["value"], item["review"], item["confidence"]) == (42, "corrected", 1)
    assert problems(made_new.record) == []


def test_each_kind_of_decision() -> None:
    record = made(1)
    first, second, third = (_target(record, k) for k in range(3))
    fresh = copy.deepcopy(record["documents"][0]["targets"][0]) | {"value": 77, "id": ""}
    lines = [
        correct(record, "test", first, _value_at(record, first), **ABOUT),
        correct(record, "replace", f"{second}/unit", "người", **ABOUT),
        correct(record, "remove", third, None, **ABOUT),
        correct(record, "add", "/documents/d1/targets/-", fresh, **ABOUT),
    ]
    result = reapply(record, lines)
    assert [f.state for f in result.fits] == ["applied"] * 4
    targets = result.record["documents"][0]["targets"]
    assert len(targets) == len(record["documents"][0]["targets"])
    assert targets[-1]["id"] == "targets/II.1/+1"
    assert [t.get("review") for t in targets[:2]] == ["accepted", "corrected"]
    assert problems(result.record) == []


def test_after_a_renumbering_corrections_follow() -> None:
    record = made(2)
    path = join("documents", "d1", "assignments", "assignments/III.1/1")
    fix = correct(record, "replace", f"{path}/task", "Việc khác", **ABOUT)
    again = copy.deepcopy(record)
    insert_chapter(again, Random(0))
    [fit] = reapply(again, [fix]).fits
    assert fit.state == "moved"
    assert fit.path == "/documents/d1/assignments/assignments~1IV.1~11/task"


def test_what_reads_otherwise_does_not_fit() -> None:
    record = made(3)
    path = _target(record)
    fix = correct(record, "replace", f"{path}/value", 42, **ABOUT)
    kept = correct(record, "test", path, _value_at(record, path), **ABOUT)
    gone = correct(record, "remove", path, None, **ABOUT)
    again = copy.deepcopy(record)
    again["documents"][0]["targets"][0]["value"] = 41
    result = reapply(again, [fix, kept, gone])
    assert [f.state for f in result.unfit] == ["unfit"] * 3
    assert {f.why for f in result.unfit} == {"otherwise"}
    assert result.record == again


def test_what_the_program_now_finds_by_itself_is_fulfilled() -> None:
    record = made(4)
    path = _target(record)
    lines = [
        correct(record, "replace", f"{path}/value", 41, **ABOUT),
        correct(record, "remove", _target(record, 2), None, **ABOUT),
    ]
    again = copy.deepcopy(record)
    again["documents"][0]["targets"][0]["value"] = 41.0
    evidence = again["documents"][0]["targets"][2]["evidence"]
    again["documents"][0]["targets"] = [
        t for t in again["documents"][0]["targets"] if t["evidence"] != evidence
    ]
    assert [f.state for f in reapply(again, lines).fits] == ["fulfilled", "fulfilled"]


def test_what_is_gone_is_named() -> None:
    record = made(4)
    fix = correct(record, "replace", _target(record) + "/value", 41, **ABOUT)
    again = copy.deepcopy(record)
    quote = again["documents"][0]["targets"][0]["evidence"]
    again["documents"][0]["targets"] = [
        t for t in again["documents"][0]["targets"] if t["evidence"] != quote
    ]
    [fit] = reapply(again, [fix]).unfit
    assert fit.why == "gone"


def test_confidence_ids_and_places_are_not_what_was_decided_on() -> None:
    record = made(5)
    path = _target(record)
    kept = correct(record, "test", path, _value_at(record, path), **ABOUT)
    again = copy.deepcopy(record)
    relabel(again, Random(0))
    for item in again["documents"][0]["targets"]:
        item["confidence"] = 0.5
    [fit] = reapply(again, [kept]).fits
    assert fit.state == "applied"


def test_an_added_item_finds_its_words_on_a_shifted_page() -> None:
    record = made(6)
    fresh = copy.deepcopy(record["documents"][0]["assignments"][0]) | {"task": "Mới", "id": ""}
    fix = correct(record, "add", "/documents/d1/assignments/-", fresh, **ABOUT)
    again = json.loads(json.dumps(record))
    again["pages"][0]["text"] = "Trang in lại\n" + again["pages"][0]["text"]
    for found in _evidence(again["documents"]):
        found["start"] += 13
        found["end"] += 13
    result = reapply(again, [fix])
    assert result.fits[0].state == "applied"
    assert problems(result.record) == []
    again["pages"][0]["text"] = "Khác hẳn"
    assert reapply(again, [fix]).unfit[0].why == "words-gone"


def _evidence(value: object) -> list[Json]:
    if isinstance(value, dict):
        return [value] if "quote" in value else [e for v in value.values() for e in _evidence(v)]
    return [e for v in value for e in _evidence(v)] if isinstance(value, list) else []


def test_a_removed_deadline_leaves_no_reference() -> None:
    record = made(7)
    name = record["documents"][0]["deadlines"][0]["id"]
    fix = correct(record, "remove", join("documents", "d1", "deadlines", name), None, **ABOUT)
    result = reapply(record, [fix])
    assert all(a["deadline"] != name for a in result.record["documents"][0]["assignments"])


def test_a_single_value_is_removed_and_added() -> None:
    record = made(8)
    about = {**ABOUT, "decision": "2"}
    gone = correct(record, "remove", "/documents/d1/place", None, **ABOUT)
    after = reapply(record, [gone]).record
    assert after["documents"][0]["place"] is None
    place = {"name": "Tân Kỳ", "evidence": record["documents"][0]["place"]["evidence"]}
    back = correct(after, "add", "/documents/d1/place", place, **about)
    result = reapply(record, [gone, back])
    assert result.record["documents"][0]["place"]["name"] == "Tân Kỳ"
    assert problems(result.record) == []


def test_undo_takes_a_whole_decision_back(tmp_path: Path) -> None:
    record = made(9)
    path = tmp_path / "a.txt.json"
    one = correct(record, "replace", _target(record) + "/value", 1, **ABOUT)
    two = correct(record, "replace", _target(record) + "/unit", "x", **ABOUT)
    other = correct(record, "remove", _target(record, 1), None, **{**ABOUT, "decision": "2"})
    undo = Correction("1", "undo", "", None, None, (), "", "", "an", "2026-01-02T04:00:00Z")
    corrections_path(path).write_text("".join(map(line, [one, two, other, undo])), "utf-8")
    assert load_corrections(path) == [other]
    assert standing(all_lines(corrections_path(path))) == [other]
    assert corrections_path(path).name == "a.txt.corrections.jsonl"


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    corrections_path(path).write_text('{"op": "explode"}\n', "utf-8")
    with pytest.raises(InvalidRecord, match="line 1"):
        load_corrections(path)


def test_lines_survive_json() -> None:
    record = made(10)
    path = _target(record)
    kept = correct(record, "test", path, _value_at(record, path), **ABOUT)
    [again] = [Correction(**{**json.loads(line(kept)), "quotes": kept.quotes})]
    assert again == kept


def test_a_record_whose_name_leaves_no_room_has_none(tmp_path: Path) -> None:
    """One such file must not take the report of fifty thousand with it."""
    assert load_corrections(tmp_path / f"{'x' * 250}.json") == []


def test_line_ends_of_unicode_in_a_value_do_not_cut_the_line(tmp_path: Path) -> None:
    """U+2028, U+2029, U+0085 come with text pasted from web pages, and stand unescaped in JSON:
    read as line ends they made the whole file of decisions unreadable."""
    path = tmp_path / "a.json"
    record = made(11)
    fix = correct(
        record, "replace", _target(record) + "/subject", "hộ\u2028gia\u2029đình\x85", **ABOUT
    )
    corrections_path(path).write_text(line(fix) + line(fix), "utf-8", newline="")
    assert load_corrections(path) == [fix, fix]


def test_a_decision_does_not_stick_to_a_line_edited_by_hand(tmp_path: Path) -> None:
    """Editors may leave the last line without an end: the next decision made both unreadable."""
    path = write(tmp_path / "a.json", made(12))
    desk = Desk(tmp_path, None, "an", lambda: ABOUT["when"])
    first, second = [e for e in desk.sheet(path).entries if e.kind == "targets"][:2]
    desk.accept(path, first, "")
    kept = corrections_path(path)
    kept.write_bytes(kept.read_bytes().rstrip(b"\n"))
    desk.accept(path, second, "")
    assert [c.path for c in load_corrections(path)] == [first.path, second.path]
    assert kept.read_bytes().count(b"\n") == 2
