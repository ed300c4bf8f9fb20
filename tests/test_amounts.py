"""Sums of money: currency, scale worked in, source of funds."""

from __future__ import annotations

import pytest
from stages import parse_text

from ingest.core.record import Amount, Range
from ingest.extract.amounts import amounts

CASES = [
    ("Kinh phí 1,25 tỷ đồng từ ngân sách tỉnh.", 1_250_000_000, "VND", "ngân sách tỉnh"),
    ("Ngân sách nhà nước 500 triệu đồng.", 500_000_000, "VND", "Ngân sách nhà nước"),
    ("Mức thưởng 30.000.000 đồng mỗi tập thể.", 30_000_000, "VND", None),
    ("Hỗ trợ 2 triệu USD vốn vay.", 2_000_000, "USD", "vốn vay"),
    ("Mức 500 - 700 triệu đồng một công trình.", Range(500e6, 700e6), "VND", None),
    ("Tổng vốn 4,5 nghìn tỷ đồng.", 4_500_000_000_000, "VND", None),
]


def found(sentence: str) -> list[Amount]:
    [document] = parse_text(f"KẾ HOẠCH\nThử\n\nI. KINH PHÍ\n\n1. {sentence}\n")
    return [f.value for f in amounts(document) if isinstance(f.value, Amount)]


@pytest.mark.parametrize(("sentence", "value", "currency", "source"), CASES)
def test_a_sum_is_read_with_scale_and_source(
    sentence: str, value: object, currency: str, source: str | None
) -> None:
    [amount] = found(sentence)
    assert (amount.value, amount.currency, amount.source) == (value, currency, source)
    assert amount.section == "I.1"
    assert amount.evidence[0].quote == amount.text


@pytest.mark.parametrize(
    "sentence", ["Đồng chí Bí thư chủ trì.", "Có 12 đồng chí dự.", "Ngày 2/9 tại Đồng Nai."]
)
def test_what_is_no_money_gives_none(sentence: str) -> None:
    assert found(sentence) == []


def test_each_sum_keeps_its_own_source() -> None:
    first, second = found("Trong đó ngân sách tỉnh 300 triệu đồng; ngân sách huyện 200 triệu đồng.")
    assert (first.source, second.source) == ("ngân sách tỉnh", "ngân sách huyện")
