"""Single letters put right where the evidence is strong."""

from __future__ import annotations

from ingest.core.text import Edit

RULE = "light"


def find(text: str) -> list[Edit]:
    return []
