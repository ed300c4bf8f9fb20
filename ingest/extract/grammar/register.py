"""The bodies of a document as a list of their own: each once, with its spellings and items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.core.record import Assignment, Deadline, Diagnostic, Evidence, Unit
from ingest.extract.grammar.units import split_units
from ingest.lexicon.bodies import expand, kind_of
from ingest.lexicon.fold import key

_PLURAL = key("các")


@dataclass(slots=True)
class _Entry:
    name: str
    generic: bool
    texts: dict[str, None] = field(default_factory=dict)
    items: dict[str, None] = field(default_factory=dict)
    evidence: dict[Evidence, None] = field(default_factory=dict)


def unit_key(name: str) -> str:
    """Key by which two spellings are one body: case, dashes, `các` and abbreviations apart."""
    return " ".join(w for w in key(expand(name)).split() if w not in (_PLURAL, "-"))


def unit_register(
    assignments: Iterable[Assignment], deadlines: Iterable[Deadline] = ()
) -> tuple[Unit, ...]:
    """The record's `units`, in order of first occurrence. Pure; ids are `units/<n>`."""
    entries: dict[str, _Entry] = {}
    for name, text, generic, item, evidence in _named(assignments, deadlines):
        entry = entries.setdefault(unit_key(name), _Entry(name, generic))
        if text:
            entry.texts.setdefault(text)
        entry.items.setdefault(item)
        for e in evidence:
            entry.evidence.setdefault(e)
    return tuple(
        Unit(
            id=f"units/{number}",
            name=entry.name,
            texts=tuple(entry.texts) or (entry.name,),
            kind=None if entry.generic else kind_of(entry.name),
            generic=entry.generic,
            items=tuple(entry.items),
            evidence=tuple(entry.evidence),
        )
        for number, entry in enumerate(entries.values(), 1)
    )


def _named(
    assignments: Iterable[Assignment], deadlines: Iterable[Deadline]
) -> Iterator[tuple[str, str, bool, str, tuple[Evidence, ...]]]:
    """Every naming: full name, text, generic, item, evidence."""
    for assignment in assignments:
        for unit in assignment.units:
            yield unit.name, unit.text, unit.generic, assignment.id, unit.evidence
    for deadline in deadlines:
        for name in deadline.units:
            yield name, "", key(name).startswith(_PLURAL + " "), deadline.id, ()


def not_among_recipients(
    units: Iterable[Unit], recipients: Iterable[str], issuer: str | None = None
) -> Iterator[Diagnostic]:
    """A diagnostic for each body that gets a task but not the document.

    A recipient line may name a group that the body belongs to (`Các phòng, ban thuộc quận`);
    then the body counts as reached, and so does the issuer itself.
    """
    lines = [expand(r) for r in recipients]
    if not lines or any(key(r).startswith(key("Như Điều")) for r in lines):
        return
    named = [unit_key(m.name) for line in lines for m in split_units(line)]
    groups = " ; ".join(key(line) for line in lines if _is_group(line))
    own = unit_key(issuer) if issuer else ""
    for unit in units:
        wanted = unit_key(unit.name)
        if unit.generic or not unit.items or _reached(wanted, named, groups):
            continue
        if own and (wanted in own or own in wanted):
            continue
        yield Diagnostic(
            "unit-not-among-recipients",
            "info",
            f"{unit.name} has a task but does not stand among the recipients",
            unit.evidence[:1],
        )


def _is_group(line: str) -> bool:
    return key(line).startswith((_PLURAL + " ", key("lãnh đạo"), key("thủ trưởng")))


def _reached(wanted: str, named: list[str], groups: str) -> bool:
    if any(n and (n in wanted or wanted in n) for n in named):
        return True
    head = wanted.split(" ")[0]
    return bool(head) and f" {head}" in f" {groups}"
