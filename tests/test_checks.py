"""Cross-checks: each contradiction is told once, with its places; a sound plan is left in peace."""

from __future__ import annotations

import pytest
from stages import TEXTS, record_of

from ingest.core.record import Diagnostic
from ingest.pipeline import ingest_file

HEAD = """ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH {province}                   Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND                  {place}, ngày {day} tháng {month} năm {year}

KẾ HOẠCH
Phát triển cây xanh đường phố năm {year}

"""
FOOT = """
Nơi nhận:                       TM. ỦY BAN NHÂN DÂN
{recipients}
- Lưu: VT.                      CHỦ TỊCH
                                Lê Văn Tám
"""


def plan(
    body: str,
    date: tuple[int, int, int] = (2024, 3, 5),
    recipients: str = "- Các sở, ban, ngành tỉnh;",
    province: str = "NGHỆ AN",
    place: str = "Nghệ An",
) -> list[Diagnostic]:
    year, month, day = date
    head = HEAD.format(
        province=province, place=place, year=year, month=f"{month:02}", day=f"{day:02}"
    )
    return list(record_of(head + body + FOOT.format(recipients=recipients)).diagnostics)


def told(found: list[Diagnostic], code: str) -> list[str]:
    for diagnostic in found:
        if diagnostic.code == code:
            assert diagnostic.evidence
    return [d.message for d in found if d.code == code]


GOALS = """I. MỤC TIÊU
1. Đến năm 2025:
- Tỷ lệ tuyến đường đô thị có cây bóng mát đạt {first}%.
2. Đến năm 2030:
- Tỷ lệ tuyến đường đô thị có cây bóng mát đạt {second}%.
"""


def test_a_share_over_100() -> None:
    assert told(plan(GOALS.format(first=70, second=130)), "share-over-100") == ["A share of 130 %."]
    assert not told(plan(GOALS.format(first=70, second=100)), "share-over-100")


def test_a_later_horizon_below_an_earlier_one_also_across_sections() -> None:
    [message] = told(plan(GOALS.format(first=80, second=75)), "horizon-falls")
    assert "75 by 2030" in message and "80 by 2025" in message
    assert not told(plan(GOALS.format(first=75, second=80)), "horizon-falls")


def test_what_a_plan_wants_low_may_fall() -> None:
    poor = GOALS.replace("tuyến đường đô thị có cây bóng mát", "hộ nghèo đa chiều khu vực đô thị")
    assert not told(plan(poor.format(first=8, second=5)), "horizon-falls")


TABLE = """II. NHIỆM VỤ
1. Trồng mới và chăm sóc cây bóng mát trên các tuyến phố trung tâm.

PHỤ LỤC
CHỈ TIÊU CÂY XANH

STT | Chỉ tiêu | Đơn vị tính | Năm 2025 | Năm 2030
1 | Tỷ lệ tuyến đường đô thị có cây bóng mát | % | 70 | {second}
2 | Diện tích công viên mới xây dựng | ha | 12 | 30
"""


def test_text_and_table_with_two_values_for_one_horizon() -> None:
    goals = GOALS.format(first=70, second=90)
    [message] = told(plan(goals + TABLE.format(second=95)), "text-table-differ")
    assert "90 %" in message and "95 %" in message
    assert not told(plan(goals + TABLE.format(second=90)), "text-table-differ")


TASKS = """II. NHIỆM VỤ
1. Sở Xây dựng ban hành quy chế quản lý cây xanh đô thị, hoàn thành trước ngày 30/6/2024.

PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ

STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành
1 | Ban hành quy chế quản lý cây xanh đô thị | Sở Xây dựng | Sở Tư pháp | {due}
2 | Lập danh mục cây cấm trồng | Sở Xây dựng | Sở Tài chính | Quý IV/2024
"""


@pytest.mark.parametrize(
    ("due", "count"),
    [("Trước 30/9/2024", 1), ("Trước 30/6/2024", 0), ("Quý II/2024", 0), ("Quý IV/2024", 1)],
)
def test_text_and_table_with_two_times_for_one_task(due: str, count: int) -> None:
    assert len(told(plan(TASKS.format(due=due)), "text-table-differ")) == count


def test_a_task_that_was_due_before_the_plan() -> None:
    body = "II. NHIỆM VỤ\n1. Sở Xây dựng báo cáo Ủy ban nhân dân tỉnh trước ngày 20/02/2024.\n"
    assert len(told(plan(body), "deadline-before-issue")) == 1
    assert not told(plan(body, (2024, 2, 19)), "deadline-before-issue")


def test_a_yearly_day_is_told_only_where_it_was_just_missed() -> None:
    body = "II. NHIỆM VỤ\n1. Sở Xây dựng báo cáo Ủy ban nhân dân tỉnh trước ngày 01/3 hằng năm.\n"
    assert len(told(plan(body), "deadline-before-issue")) == 1
    assert not told(plan(body, (2024, 9, 5)), "deadline-before-issue")


def test_a_cited_document_of_a_later_day() -> None:
    body = "Căn cứ Quyết định số 15/QĐ-TTg ngày {} của Thủ tướng Chính phủ về cây xanh;\n\nI. MỤC TIÊU\n1. Trồng cây.\n"
    assert len(told(plan(body.format("06/3/2024")), "citation-after-issue")) == 1
    assert not told(plan(body.format("05/3/2024")), "citation-after-issue")


WORK = """II. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng chủ trì rà soát các tuyến đường.
2. Công an tỉnh kiểm tra việc trồng cây trên vỉa hè.
3. Hội Nông dân tỉnh vận động hội viên trồng cây.
4. Ủy ban nhân dân các huyện bố trí quỹ đất trồng cây.
5. Thư viện tỉnh trưng bày sách về cây xanh.
"""


@pytest.mark.parametrize(
    ("recipients", "missing"),
    [
        ("- Các sở, ban, ngành, đoàn thể tỉnh;\n- UBND các huyện;", ["Thư viện tỉnh"]),
        (
            "- Sở Xây dựng;\n- UBND các huyện;",
            ["Công an tỉnh", "Hội Nông dân tỉnh", "Thư viện tỉnh"],
        ),
        ("- Các cơ quan, đơn vị thuộc tỉnh;\n- Các huyện;", []),
        ("- Như Điều 3;", []),
    ],
)
def test_bodies_with_a_task_whom_the_plan_does_not_reach(
    recipients: str, missing: list[str]
) -> None:
    found = told(plan(WORK, recipients=recipients), "unit-not-among-recipients")
    assert len(found) == bool(missing)
    for name in ("Sở Xây dựng", "Công an tỉnh", "Hội Nông dân tỉnh", "các huyện", "Thư viện tỉnh"):
        assert any(name in message for message in found) == (name in missing)


def test_bodies_that_a_reform_had_ended() -> None:
    body = WORK + "6. Sở Giao thông vận tải cấp phép đào đường.\n"
    [message] = told(plan(body, (2025, 9, 1)), "unit-ended")
    assert "Ủy ban nhân dân các huyện" in message and "Sở Giao thông vận tải" in message
    assert "Sở Xây dựng" not in message
    [message] = told(plan(body, (2025, 5, 1)), "unit-ended")
    assert "các huyện" not in message and "Sở Giao thông vận tải" in message
    assert not told(plan(body, (2024, 5, 1)), "unit-ended")


def test_a_town_that_became_a_city_of_its_own_has_not_ended() -> None:
    found = plan(WORK + "6. Sở Xây dựng thành phố Huế rà soát.\n", (2025, 9, 1))
    assert not any("thành phố Huế" in message for message in told(found, "unit-ended"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_samples_contradict_themselves_nowhere(path: object) -> None:
    """They are written to be sound: whatever a check says of them is noise."""
    quiet = {"text-table-differ", "unit-ended", "horizon-falls", "share-over-100",
             "citation-after-issue", "deadline-before-issue"}  # fmt: skip
    assert not quiet & {d.code for d in ingest_file(path).diagnostics}  # type: ignore[arg-type]
