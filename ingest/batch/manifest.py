"""The manifest of a run: every input with its outcome, checksums, versions, configuration.

Clocks, hosts and paths stand here, never in a record.
"""

from __future__ import annotations

import csv
import json
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingest.batch.failing import printable
from ingest.batch.ledger import Ledger
from ingest.batch.ledger_rows import Row
from ingest.batch.places import STATE, is_remote, join, put
from ingest.batch.write import atomically

COLUMNS = (
    "uri", "input", "outcome", "why", "bytes", "sha256", "record", "record_bytes",
    "record_sha256", "pages", "errors", "warnings", "infos", "attempts", "seconds", "memory",
)  # fmt: skip


def write_manifest(ledger: Ledger, output: str, state: Path) -> None:
    """`manifest.json` and `manifest.csv` of the last run, in `state`; the JSON also beside
    remote records. Raises CannotWrite, DiskFull."""
    path = state / "manifest.json"
    with atomically(path) as file:
        file.writelines(piece.encode() for piece in _json(ledger))
    with atomically(state / "manifest.csv") as file:
        file.writelines(line.encode() for line in _csv(ledger))
    if is_remote(output):
        put(join(output, f"{STATE}/{path.name}"), path.read_bytes())


def entry(row: Row) -> dict[str, object]:
    """One input, by COLUMNS. `record` is null where there is none."""
    outcome = row.outcome
    content = outcome.content
    errors, warnings, infos = outcome.diagnostics
    values = (
        row.job.uri,
        printable(row.job.place),
        outcome.code,
        outcome.why,
        content.size if content else None,
        content.sha256 if content else None,
        row.job.target if outcome.ok else None,
        outcome.record_bytes if outcome.ok else None,
        outcome.record_sha256,
        outcome.pages,
        errors,
        warnings,
        infos,
        row.attempts,
        outcome.seconds,
        outcome.peak,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _json(ledger: Ledger) -> Iterator[str]:
    run = ledger.last_run()
    head = {
        "run": run.id,
        "started": _when(run.started),
        "ended": _when(run.ended) if run.ended else None,
        "host": platform.node(),
        "python": platform.python_version(),
        "configuration": json.loads(run.settings),
        "outcomes": ledger.counts(run.id),
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "inputs": ['
    comma = ""
    for row in ledger.planned(run.id):
        yield f"{comma}\n  {json.dumps(entry(row), ensure_ascii=False)}"
        comma = ","
    yield "\n ]\n}\n"


def _csv(ledger: Ledger) -> Iterator[str]:
    lines: list[str] = []

    class Lines:
        def write(self, line: str) -> None:
            lines.append(line)

    writer = csv.DictWriter(Lines(), COLUMNS, lineterminator="\n")
    writer.writeheader()
    yield "\ufeff" + lines.pop()  # spreadsheets take it for UTF-8 only with this mark
    for row in ledger.planned(ledger.last_run().id):
        writer.writerow({k: _harmless(v) for k, v in entry(row).items()})
        yield lines.pop()


def _harmless(value: object) -> object:
    """A file name like `=cmd|…` is no formula: spreadsheets would run it."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t"):
        return f"'{value}"
    return value


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
