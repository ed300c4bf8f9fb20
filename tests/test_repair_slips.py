"""Single slips, two in a row, lost blanks, numbers that were words: mended only where sure."""

from __future__ import annotations

import time

import pytest

from ingest.core.text import Text
from ingest.repair import light, repair
from ingest.repair.explain import repair_lines
from ingest.repair.light import find
from ingest.repair.model import load
from ingest.repair.slips import search, slips_of
from ingest.repair.tokens import tokens

FIRST = "Căn cứ tình hình thực tế tại địa phương, Ủy ban nhân dân huyện xây dựng kế hoạch.\n"


def mended(text: str) -> str:
    return Text.of(text).apply(find(text)).value


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("- Phần đầu đến năm 2025, 100% các xã có thư viện.", "- Phấn đấu đến năm 2025"),
        ("Cùng cố, nâng cao chất lượng hoạt động của thư viện", "Củng cố, nâng cao"),
        ("Sở Tài chính tham mưtu cho Ủy ban nhân dân tỉnh.", "tham mưu cho"),
        ("Các đơn vị thực hiện theo quy chếnày.", "quy chế này"),
        ("Theo Quyết định số4347/QĐ-UBND của tỉnh.", "định số 4347/QĐ-UBND"),
    ],
)
def test_slips_are_mended(read: str, meant: str) -> None:
    assert meant in mended(read)


@pytest.mark.parametrize(
    "text",
    [
        "Nội dung của phần đầu văn bản nêu rõ mục đích, yêu cầu.",
        "Trong phần đầu của kế hoạch cần nêu căn cứ pháp lý.",
        "Công ty Vinamilk và Quỹ Startup hỗ trợ thư viện huyện.",
        "Các bản Krông Năng, Kbang, Đăk Glei được hỗ trợ sách.",
    ],
)
def test_what_only_looks_like_a_slip_stays(text: str) -> None:
    assert mended(FIRST + text) == FIRST + text


def test_a_number_is_a_word_only_where_the_words_around_leave_no_doubt() -> None:
    damaged = "Xu ly cac co so gay 6 nhiém mdi trudng trén dia ban x4 va cac khu dan cu."
    assert "gây ô nhiễm môi trường" in repair_lines(damaged)
    counted = "Té chirc 6 lop tap huan cho can b6 thu vién x4, m6i lop 14 ngay, trong 16 thang."
    restored = repair_lines(counted)
    assert "6 lớp" in restored
    assert "14 ngày" in restored
    assert "16 tháng" in restored


def test_numbers_with_signs_beside_them_are_never_words() -> None:
    line = "6. 14) 5% 6, 14 0"
    found = [t for t in tokens(line, 0, len(line)) if t.kind == "number"]
    assert [t.text for t in found if t.alone] == ["6", "14", "0"]


def test_the_word_for_number_gets_its_blank_back() -> None:
    damaged = "Can cit Luat T6 chirc chinh quyén dia phuong s606/2022/QH15 cua Qu6c h6i;"
    assert "số 06/2022/QH15" in repair_lines(damaged)


def test_a_point_after_point_d_is_the_next_letter() -> None:
    damaged = "c) Xay dung ké hoach;\nd) T6 chirc thuc hién;\nd) Kiém tra, giam sat;\ne) Bao cao."
    assert [line[:2] for line in repair_lines(damaged).split("\n")] == ["c)", "d)", "đ)", "e)"]


def test_what_was_worked_out_once_is_what_would_be_found() -> None:
    model = load()
    assert model.slips is not None
    for word in ("chuyên", "Cùng", "TUYỂN"):
        made = {c.word: c.score for c in slips_of(model, 0.0).candidates(word)}
        found = search(model, word)
        assert made.keys() == found.keys()
        assert all(abs(made[w] - s) < 0.051 for w, s in found.items())


@pytest.mark.parametrize("text", ["ký\u2028" * 20_000, "a" * 1_000_000, "é" * 300_000])
def test_hostile_lines_take_no_long_time(text: str) -> None:
    start = time.process_time()
    assert repair(Text.of(text)).text.raw == text
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "printed",
    [
        "Ban Nhân dân các ấp",
        "Ủy ban nhân dân xã giao Ban Nhân dân các ấp triển khai thực hiện.",
        "Tổ chức ôn tập, luyện đề tổng hợp.",
        "Kiểm tra vào chủ nhật hằng tuần.",
        "Kế hoạch bảo vệ môi\ntrường nông thôn.",
        "Rà soát các kiốt tại chợ xã.",
    ],
)
def test_words_of_plans_that_laws_seldom_use_stand(printed: str) -> None:
    assert light.find(printed) == []


def test_words_joined_in_one_case_are_parted_where_one_cut_is_usual() -> None:
    assert "tổ chức thực hiện kế hoạch" in mended("Xã tổ chức thựchiện kế hoạch năm 2024.")
