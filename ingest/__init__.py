"""plan-ingest: Vietnamese administrative plans to validated, traceable JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

# The package `ingest.parse` (text to documents) and the function below share a name. Python
# binds a subpackage to its parent when it is first imported: done here, before the function
# takes the name. `from ingest.parse import …` goes on to find the package.
import ingest.parse as _parse_package  # noqa: F401

if TYPE_CHECKING:
    from ingest.core.record import Record

__version__ = "0.1.0"


def parse(path: str | Path) -> Record:
    """The validated record of one file; raises an `ingest.errors.IngestError` that says why not.

    >>> record = parse("samples/text/so-trong.txt")  # doctest: +SKIP
    >>> record.documents[0].type.code  # doctest: +SKIP
    'KH'
    """
    from ingest.pipeline import ingest_file

    return ingest_file(Path(path))


def load(path: str | Path) -> Record:
    """The typed record of one JSON file that `plan-ingest run` wrote.

    Refuses a later major schema version (`NewerSchema`), brings older ones up to this one.

    >>> record = load("output/text/so-trong.txt.json")  # doctest: +SKIP
    >>> [target.text for target in record.documents[0].targets]  # doctest: +SKIP
    """
    from ingest.assemble.load import load as load_record

    return load_record(path)
