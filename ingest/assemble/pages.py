"""Pages of the record: canonical text and what was changed in it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.core.pages import PAGE_BREAK, Pages
from ingest.core.record import PageRecord, PageRepair, RepairChange, RepairStatus
from ingest.core.text import Text


def page_records(
    pages: Pages, text: Text, status: Sequence[RepairStatus], model: str | None
) -> tuple[PageRecord, ...]:
    """One a page; offsets of changes count in the page's canonical text."""
    canonical = text.value.split(PAGE_BREAK)
    if len(canonical) != len(pages.pages):
        raise ValueError("a repair added or removed a page break")
    changes = _by_page(text, canonical)
    return tuple(
        PageRecord(
            number=page.number,
            text=value,
            origin=page.origin,
            width=page.width,
            height=page.height,
            repair=PageRepair(
                "reread" if page.reread else state, model if found else None, tuple(found)
            ),
        )
        for page, value, found, state in zip(pages.pages, canonical, changes, status, strict=True)
    )


def _by_page(text: Text, canonical: Sequence[str]) -> list[list[RepairChange]]:
    found: list[list[RepairChange]] = [[] for _ in canonical]
    page, start = 0, 0
    for piece in text.changes():
        while piece.value.start > start + len(canonical[page]):
            start += len(canonical[page]) + len(PAGE_BREAK)
            page += 1
        found[page].append(
            RepairChange(
                piece.value.start - start,
                piece.value.end - start,
                piece.raw.of(text.raw),
                piece.rule,
                round(piece.confidence, 3),
            )
        )
    return found
