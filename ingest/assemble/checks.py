"""Cross-checks between values: each contradiction is a diagnostic with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from ingest.core.record import Diagnostic, PlanDocument


def checks(documents: Sequence[PlanDocument]) -> list[Diagnostic]:
    """Everything odd about the documents of a file, in reading order."""
    found: list[Diagnostic] = []
    for document in documents:
        for check in CHECKS:
            found += check(document)
    return found


def _no_type(document: PlanDocument) -> Iterator[Diagnostic]:
    if document.type is None:
        message = f"{document.id}: no type of document was recognised; the fields may be empty."
        yield Diagnostic("type-unknown", "warning", message)


def _incomplete_head(document: PlanDocument) -> Iterator[Diagnostic]:
    if document.relation is not None or document.type is None:
        return
    if document.number is None:
        yield Diagnostic("number-missing", "warning", f"{document.id}: no number was found.")
    if document.date is None:
        yield Diagnostic("date-missing", "warning", f"{document.id}: no date of issue was found.")
    if not document.signers:
        message = f"{document.id}: no signer's name or position was found."
        yield Diagnostic("signer-missing", "warning", message)


def _cited_later(document: PlanDocument) -> Iterator[Diagnostic]:
    """A cited document dated after the plan itself."""
    issued = document.date.edtf if document.date else ""
    if not regex.fullmatch(r"\d{4}-\d\d-\d\d", issued):
        return
    for citation in document.citations:
        date = citation.date
        if date and date.precision == "day" and date.edtf > issued:
            name = citation.number.text if citation.number else citation.title
            message = f"{name} is dated {date.edtf}, after this document ({issued})."
            yield Diagnostic("citation-after-issue", "warning", message, date.evidence)


def _due_before_issue(document: PlanDocument) -> Iterator[Diagnostic]:
    """A task that was due before the document was issued."""
    issued = document.date.edtf if document.date else ""
    if not regex.fullmatch(r"\d{4}-\d\d-\d\d", issued):
        return
    for deadline in document.deadlines:
        day = deadline.date.edtf if deadline.date else ""
        if regex.fullmatch(r"\d{4}-\d\d-\d\d", day) and day < issued:
            message = f"Due {day}, before the document was issued ({issued})."
            yield Diagnostic("deadline-before-issue", "warning", message, deadline.evidence)
        yearly = regex.search(r"BYMONTH=(\d+);BYMONTHDAY=(\d+)", deadline.rrule or "")
        if yearly:
            due = f"{issued[:4]}-{int(yearly[1]):02}-{int(yearly[2]):02}"
            if due < issued:
                message = f"Due each year on {due[5:]}; this year's day ({due}) was past at issue."
                yield Diagnostic("deadline-before-issue", "info", message, deadline.evidence)


def _over_100(document: PlanDocument) -> Iterator[Diagnostic]:
    """A share of more than 100 %; growth may be more."""
    for target in document.targets:
        share = target.unit == "%" and target.comparator not in ("increase", "decrease")
        if share and isinstance(target.value, (int, float)) and target.value > 100:
            message = f"A share of {target.value:g} %."
            yield Diagnostic("share-over-100", "warning", message, target.evidence)


CHECKS = (_no_type, _incomplete_head, _cited_later, _due_before_issue, _over_100)
