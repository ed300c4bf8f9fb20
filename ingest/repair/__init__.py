"""Text -> Text by edits: old encodings, look-alikes, lost marks, symbols, single letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.core.pages import PAGE_BREAK
from ingest.core.record import RepairStatus
from ingest.core.text import Edit, Text
from ingest.repair import characters, diacritics, legacy, light
from ingest.repair.model import load

Repair = Callable[[str], list[Edit]]

REPAIRS: tuple[Repair, ...] = (legacy.find, characters.find, diacritics.find, light.find)
"""Run one after another, each on what the one before it left."""

_MODELLED = (diacritics.RULE, light.RULE)
_REBUILT = ("legacy", diacritics.RULE)


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text after all repairs, the status of each page, the model where one was asked."""

    text: Text
    status: tuple[RepairStatus, ...]
    model: str | None


def repair(text: Text) -> Repaired:
    """Restore what was damaged in the pages of one file, joined by `PAGE_BREAK`.

    No edit adds or removes a line end or a page break.
    """
    for find in REPAIRS:
        text = text.apply(find(text.value))
    rules = {r for piece in text.changes() for r in piece.rule.split("+")}
    return Repaired(text, _status(text), load().name if rules & set(_MODELLED) else None)


def _status(text: Text) -> tuple[RepairStatus, ...]:
    starts = [0]
    while (at := text.value.find(PAGE_BREAK, starts[-1])) >= 0:
        starts.append(at + 1)
    status: list[RepairStatus] = ["none"] * len(starts)
    page = 0
    for piece in text.changes():
        while page + 1 < len(starts) and piece.value.start >= starts[page + 1]:
            page += 1
        if piece.rule.startswith(_REBUILT) or any(f"+{r}" in piece.rule for r in _REBUILT):
            status[page] = "restored"
        elif status[page] == "none":
            status[page] = "light"
    return tuple(status)


__all__ = ["REPAIRS", "Repaired", "repair"]
