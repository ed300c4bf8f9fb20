"""Text of a file that belongs to no document: it is kept with its page, and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.core.document import Document
from ingest.core.record import Diagnostic
from ingest.core.text import Span

_SHOWN = 200


def outside(documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """`text-outside` where letters stand above the first head: a web site's menu, a covering
    letter without a head of its own. Page numbers and stamps are no text."""
    if not documents:
        return
    first = documents[0]
    above = first.flat[: first.span.start]
    count = sum(c.isalpha() for c in above)
    if not count:
        return
    start = len(above) - len(above.lstrip())
    end = len(above.rstrip())
    evidence = first.evidence(Span(start, min(end, start + _SHOWN)))
    message = (
        f"{count} letters above the first document's head belong to no document;"
        " they are kept with the page."
    )
    yield Diagnostic("text-outside", "info", message, evidence)
