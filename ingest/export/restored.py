"""A record's text cut into its documents: head, outline, sign-off, appendices.

A record keeps where values stand, not where documents begin and end. This is read off the
evidence: a document begins after the sign-off of the one before it, or at the line of its own
type; its sign-off begins at the first line of recipients or signers, and what the outline
names after that, or calls `PL`, is an appendix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.assemble.load import evidence_in
from ingest.core.record import Evidence, OutlineSection, PlanDocument, Record
from ingest.core.text import Span
from ingest.lexicon.fold import bare

_APPENDIX = regex.compile(r"PL\d*(?:~\d+)?(?:\.|$)")
PAGE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its own text: from its label to the next label of any level."""

    section: OutlineSection
    label: Span
    heading: Span
    body: Span


@dataclass(frozen=True, slots=True)
class Restored:
    """Spans of one document in the record's text, in reading order; they leave nothing out.

    `head` ends with the title, `opening` where the outline begins, `parts` are in reading order.
    """

    document: PlanDocument
    head: Span
    opening: Span
    parts: tuple[Part, ...]
    signoff: Span
    appendices: tuple[Part, ...]


class Places:
    """The pages' texts as one, a form feed between two, and evidence as spans of it."""

    def __init__(self, record: Record) -> None:
        self.text = PAGE_BREAK.join(page.text for page in record.pages)
        self._starts = [0]
        for page in record.pages:
            self._starts.append(self._starts[-1] + len(page.text) + 1)

    def span(self, seen: Evidence) -> Span:
        start = self._starts[seen.page - 1]
        return Span(start + seen.start, start + seen.end)

    def line_start(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self.text.rfind(PAGE_BREAK, 0, place)) + 1

    def line_end(self, place: int) -> int:
        ends = (self.text.find("\n", place), self.text.find(PAGE_BREAK, place))
        return min((end for end in ends if end >= 0), default=len(self.text))


def restored(record: Record, places: Places) -> Iterator[Restored]:
    """The documents of a record with their text."""
    starts = _starts(record, places)
    ends = starts[1:] + [len(places.text)] * bool(starts)
    for document, start, end in zip(record.documents, starts, ends, strict=True):
        yield _cut(document, Span(start, end), places)


def _starts(record: Record, places: Places) -> list[int]:
    starts: list[int] = []
    for place, document in enumerate(record.documents):
        if place == 0:
            starts.append(0)
            continue
        before = record.documents[place - 1]
        closing = [places.span(e).end for e in evidence_in((before.signers, before.recipients))]
        closing += [places.span(e).end for e in before.filing.evidence] if before.filing else []
        own = [s.start for s in _own(document, places) if s.start >= starts[-1]]
        first = places.line_start(min(own, default=starts[-1]))
        signed = [places.line_end(end - 1) for end in closing if starts[-1] < end <= first]
        starts.append(max(signed) if signed else max(first, starts[-1]))
    return starts


def _own(document: PlanDocument, places: Places) -> Iterator[Span]:
    """What only this document's own text can be evidence of: not an issuer told from above."""
    for value in (document.type, document.number, document.title):
        if value is not None and not getattr(value, "inferred", False):
            yield from map(places.span, value.evidence)
    for section in document.sections:
        yield from map(places.span, section.evidence)


def _cut(document: PlanDocument, whole: Span, places: Places) -> Restored:
    signed = _signoff(document, whole, places)
    parts = list(_parts(document, whole, places))
    if signed == whole.end:  # nobody signs an attached plan; its appendices follow at once
        starts = (p.label.start for p in parts if _APPENDIX.match(p.section.id))
        signed = next(starts, whole.end)
    main = [part for part in parts if part.label.start < signed]
    later = [part for part in parts if part.label.start >= signed]
    outline = main[0].label.start if main else signed
    head = Span(whole.start, min(_head_end(document, whole, places), outline))
    close = later[0].label.start if later else whole.end
    return Restored(
        document,
        head,
        Span(head.end, outline),
        tuple(_ended(main, signed)),
        Span(signed, close),
        tuple(_ended(later, whole.end)),
    )


def _parts(document: PlanDocument, whole: Span, places: Places) -> Iterator[Part]:
    """Sections in the order of their text, their bodies still without an end."""
    found: list[Part] = []
    for section in document.sections:
        if not section.evidence:
            continue
        first = places.span(section.evidence[0])
        if not whole.start <= first.start < whole.end:
            continue
        last = min(places.span(section.evidence[-1]).end, whole.end)
        label = Span(first.start, min(first.start + len(section.label), first.end, whole.end))
        heading = Span(label.end, max(last, label.end) if section.heading else label.end)
        found.append(Part(section, label, heading, Span(heading.end, heading.end)))
    yield from sorted(found, key=lambda part: (part.label.start, part.label.end))


def _ended(parts: list[Part], end: int) -> Iterator[Part]:
    ends = [part.label.start for part in parts[1:]] + [end] * bool(parts)
    for part, stop in zip(parts, ends, strict=True):
        body = Span(min(part.body.start, stop), stop)
        heading = Span(min(part.heading.start, stop), min(part.heading.end, stop))
        label = Span(part.label.start, min(part.label.end, stop))
        yield Part(part.section, label, heading, body)


def _head_end(document: PlanDocument, whole: Span, places: Places) -> int:
    """The line after the title; without a title, after the last of number, place and date."""
    values = [document.title] if document.title else [document.number, document.place]
    spans = [places.span(e) for value in values if value for e in value.evidence]
    ends = [
        places.line_end(span.end - 1) for span in spans if whole.start <= span.start < whole.end
    ]
    return max(ends, default=whole.start)


def _signoff(document: PlanDocument, whole: Span, places: Places) -> int:
    """Where the sign-off begins; the end of the document where nobody signs."""
    values = (document.signers, document.recipients, document.filing)
    spans = [places.span(seen) for seen in evidence_in(values)]
    inside = [span.start for span in spans if whole.start < span.start < whole.end]
    if not inside:
        return whole.end
    start = places.line_start(min(inside))
    above = places.text[whole.start : start].rstrip("\n\f ")
    line = above[above.rfind("\n") + 1 :]
    if bare(line.strip()).startswith("noi nhan"):
        start = whole.start + len(above) - len(line)
    return max(start, whole.start)
