"""Documents of the record: the best finding for each field, ids, links between items."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

import regex

from ingest.assemble.bodies import with_bodies
from ingest.assemble.dues import Dues
from ingest.core.document import Block, Document
from ingest.core.record import (
    Amount,
    Assignment,
    Citation,
    DateValue,
    Deadline,
    DocumentNumber,
    DocumentType,
    Evidence,
    Finding,
    FindingField,
    Issuer,
    Line,
    OutlineSection,
    Place,
    PlanDocument,
    Relation,
    Signer,
    Target,
    Unit,
)
from ingest.extract.grammar.register import unit_register
from ingest.lexicon.fold import bare

T = TypeVar("T")
Item = TypeVar("Item", Target, Deadline, Assignment, Citation, Amount)


@dataclass(frozen=True, slots=True)
class _Found:
    """The findings of one document, by field."""

    document: Document
    findings: Sequence[Finding]

    def best(self, field: FindingField, kind: type[T]) -> T | None:
        """The most confident finding of a field; of equals the first."""
        best: T | None = None
        confidence = -1.0
        for finding in self.findings:
            fits = finding.field == field and finding.confidence > confidence
            if fits and isinstance(finding.value, kind):
                best, confidence = finding.value, finding.confidence
        return best

    def all(self, field: FindingField, kind: type[T]) -> list[T]:
        return [f.value for f in self.findings if f.field == field and isinstance(f.value, kind)]


def assemble_documents(
    documents: Sequence[Document], findings: Sequence[Sequence[Finding]]
) -> list[PlanDocument]:
    """The documents of a file, attachments tied to what they are attached to."""
    made: list[PlanDocument] = []
    for document, found in zip(documents, findings, strict=True):
        one = _document(_Found(document, found))
        made.append(_attach(one, document, made))
    return [replace(d, units=with_bodies(d.units, d.issuer, issued_on(d, made))) for d in made]


def issued_on(document: PlanDocument, others: Sequence[PlanDocument]) -> str | None:
    """The date of issue as EDTF: its own, or that of the document it is attached to."""
    if document.date is None and document.relation is not None:
        document = next(d for d in others if d.id == document.relation.document)
    return document.date.edtf if document.date else None


def _document(found: _Found) -> PlanDocument:
    document = found.document
    places = _Outline(document)
    deadlines = _numbered("deadlines", found, Deadline, places)
    numbered = _numbered("assignments", found, Assignment, places)
    assignments = _linked(numbered, deadlines, places)
    return PlanDocument(
        id=document.id,
        relation=None,
        type=found.best("type", DocumentType),
        number=found.best("number", DocumentNumber),
        issuer=found.best("issuer", Issuer),
        place=found.best("place", Place),
        date=found.best("date", DateValue),
        title=found.best("title", Line),
        period=found.best("period", DateValue),
        signers=tuple(found.all("signers", Signer)),
        recipients=tuple(found.all("recipients", Line)),
        filing=found.best("filing", Line),
        sections=tuple(_sections(document)),
        citations=tuple(_numbered("citations", found, Citation, places)),
        targets=tuple(_numbered("targets", found, Target, places)),
        deadlines=tuple(deadlines),
        assignments=tuple(assignments),
        units=tuple(_units(assignments, deadlines)),
        amounts=tuple(_numbered("amounts", found, Amount, places)),
    )


@lru_cache(maxsize=4096)
def _slug(name: str) -> str:
    return _NO_SLUG.sub("-", bare(name)).strip("-") or "unit"


def _units(assignments: list[Assignment], deadlines: list[Deadline]) -> Iterator[Unit]:
    """The bodies named, their ids made of their names: the same in any order and any run."""
    taken: Counter[str] = Counter()
    for unit in unit_register(assignments, deadlines):
        slug = _slug(unit.name)
        taken[slug] += 1
        yield replace(unit, id=f"units/{slug}" + (f"~{taken[slug]}" if taken[slug] > 1 else ""))


def _sections(document: Document) -> list[OutlineSection]:
    return [
        OutlineSection(s.id, s.label, s.heading, s.parent, document.evidence(s.span))
        for s in document.sections
    ]


def _numbered(field: FindingField, found: _Found, kind: type[Item], places: _Outline) -> list[Item]:
    """Ids from the place in the outline and an ordinal there: `targets/I.2.2.1.a/2`."""
    counts: Counter[str] = Counter()
    items: list[Item] = []
    # a copy by place: `replace` would ask for each of a dozen fields by its name
    but_id = attrgetter(*kind.__slots__[1:])
    for item in found.all(field, kind):
        section = getattr(item, "section", None) or places.of(item.evidence)
        counts[section] += 1
        items.append(kind(f"{field}/{section}/{counts[section]}", *but_id(item)))
    return items


class _Outline:
    """Where in the document a piece of evidence stands: section, or zone outside of all."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = sorted(document.blocks, key=lambda b: (b.span.start, b.span.end))
        self._starts = [b.span.start for b in self._blocks]

    def of(self, evidence: Sequence[Evidence]) -> str:
        if not evidence:
            return "document"
        block = self.block(evidence)
        if block:
            return block.section or block.zone
        at = self._place(evidence)
        inside = [z.kind for z in self._document.zones if z.span.start <= at < z.span.end]
        return inside[0] if inside else "document"

    def block(self, evidence: Sequence[Evidence]) -> Block | None:
        """The block in which the first piece of evidence stands."""
        if not evidence:
            return None
        at = self._place(evidence)
        place = bisect_left(self._starts, at + 1) - 1
        block = self._blocks[place] if place >= 0 else None
        return block if block and block.span.start <= at < block.span.end else None

    def _place(self, evidence: Sequence[Evidence]) -> int:
        return self._document.page_starts[evidence[0].page - 1] + evidence[0].start


def _linked(
    assignments: list[Assignment], deadlines: list[Deadline], outline: _Outline
) -> list[Assignment]:
    """Each assignment with the deadline of its item: the same words, row, or item's label."""
    by_section: dict[str | None, list[Deadline]] = {}
    for deadline in deadlines:
        by_section.setdefault(deadline.section, []).append(deadline)
    dues = {section: Dues(found, outline.block) for section, found in by_section.items()}
    linked = []
    for item in assignments:
        own = dues[item.section].of(item) if item.section in dues else None
        linked.append(item if own is None else replace(item, deadline=own.id))
    return linked


_NO_SLUG = regex.compile(r"[^a-z0-9]+")
_KEM_THEO = regex.compile(r"(?i)kèm\s+theo")


def _attach(one: PlanDocument, document: Document, before: Sequence[PlanDocument]) -> PlanDocument:
    """`attached-to` the decision before it, by its `(Kèm theo …)` line or for want of a number."""
    promulgating = [d for d in before if d.relation is None]
    if not promulgating:
        return one
    title = document.zone("title")
    told = bool(title and _KEM_THEO.search(document.flat, title.start, title.end))
    parent = promulgating[-1]
    decision = parent.type is not None and parent.type.code in ("QĐ", "NQ")
    if not (told or (decision and one.number is None)):
        return one
    issuer = one.issuer
    if issuer is None and parent.issuer is not None:
        issuer = replace(parent.issuer, inferred=True, confidence=0.8)
    # A decision and the plan attached to it do not cite each other: the relation says it.
    decided = parent.number.text if parent.number else None
    kept = tuple(c for c in one.citations if not (c.number and c.number.text == decided))
    return replace(one, relation=Relation("attached-to", parent.id), issuer=issuer, citations=kept)
