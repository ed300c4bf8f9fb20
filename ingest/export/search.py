"""Rows for full-text search: the text as it stands, and without its marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from ingest.core.record import PlanDocument
from ingest.export.tables import Entry

_MARKS = regex.compile(r"\p{Mn}+")
COLUMNS = ("record", "document", "field", "item", "text", "bare")


def search_rows(entry: Entry) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Titles, headings, items, and the text of the pages: `field` and `item` as in `evidence`.

    `bare` is the text in lower case without marks, đ as d: `Ủy ban` gives `uy ban`.
    """
    for page in entry.record.pages:
        yield entry.name, "", "pages", str(page.number), page.text, _bare(page.text)
    for document in entry.record.documents:
        for field, item, text in _of_document(document):
            yield entry.name, document.id, field, item, text, _bare(text)


def _bare(text: str) -> str:
    """As `ingest.lexicon.fold.bare`, for long texts: only marks and đ are in the way of words."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return unicodedata.normalize("NFC", str(_MARKS.sub("", letters)))


def _of_document(document: PlanDocument) -> Iterator[tuple[str, str, str]]:
    if document.title:
        yield "title", "", document.title.text
    for section in document.sections:
        if section.heading:
            yield "sections", section.id, section.heading
    for citation in document.citations:
        if citation.title:
            yield "citations", citation.id, citation.title
    for target in document.targets:
        yield "targets", target.id, target.text
    for deadline in document.deadlines:
        yield "deadlines", deadline.id, deadline.text
    for assignment in document.assignments:
        yield "assignments", assignment.id, assignment.text
