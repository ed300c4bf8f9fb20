"""Records made by code: a plan with everything in it, its quotes true, varied by a seed."""

from __future__ import annotations

import hashlib
from random import Random
from typing import Any

Json = dict[str, Any]

_TASKS = (
    "Tổ chức tập huấn kỹ năng số cho cán bộ thôn",
    "Xây dựng tủ sách dùng chung tại nhà văn hóa",
    "Rà soát danh sách hộ cần hỗ trợ vay vốn",
    "Kiểm tra thiết bị chữa cháy tại các trường học",
    "Vận động nhân dân phân loại rác tại nguồn",
    "Mở lớp dạy bơi miễn phí cho học sinh tiểu học",
    "Số hóa hồ sơ lưu trữ còn giá trị sử dụng",
    "Lắp đặt camera giám sát ở cổng chợ trung tâm",
    "Khám sức khỏe định kỳ cho người cao tuổi",
    "Trồng cây xanh dọc tuyến đường liên xã",
    "Bồi dưỡng giáo viên dạy tích hợp môn khoa học",
    "Nạo vét kênh mương nội đồng trước mùa mưa",
)
_SUBJECTS = (
    ("hộ gia đình dùng nước sạch", "%"),
    ("trường học đạt chuẩn quốc gia", "trường"),
    ("hồ sơ được nộp trực tuyến", "%"),
    ("lượt người tham gia hội thao", "lượt người"),
    ("lao động nông thôn qua đào tạo nghề", "lao động"),
    ("diện tích lúa gieo giống xác nhận", "ha"),
    ("cán bộ biết dùng chữ ký số", "%"),
    ("trẻ em được tiêm đủ mũi", "%"),
    ("mô hình tiết kiệm điện chiếu sáng", "mô hình"),
)
_UNITS = (
    "Sở Tài chính",
    "Sở Y tế",
    "Công an huyện",
    "Đài Truyền thanh",
    "Hội Nông dân",
    "Phòng Nội vụ",
)
_HEADINGS = (
    ("MỤC TIÊU CHUNG", "Phạm vi áp dụng", "Yêu cầu đặt ra"),
    ("CHỈ TIÊU CỤ THỂ", "Về hạ tầng", "Về con người", "Về dịch vụ"),
    ("NHIỆM VỤ TRỌNG TÂM", "Công tác tuyên truyền", "Đầu tư cơ sở", "Hợp tác liên vùng"),
    ("TỔ CHỨC THỰC HIỆN", "Cơ quan chủ trì", "Các đơn vị phối hợp"),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


class _Writer:
    """A page that grows; what is written is quoted."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, line: str) -> list[Json]:
        start = len(self.text)
        self.text += line + "\n"
        return [{"page": 1, "start": start, "end": start + len(line), "quote": line}]


def made(seed: int, name: str = "ke-hoach.txt", hostile: str = "") -> Json:
    """A valid record as JSON; `hostile` is text put into title, tasks and the page."""
    rng = Random(seed)
    page = _Writer()
    serial = str(rng.randrange(10, 900))
    head = _head(page, serial, rng, hostile)
    basis = page.say("Thực hiện Quyết định số 71/QĐ-UBND ngày 04/02/2021 về nền nếp học đường")
    law = page.say("Căn cứ Luật Thư viện ngày 21/11/2019")
    body = _body(page, rng, hostile)
    tail = _tail(page)
    document = {
        "id": "d1", "relation": None, **head, **tail, **body,
        "citations": _citations(basis, law), "amounts": [],
    }  # fmt: skip
    document["units"] = _units(document)
    order = (
        "id", "relation", "type", "number", "issuer", "place", "date", "title", "period",
        "signers", "recipients", "filing", "sections", "citations", "targets", "deadlines",
        "assignments", "units", "amounts",
    )  # fmt: skip
    return {
        "schema_version": "1.0.0",
        "source": {
            "uri": name, "sha256": hashlib.sha256(page.text.encode()).hexdigest(),
            "bytes": len(page.text.encode()), "media_type": "text/plain", "page_count": 1,
        },
        "pages": [
            {
                "number": 1, "text": page.text, "origin": "plain", "width": None, "height": None,
                "repair": {"status": "none", "model": None, "changes": []},
            }
        ],
        "documents": [{k: document[k] for k in order}],
        "diagnostics": [
            {"code": "number-missing", "severity": "warning", "message": "Ghi chú.", "evidence": []}
        ],
    }  # fmt: skip


def _date(text: str, edtf: str, evidence: list[Json], precision: str = "day") -> Json:
    return {
        "text": text, "edtf": edtf, "precision": precision, "time": None, "inferred": False,
        "evidence": evidence,
    }  # fmt: skip


def _number(text: str, evidence: list[Json]) -> Json:
    serial, symbol = text.split("/", 1)
    return {
        "text": text, "serial": serial, "year": None, "symbol": symbol,
        "type_code": symbol.split("-")[0], "issuer_code": symbol.split("-")[1],
        "evidence": evidence,
    }  # fmt: skip


def _head(page: _Writer, serial: str, rng: Random, hostile: str) -> Json:
    issuer = page.say("ỦY BAN NHÂN DÂN HUYỆN TÂN KỲ")
    number = page.say(f"Số: {serial}/KH-UBND")
    date = page.say("Tân Kỳ, ngày 05 tháng 3 năm 2024")
    kind = page.say("KẾ HOẠCH")
    title = f"Nâng cao đời sống văn hóa cơ sở đến năm 203{rng.randrange(10)}{hostile}"
    titled = page.say(title)
    return {
        "type": {"code": "KH", "name": "Kế hoạch", "inferred": False, "evidence": kind},
        "number": _number(f"{serial}/KH-UBND", number),
        "issuer": {
            "name": "Ủy ban nhân dân huyện Tân Kỳ", "parent": None, "confidence": 0.93,
            "inferred": False, "evidence": issuer,
        },
        "place": {"name": "Tân Kỳ", "evidence": date},
        "date": _date("ngày 05 tháng 3 năm 2024", "2024-03-05", date),
        "title": {"text": title, "evidence": titled},
        "period": _date(title[-14:-1], f"../{title[-4:]}", titled, "range") if not hostile else None,
    }  # fmt: skip


def _body(page: _Writer, rng: Random, hostile: str) -> Json:
    found: Json = {"sections": [], "targets": [], "deadlines": [], "assignments": []}
    tasks, subjects = rng.sample(_TASKS, len(_TASKS)), rng.sample(_SUBJECTS, len(_SUBJECTS))
    for roman, (top, *below) in zip(_ROMAN, _HEADINGS, strict=False):
        _section(found, page, roman, f"{roman}.", top, None)
        for number, heading in enumerate(below, 1):
            home = f"{roman}.{number}"
            _section(found, page, home, f"{number}.", heading, roman)
            if roman == "II":
                for _ in range(2):
                    _target(found, page, home, *subjects.pop(), rng)
            if roman in ("III", "IV"):
                for _ in range(2):
                    _task(found, page, home, tasks.pop() + hostile, rng)
    return found


def _section(
    found: Json, page: _Writer, name: str, label: str, heading: str, parent: str | None
) -> None:
    evidence = page.say(f"{label} {heading}")
    found["sections"].append(
        {"id": name, "label": label, "heading": heading, "parent": parent, "evidence": evidence}
    )


def _target(found: Json, page: _Writer, home: str, subject: str, unit: str, rng: Random) -> None:
    """Two horizons of one sentence are two targets."""
    first, last = rng.randrange(20, 50), rng.randrange(51, 95)
    text = f"Đến năm 2025 có {first} {unit} {subject}, đến năm 2030 có {last} {unit}."
    evidence = page.say(text)
    for value, year in ((first, "2025"), (last, "2030")):
        found["targets"].append({
            "id": _next(found["targets"], "targets", home), "section": home, "subject": subject,
            "value": value, "unit": unit, "comparator": "eq",
            "period": _date(f"đến năm {year}", f"../{year}", [], "range"), "text": text,
            "bound": None, "frequency": None, "confidence": rng.randrange(60, 99) / 100,
            "inferred": False, "evidence": evidence,
        })  # fmt: skip


def _task(found: Json, page: _Writer, home: str, task: str, rng: Random) -> None:
    month = rng.randrange(4, 12)
    lead, helper = rng.sample(_UNITS, 2)
    text = f"{task} trước ngày 20/{month}/2024 ({lead} chủ trì, {helper} phối hợp)."
    evidence = page.say(text)
    due = _next(found["deadlines"], "deadlines", home)
    found["deadlines"].append({
        "id": due, "section": home, "kind": "by",
        "date": _date(f"trước ngày 20/{month}/2024", f"2024-{month:02}-20", []), "rrule": None,
        "action": task, "units": [lead], "recipient": None, "text": text, "via": None,
        "time": None, "confidence": rng.randrange(60, 99) / 100, "inferred": False,
        "evidence": evidence,
    })  # fmt: skip
    units = [
        {"name": n, "role": r, "text": n, "generic": False, "inferred": False, "evidence": []}
        for n, r in ((lead, "lead"), (helper, "coordinate"))
    ]
    found["assignments"].append({
        "id": _next(found["assignments"], "assignments", home), "section": home, "task": task,
        "units": units, "deadline": due, "text": text, "form": "labelled",
        "confidence": rng.randrange(60, 99) / 100, "inferred": False, "evidence": evidence,
    })  # fmt: skip


def _next(items: list[Json], name: str, home: str) -> str:
    return f"{name}/{home}/{sum(i['section'] == home for i in items) + 1}"


def _citations(basis: list[Json], law: list[Json]) -> list[Json]:
    return [
        {
            "id": "citations/preamble/1", "type_code": "QĐ", "number": _number("71/QĐ-UBND", basis),
            "date": _date("ngày 04/02/2021", "2021-02-04", basis), "issuer": None,
            "title": "nền nếp học đường", "relation": "implements", "confidence": 0.97,
            "inferred": False, "evidence": basis,
        },
        {
            "id": "citations/preamble/2", "type_code": "Luật", "number": None,
            "date": _date("ngày 21/11/2019", "2019-11-21", law), "issuer": None,
            "title": "Luật Thư viện", "relation": "basis", "confidence": 0.95,
            "inferred": False, "evidence": law,
        },
    ]  # fmt: skip


def _tail(page: _Writer) -> Json:
    recipients = [
        {"text": t, "evidence": page.say(f"- {t};")}
        for t in ("Thường trực Huyện ủy", "Các phòng thuộc huyện", "UBND các xã")
    ]
    filing = page.say("- Lưu: VT, VH.")
    signed = page.say("PHÓ CHỦ TỊCH\nĐặng Thị Hạ")
    signer = {
        "name": "Đặng Thị Hạ", "position": "PHÓ CHỦ TỊCH",
        "capacity": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "evidence": signed,
    }  # fmt: skip
    return {
        "recipients": recipients, "filing": {"text": "VT, VH", "evidence": filing},
        "signers": [signer],
    }  # fmt: skip


def _units(document: Json) -> list[Json]:
    made: dict[str, Json] = {}
    for item in document["assignments"]:
        for unit in item["units"]:
            entry = made.setdefault(unit["name"], {
                "id": f"units/{len(made) + 1}", "name": unit["name"], "texts": [unit["name"]],
                "kind": None, "generic": False, "items": [], "evidence": item["evidence"],
                "level": None, "body": None,
            })  # fmt: skip
            entry["items"].append(item["id"])
    return list(made.values())


def renumber(document: Json) -> None:
    """Ids anew after lists were edited, references with them."""
    given: dict[str, str] = {}
    for name in ("targets", "deadlines", "assignments"):
        seen: dict[str, int] = {}
        for item in document[name]:
            home = item["section"]
            seen[home] = seen.get(home, 0) + 1
            fresh = f"{name}/{home}/{seen[home]}"
            given[item["id"]] = fresh
            item["id"] = fresh
    for item in document["assignments"]:
        item["deadline"] = given.get(item["deadline"])
    for unit in document["units"]:
        unit["items"] = [given[i] for i in unit["items"] if i in given]
