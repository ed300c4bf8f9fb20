"""The manifest of a run: every input with its outcome, checksums, versions, configuration.

Clocks, hosts and paths stand here, never in a record.
"""

from __future__ import annotations

import csv
import io
import json
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ingest.batch.failing import printable
from ingest.batch.ledger import Ledger
from ingest.batch.ledger_rows import Row
from ingest.batch.places import is_remote, join, put
from ingest.batch.write import atomically
from ingest.batch.zipped import shown
from ingest.core.record_files import STATE

COLUMNS = (
    "uri", "input", "outcome", "why", "bytes", "sha256", "record", "record_bytes",
    "record_sha256", "pages", "errors", "warnings", "infos", "attempts", "seconds", "memory",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t")
_encoded = json.JSONEncoder(ensure_ascii=False).encode  # made once: dumps would for each input


def write_manifest(
    ledger: Ledger, output: str, state: Path, also: Callable[[Row], None] = lambda row: None
) -> None:
    """`manifest.json` and `manifest.csv` of the last run, in `state`; the JSON also beside
    remote records. `also` is shown each row: a long ledger is gone through once.

    Raises CannotWrite, DiskFull."""
    path = state / "manifest.json"
    with atomically(path) as told, atomically(state / "manifest.csv") as table:
        head, foot = _around(ledger)
        told.write(head.encode())
        table.write("\ufeff".encode())  # without the mark it is no UTF-8 to a spreadsheet
        lines = io.TextIOWrapper(table, "utf-8", newline="", write_through=True)
        line = csv.writer(lines, lineterminator="\n")
        line.writerow(COLUMNS)
        comma = ""
        for row in ledger.planned(ledger.last_run().id):
            also(row)
            values = entry(row)
            told.write(f"{comma}\n  {_encoded(values)}".encode())
            line.writerow([_harmless(v) if type(v) is str else v for v in values.values()])
            comma = ","
        lines.flush()
        lines.detach()
        told.write(foot.encode())
    if is_remote(output):
        put(join(output, f"{STATE}/{path.name}"), path.read_bytes())


def entry(row: Row) -> dict[str, object]:
    """One input, by COLUMNS. `record` is null where there is none."""
    outcome = row.outcome
    content = outcome.content
    errors, warnings, infos = outcome.diagnostics
    values = (
        row.job.uri,
        printable(shown(row.job.place)),
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


def _around(ledger: Ledger) -> tuple[str, str]:
    """What stands before and after the inputs in the JSON."""
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
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "inputs": [', "\n ]\n}\n"


def _harmless(value: str) -> str:
    """A file name like `=cmd|…` is no formula: spreadsheets would run it."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
