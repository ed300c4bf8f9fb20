"""`plan-ingest score`: right answers count, and reviewed records serve as gold."""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from made_records import Json, made

from ingest.cli import main
from ingest.review.corrections import correct, corrections_path, line
from ingest.review.gold import gold_of
from ingest.review.score import Scored, score, score_pairs
from ingest.review.score_fields import score_record
from ingest.review.scoring import Tally, norm, number_key, overlap

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
GOLD = ROOT / "tests" / "gold"


def _gold(record: Json) -> Json:
    """The record itself as gold, all of it firm."""
    made_gold = gold_of(record, Path("none.json"))
    for document in made_gold["documents"]:
        document["undecided"] = []
        for name in ("signers", "sections", "citations", "targets", "deadlines", "assignments"):
            for item in document[name]:
                item.pop("optional", None)
    return made_gold


def _figures(gold: Json, record: Json) -> dict[str, tuple[int, int, int]]:
    tally = Tally()
    score_record(tally, gold, record, "x")
    return {r.field: (r.hits, r.gold, r.found) for r in tally.rows()}


def test_a_record_scores_full_against_itself() -> None:
    record = made(1)
    tally = Tally()
    score_record(tally, _gold(record), record, "x")
    assert {r.f1 for r in tally.rows()} == {1.0}
    assert not tally.misses


def test_misses_extras_and_wrong_attributes_are_counted() -> None:
    record = made(1)
    gold = _gold(record)
    document = record["documents"][0]
    document["targets"].pop(0)
    document["targets"][0]["unit"] = "thứ khác"
    document["assignments"][0]["units"][0]["role"] = "advise"
    figures = _figures(gold, record)
    wanted = len(gold["documents"][0]["targets"])
    assert figures["targets"] == (wanted - 1, wanted, wanted - 1)
    assert figures["targets.unit"] == (wanted - 2, wanted - 1, wanted - 1)
    roles = figures["assignments.roles"]
    assert roles[0] == roles[1] - 1


def test_optional_gold_costs_nothing_when_absent() -> None:
    record = made(1)
    gold = _gold(record)
    gold["documents"][0]["targets"][0]["optional"] = True
    record["documents"][0]["targets"].pop(0)
    hits, wanted, found = _figures(gold, record)["targets"]
    assert hits == wanted == found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hoà Bình", "hòa bình"),
        ("UBND  tỉnh", "Ủy ban nhân dân tỉnh"),
        ("2016–2020", "2016 - 2020"),
    ],
)
def test_spellings_that_are_one(a: str, b: str) -> None:
    assert norm(a) == norm(b)


def test_numbers_without_blanks() -> None:
    assert number_key("12 /KH - UBND") == number_key({"text": "12/KH-UBND"})
    assert overlap("một hai ba", "hai ba bốn năm") == pytest.approx(2 / 3)


def test_folders_are_paired_by_name(tmp_path: Path) -> None:
    """`plan.json` is gold for the text and for the scan of the plan, wherever they lie."""
    gold, records = tmp_path / "gold", tmp_path / "records"
    for path in (
        gold / "plan.json", records / "text" / "plan.txt.json", records / "scan" / "plan.pdf.json",
        records / "text" / "another-plan.txt.json",
    ):  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"documents": []}')
    named = [p.record.name for p in score_pairs(gold, records)]
    assert named == ["plan.pdf.json", "plan.txt.json"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, record = tmp_path / "gold.json", tmp_path / "record.json"
    data = made(1)
    gold.write_text(json.dumps(_gold(data)), "utf-8")
    data["documents"][0]["targets"].pop()
    record.write_text(json.dumps(data), "utf-8")
    assert main(["score", str(gold), str(record), "--misses"]) == 0
    said = capsys.readouterr().out
    assert "targets" in said
    assert "missed" in said
    assert main(["score", str(gold), str(record), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["targets"]["recall"] < 1
    assert figures["targets"]["precision"] == 1
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["score", str(gold), str(empty)]) == 2


def test_a_reviewed_record_is_gold(tmp_path: Path) -> None:
    """What was rejected is no gold, what was corrected is, what nobody saw costs nothing."""
    path = tmp_path / "plan.txt.json"
    data = made(2)
    path.write_text(json.dumps(data), "utf-8")
    first, second, third, *_ = data["documents"][0]["targets"]

    def at(item: Json, *more: str) -> str:
        return "/".join(["/documents/d1/targets", item["id"].replace("/", "~1"), *more])

    about = {"who": "a", "when": "2026-01-01T00:00:00Z", "why": ""}
    lines = [
        correct(data, "remove", at(first), None, decision="1", **about),
        correct(data, "replace", at(second, "value"), 12.5, decision="2", **about),
        correct(data, "test", at(third), third, decision="3", **about),
    ]
    corrections_path(path).write_text("".join(map(line, lines)), "utf-8")
    rows = {r.field: r for r in score([Scored(path, path)]).rows()}
    # Firm gold: the corrected value (not found) and the accepted one (found). The rejected
    # target and the one with the wrong value are found without being right.
    assert (rows["targets"].hits, rows["targets"].gold, rows["targets"].found) == (1, 2, 3)
    assert "title" not in rows


def _spoil(record: Json, rng: random.Random) -> Json:
    """Things that go wrong, so that agreement is tested on more than full scores."""
    made_worse = copy.deepcopy(record)
    for document in made_worse["documents"]:
        for name in ("targets", "deadlines", "assignments", "citations", "sections", "recipients"):
            items = document[name]
            if items and rng.random() < 0.7:
                items.pop(rng.randrange(len(items)))
            if items and rng.random() < 0.5:
                items.append(copy.deepcopy(items[rng.randrange(len(items))]))
            for item in items:
                for key in ("section", "text", "subject", "unit", "kind", "relation", "heading"):
                    if key in item and rng.random() < 0.1:
                        item[key] = "cái khác"
        for name in ("title", "place", "filing", "period", "date"):
            if rng.random() < 0.2:
                document[name] = None
    return made_worse


def _agrees(gold: Path, record: Path) -> None:
    script = SHARED / "tools" / "score.py"
    done = subprocess.run(
        [sys.executable, str(script), str(gold), str(record), "--json"],
        capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    theirs = json.loads(done.stdout)
    ours = {r.field: r for r in score([Scored(gold, record)]).rows()}
    assert theirs.keys() == ours.keys()
    for field, want in theirs.items():
        have = ours[field]
        assert (have.hits, have.gold, have.found) == (want["hits"], want["gold"], want["found"]), (
            field
        )
        assert have.f1 == pytest.approx(want["f1"]), field


@pytest.mark.skipif(not SHARED.is_dir(), reason="the scorer to agree with is not here")
@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_the_reference_scorer(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    record = made(seed)
    gold = _gold(record)
    document = gold["documents"][0]
    document["alt"] = {"title": ["Tên khác"], "recipients": ["Thường trực Huyện uỷ (b/c)"]}
    document["targets"][0]["optional"] = True
    document["targets"][1]["alt"] = {"value": [5], "period": ["2030"], "unit": ["người"]}
    paths = tmp_path / "gold.json", tmp_path / "record.json"
    paths[0].write_text(json.dumps(gold), "utf-8")
    paths[1].write_text(json.dumps(_spoil(record, rng)), "utf-8")
    _agrees(*paths)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the scorer to agree with is not here")
def test_agrees_on_the_gold_of_the_samples(tmp_path: Path) -> None:
    """Real gold with its alternatives, against made records and against each other."""
    from ingest.assemble.schema import dumps
    from ingest.pipeline import ingest_file

    record = tmp_path / "record.json"
    source = ROOT / "samples" / "text" / "qd-phong-chay.txt"
    record.write_text(dumps(ingest_file(source)), "utf-8")
    _agrees(GOLD / "qd-phong-chay.json", record)
    _agrees(GOLD / "so-trong.json", record)
