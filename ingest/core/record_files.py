"""Where the records of a run lie: one way to list them for all who read a folder of records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

STATE = ".plan-ingest"
"""The folder of a run's own files in its output: ledger, manifest, report."""

PART = ".part-"
"""How the names of half-written files begin."""


def record_files(folder: Path) -> Iterator[Path]:
    """All `*.json` files under a folder, sorted by path, also hidden ones: a hidden input has a
    record like any other. The run's own folder and half-written files are left out, links to
    folders not followed."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name != STATE)
        for name in sorted(names):
            path = Path(root, name)
            if name.endswith(".json") and not name.startswith(PART) and path.is_file():
                yield path
