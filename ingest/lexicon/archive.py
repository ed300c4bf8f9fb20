"""Archive metadata: the fields of the lists in force and their codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.lexicon.load import rows

ArchiveFile = Literal["nd30", "tt05"]


@dataclass(frozen=True, slots=True)
class ArchiveField:
    """A row of `archive_fields.toml`. `length` in characters, 0 without a limit."""

    file: ArchiveFile
    name: str
    kind: Literal["string", "number", "date"]
    length: int
    doc: str
    specimen: str


@dataclass(frozen=True, slots=True)
class ArchiveType:
    """A row of `archive_types.toml`."""

    code: str
    type_code: str
    specimen: str


def archive_fields(file: ArchiveFile) -> tuple[ArchiveField, ...]:
    """The fields of one list, in its order."""
    return tuple(row for row in rows("archive_fields", ArchiveField) if row.file == file)


@cache
def archive_type_codes() -> dict[str, str]:
    """`{"KH": "10", …}`"""
    return {row.type_code: row.code for row in rows("archive_types", ArchiveType)}
