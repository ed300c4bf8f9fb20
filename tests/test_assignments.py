"""Who has to do what: the four forms, the roles, and what assigns nothing."""

from __future__ import annotations

import pytest
from stages import TEXTS, Case, cases, parse_text, values

from ingest.core.document import Document
from ingest.core.record import Assignment
from ingest.extract.assignments import assignments


def found(document: Document) -> list[Assignment]:
    return values(assignments, document, "assignments", Assignment)


def facts(text: str) -> list[dict[str, object]]:
    return [
        {
            "section": a.section,
            "form": a.form,
            "task": a.task,
            "units": {u.name: u.role for u in a.units},
        }
        for document in parse_text(text)
        for a in found(document)
    ]


@pytest.mark.parametrize(
    "case",
    [c for k in ("made", "expressions", "untouched") for c in cases("assignments", k)],
    ids=lambda c: c.id,
)
def test_case(case: Case) -> None:
    assert facts(case.text) == case.expected


@pytest.mark.parametrize("case", cases("assignments", "failing"), ids=lambda c: c.id)
@pytest.mark.xfail(strict=True, reason="known failures: the comment of each says why")
def test_known_failures(case: Case) -> None:
    assert facts(case.text) == case.expected


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_laws(path: object) -> None:
    """What holds of every assignment, on the samples."""
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    for document in parse_text(text):
        ids = {s.id for s in document.sections}
        for a in found(document):
            assert a.units and a.task and a.text
            assert a.section is None or a.section in ids
            assert a.evidence and all(e.quote for e in a.evidence)
            assert 0 < a.confidence <= 1 and a.deadline is None
            names = [u.name.casefold() for u in a.units]
            assert len(names) == len(set(names))
            for unit in a.units:
                quote = " ".join(" ".join(e.quote for e in unit.evidence).split())
                assert quote == unit.text


def test_twice_gives_the_same() -> None:
    for path in TEXTS[:3]:
        text = path.read_text("utf-8")
        assert facts(text) == facts(text)


def test_every_form_is_in_the_cases() -> None:
    forms = {e["form"] for c in cases("assignments", "made") for e in facts(c.text)}
    assert forms == {"labelled", "heading", "sentence", "table"}


@pytest.mark.parametrize(
    "body",
    [
        "1. Sở Y tế\n" + "- Phối hợp với Công an tỉnh họp.\n" * 400,
        "- Đơn vị chủ trì: Sở Y tế.\n" * 400,
        "- Đơn vị phối hợp:\n" + "+ Sở Y tế;\n" * 400,
        "1. " + "đề nghị " * 2000,
        "1. x " + "(chủ trì " * 2000,
        "1. Sở Y tế " + "nếu có " * 2000,
    ],
    ids=["items", "labels", "lines", "orders", "brackets", "formulas"],
)
def test_hostile_documents_end(body: str) -> None:
    facts(f"KẾ HOẠCH\nLàm việc\n\nI. TỔ CHỨC THỰC HIỆN\n\n{body}")
