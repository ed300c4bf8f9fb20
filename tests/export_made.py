"""A record made by code for the tests of load and export: every kind of value is in it once."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.assemble.schema import dumps, validate
from ingest.core.record import (
    SCHEMA_VERSION,
    Amount,
    AssignedUnit,
    Assignment,
    Body,
    Citation,
    DateValue,
    Deadline,
    Diagnostic,
    DocumentNumber,
    DocumentType,
    Evidence,
    Fraction,
    Issuer,
    Line,
    OutlineSection,
    PageRecord,
    PageRepair,
    Place,
    PlanDocument,
    Range,
    Record,
    Relation,
    RepairChange,
    Signer,
    SourceRecord,
    Target,
    Unit,
)

DECISION = """ỦY BAN NHÂN DÂN
XÃ SUỐI ĐÁ
Số: 15/QĐ-UBND
Suối Đá, ngày 05 tháng 3 năm 2024

QUYẾT ĐỊNH
Ban hành Kế hoạch đọc sách

Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch đọc sách.
Điều 2. Văn phòng thi hành Quyết định này.

Nơi nhận:
- Như Điều 2;
- =HYPERLINK("http://x.invalid","bấm")
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Đỗ Thị Hòa"""

PLAN = """KẾ HOẠCH
Đọc sách giai đoạn 2024 - 2026

I. MỤC TIÊU
1. Đến năm 2026 đạt 5,5% người dân có thẻ thư viện.
2. Mở 3 - 5 điểm đọc; 7/10 ấp có tủ sách.
II. THỰC HIỆN
1. Giao Văn phòng chủ trì, Đoàn xã phối hợp.
Báo cáo trước ngày 15/11 hàng năm; sơ kết trước 07:30 ngày 20/12/2025.
Mở lớp trong quý III/2024; thường xuyên tuyên truyền.
Kinh phí 20 triệu đồng.
PHỤ LỤC
Danh mục <điểm đọc> & tủ sách"""

PAGES = (DECISION, PLAN)


def seen(page: int, quote: str, nth: int = 0) -> Evidence:
    """Evidence at the occurrence `nth` of the quote."""
    start = -1
    for _ in range(nth + 1):
        start = PAGES[page - 1].index(quote, start + 1)
    return Evidence(page, start, start + len(quote), quote)


def one(page: int, quote: str, nth: int = 0) -> tuple[Evidence, ...]:
    return (seen(page, quote, nth),)


def _section(
    page: int, name: str, label: str, heading: str | None, parent: str | None, nth: int = 0
):  # type: ignore[no-untyped-def]
    quote = f"{label} {heading}" if heading and label else (heading or label)
    return OutlineSection(name, label, heading, parent, one(page, quote, nth))


def _deadline(name: str, kind: str, date: DateValue | None, quote: str, **more: object) -> Deadline:
    given: dict[str, object] = {
        "rrule": None, "action": None, "units": (), "recipient": None, "text": quote,
        "evidence": one(2, quote), **more,
    }  # fmt: skip
    return Deadline(id=name, section="II.1", kind=kind, date=date, **given)  # type: ignore[arg-type]


def decision() -> PlanDocument:
    law = "Luật Thư viện ngày 21 tháng 11 năm 2019"
    return PlanDocument(
        id="d1",
        relation=None,
        type=DocumentType("QĐ", "Quyết định", evidence=one(1, "QUYẾT ĐỊNH")),
        number=DocumentNumber(
            "15/QĐ-UBND", "15", None, "QĐ-UBND", "QĐ", "UBND", one(1, "15/QĐ-UBND")
        ),
        issuer=Issuer("Ủy ban nhân dân xã Suối Đá", None, 1.0, False, one(1, "ỦY BAN NHÂN DÂN")),
        place=Place("Suối Đá", one(1, "Suối Đá")),
        date=DateValue(
            "ngày 05 tháng 3 năm 2024", "2024-03-05", "day",
            evidence=one(1, "ngày 05 tháng 3 năm 2024"),
        ),
        title=Line("Ban hành Kế hoạch đọc sách", one(1, "Ban hành Kế hoạch đọc sách")),
        period=None,
        signers=(
            Signer("Đỗ Thị Hòa", "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN",
                   (seen(1, "TM. ỦY BAN NHÂN DÂN"), seen(1, "CHỦ TỊCH"), seen(1, "Đỗ Thị Hòa"))),
        ),
        recipients=(
            Line("Như Điều 2", one(1, "- Như Điều 2;")),
            Line('=HYPERLINK("http://x.invalid","bấm")', one(1, "=HYPERLINK")),
        ),
        filing=Line("VT", one(1, "- Lưu: VT.")),
        sections=(
            _section(1, "Đ1", "Điều 1.", None, None),
            _section(1, "Đ2", "Điều 2.", None, None),
        ),
        citations=(
            Citation(
                "citations/1", "Luật", None,
                DateValue("ngày 21 tháng 11 năm 2019", "2019-11-21", "day"), None,
                "Luật Thư viện", "basis", 0.9, False, one(1, law),
            ),
        ),
        targets=(),
        deadlines=(),
        assignments=(),
    )  # fmt: skip


def plan() -> PlanDocument:
    horizon = DateValue("Đến năm 2026", "../2026", "year", evidence=one(2, "Đến năm 2026"))
    return PlanDocument(
        id="d2",
        relation=Relation("attached-to", "d1"),
        type=DocumentType("KH", "Kế hoạch", evidence=one(2, "KẾ HOẠCH")),
        number=None,
        issuer=Issuer("Ủy ban nhân dân xã Suối Đá", None, 0.8, True, one(1, "ỦY BAN NHÂN DÂN")),
        place=None,
        date=None,
        title=Line("Đọc sách giai đoạn 2024 - 2026", one(2, "Đọc sách giai đoạn 2024 - 2026")),
        period=DateValue("giai đoạn 2024 - 2026", "2024/2026", "range"),
        signers=(),
        recipients=(),
        filing=None,
        sections=(
            _section(2, "I", "I.", "MỤC TIÊU", None),
            _section(2, "I.1", "1.", None, "I"),
            _section(2, "I.2", "2.", None, "I"),
            _section(2, "II", "II.", "THỰC HIỆN", None),
            _section(2, "II.1", "1.", None, "II", 1),
            _section(2, "PL", "PHỤ LỤC", None, None),
        ),
        citations=(),
        targets=(
            Target("targets/I.1/1", "I.1", "người dân có thẻ thư viện", 5.5, "%", "eq", horizon,
                   "Đến năm 2026 đạt 5,5% người dân có thẻ thư viện.", evidence=one(2, "5,5%")),
            Target("targets/I.2/1", "I.2", None, Range(3, 5), "điểm đọc", "eq", None,
                   "Mở 3 - 5 điểm đọc", evidence=one(2, "3 - 5 điểm đọc")),
            Target("targets/I.2/2", "I.2", "ấp có tủ sách", Fraction(7, 10), None, "gte", None,
                   "7/10 ấp có tủ sách", "gte", "yearly", 0.5, True, one(2, "7/10")),
        ),
        deadlines=_deadlines(),
        assignments=(
            Assignment(
                "assignments/II.1/1", "II.1", "tổ chức đọc sách",
                (
                    AssignedUnit("Văn phòng", "lead", "Văn phòng", evidence=one(2, "Văn phòng")),
                    AssignedUnit("Đoàn xã", "coordinate", "Đoàn xã", evidence=one(2, "Đoàn xã")),
                ),
                "deadlines/II.1/1", "Giao Văn phòng chủ trì, Đoàn xã phối hợp.",
                evidence=one(2, "Giao Văn phòng chủ trì, Đoàn xã phối hợp."),
            ),
        ),
        units=(
            Unit("units/1", "Văn phòng", ("Văn phòng", "văn phòng"), None, False,
                 ("assignments/II.1/1", "deadlines/II.1/1"), one(2, "Văn phòng"), "commune",
                 Body("Văn phòng Ủy ban nhân dân xã Suối Đá", "Tây Ninh", "2025-07-01",
                      ("Văn phòng Ủy ban nhân dân xã Suối Ngô",), 0.9, True)),
        ),
        amounts=(
            Amount("amounts/II.1/1", "II.1", 20_000_000, "VND", None, "20 triệu đồng",
                   evidence=one(2, "20 triệu đồng")),
        ),
    )  # fmt: skip


def _deadlines() -> tuple[Deadline, ...]:
    return (
        _deadline("deadlines/II.1/1", "recurring", None, "trước ngày 15/11 hàng năm",
                  rrule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", action="Báo cáo",
                  units=("Văn phòng",), recipient="Ủy ban nhân dân xã"),
        _deadline("deadlines/II.1/2", "by",
                  DateValue("ngày 20/12/2025", "2025-12-20", "day"),
                  "trước 07:30 ngày 20/12/2025", time="07:30"),
        _deadline("deadlines/II.1/3", "during",
                  DateValue("quý III/2024", "2024-35", "quarter"), "quý III/2024"),
        _deadline("deadlines/II.1/4", "ongoing", None, "thường xuyên"),
    )  # fmt: skip


def record() -> Record:
    """A valid record of a decision and the plan attached to it, a page each."""
    made = Record(
        SCHEMA_VERSION,
        SourceRecord("xã/doc-sach.pdf", "0" * 64, 1234, "application/pdf", 2),
        (
            PageRecord(1, DECISION, "ocr", 595.0, 842.0, PageRepair(
                "light", None, (RepairChange(0, 2, "UY", "letters", 0.9),))),
            PageRecord(2, PLAN, "ocr", 595.0, 842.0, PageRepair("none", None, ())),
        ),
        (decision(), plan()),
        (Diagnostic("number-blank", "warning", "No number.", one(2, "KẾ HOẠCH")),),
    )  # fmt: skip
    validate(made)
    return made


def folder(path: Path) -> Path:
    """A folder as `plan-ingest run` leaves it, with a dot-folder that holds no records."""
    (path / "xã").mkdir(parents=True)
    (path / "xã" / "doc-sach.pdf.json").write_text(dumps(record()), "utf-8")
    (path / ".plan-ingest").mkdir()
    (path / ".plan-ingest" / "runs.json").write_text(json.dumps({"runs": []}), "utf-8")
    return path


NAME = "xã/doc-sach.pdf.json"
