"""What the tables of a report show, taken from records one at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ingest.errors import IngestError
from ingest.review.brief import quantity
from ingest.review.pointer import Json
from ingest.review.report.rows import Rows
from ingest.review.when import horizon, last_day

_SIGNS = {"gte": "≥", "lte": "≤", "approx": "≈", "increase": "+", "decrease": "−"}
ROLES = ("lead", "implement", "coordinate", "advise")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row comes from: the document's page in the site, and the item's anchor there."""

    document: str
    href: str
    section: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    place: Place
    subject: str
    value: str
    sort: float
    unit: str
    period: str
    yearly: bool
    year: str
    confidence: float
    review: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    place: Place
    due: Json
    sort: str
    kind: str
    action: str
    units: str
    recipient: str
    confidence: float
    review: str

    @property
    def sort_year(self) -> str:
        return self.sort[:4]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    place: Place
    task: str
    units: tuple[tuple[str, str], ...]
    due: Json
    sort: str
    confidence: float
    review: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    href: str
    file: str
    kind: str
    number: str
    date: str
    issuer: str
    title: str
    counts: tuple[int, int, int]


@dataclass(slots=True)
class Gathered:
    """All rows of a run. Targets have the year they end in as key, deadlines their last day."""

    documents: Rows[DocumentRow] = field(default_factory=Rows)
    targets: Rows[TargetRow] = field(default_factory=Rows)
    deadlines: Rows[DeadlineRow] = field(default_factory=Rows)
    assignments: Rows[AssignmentRow] = field(default_factory=Rows)
    units: dict[str, Counter[str]] = field(default_factory=dict)
    files: int = 0
    diagnostics: Counter[str] = field(default_factory=Counter)
    unfit: int = 0
    skipped: list[IngestError] = field(default_factory=list)

    def add(self, record: Json, href: str) -> None:
        """The rows of one record, whose page in the site is `href`."""
        self.files += 1
        self.diagnostics.update(d.get("severity") for d in record.get("diagnostics") or ())
        for document in record.get("documents") or ():
            self._document(document, record, href)

    def _document(self, document: Json, record: Json, href: str) -> None:
        here = f"{href}#{anchor(document.get('id'), '')}"
        name = _name(document, record)
        targets, deadlines = document.get("targets") or [], document.get("deadlines") or []
        assignments = document.get("assignments") or []
        self.documents.add(
            DocumentRow(
                here, str(record["source"].get("uri")), _in(document, "type", "name"),
                _in(document, "number", "text"), _in(document, "date", "edtf"),
                _in(document, "issuer", "name"), _in(document, "title", "text"),
                (len(targets), len(deadlines), len(assignments)),
            )
        )  # fmt: skip
        days = {d.get("id"): d for d in deadlines}

        def place(item: Json) -> Place:
            spot = f"{href}#{quote(anchor(document.get('id'), item.get('id')), '/.~+')}"
            return Place(name, spot, item.get("section") or "")

        for target in (_target(t, place(t)) for t in targets):
            self.targets.add(target, target.year)
        for deadline in (_deadline(d, place(d)) for d in deadlines):
            self.deadlines.add(deadline, deadline.sort)
        for item in assignments:
            self.assignments.add(_assignment(item, place(item), days))
            for unit in item.get("units") or ():
                if not unit.get("generic"):
                    tally = self.units.setdefault(str(unit.get("name")), Counter())
                    tally[str(unit.get("role"))] += 1

    def horizons(self) -> list[tuple[str, int]]:
        """How many targets end in each year; those without a period under ''."""
        return self.targets.counts()

    def busiest(self) -> list[tuple[str, Counter[str]]]:
        """Units with their tasks by role, the busiest first."""
        return sorted(self.units.items(), key=lambda u: (-u[1].total(), u[0]))

    def months(self) -> list[tuple[str, int]]:
        """How many dated deadlines end in each month."""
        found: Counter[str] = Counter()
        for day, count in self.deadlines.counts():
            found[day[:7]] += count
        return sorted((month, count) for month, count in found.items() if month)


def anchor(document: Any, item: Any) -> str:
    """The id of an item within a document's page."""
    return f"{document}.{item}" if item else str(document)


def _due(deadline: Json) -> Json:
    """What tells when it is due: kept small, since all rows of a run are held."""
    date = deadline.get("date") or {}
    return {
        "date": {"edtf": date.get("edtf"), "time": date.get("time")} if date else None,
        "time": deadline.get("time"),
        "rrule": deadline.get("rrule"),
    }


def _last(deadline: Json) -> str:
    return last_day((deadline.get("date") or {}).get("edtf")) or ""


def _in(document: Json, name: str, key: str) -> str:
    value = document.get(name)
    return str(value.get(key) or "") if isinstance(value, dict) else ""


def _name(document: Json, record: Json) -> str:
    return _in(document, "number", "text") or str(record["source"].get("uri"))


def _target(item: Json, place: Place) -> TargetRow:
    value = item.get("value")
    if isinstance(value, dict):
        numbers = list(value.values())
        share = "numerator" in value and numbers[1]
        sort = float(numbers[0]) / float(numbers[1]) if share else float(numbers[0])
    else:
        sort = float(value or 0)
    sign = _SIGNS.get(str(item.get("comparator")), "")
    period = item.get("period")
    return TargetRow(
        place=place,
        subject=str(item.get("subject") or ""),
        value=f"{sign} {quantity(value)}".strip(),
        sort=sort,
        unit=str(item.get("unit") or ""),
        period=str((period or {}).get("edtf") or ""),
        yearly=item.get("frequency") == "yearly" and period is None,
        year=horizon((period or {}).get("edtf")) or "",
        confidence=float(item.get("confidence") or 0),
        review=str(item.get("review") or ""),
    )


def _deadline(item: Json, place: Place) -> DeadlineRow:
    return DeadlineRow(
        place=place,
        due=_due(item),
        sort=_last(item),
        kind=str(item.get("kind") or ""),
        action=str(item.get("action") or item.get("text") or ""),
        units="; ".join(item.get("units") or ()),
        recipient=str(item.get("recipient") or ""),
        confidence=float(item.get("confidence") or 0),
        review=str(item.get("review") or ""),
    )


def _assignment(item: Json, place: Place, days: dict[Any, Json]) -> AssignmentRow:
    due = days.get(item.get("deadline")) or {}
    units = tuple((str(u.get("role")), str(u.get("name"))) for u in item.get("units") or ())
    return AssignmentRow(
        place=place,
        task=str(item.get("task") or ""),
        units=units,
        due=_due(due),
        sort=_last(due),
        confidence=float(item.get("confidence") or 0),
        review=str(item.get("review") or ""),
    )
