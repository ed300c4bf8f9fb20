"""The bodies that names mean: by issuer and date, through the reforms; and never by guessing."""

from __future__ import annotations

import pytest
from stages import SAMPLES, Case, cases

from ingest.assemble.bodies import with_bodies
from ingest.core.record import Issuer, Unit
from ingest.lexicon.bodies import agencies
from ingest.lexicon.load import rows
from ingest.lexicon.reforms import Reform, joined, known_body, reform
from ingest.pipeline import ingest_file


def resolved(text: str) -> Unit:
    issuer, parent, on, name = (line.split(": ", 1)[1] for line in text.split("\n"))
    by = Issuer(issuer, parent or None) if issuer else None
    [unit] = with_bodies((Unit("units/x", name, (name,), None, False, ()),), by, on or None)
    return unit


@pytest.mark.parametrize("case", cases("bodies", "made"), ids=lambda c: c.id)
def test_a_name_means_a_body(case: Case) -> None:
    unit = resolved(case.text)
    body = unit.body
    assert {
        "level": unit.level,
        "body": body.name if body else None,
        "until": body.until if body else None,
        "successors": list(body.successors) if body else [],
    } == case.expected


@pytest.mark.parametrize("case", cases("bodies", "made"), ids=lambda c: c.id)
def test_what_is_inferred_says_so_and_the_name_stays(case: Case) -> None:
    unit = resolved(case.text)
    assert unit.name == case.text.rsplit(": ", 1)[1]
    if unit.body is not None:
        assert unit.body.inferred == (unit.body.confidence < 1)


def test_a_group_is_no_body() -> None:
    unit = Unit("units/x", "các sở, ban, ngành", ("các sở, ban, ngành",), None, True, ())
    [found] = with_bodies((unit,), Issuer("Ủy ban nhân dân tỉnh Hà Giang", None), "2020-01-01")
    assert found.body is None and found.level == "province"


def test_evidence_of_an_inferred_body_is_that_of_the_issuer() -> None:
    record = ingest_file(SAMPLES / "text" / "phan-cong-cau.txt")
    [document] = record.documents
    assert document.issuer is not None
    inferred = [u.body for u in document.units if u.body and u.body.inferred]
    assert inferred
    assert all(body.evidence == document.issuer.evidence for body in inferred)


def test_an_attached_plan_has_the_date_of_its_decision() -> None:
    record = ingest_file(SAMPLES / "text" / "qd-phong-chay.txt")
    plan = record.documents[1]
    assert plan.date is None
    assert all(u.body.until == "2025-07-01" for u in plan.units if u.body and u.kind == "Sở")


def test_every_body_with_an_end_has_a_reform_of_that_day() -> None:
    """`until` of the agencies is the last day, `on` of a reform the first without the body."""
    ended = [a for a in agencies() if a.until and a.level in ("central", "province")]
    for agency in ended:
        found = reform(agency.name)
        assert found is not None, agency.name
        assert found.on > agency.until, agency.name


def test_reforms_lead_to_bodies_that_are_known_and_to_an_end() -> None:
    for row in rows("reforms", Reform):
        seen = {joined(row.old)}
        todo = list(row.new)
        while todo:
            name = todo.pop()
            assert known_body(name) is not None, name
            assert joined(name) not in seen, f"{row.old}: a circle"
            next_step = reform(name)
            todo += next_step.new if next_step else ()
