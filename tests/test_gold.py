"""The samples against what a careful reader takes from them, field by field.

Head, signers, recipients and outline must be exactly right; lists of facts are scored. The same
over gold facts of real plans where a checkout has them beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import scoring
from scoring import Entry, Score
from stages import HERE, ROOT, SAMPLES

from ingest.assemble.schema import as_json
from ingest.extract import EXTRACTORS
from ingest.pipeline import ingest_file

GOLD = sorted((HERE / "gold").glob("*.json"))
SHARED = ROOT.parent / "shared"
REAL = sorted((SHARED / "gold").glob("*.json"))

SCALARS = (
    "type", "number.serial", "number.symbol", "issuer", "issuer.parent", "place", "date", "title",
    "period", "filing", "relation",
)  # fmt: skip
LISTS: dict[str, Callable[[Entry, Entry], tuple[bool, str]]] = {
    "signers": scoring.signers,
    "recipients": scoring.recipients,
    "sections": scoring.sections,
    "headings": scoring.headings,
}
KNOWN: dict[tuple[str, str], str] = {}
"""(sample, field) → why it is wrong. What is mended must leave this list."""

FLOORS = {"citations": 0.97, "targets": 0.95, "deadlines": 0.95, "assignments": 0.95}
ATTRIBUTES = {
    "citations": {"date": 0.97, "relation": 0.95, "type_code": 0.97, "title": 0.95, "issuer": 0.85},
    "targets": {"period": 0.95, "unit": 0.9, "comparator": 0.95, "section": 0.95},
    "deadlines": {"kind": 0.95, "section": 0.95},
}


def pair(gold: Path) -> tuple[Path, list[Entry]]:
    data = json.loads(gold.read_text("utf-8"))
    folder = SAMPLES / "text" if gold in GOLD else SHARED / "seeds"
    return folder / f"{gold.stem}.txt", data["documents"]


@cache
def found(path: Path) -> tuple[Entry, ...]:
    return tuple(as_json(ingest_file(path))["documents"])


def fields() -> Iterator[Any]:
    for gold in [*GOLD, *REAL]:
        for name in ("documents", *SCALARS, *LISTS):
            reason = KNOWN.get((gold.stem, name))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(gold, name, id=f"{gold.stem} {name}", marks=marks)


def test_every_sample_text_has_its_gold() -> None:
    assert {p.stem for p in GOLD} == {p.stem for p in (SAMPLES / "text").glob("*.txt")}


@pytest.mark.parametrize(("gold", "name"), list(fields()))
def test_field(gold: Path, name: str) -> None:
    path, wanted = pair(gold)
    documents = found(path)
    assert len(documents) == len(wanted)
    for g, d in zip(wanted, documents, strict=True):
        if name in LISTS:
            right, told = LISTS[name](g, d)
            assert right, told
        for field_name, right, told in scoring.heads(g, d):
            assert right or field_name != name, told


@pytest.mark.skipif(not REAL, reason="no gold facts of real plans beside this checkout")
def test_real_plans_are_here() -> None:
    assert all(pair(g)[0].exists() for g in REAL)


def tally(field_name: str, files: list[Path]) -> dict[str, Score]:
    """Scores of one list over all files; assignments have one for their units too."""
    score, units = Score(), Score()
    for gold in files:
        path, wanted = pair(gold)
        for g, d in zip(wanted, found(path), strict=True):
            if field_name == "assignments":
                scoring.assignments(score, units, g, d)
            else:
                getattr(scoring, field_name)(score, g, d)
    made = {field_name: score}
    return {**made, "units": units} if field_name == "assignments" else made


def lists() -> Iterator[Any]:
    running = {e.__name__ for e in EXTRACTORS}
    for name in FLOORS:
        if name not in running:
            continue
        yield pytest.param(name, GOLD, id=f"samples {name}")
        none = pytest.mark.skipif(not REAL, reason="no gold facts of real plans here")
        yield pytest.param(name, REAL, id=f"real plans {name}", marks=[none])


@pytest.mark.parametrize(("name", "files"), list(lists()))
def test_list(name: str, files: list[Path]) -> None:
    for kind, score in tally(name, files).items():
        told = "\n".join([f"{kind}: F1 {score.f1:.3f}", *score.misses])
        assert score.f1 >= FLOORS[name], told
        floors = {"role": 0.95} if kind == "units" else ATTRIBUTES.get(kind, {})
        for attribute, floor in floors.items():
            assert score.share(attribute) >= floor, f"{attribute} {score.share(attribute)}\n{told}"
