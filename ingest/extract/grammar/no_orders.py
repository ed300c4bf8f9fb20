"""What has the form of an order or statement and gives no task to a body."""

from __future__ import annotations

from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.units import UnitRun


def people(run: UnitRun) -> bool:
    """`Đoàn viên tham gia …`, `Các hộ gia đình …`: people, who are no bodies."""
    text = run.mentions[0].text.lower().removeprefix("các ") if run.mentions else ""
    return text.startswith(_PEOPLE)


_PEOPLE = (
    "đoàn viên", "giáo viên", "giảng viên", "hội viên", "cá nhân", "gia đình", "hộ gia đình",
    "thành viên", "lớp", "đại biểu",
)  # fmt: skip


def announces(t: Tokens, first: int, after: int) -> bool:
    """`Ủy ban nhân dân xã ban hành Kế hoạch … như sau:` opens the plan, it gives no task; nor
    does `yêu cầu các sở tập trung thực hiện các nội dung sau:`, whose items do."""
    tail = t.keys[max(first, after - 4) : after]
    if any(tail[i : i + 2] == ["như", "sau"] for i in range(len(tail) - 1)):
        return True
    return tail[-2:] == ["sau", ":"] or tail[-3:] == ["sau", "đây", ":"]
