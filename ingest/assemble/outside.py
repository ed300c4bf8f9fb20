"""Text of a file that belongs to no document: it is kept with its page, and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from ingest.core.document import Document
from ingest.core.record import Diagnostic, Evidence, PlanDocument
from ingest.core.text import Span
from ingest.read.marks import starts_with_mark

_SHOWN = 200
_FEWEST = 30
"""Letters behind the signature that are told: fewer are a stamp or a drafter's initials."""
_COPY = regex.compile(r"(?i)(?:bản\s+)?(?:sao\s+y|sao\s+lục|trích\s+sao)\b")
_SIGNED = regex.compile(r"(?i)\(?\s?(?:đã\s+k[ýí]|ký\s+tên|chữ\s+ký)")


def outside(documents: Sequence[Document], made: Sequence[PlanDocument]) -> Iterator[Diagnostic]:
    """`text-outside` where letters stand above the first head (a web site's menu, a covering
    letter without a head of its own) or behind a signature (a list without a title, the foot of
    a web page). Page numbers, stamps and the block of a copy are no text."""
    if not documents:
        return
    first = documents[0]
    yield from _told(first, Span(0, first.span.start), "above the first document's head", 1)
    for document, plan in zip(documents, made, strict=True):
        behind = _behind(document, plan)
        if behind is not None:
            yield from _told(document, behind, "behind the signature", _FEWEST)


def _told(document: Document, span: Span, where: str, fewest: int) -> Iterator[Diagnostic]:
    text = span.of(document.flat)
    count = sum(c.isalpha() for c in text)
    if count < fewest:
        return
    start = span.start + len(text) - len(text.lstrip())
    end = span.start + len(text.rstrip())
    evidence = document.evidence(Span(start, min(end, start + _SHOWN)))
    message = f"{count} letters {where} belong to no document; they are kept with the page."
    yield Diagnostic("text-outside", "info", message, evidence)


def _behind(document: Document, plan: PlanDocument) -> Span | None:
    """What follows the last line of recipients and signature that was read, up to an appendix."""
    zone = document.zone("signature")
    read = [e for recipient in plan.recipients for e in recipient.evidence]
    read += [e for signer in plan.signers for e in signer.evidence]
    read += plan.filing.evidence if plan.filing else ()
    if zone is None or not read:
        return None
    start = max(_end(document, e) for e in read)
    for at in _line_starts(document, start, zone.end):
        text = document.text[at : at + 80].lstrip()
        if _COPY.match(text):
            return None
        if not (_SIGNED.match(text) or starts_with_mark("signature-stamp", text)):
            return Span(at, zone.end)
    return None


def _end(document: Document, evidence: Evidence) -> int:
    return document.page_starts[evidence.page - 1] + evidence.end


def _line_starts(document: Document, start: int, end: int) -> Iterator[int]:
    for m in regex.finditer(r"[^\n\f]*\p{L}[^\n\f]*", document.text, pos=start, endpos=end):
        yield m.start()
