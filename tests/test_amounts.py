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
    ("Vốn vay 2 tỷ 500 triệu đồng.", 2_500_000_000, "VND", "Vốn vay"),
    ("Hỗ trợ trên 5 tỷ cho các xã.", 5_000_000_000, "VND", None),
    ("Mức hỗ trợ 20 triệu đồng/ha.", 20_000_000, "VND", None),
    ("Hỗ trợ 5 triệu/hộ.", 5_000_000, "VND", None),
    ("Kinh phí 300 tr.đ.", 300_000_000, "VND", None),
    ("Kinh phí 12 trđ.", 12_000_000, "VND", None),
    ("Thưởng 500.000đ/người.", 500_000, "VND", None),
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
    "sentence",
    [
        "Đồng chí Bí thư chủ trì.",
        "Có 12 đồng chí dự.",
        "Ngày 2/9 tại Đồng Nai.",
        "Thu hút 2 triệu lượt khách.",
        "Dân số trên 3 triệu.",
    ],
)
def test_what_is_no_money_gives_none(sentence: str) -> None:
    assert found(sentence) == []


def test_each_sum_keeps_its_own_source() -> None:
    first, second = found("Trong đó ngân sách tỉnh 300 triệu đồng; ngân sách huyện 200 triệu đồng.")
    assert (first.source, second.source) == ("ngân sách tỉnh", "ngân sách huyện")


HEADED = """| TT | Nội dung | Kinh phí (triệu đồng) | Nguồn vốn | Số lượng |
| --- | --- | --- | --- | --- |
| 1 | Mua cây | 350 | Ngân sách huyện | 500 |
| 2 | Công trồng | 1.200,5 | Xã hội hóa | 40 |
"""
CAPTIONED = """ĐVT: triệu đồng

| TT | Nội dung | Tổng | Ngân sách tỉnh | Số hộ |
| --- | --- | --- | --- | --- |
| 1 | Mua cây | 350 | 200 | 15 |
"""


@pytest.mark.parametrize(
    ("table", "sums"),
    [
        (HEADED, [(350e6, "Ngân sách huyện"), (1_200_500_000, "Xã hội hóa")]),
        (CAPTIONED, [(350e6, None), (200e6, "Ngân sách tỉnh")]),
        (CAPTIONED.replace("ĐVT: triệu đồng", "ĐVT: cây"), []),
    ],
    ids=["unit in the head", "unit above the table", "no money"],
)
def test_sums_of_a_table_take_the_unit_of_head_or_caption(
    table: str, sums: list[tuple[float, str | None]]
) -> None:
    [document] = parse_text(f"KẾ HOẠCH\nThử\n\nI. KINH PHÍ\n\n{table}\n")
    found = [f.value for f in amounts(document) if isinstance(f.value, Amount)]
    assert [(a.value, a.source) for a in found] == sums
    for amount in found:
        quotes = [e.quote for e in amount.evidence]
        assert amount.text in quotes and any("đồng" in q for q in quotes)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Chi 3.000.000 đồng/báo cáo.", "3.000.000 đồng/báo cáo"),
        ("Chi 50.000 đồng/vật thể lạ.", "50.000 đồng"),
    ],
)
def test_a_rate_is_whole_or_left_out(sentence: str, text: str) -> None:
    [amount] = found(sentence)
    assert amount.text == text
