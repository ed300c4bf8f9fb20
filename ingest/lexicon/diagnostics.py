"""Diagnostics by their code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.lexicon.load import rows
from ingest.lexicon.messages import Language


@dataclass(frozen=True, slots=True)
class DiagnosticRow:
    code: str
    en: str
    vi: str


@cache
def diagnostics() -> dict[str, DiagnosticRow]:
    """All rows of `diagnostics.toml`, by code."""
    return {row.code: row for row in rows("diagnostics", DiagnosticRow)}


def meaning(code: str, language: Language) -> str:
    """What a code says to a reviewer; the code itself where it is unknown (a newer record)."""
    row = diagnostics().get(code)
    return code if row is None else (row.vi if language == "vi" else row.en)
