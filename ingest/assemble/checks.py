"""Cross-checks between values: each contradiction is a diagnostic with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from ingest.core.record import Diagnostic, PlanDocument
from ingest.extract.grammar.register import not_among_recipients
from ingest.lexicon.fold import key


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


def _not_told(document: PlanDocument) -> Iterator[Diagnostic]:
    """Bodies with a task that the document is not sent to, in one notice."""
    recipients = [line.text for line in document.recipients]
    issuer = document.issuer.name if document.issuer else None
    found = list(not_among_recipients(document.units, recipients, issuer))
    if found:
        evidence = tuple(e for d in found for e in d.evidence)
        names = ", ".join(dict.fromkeys(e.quote for e in evidence))
        message = f"{len(found)} bodies with a task are not among the recipients: {names[:300]}."
        yield Diagnostic("unit-not-among-recipients", "info", message, evidence)


def _falling_horizon(document: PlanDocument) -> Iterator[Diagnostic]:
    """A share set higher for an earlier horizon than for a later one, of the same subject."""
    last: dict[tuple[str | None, str, str | None, str], tuple[str, float]] = {}
    for target in document.targets:
        if not isinstance(target.value, (int, float)) or target.period is None:
            continue
        end = target.period.edtf.rsplit("/", 1)[-1][:4]
        if target.unit != "%" or target.comparator in ("lte", "decrease") or not end.isdigit():
            continue
        same = (target.section, key(target.subject or ""), target.unit, target.comparator)
        before = last.get(same)
        if before and before[0] < end and before[1] > target.value:
            message = (
                f"{target.subject}: {target.value:g} by {end}, but {before[1]:g} by {before[0]}."
            )
            yield Diagnostic("horizon-falls", "info", message, target.evidence)
        last[same] = (end, float(target.value))


CHECKS = (
    _no_type,
    _incomplete_head,
    _cited_later,
    _due_before_issue,
    _over_100,
    _falling_horizon,
    _not_told,
)
