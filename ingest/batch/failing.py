"""Outcomes of files that give no record."""

from __future__ import annotations

from dataclasses import replace

from ingest.batch.content import content_of
from ingest.batch.outcome import Outcome, Task
from ingest.batch.write import withdraw
from ingest.errors import CannotWrite


def failed(task: Task, code: str, why: str, fatal: bool = False) -> Outcome:
    """A failure of `task`, with the content it met."""
    content = content_of(task.job.place, task.limits.max_bytes)
    return Outcome(task.job, code, printable(why), content, fatal=fatal)


def printable(text: str) -> str:
    """Without control characters and bytes that are no UTF-8: names are not to be trusted."""
    if text.isprintable():
        return text
    clean = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in clean)


def withdrawn(task: Task, outcome: Outcome) -> Outcome:
    """The failure, after an older record of the input has been taken away."""
    try:
        withdraw(task.output, task.job.target)
    except CannotWrite as error:
        return replace(outcome, code=error.outcome, why=printable(error.what), fatal=True)
    return outcome
