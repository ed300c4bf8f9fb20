"""Head, issuer, title, signoff, citations, documents of a file: a row of data a case.

`expected` holds the facts asked about (`stages.FACTS`): an object for one document, a list for
several; `diagnostics` names codes that must be given, `silent` codes that must not.
"""

from __future__ import annotations

from typing import Any

import pytest
from stages import FACTS, Case, cases, record_of

from ingest.assemble.schema import dumps, validate
from ingest.core.record import Record

STAGES = ("split", "head", "issuer", "title", "signoff", "citations")
KINDS = ("wild", "made", "untouched")


def asked(expected: Any) -> list[dict[str, Any]]:
    return expected if isinstance(expected, list) else [expected]


def check(case: Case) -> None:
    record = record_of(case.text)
    wanted = asked(case.expected)
    said = {d.code for d in record.diagnostics}
    facts = [{k: v for k, v in w.items() if k in FACTS} for w in wanted]
    found = [{k: FACTS[k](d) for k in w} for w, d in zip(facts, record.documents, strict=True)]
    assert found == facts
    for w in wanted:
        assert set(w) <= {*FACTS, "diagnostics", "silent"}
        assert set(w.get("diagnostics", ())) <= said
        assert not said & set(w.get("silent", ()))
    laws(case, record)


def laws(case: Case, record: Record) -> None:
    """What holds of every record, whatever the case asks about."""
    validate(record)
    assert dumps(record) == dumps(record_of(case.text))
    for document in record.documents:
        for value in (document.number, document.place, document.title, document.date):
            assert value is None or value.evidence
        items = [*document.citations, *document.sections, *document.signers, *document.recipients]
        assert all(item.evidence for item in items)
        ids = [c.id for c in document.citations]
        assert len(ids) == len(set(ids))
        if document.number and document.number.serial:
            quote = "".join(e.quote for e in document.number.evidence)
            assert document.number.serial in quote


@pytest.mark.parametrize(
    "case",
    [c for s in STAGES for k in KINDS for c in cases(s, k)],
    ids=lambda c: f"{c.stage} {c.id}",
)
def test_case(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            c, id=f"{c.stage}: {c.label}", marks=pytest.mark.xfail(strict=True, reason=c.comment)
        )
        for s in STAGES
        for c in cases(s, "failing")
    ],
)
def test_known_failure(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_cases_of_each_kind(stage: str) -> None:
    assert cases(stage, "made") and cases(stage, "wild") and cases(stage, "untouched")
