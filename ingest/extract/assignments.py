"""Who has to do what: assignments in the labelled, table, heading and sentence form."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ingest.core.document import Document
from ingest.core.record import AssignedUnit, Assignment, Finding
from ingest.extract.grammar.draft import Draft, Parts
from ingest.extract.grammar.headed import headed
from ingest.extract.grammar.labelled import bracketed, labelled
from ingest.extract.grammar.prose_tasks import prose_tasks
from ingest.extract.grammar.tabled import tabled


def assignments(document: Document) -> Iterator[Finding]:
    """Findings for `assignments`, in reading order. Ids and deadlines are the assembler's.

    A block serves one form: labels win over brackets, these over headings, these over
    sentences, because a labelled line says outright what the others only imply.
    """
    parts = Parts(document)
    drafts = sorted(_drafts(parts), key=lambda d: (d.text.start, d.task.start))
    for draft in drafts:
        value = _assignment(document, draft)
        yield Finding("assignments", value, value.confidence)


def _drafts(parts: Parts) -> Iterator[Draft]:
    used: set[int] = set()
    yield from tabled(parts)
    for draft, blocks in labelled(parts):
        used |= blocks | _label_blocks(parts, draft)
        yield draft
    for draft, blocks in list(bracketed(parts, used)):
        used |= blocks
        yield draft
    for draft, blocks in list(headed(parts, used)):
        used |= blocks
        if draft.units:
            yield draft
    yield from prose_tasks(parts, used)


def _label_blocks(parts: Parts, draft: Draft) -> set[int]:
    """The blocks of the label lines themselves."""
    starts = parts.block_starts
    return {bisect_right(starts, span.start) - 1 for span in draft.spans[1:]}


def _assignment(document: Document, draft: Draft) -> Assignment:
    units = tuple(
        AssignedUnit(
            name=mention.name,
            role=role,
            text=mention.text,
            generic=mention.generic,
            inferred=mention.carried,
            evidence=document.evidence(mention.span),
        )
        for mention, role in draft.units
    )
    return Assignment(
        id="",
        section=draft.section,
        task=document.line(draft.task),
        units=units,
        deadline=None,
        text=document.line(draft.text),
        form=draft.form,
        confidence=draft.confidence,
        evidence=document.evidence(*draft.spans),
    )
