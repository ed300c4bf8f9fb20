"""Records as others read them: tables, calendar, archive and exchange formats."""

from __future__ import annotations

from ingest.export.exporter import Exporter
from ingest.export.formats import (
    as_akn,
    as_archive,
    as_csv,
    as_ics,
    as_jsonl,
    as_mets,
    as_parquet,
    as_postgres,
    as_sqlite,
    as_xlsx,
)

EXPORTERS: tuple[Exporter, ...] = (
    as_csv.EXPORTER,
    as_jsonl.EXPORTER,
    as_xlsx.EXPORTER,
    as_parquet.EXPORTER,
    as_sqlite.EXPORTER,
    as_postgres.EXPORTER,
    as_ics.EXPORTER,
    as_akn.EXPORTER,
    as_archive.EXPORTER,
    as_mets.EXPORTER,
)
"""A format is a file in `formats/` and a name here."""
