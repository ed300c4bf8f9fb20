"""Places that may be misread: marked by the reader, told by the values that stand there."""

from __future__ import annotations

import numpy as np

from ingest.assemble.doubted import doubted
from ingest.core.pages import Box, Page, Word
from ingest.core.record import (
    Diagnostic,
    DocumentNumber,
    Evidence,
    Line,
    PlanDocument,
    Signer,
)
from ingest.core.text import Span
from ingest.read.doubts import under_ink, unsure_lines

TEXT = "Số: 45/KH-UBND\nKT. CHỦ TỊCH\n1 | Sở Y tế"


def page(sure: dict[str, float | None]) -> Page:
    """Words of TEXT at 60 points a character and 20 a line."""
    words, at = [], 0
    for row, line in enumerate(TEXT.split("\n")):
        for word in line.split():
            start = TEXT.index(word, at)
            at = start + len(word)
            if word != "|":
                x = 10.0 * (start - TEXT.rfind("\n", 0, start))
                box = Box(x, 20.0 * row, x + 10.0 * len(word), 20.0 * row + 15)
                words.append(Word(Span(start, at), box, sure.get(word, 0.95)))
    return Page(1, TEXT, "ocr", 200.0, 100.0, tuple(words))


def test_a_line_of_unsure_words_is_marked_once() -> None:
    found = unsure_lines(page({"KT.": 0.3, "CHỦ": 0.5, "TỊCH": 0.4}))
    assert [(r.code, r.page, r.span and r.span.of(TEXT)) for r in found] == [
        ("doubtful-line", 1, "KT. CHỦ TỊCH")
    ]


def test_cells_count_by_themselves_and_lone_signs_not_at_all() -> None:
    found = unsure_lines(page({"1": 0.1, "Sở": 0.2, "Y": 0.2, "tế": 0.2}))
    assert [r.span and r.span.of(TEXT) for r in found] == ["Sở Y tế"]
    assert unsure_lines(page({"1": 0.1, "Số:": 0.2})) == ()


def test_words_under_ink_are_marked_line_by_line() -> None:
    covered = np.zeros((50, 100), dtype=np.bool_)  # a pixel for two points
    covered[0:18, 30:60] = True
    found = under_ink(page({}), covered)
    assert [(r.code, r.span and r.span.of(TEXT)) for r in found] == [
        ("under-seal", "45/KH-UBND"),
        ("under-seal", "CHỦ TỊCH"),
    ]


def test_typed_words_are_certain() -> None:
    covered = np.ones((50, 100), dtype=np.bool_)
    marked = [r.span and r.span.of(TEXT) for r in under_ink(page({"45/KH-UBND": None}), covered)]
    assert marked == ["Số:", "KT. CHỦ TỊCH", "1", "Sở Y tế"]


def evidence(quote: str) -> tuple[Evidence, ...]:
    start = TEXT.index(quote)
    return (Evidence(1, start, start + len(quote), quote),)


def plan() -> PlanDocument:
    number = DocumentNumber(
        "45/KH-UBND", "45", None, "KH-UBND", "KH", "UBND", evidence("45/KH-UBND")
    )
    signer = Signer(None, "CHỦ TỊCH", "KT. CHỦ TỊCH", evidence("KT. CHỦ TỊCH"))
    return PlanDocument(
        "d1", None, None, number, None, None, None, Line("Sở", ()), None, (signer,),
        (), None, (), (), (), (), (),
    )  # fmt: skip


def test_each_value_is_told_once_and_the_rest_once_a_page() -> None:
    noticed = [
        Diagnostic("no-text-layer", "info", "…"),
        Diagnostic("under-seal", "warning", "…", evidence("45/KH-UBND")),
        Diagnostic("under-seal", "warning", "…", evidence("CHỦ")),
        Diagnostic("under-seal", "warning", "…", evidence("TỊCH")),
        Diagnostic("under-seal", "warning", "…", evidence("Sở")),
        Diagnostic("under-seal", "warning", "…", evidence("tế")),
    ]
    found = doubted(noticed, [plan()])
    assert [(d.code, d.severity, [e.quote for e in d.evidence]) for d in found] == [
        ("no-text-layer", "info", []),
        ("under-seal", "warning", ["45/KH-UBND"]),
        ("under-seal", "warning", ["KT. CHỦ TỊCH"]),
        ("under-seal", "info", ["Sở", "tế"]),
    ]
    assert "d1: number (“45/KH-UBND”)" in found[1].message
    assert "d1: signers/1" in found[2].message
    assert "2 places" in found[3].message


def test_nothing_marked_changes_nothing() -> None:
    noticed = [Diagnostic("page-blank", "info", "…")]
    assert doubted(noticed, [plan()]) == noticed
