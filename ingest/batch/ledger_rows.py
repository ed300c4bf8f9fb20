"""Outcomes as rows of the ledger, and back."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from ingest.batch.outcome import BINS, PENDING, Brief, Content, Outcome
from ingest.batch.plan import Job

COLUMNS = (
    "place", "uri", "target", "ordinal", "fingerprint", "bounds", "code", "why", "size",
    "sha256", "token", "seal", "record_sha256", "record_bytes", "record_seal", "pages",
    "details", "attempts", "seconds", "peak",
)  # fmt: skip
FACTS = (
    "target", "place", "uri", "fingerprint", "bounds", "code", "why", "size", "sha256",
    "token", "record_sha256", "record_bytes", "pages", "details",
)  # fmt: skip
"""Columns that do not depend on clock and disk, nor on how often a run was cut short."""


@dataclass(frozen=True, slots=True)
class Row:
    """An input as the ledger knows it. `outcome.code` is `pending` until there is a result."""

    job: Job
    ordinal: int
    fingerprint: str
    bounds: str
    attempts: int
    outcome: Outcome

    @property
    def pending(self) -> bool:
        return self.outcome.code == PENDING


def values_of(outcome: Outcome, fingerprint: str, bounds: str) -> dict[str, Any]:
    """Column values by name, without what the plan has already entered."""
    content = outcome.content
    details = {
        "documents": [[d.type, d.number, d.date, list(d.counts)] for d in outcome.documents],
        "diagnostics": list(outcome.diagnostics),
        "kinds": [list(k) for k in outcome.kinds],
        "confidence": list(outcome.confidence),
    }
    return {
        "fingerprint": fingerprint,
        "bounds": bounds,
        "code": outcome.code,
        "why": outcome.why,
        "size": content.size if content else None,
        "sha256": content.sha256 if content else None,
        "token": content.token if content else None,
        "seal": content.seal if content else None,
        "record_sha256": outcome.record_sha256,
        "record_bytes": outcome.record_bytes,
        "record_seal": outcome.record_seal,
        "pages": outcome.pages,
        "details": json.dumps(details, ensure_ascii=True, separators=(",", ":")),
        "seconds": round(outcome.seconds, 4),
        "peak": outcome.peak,
    }


def row_of(values: tuple[Any, ...]) -> Row:
    """A row from values in the order of COLUMNS."""
    (place, uri, target, ordinal, fingerprint, bounds, code, why, size, sha256, token, seal,
     record_sha256, record_bytes, record_seal, pages, details, attempts, seconds,
     peak) = values  # fmt: skip
    job = Job(os.fsdecode(place), uri, target)
    told = json.loads(details) if details else {}
    errors, warnings, infos = told.get("diagnostics", (0, 0, 0))
    outcome = Outcome(
        job,
        code,
        why or "",
        Content(size, sha256, token, seal) if size is not None else None,
        record_sha256,
        record_bytes or 0,
        record_seal,
        pages or 0,
        tuple(map(_brief, told.get("documents", ()))),
        (errors, warnings, infos),
        tuple([(kind, count) for kind, count in told.get("kinds", ())]),
        tuple(told.get("confidence", (0,) * BINS)),
        seconds=seconds or 0.0,
        peak=peak or 0,
    )
    return Row(job, ordinal, fingerprint or "", bounds or "", attempts, outcome)


def _brief(values: list[Any]) -> Brief:
    sections, citations, targets, deadlines, assignments = values[3]
    counts = (sections, citations, targets, deadlines, assignments)
    return Brief(values[0], values[1], values[2], counts)
