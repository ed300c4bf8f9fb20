"""The bodies of a document as a list of their own: each once, with its spellings and items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from ingest.core.record import Assignment, Deadline, Evidence, Unit
from ingest.lexicon.bodies import expand
from ingest.lexicon.fold import key
from ingest.lexicon.reforms import known_body
from ingest.lexicon.unit_words import unit_words

_PLURAL = key("các")


@dataclass(slots=True)
class _Entry:
    name: str
    generic: bool
    texts: dict[str, None] = field(default_factory=dict)
    items: dict[str, None] = field(default_factory=dict)
    evidence: dict[Evidence, None] = field(default_factory=dict)


@lru_cache(maxsize=4096)
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
            kind=None if entry.generic else unit_kind(entry.name),
            generic=entry.generic,
            items=tuple(entry.items),
            evidence=tuple(entry.evidence),
        )
        for number, entry in enumerate(entries.values(), 1)
    )


@lru_cache(maxsize=4096)
def unit_kind(name: str) -> str | None:
    """The kind of a body: that of the lexicon, else the noun that its name begins with.

    A council (`Ban Thường vụ Hội Nông dân`) is of the kind of the body that it leads.
    """
    known = known_body(name)
    if known is not None:
        council = known.name in _COUNCILS and known_body(known.rest)
        return council.agency.kind if council else known.agency.kind
    folded = key(name)
    return next((noun for words, noun in _nouns() if folded.startswith(words)), None)


_COUNCILS = {"Ban Thường vụ", "Ban Chấp hành"}


@cache
def _nouns() -> list[tuple[str, str]]:
    """Head nouns of bodies by the keys that they begin names with, the longest first."""
    found = {key(w.word): w.word for w in unit_words("head")}
    listed = sorted(found, key=lambda words: (-len(words), words))
    return [(w + " ", "Trường" if found[w].startswith("Trường ") else found[w]) for w in listed]


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
