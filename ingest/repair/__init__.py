"""Text -> Text by edits: old encodings, look-alikes, lost marks, symbols, single letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.core.pages import PAGE_BREAK, FontRun
from ingest.core.record import RepairStatus
from ingest.core.text import Edit, Text
from ingest.lexicon.learnt import Learnt
from ingest.repair import characters, diacritics, joints, learnt, legacy, light, quarters
from ingest.repair.fonts import decode_runs
from ingest.repair.model import load

Repair = Callable[[str], list[Edit]]

REPAIRS: tuple[Repair, ...] = (
    legacy.find, characters.find, joints.find, diacritics.find, light.find,
    quarters.find,
)  # fmt: skip
"""Run one after another, each on what the one before it left."""

_MODELLED = (diacritics.RULE, light.RULE)
_REBUILT = ("legacy", diacritics.RULE)


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text after all repairs, the status of each page, the model where one was asked."""

    text: Text
    status: tuple[RepairStatus, ...]
    model: str | None


def repair(text: Text, runs: Sequence[FontRun] = (), lexicon: Learnt | None = None) -> Repaired:
    """Restore what was damaged in the pages of one file, joined by `PAGE_BREAK`.

    `runs` are the places whose font tells an old encoding; `lexicon` holds names and confusions
    of the user's own, whose version then stands beside the model's. No edit adds or removes a line end
    or a page break.
    """
    text = text.apply(decode_runs(text.value, runs))
    for find in REPAIRS:
        text = text.apply(find(text.value))
    rules = {r for piece in text.changes() for r in piece.rule.split("+")}
    names = [load().name] if rules & set(_MODELLED) else []
    if lexicon is not None:
        text = text.apply(learnt.taught(text, lexicon))
        names.append(f"lexicon {lexicon.version}")
    return Repaired(text, _status(text), " + ".join(names) or None)


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
