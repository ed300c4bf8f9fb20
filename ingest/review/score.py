"""Records against gold facts, field by field: precision, recall, F1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ingest.errors import InvalidRecord, Unreadable
from ingest.review.files import read
from ingest.review.gold import gold_of
from ingest.review.pointer import Json
from ingest.review.score_fields import score_record
from ingest.review.scoring import Tally


@dataclass(frozen=True, slots=True)
class Scored:
    """A gold file and the record to score against it."""

    gold: Path
    record: Path


def score_pairs(gold: Path, records: Path) -> list[Scored]:
    """The pair of two files; of two folders, each record with the gold of its name.

    `plan.json` is gold for `plan.json`, `plan.txt.json`, `plan.pdf.json`, in any sub-folder.
    """
    if gold.is_file() and records.is_file():
        return [Scored(gold, records)]
    wanted = [gold] if gold.is_file() else sorted(gold.rglob("*.json"))
    if not wanted or not records.is_dir():
        raise Unreadable(f"{gold}, {records}: two files, or two folders, are needed")
    found: dict[str, list[Path]] = {}
    for path in sorted(records.rglob("*.json")):
        for name in {path.name[:-5], Path(path.name[:-5]).stem}:
            found.setdefault(name, []).append(path)
    return [Scored(g, r) for g in wanted for r in found.get(_name(g), ())]


def _name(gold: Path) -> str:
    return gold.name[:-5]


def load_gold(path: Path) -> Json:
    """Gold facts; of a record that was reviewed, what its corrections leave and add."""
    data = _decode(path)
    return gold_of(data, path) if "schema_version" in data else data


def _decode(path: Path) -> Json:
    try:
        data = msgspec.json.decode(read(path))
    except msgspec.DecodeError as error:
        raise InvalidRecord(f"{path}: {str(error)[:200]}") from error
    if not isinstance(data, dict) or not isinstance(data.get("documents"), list):
        raise InvalidRecord(f"{path}: no documents in it")
    return data


def score(pairs: Sequence[Scored]) -> Tally:
    """All pairs in one tally."""
    tally = Tally()
    for pair in pairs:
        gold, record = load_gold(pair.gold), _decode(pair.record)
        score_record(tally, gold, record, _name(pair.gold))
    return tally


def table(tally: Tally) -> Iterator[tuple[str, ...]]:
    for r in tally.rows():
        shares = (f"{x:.3f}" for x in (r.precision, r.recall, r.f1))
        yield (r.field, *shares, f"{r.hits}/{r.gold}/{r.found}")
