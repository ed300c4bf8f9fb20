"""Cross-checks between values: each contradiction is a diagnostic with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import regex

from ingest.assemble.documents import issued_on
from ingest.assemble.reach import not_reached
from ingest.assemble.table_checks import figures_differ, in_table, times_differ
from ingest.core.record import Diagnostic, Evidence, PlanDocument, Target, Unit
from ingest.lexicon.cross_check_words import low_is_good
from ingest.lexicon.fold import key
from ingest.lexicon.territories import REFORM

_DAY = regex.compile(r"\d{4}-\d\d-\d\d")
_YEARLY = regex.compile(r"BYMONTH=(\d+);BYMONTHDAY=(\d+)")
_OF_DISTRICTS = regex.compile(
    r"(?:Ủy ban nhân dân|Hội đồng nhân dân|Phòng|Công an|Huyện ủy|Quận ủy)\b"
)


def checks(documents: Sequence[PlanDocument]) -> list[Diagnostic]:
    """Everything odd about the documents of a file, in reading order."""
    found: list[Diagnostic] = []
    for document in documents:
        for check in CHECKS:
            found += check(document)
        issued = issued_on(document, documents)
        if issued is not None and _DAY.fullmatch(issued):
            for against_date in DATE_CHECKS:
                found += against_date(document, issued)
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


def _cited_later(document: PlanDocument, issued: str) -> Iterator[Diagnostic]:
    """A cited document dated after the plan itself."""
    for citation in document.citations:
        date = citation.date
        if date and date.precision == "day" and date.edtf > issued:
            name = citation.number.text if citation.number else citation.title
            message = f"{name} is dated {date.edtf}, after this document ({issued})."
            yield Diagnostic("citation-after-issue", "warning", message, date.evidence)


def _due_before_issue(document: PlanDocument, issued: str) -> Iterator[Diagnostic]:
    """A task that was due before the document was issued."""
    for deadline in document.deadlines:
        day = deadline.date.edtf if deadline.date else ""
        if _DAY.fullmatch(day) and day < issued:
            message = f"Due {day}, before the document was issued ({issued})."
            yield Diagnostic("deadline-before-issue", "warning", message, deadline.evidence)
        yearly = _YEARLY.search(deadline.rrule) if deadline.rrule else None
        if yearly:
            due = f"{issued[:4]}-{int(yearly[1]):02}-{int(yearly[2]):02}"
            if due < issued and _days_between(due, issued) <= _JUST_MISSED:
                message = f"Due each year on {due[5:]}; this year's day ({due}) was past at issue."
                yield Diagnostic("deadline-before-issue", "info", message, deadline.evidence)


_JUST_MISSED = 45
"""A yearly day that went by longer ago is meant from next year on."""


def _days_between(first: str, second: str) -> int:
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days
    except ValueError:  # 31/6
        return _JUST_MISSED + 1


def _over_100(document: PlanDocument) -> Iterator[Diagnostic]:
    """A share of more than 100 %; growth may be more."""
    for target in document.targets:
        share = target.unit == "%" and target.comparator not in ("increase", "decrease")
        if share and isinstance(target.value, (int, float)) and target.value > 100:
            message = f"A share of {target.value:g} %."
            yield Diagnostic("share-over-100", "warning", message, target.evidence)


def _not_told(document: PlanDocument) -> Iterator[Diagnostic]:
    """Bodies with a task that the document is not sent to, in one notice."""
    found = not_reached(document)
    if found:
        names, evidence = _listed(found)
        message = f"{len(found)} bodies with a task are not among the recipients: {names}."
        yield Diagnostic("unit-not-among-recipients", "info", message, evidence)


def _listed(units: Sequence[Unit]) -> tuple[str, tuple[Evidence, ...]]:
    """Their names for a message, and where each first stands."""
    names = ", ".join(dict.fromkeys(u.name for u in units))
    return names[:300], tuple(dict.fromkeys(e for u in units for e in u.evidence[:1]))


def _ended(document: PlanDocument, issued: str) -> Iterator[Diagnostic]:
    """Bodies with a task that a reform had ended when the document was issued."""
    found = [u for u in document.units if u.items and _is_gone(u, issued)]
    if found:
        names, evidence = _listed(found)
        message = f"{len(found)} bodies with a task no longer existed on {issued}: {names}."
        yield Diagnostic("unit-ended", "warning", message, evidence)


def _is_gone(unit: Unit, issued: str) -> bool:
    if unit.level == "district" and not unit.generic and _OF_DISTRICTS.match(unit.name):
        return issued >= REFORM
    until = unit.body.until if unit.body else None
    return until is not None and issued[: len(until)] > until[: len(issued)]


def _falling_horizon(document: PlanDocument) -> Iterator[Diagnostic]:
    """A share set higher for an earlier horizon than for a later one, of the same subject.

    What is better low (`Tỷ lệ hộ nghèo`) may fall; so may what a plan says to lower.
    """
    last: dict[tuple[str, str], tuple[str, float, Target]] = {}
    for target in document.targets:
        if not isinstance(target.value, (int, float)) or target.period is None:
            continue
        end = target.period.edtf.rsplit("/", 1)[-1][:4]
        subject = target.subject or ""
        if target.unit != "%" or target.comparator not in ("eq", "gte", "approx"):
            continue
        if not end.isdigit() or not subject or low_is_good(subject):
            continue
        same = (key(subject), str(in_table(target)))
        before = last.get(same)
        if before and before[0] < end and before[1] > target.value:
            message = f"{subject}: {target.value:g} by {end}, but {before[1]:g} by {before[0]}."
            evidence = (*before[2].evidence, *target.evidence)
            yield Diagnostic("horizon-falls", "info", message, evidence)
        last[same] = (end, float(target.value), target)


CHECKS = (
    _no_type,
    _incomplete_head,
    _over_100,
    _falling_horizon,
    figures_differ,
    times_differ,
    _not_told,
)
DATE_CHECKS = (_cited_later, _due_before_issue, _ended)
"""What is checked against a full date of issue."""
