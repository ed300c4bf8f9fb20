"""Targets: value, unit, comparator, horizon and subject; and the numbers that are none.

A case's `text` is put under a made head (plan of 15 January 2024) unless it has one of its own;
`expected` lists the targets with the facts asked about, values of ranges and fractions as pairs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from stages import Case, cases, parse_text, values

from ingest.core.document import Block, Document, Zone
from ingest.core.record import Diagnostic, Fraction, Range, Target
from ingest.core.text import Span
from ingest.extract.grammar.measures import read_noun
from ingest.extract.grammar.numbers import find_quantities, parse_number
from ingest.extract.grammar.sentences import sentences
from ingest.extract.targets import targets

HEAD = (
    "Số: 12/KH-UBND\n\nTân Phú, ngày 15 tháng 01 năm 2024\n\nKẾ HOẠCH\n\n"
    "Thực hiện nhiệm vụ trên địa bàn huyện\n\n"
    "Ủy ban nhân dân huyện ban hành Kế hoạch như sau:\n\n"
)


def plan(text: str) -> tuple[Document, ...]:
    """The documents of a case's text under the made head."""
    if "KẾ HOẠCH" in text:
        return parse_text(text)
    part = "" if text.startswith("I. ") else "I. NỘI DUNG\n\n"
    return parse_text(f"{HEAD}{part}{text}\n")


def number(value: float | Range | Fraction) -> float | list[float]:
    return list(asdict(value).values()) if isinstance(value, Range | Fraction) else value


def facts(target: Target) -> dict[str, Any]:
    return {
        "value": number(target.value),
        "unit": target.unit,
        "comparator": target.comparator,
        "subject": target.subject,
        "period": target.period.edtf if target.period else None,
        "bound": target.bound,
        "frequency": target.frequency,
    }


def found(text: str) -> Iterator[Target]:
    for document in plan(text):
        yield from values(targets, document, "targets", Target)


def check(case: Case) -> None:
    wanted = case.expected
    assert isinstance(wanted, list)
    got = [facts(t) for t in found(case.text)]
    assert len(got) == len(wanted), got
    for target, want in zip(got, wanted, strict=True):
        assert {k: target[k] for k in want} == want


@pytest.mark.parametrize(
    "case", [c for k in ("made", "expressions") for c in cases("targets", k)], ids=lambda c: c.id
)
def test_made(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("targets", "untouched"), ids=lambda c: c.id)
def test_untouched(case: Case) -> None:
    """Dates, results, costs, ages and names are no targets."""
    check(case)


@pytest.mark.parametrize("case", cases("targets", "failing"), ids=lambda c: c.id)
@pytest.mark.xfail(strict=True, reason="known weakness, see the case's comment")
def test_failing(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    "title", ["QUYẾT ĐỊNH\nBan hành Quy chế xếp loại", "THÔNG TƯ\nQuy định mẫu"]
)
def test_thresholds_of_a_regulation_are_no_targets(title: str) -> None:
    text = "Điều 1. Xếp loại\n1. Loại tốt: đạt từ 90% trở lên.\n2. Không quá 3% số hộ.\n"
    [document] = parse_text(
        HEAD.replace("KẾ HOẠCH\n\nThực hiện nhiệm vụ", title).split("Ủy")[0] + text
    )
    assert values(targets, document, "targets", Target) == []
    [told] = values(targets, document, "diagnostics", Diagnostic)
    assert told.message == "2 figures are no targets: 2 thresholds of a rule"


@pytest.mark.parametrize(
    ("text", "value"),
    [("29.000", 29000), ("5,5", 5.5), ("02", 2), ("5.171,344", 5171.344), ("6.5", 6.5)],
)
def test_vietnamese_separators(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["số 12/2019/QĐ-UBND", "1.2.3", "05/2025/TT-BNV", "ISO 9001:2015x", "22000-HD/VPTW"]
)
def test_no_number_is_cut_out_of_a_name(text: str) -> None:
    assert [q for q in find_quantities(text) if q.value not in (9001.0,)] == []


def test_counted_noun_ends_before_place_and_verb() -> None:
    text = "03 trường mầm non thuộc xã Hòa Bình được sửa chữa"
    noun = read_noun(text, 2)
    assert noun is not None
    assert (noun.unit, noun.phrase) == ("trường mầm non", "trường mầm non thuộc xã Hòa Bình")


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "Họp tại TP. Hoa Lư. Đ/c. Bí thư dự. Xong."
    assert next(text[a:b] for a, b in sentences(text)) == "Họp tại TP. Hoa Lư."


def test_evidence_quotes_the_number_and_where_the_horizon_stands() -> None:
    document = plan("I. MỤC TIÊU ĐẾN NĂM 2028\n\n- 100% thôn có hương ước.")[0]
    target = values(targets, document, "targets", Target)[0]
    quotes = [e.quote for e in target.evidence]
    assert any("100%" in q for q in quotes)
    assert any("NĂM 2028" in q for q in quotes)
    assert target.period is not None
    assert target.period.evidence[0].quote == "ĐẾN NĂM 2028"
    assert target.text == "100% thôn có hương ước."


def test_figures_set_aside_are_counted() -> None:
    text = (
        "I. KẾT QUẢ ĐẠT ĐƯỢC\n\n- 88% thôn có nhà văn hóa.\n\nII. KINH PHÍ\n\n- Dự kiến 5 tỷ đồng."
    )
    document = plan(text)[0]
    said = values(targets, document, "diagnostics", Diagnostic)
    assert [d.code for d in said] == ["figures-set-aside"]
    assert "1 in an assessment" in said[0].message and "1 costs" in said[0].message
    assert len(said[0].evidence) == 2


def test_a_plan_without_numbers_gives_nothing() -> None:
    assert list(targets(plan("- Nâng cao nhận thức của người dân.")[0])) == []


def _one_line(text: str) -> Document:
    whole = Span(0, len(text))
    block = Block("paragraph", "body", whole, whole, "", 0, None)
    return Document("d1", text, text, (0,), (), whole, (Zone("body", whole),), (block,), (), ())


HOSTILE = ["a", "1", "% ", "12% ", "( 5% ", "“5% ", "; 5 xã", "giảm ", "A. ", "năm 2025 đạt 5% "]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_length(unit: str) -> None:
    """Four times the text takes about four times as long: nothing is quadratic."""

    def seconds(length: int) -> float:
        document = _one_line(unit * (length // len(unit)))
        begin = time.process_time()
        list(targets(document))
        return time.process_time() - begin

    seconds(2_000)
    assert seconds(20_000) < 10 * seconds(5_000) + 0.5


GOLD = Path(__file__).parent / "gold"
SAMPLES = Path(__file__).parent.parent / "samples" / "text"


@pytest.mark.parametrize("gold", sorted(GOLD.glob("*.json")), ids=lambda p: p.stem)
def test_samples_keep_value_unit_and_period(gold: Path) -> None:
    """The values of every sample, as a reader took them from it."""
    documents = parse_text((SAMPLES / f"{gold.stem}.txt").read_text("utf-8"))
    for wanted, document in zip(
        json.loads(gold.read_text("utf-8"))["documents"], documents, strict=True
    ):
        got = [number(t.value) for t in values(targets, document, "targets", Target)]
        want = [
            list(t["value"].values()) if isinstance(t["value"], dict) else t["value"]
            for t in wanted.get("targets") or []
            if not t.get("optional")
        ]
        missed = [v for v in want if want.count(v) > got.count(v)]
        assert missed == []
