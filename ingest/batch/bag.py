"""A run as a BagIt bag (RFC 8493), the form in which archives hand data to each other."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from ingest.batch.errors import ExtraMissing
from ingest.batch.ledger import Ledger
from ingest.batch.ledger_rows import Row
from ingest.batch.outcome import WELL
from ingest.batch.places import is_remote
from ingest.batch.plan import Job
from ingest.batch.write import read_record
from ingest.batch.zipped import MARK, archive_of, is_member
from ingest.errors import CannotWrite, InvalidRecord

_RECORDS = "records"
_SOURCES = "sources"


def write_bag(ledger: Ledger, output: str, state: Path, bag: Path, sources: bool) -> int:
    """Makes `bag`: records, manifest and report, with `sources` also the inputs; the number of
    its files. It is validated before the return.

    Raises CannotWrite (also where `bag` exists), InvalidRecord for a record that is not what
    the ledger says, ExtraMissing.
    """
    bagit = _bagit()
    if bag.exists():
        raise CannotWrite(f"{bag}: it exists already")
    run = ledger.last_run().id
    copied: set[str] = set()
    try:
        bag.mkdir(parents=True)
        for row in ledger.planned(run):
            if row.outcome.ok:
                _copy_record(row, output, bag / _RECORDS)
            if sources and row.outcome.code in WELL and not is_remote(row.job.place):
                _copy_source(row.job, bag / _SOURCES, copied)
        for name in ("manifest.json", "manifest.csv", "report.html"):
            _copy(state / name, bag / name)
        made = bagit.make_bag(str(bag), _info(ledger, run), checksums=["sha256"])
        made.validate()
    except OSError as error:
        raise CannotWrite(f"{bag}: {error.strerror or error}") from error
    except bagit.BagError as error:
        raise CannotWrite(f"{bag}: {error}") from error
    return len(made.payload_entries())


def _bagit() -> Any:
    try:
        import bagit
    except ImportError as error:
        raise ExtraMissing("python3 -m pip install 'plan-ingest[bag]'") from error
    return bagit


def _copy_record(row: Row, output: str, folder: Path) -> None:
    data = read_record(output, row.job.target)
    if data is None or sha256(data).hexdigest() != row.outcome.record_sha256:
        raise InvalidRecord(f"{row.job.target}: not the record that the ledger knows; run again")
    path = folder / row.job.target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _copy_source(job: Job, folder: Path, copied: set[str]) -> None:
    """The input as it is; for the members of an archive the archive, once."""
    place, uri = job.place, job.uri
    if is_member(place):
        place, uri = archive_of(place)[0], uri.split(MARK, 1)[0]
    if uri not in copied:
        copied.add(uri)
        _copy(Path(place), folder / uri)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _info(ledger: Ledger, run: int) -> dict[str, str]:
    counts = ledger.counts(run)
    said = ", ".join(f"{code}: {count}" for code, count in counts.items())
    return {"External-Description": "Records of Vietnamese administrative plans",
            "Bag-Software-Agent": "plan-ingest", "Plan-Ingest-Outcomes": said}  # fmt: skip
