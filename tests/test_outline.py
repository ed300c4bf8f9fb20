"""The outline: every marker style, ids as the contract builds them, paragraphs across pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import Case, cases, parse_text

from ingest.core.document import Document
from ingest.parse.labels import bullet, readings


def described(documents: tuple[Document, ...], keys: set[str]) -> dict[str, object]:
    """What a case asks about, of all documents of the text, in reading order."""
    made: dict[str, object] = {
        "sections": [[s.id, s.heading] for d in documents for s in d.sections],
        "labels": [s.label for d in documents for s in d.sections],
        "parents": [s.parent for d in documents for s in d.sections],
        "items": [
            [b.label, b.depth, d.line(b.content)]
            for d in documents
            for b in d.blocks
            if b.kind == "item"
        ],
        "blocks": [[b.kind, d.line(b.span)] for d in documents for b in d.blocks],
        "places": [[b.section, d.line(b.span)] for d in documents for b in d.blocks],
        "rows": [
            [[d.line(c.span) for c in row] for row in t.rows] for d in documents for t in d.tables
        ],
        "asides": [d.line(a) or a.of(d.text).strip() for d in documents for a in d.asides],
        "zones": [b.zone for d in documents for b in d.blocks],
    }
    return {k: made[k] for k in keys}


def check(case: Case) -> None:
    assert isinstance(case.expected, dict)
    documents = parse_text(case.text)
    assert described(documents, set(case.expected)) == case.expected
    for document in documents:
        laws(document)


def laws(document: Document) -> None:
    """What holds of every document, whatever its text."""
    ids = [s.id for s in document.sections]
    assert len(ids) == len(set(ids))
    assert [s.span for s in document.sections] == sorted(s.span for s in document.sections)
    assert len(document.flat) == len(document.text)
    for section in document.sections:
        assert section.parent is None or section.parent in ids[: ids.index(section.id)]
        assert document.line(section.span).startswith(" ".join(section.label.split()))
        if section.heading is not None:
            assert document.line(section.heading_span) == section.heading
    last = 0
    for block in document.blocks:
        assert document.span.covers(block.span) and block.span.covers(block.content)
        assert block.span.start >= last
        assert block.section is None or block.section in ids
        assert block.parent is None or document.blocks[block.parent].span.end <= block.span.start
        last = block.span.end


@pytest.mark.parametrize(
    "case",
    [*cases("outline", "wild"), *cases("outline", "made"), *cases("outline", "untouched")],
    ids=lambda c: c.id,
)
def test_outline(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c.comment), id=c.label)
        for c in cases("outline", "failing")
    ],
)
def test_known_failure(case: Case) -> None:
    check(case)


LINE = st.one_of(
    st.text("aă1I.)(-+*ivđ/:; Đ", max_size=12),
    st.sampled_from(["I. MỤC TIÊU", "1. Họp.", "1.1. Họp", "a) Họp;", "- họp;", "+ họp", "", "\f",
                     "Phụ lục", "Điều 1. Họp", "(Kèm theo Quyết định số 1/QĐ-UBND)", "KẾ HOẠCH",
                     "Nơi nhận:", "Trên đây là Kế hoạch./.", "A | B | C", "1 | 2 | 3", "i) họp"]),
)  # fmt: skip


@given(st.lists(LINE, max_size=25))
def test_any_lines_give_documents_that_keep_the_laws(lines: list[str]) -> None:
    text = "\n".join([*lines, "x"])
    documents = parse_text(text)
    assert documents
    for document in documents:
        laws(document)


@given(st.text(max_size=40))
def test_a_label_never_takes_more_than_its_line(line: str) -> None:
    assert all(0 < r.end <= len(line) for r in readings(line))
    item = bullet(line)
    assert item is None or 0 < item[1] <= len(line)
