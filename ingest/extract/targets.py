"""Chỉ tiêu: the numbers that a plan commits itself to reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ingest.core.document import Document
from ingest.core.record import Diagnostic, Evidence, Finding, Target
from ingest.core.text import Span
from ingest.extract.grammar.commitments import Commitment, commitments
from ingest.extract.grammar.surroundings import Surroundings, surroundings, with_evidence
from ingest.extract.grammar.yearly_tables import table_targets

_SHOWN = 5
"""Pieces of evidence in the diagnostic on figures that were set aside, at most."""
_REASONS = {
    "assessment": "in an assessment of results",
    "purpose": "in the purpose of the plan",
    "result": "said of what was reached",
    "restated": "an old target or the same number quoted again",
    "baseline": "what the change starts from or is measured against",
    "cost": "costs",
    "report": "how often to report",
    "rule": "thresholds of a rule",
}


def targets(document: Document) -> Iterator[Finding]:
    """Every target of one document, in reading order, and what was set aside."""
    around = surroundings(document)
    asides: Counter[str] = Counter()
    shown: list[Evidence] = []
    found: list[tuple[Span, Target]] = []
    for made in commitments(around):
        figure = made.figure
        if figure.aside is not None:
            asides[figure.aside] += 1
            if len(shown) < _SHOWN:
                shown += document.evidence(made.span)[:1]
            continue
        found.append((made.span, _target(around, made)))
    found += table_targets(around)
    for _, target in sorted(found, key=lambda f: f[0]):
        yield Finding("targets", target, target.confidence)
    if asides:
        yield Finding("diagnostics", _diagnostic(asides, shown))


def _diagnostic(asides: Counter[str], shown: list[Evidence]) -> Diagnostic:
    total = sum(asides.values())
    parts = ", ".join(f"{asides[r]} {words}" for r, words in _REASONS.items() if asides[r])
    message = f"{total} figures are no targets: {parts}"
    return Diagnostic("figures-set-aside", "info", message, tuple(shown))


def _target(around: Surroundings, made: Commitment) -> Target:
    document, figure = around.document, made.figure
    period = made.period
    spans = [made.span]
    if made.period_span is not None and not made.span.covers(made.period_span):
        spans.append(made.period_span)
    evidence = document.evidence(*sorted(spans))
    return Target(
        id="",
        section=made.block.section,
        subject=made.subject,
        value=figure.quantity.value,
        unit=made.unit,
        comparator=figure.comparator,
        period=with_evidence(document, period, made.period_span)
        if period is not None and made.period_span is not None
        else None,
        text=document.line(made.sentence),
        bound=figure.bound,
        frequency="yearly" if made.yearly else None,
        confidence=_confidence(made),
        inferred=bool(period and period.inferred),
        evidence=evidence,
    )


def _confidence(made: Commitment) -> float:
    """How often such a target is right: shares are surest, bare counts in prose least."""
    figure = made.figure
    sure = 0.95 if figure.quantity.percent else 0.85
    if figure.comparator in ("gte", "lte", "increase", "decrease"):
        sure += 0.03
    if made.subject is None:
        sure -= 0.2
    if made.period is not None and made.period.inferred:
        sure -= 0.1
    return round(sure, 2)
