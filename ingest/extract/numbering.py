"""Doubts about the outline: repeated and skipped labels. The printed labels stay."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.core.document import Document, Section
from ingest.core.record import Finding
from ingest.extract.grammar.notice import notice

_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"


def numbering(document: Document) -> Iterator[Finding]:
    """Findings `diagnostics` for siblings that repeat or skip a label."""
    last: dict[tuple[str | None, str], tuple[int, Section]] = {}
    for section in document.sections:
        if _guessed(section):
            message = f"The label “{section.label}” is taken for {section.id.rsplit('.', 1)[-1]}."
            yield notice(document, "label-guessed", "warning", message, section.span)
        place = _ordinal(section)
        if place is None:
            continue
        style, number = place
        before = last.get((section.parent, style))
        last[(section.parent, style)] = (number, section)
        if "~" in section.id.rsplit(".", 1)[-1]:
            message = f"The label {section.label} occurs twice; the second is {section.id}."
            yield notice(document, "label-repeated", "warning", message, section.span)
        elif before and number > before[0] + 1:
            message = f"After {before[1].label} comes {section.label}: a label is skipped."
            yield notice(document, "label-skipped", "info", message, section.span)


def _guessed(section: Section) -> bool:
    """A Roman numeral that was misread (`H.` for `II.`): the outline told what it must be."""
    last = section.id.rsplit(".", 1)[-1].split("~")[0]
    if not last or set(last) - set("IVX"):
        return False
    printed = "".join(c for c in section.label if c.isalnum() or c in "|!")
    return not printed.endswith(last) and not any(c.islower() for c in printed[:-1])


def _ordinal(section: Section) -> tuple[str, int] | None:
    """Kind of label and its place, from the last part of the path."""
    last = section.id.rsplit(".", 1)[-1].split("~")[0]
    if last.isdigit():
        return "decimal", int(last)
    if len(last) == 1 and last in _VIETNAMESE:
        return "letter", _VIETNAMESE.index(last) + 1
    digits = "".join(c for c in last if c.isdigit())
    if last.startswith("Đ") and digits:
        return "article", int(digits)
    return None
