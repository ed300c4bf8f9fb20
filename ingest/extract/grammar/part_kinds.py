"""What a part of a paper is for, by its heading: tasks to come, an evaluation; rules by title."""

from __future__ import annotations

import regex

_LONGEST = 300
_TASKS = regex.compile(
    r"""(?:phần\ (?:thứ\ )?\p{L}{1,5}[\s.:–-]{0,3})?
    (?:(?:các|một\ số|những|về|phương\ hướng|nội\ dung|mục\ tiêu|chủ\ yếu)(?:,\ |\ và\ |\ ))*
    (?:nhiệm\ vụ|giải\ pháp|biện\ pháp|tổ\ chức\ (?:triển\ khai\ )?thực\ hiện|phân\ công)(?!\p{L})""",
    regex.V1 | regex.X | regex.I,
)
_EVALUATES = regex.compile(
    r"(?:tổ chức |công tác |về |việc )?(?:đánh giá|kiểm điểm)(?!\p{L})", regex.I
)


def gives_tasks(heading: str) -> bool:
    """`II. NHIỆM VỤ VÀ GIẢI PHÁP`, `IV. TỔ CHỨC THỰC HIỆN`."""
    return _TASKS.match(heading[:_LONGEST]) is not None


def evaluates(heading: str) -> bool:
    """`3. Đánh giá chất lượng nước`: a task where it stands below tasks, else a report."""
    return _EVALUATES.match(heading[:_LONGEST]) is not None


_REGULATION = regex.compile(
    r"""\s*(?:(?:LUẬT|NGHỊ\s+ĐỊNH|THÔNG\s+TƯ|QUY\s+ĐỊNH|QUY\s+CHẾ|NỘI\s+QUY|ĐIỀU\s+LỆ)(?!\p{L})
    |(?:QUYẾT\s+ĐỊNH|NGHỊ\s+QUYẾT)\s+(?i:(?:về\s+việc\s+|v/v\s+)?(?:ban\s+hành\s+)?
      (?:quy\s+định|quy\s+chế|nội\s+quy|điều\s+lệ)(?!\p{L})))""",
    regex.V1 | regex.X,
)
_PLANS = regex.compile(r"(?i)kế\s+hoạch|chương\s+trình|đề\s+án|mục\s+tiêu|chỉ\s+tiêu|chiến\s+lược")


def regulates(title: str) -> bool:
    """A title with its type: `QUYẾT ĐỊNH / Ban hành Quy chế …`, `THÔNG TƯ / Quy định …`. Its
    numbers are thresholds, no promises."""
    title = title[:_LONGEST]
    return _REGULATION.match(title) is not None and not _PLANS.search(title)
