"""A diff says each difference once and as what it is, and nothing of what is the same."""

from __future__ import annotations

import copy
from random import Random

import pytest
from made_records import made, renumber
from mutations import MUTATIONS, insert_chapter, relabel

from ingest.review.diff import diff
from ingest.review.difference import Difference, counts


def _roots(differences: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    return sorted((d.change.kind, d.field, d.aspect) for d in differences if d.cause is None)


def _as_told(
    told: tuple[str, str, str], differences: tuple[Difference, ...]
) -> tuple[str, str, str]:
    """A field that became null or was null is told as removed or added."""
    kind, field, aspect = told
    for d in differences:
        if kind == "changed" and d.field == field and None in (d.change.old, d.change.new):
            return d.change.kind, field, aspect
    return told


@pytest.mark.parametrize("seed", range(200))
def test_each_mutation_is_told_once_and_as_what_it_is(seed: int) -> None:
    old = made(seed)
    new = copy.deepcopy(old)
    rng = Random(seed * 7 + 1)
    told = MUTATIONS[seed % len(MUTATIONS)](new, rng)
    found = diff(old, new)
    assert _roots(found) == [_as_told(told, found)]


@pytest.mark.parametrize("seed", range(40))
def test_three_mutations_are_three_differences(seed: int) -> None:
    """Of different lists, so that none is a part of another."""
    old = made(seed)
    new = copy.deepcopy(old)
    rng = Random(seed)
    pool = list(MUTATIONS)
    told, fields = [], set()
    for edit in rng.sample(pool, len(pool)):
        trial = copy.deepcopy(new)
        one = edit(trial, rng)
        family = one[1].split(".")[0]
        linked = {"deadlines", "assignments", "sections", "pages", "targets"}
        if family in fields or (family in linked and fields & {"sections", "pages"}):
            continue
        if family in ("sections", "pages") and fields & linked:
            continue
        new = trial
        told.append(one)
        fields.add(family)
        if len(told) == 3:
            break
    found = diff(old, new)
    assert _roots(found) == sorted(_as_told(t, found) for t in told)


def test_a_record_is_the_same_as_itself() -> None:
    assert diff(made(3), made(3)) == ()


def test_the_other_way_round_additions_are_losses() -> None:
    old, new = made(5), made(6)
    forth, back = diff(old, new), diff(new, old)

    def count(found: tuple[Difference, ...], kind: str) -> int:
        return sum(d.change.kind == kind and d.field == "targets" for d in found)

    assert count(forth, "added") == count(back, "removed")
    assert count(forth, "removed") == count(back, "added")


def test_a_renumbered_section_takes_its_items_along() -> None:
    old = made(1)
    new = copy.deepcopy(old)
    relabel(new, Random(0))
    found = diff(old, new)
    [root] = [d for d in found if d.cause is None]
    assert (root.change.old, root.change.new) == ("IV", "V")
    followed = [d for d in found if d.cause == root.change.path]
    assert {d.change.kind for d in followed} == {"moved"}
    moved = {d.change.old: d.change.new for d in followed}
    assert moved["assignments/IV.1/1"] == "assignments/V.1/1"
    assert moved["IV.1"] == "V.1"


def test_an_inserted_chapter_is_the_cause_of_the_renumbering() -> None:
    old = made(2)
    new = copy.deepcopy(old)
    insert_chapter(new, Random(0))
    found = diff(old, new)
    assert counts(found) == {"sections": {"added": 1}}
    assert sum(d.change.kind == "moved" for d in found) > 10


def test_two_targets_of_one_sentence_are_not_confused() -> None:
    """The one of 2025 goes, the one of 2030 says another number."""
    old = made(4)
    new = copy.deepcopy(old)
    document = new["documents"][0]
    gone = document["targets"].pop(0)
    document["targets"][0]["value"] = 99.5
    renumber(document)
    found = diff(old, new)
    assert _roots(found) == [
        ("changed", "targets.value", "value"),
        ("removed", "targets", "value"),
    ]
    [removed] = [d.change.old for d in found if d.change.kind == "removed"]
    assert removed == gone


def test_a_document_that_comes_first_moves_the_other() -> None:
    old = made(7)
    new = copy.deepcopy(old)
    decision = copy.deepcopy(made(8)["documents"][0])
    decision["type"] = {**decision["type"], "code": "QĐ", "name": "Quyết định"}
    decision["title"] = {**decision["title"], "text": "Ban hành quy chế họp"}
    new["documents"][0]["id"] = "d2"
    new["documents"].insert(0, decision)
    found = diff(old, new)
    assert _roots(found) == [("added", "documents", "value"), ("moved", "documents", "value")]


@pytest.mark.parametrize("key", ["bogus", "schema_version", "source"])
def test_no_leaf_is_overlooked(key: str) -> None:
    """Also keys that this version does not know count as differences."""
    old = made(9)
    new = {**old, key: {"uri": "x"} if key == "source" else "9.9.9"}
    assert diff(old, new)


def test_every_leaf_counts() -> None:
    """Whatever single leaf of a record differs, the diff is not empty."""
    old = made(10)
    # Ids and places in words instead of numbers would be no record; they have tests above.
    places = ("id", "parent", "page", "start", "end", "section", "items", "number")
    for path in _leaves(old):
        if path[-1] in places:
            continue
        new = copy.deepcopy(old)
        holder: object = new
        for step in path[:-1]:
            holder = holder[step]  # type: ignore[index]
        holder[path[-1]] = "\x00other"  # type: ignore[index]
        assert diff(old, new), path


def _leaves(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in _leaves(v, (*path, k))]
    if isinstance(value, list):
        return [p for k, v in enumerate(value) for p in _leaves(v, (*path, k))]
    return [path]


def test_very_many_changes_take_bounded_time() -> None:
    """1,500 items that all differ in value, text and subject: no pairing of all with all."""
    old = made(1)
    document = old["documents"][0]
    base = document["targets"][0]
    document["targets"] = [
        {**base, "id": f"targets/II.1/{k}", "value": k, "subject": f"việc {k}"} for k in range(1500)
    ]
    new = copy.deepcopy(old)
    for item in new["documents"][0]["targets"]:
        item |= {"value": item["value"] + 0.5, "text": item["text"] + " thêm"}
        item["subject"] += " khác"
    assert counts(diff(old, new)) == {
        "targets.subject": {"changed": 1500},
        "targets.text": {"text": 1500},
        "targets.value": {"changed": 1500},
    }
