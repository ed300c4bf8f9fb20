"""What the commands `plan-ingest repair` and `repair --explain` print."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.core.text import Text
from ingest.repair import repair


def repair_lines(text: str) -> str:
    """The restored text: as many lines as before."""
    return repair(Text.of(text)).text.value


def explain(text: str) -> Iterator[str]:
    """One line a change: line number, what was read, what it became, rule, confidence."""
    done = repair(Text.of(text)).text
    line = 1
    at = 0
    for piece in done.changes():
        line += done.raw.count("\n", at, piece.raw.start)
        at = piece.raw.start
        old, new = piece.raw.of(done.raw), piece.value.of(done.value)
        yield f"{line}\t{old!r}\t{new!r}\t{piece.rule}\t{piece.confidence:.2f}"
