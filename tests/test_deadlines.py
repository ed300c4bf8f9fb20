"""Deadlines: kind, date, rule, action, who, to whom; and the times that are none.

Cases as in `test_targets`: the text stands under the head of a plan of 15 January 2024.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from edtf import parse_edtf
from stages import TEXTS, Case, cases, parse_text, values
from test_targets import _one_line, plan

from ingest.core.document import Document
from ingest.core.record import Deadline
from ingest.extract.deadlines import deadlines


def facts(deadline: Deadline) -> dict[str, Any]:
    return {
        "kind": deadline.kind,
        "date": deadline.date.edtf if deadline.date else None,
        "rrule": deadline.rrule,
        "action": deadline.action,
        "units": list(deadline.units),
        "recipient": deadline.recipient,
        "via": deadline.via,
        "time": deadline.time,
    }


def found(document: Document) -> list[Deadline]:
    return values(deadlines, document, "deadlines", Deadline)


def check(case: Case) -> None:
    wanted = case.expected
    assert isinstance(wanted, list)
    got = [facts(d) for document in plan(case.text) for d in found(document)]
    assert len(got) == len(wanted), got
    for deadline, want in zip(got, wanted, strict=True):
        assert {k: deadline[k] for k in want} == want


@pytest.mark.parametrize(
    "case", [c for k in ("made", "expressions") for c in cases("deadlines", k)], ids=lambda c: c.id
)
def test_made(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("deadlines", "untouched"), ids=lambda c: c.id)
def test_untouched(case: Case) -> None:
    """Attributes of nouns, occasions, documents named and what is past are no deadlines."""
    check(case)


@pytest.mark.parametrize("case", cases("deadlines", "failing"), ids=lambda c: c.id)
@pytest.mark.xfail(strict=True, reason="known weakness, see the case's comment")
def test_failing(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_every_rule_and_date_of_the_samples_parses(path: Any) -> None:
    for document in parse_text(path.read_text("utf-8")):
        for deadline in found(document):
            if deadline.rrule:
                rrulestr(deadline.rrule)
            if deadline.date:
                parse_edtf(deadline.date.edtf)
            assert deadline.evidence
            for evidence in deadline.evidence:
                assert evidence.quote in document.text


def test_the_year_of_the_plan_is_marked_as_inferred() -> None:
    deadline = found(plan("- Nộp bài dự thi trước ngày 25/4.")[0])[0]
    assert deadline.inferred and deadline.date is not None and deadline.date.inferred
    assert deadline.confidence < 0.85


def test_a_labelled_time_of_an_item_with_a_target_is_both() -> None:
    text = "I. NHIỆM VỤ\n\n1. Hội thi\n\n- Nội dung: Mở 02 lớp.\n\n- Thời gian: Tháng 6/2024."
    deadline = found(plan(text)[0])[0]
    assert deadline.date is not None and deadline.date.edtf == "2024-06"


def test_no_day_is_invented() -> None:
    assert found(plan("- Nộp hồ sơ trước ngày 31/02/2024.")[0]) == []


HOSTILE = ["a", "ngày ", "trước ngày 15/6 và ", "hàng năm, ", "(", "; đến năm 2025 xây dựng "]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_length(unit: str) -> None:
    def seconds(length: int) -> float:
        document = _one_line(unit * (length // len(unit)))
        begin = time.process_time()
        list(deadlines(document))
        return time.process_time() - begin

    seconds(2_000)
    assert seconds(20_000) < 10 * seconds(5_000) + 0.5
