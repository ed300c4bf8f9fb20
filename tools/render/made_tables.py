"""Tables of the genre with known cells: tasks, yearly targets, money, merged cells, long ones.

Words are made up; a seed makes the table. `from_sample` takes the tables of `samples/text`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MadeCell:
    """A cell at its place in the grid, counted from 0; `text` in one line."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class MadeTable:
    """`header` rows come first and are repeated on each page; `widths` are shares of the page."""

    name: str
    cells: tuple[MadeCell, ...]
    header: int
    widths: tuple[float, ...]

    @property
    def rows(self) -> int:
        return max(c.row + c.row_span for c in self.cells)

    def text_at(self, row: int, column: int) -> str:
        at = (c for c in self.cells if (c.row, c.column) == (row, column))
        return next((c.text for c in at), "")


_VERBS = ("Rà soát", "Xây dựng", "Tổ chức", "Kiểm tra", "Cập nhật", "Tuyên truyền", "Hoàn thiện",
          "Nâng cấp", "Đào tạo", "Khảo sát")  # fmt: skip
_THINGS = ("cơ sở dữ liệu hộ gia đình", "hệ thống camera tại các bến xe", "mô hình tổ tự quản",
           "quy chế phối hợp giữa các đơn vị", "lớp bồi dưỡng cho cán bộ cấp xã",
           "hạ tầng mạng của bộ phận một cửa", "danh mục thủ tục hành chính nội bộ",
           "phong trào thi đua trong trường học", "bản đồ số vùng trồng cây ăn quả",
           "kênh mương nội đồng trước mùa mưa")  # fmt: skip
_ENDS = ("", "", " trên địa bàn tỉnh", " theo hướng dẫn của bộ chuyên ngành",
         ", bảo đảm thiết thực, tiết kiệm và phù hợp với điều kiện của từng địa phương",
         "; gắn với việc thực hiện các chương trình mục tiêu quốc gia đã được phê duyệt, "
         "không để chồng chéo nhiệm vụ giữa các cấp")  # fmt: skip
_LEADS = ("Sở Nội vụ", "Sở Tài chính", "Công an tỉnh", "Sở Nông nghiệp và Môi trường",
          "Sở Khoa học và Công nghệ", "Văn phòng UBND tỉnh", "Sở Y tế")  # fmt: skip
_HELPS = ("Các sở, ngành liên quan", "UBND các xã, phường", "Báo và Đài tỉnh; Tỉnh đoàn",
          "Sở Tư pháp; Sở Xây dựng", "Hội Nông dân tỉnh", "")  # fmt: skip
_TIMES = ("Quý II/2026", "Tháng 9/2026", "Thường xuyên", "Trước ngày 30/11/2026", "Hằng năm",
          "2026 - 2027")  # fmt: skip
_GROUPS = ("Công tác tuyên truyền", "Hoàn thiện thể chế", "Phát triển hạ tầng",
           "Đào tạo, bồi dưỡng", "Kiểm tra, giám sát")  # fmt: skip
_COUNTED = ("Tỷ lệ hồ sơ được giải quyết trực tuyến", "Số lớp tập huấn cho cán bộ cấp xã",
            "Tỷ lệ hộ dân được dùng nước sạch", "Số mô hình điểm được duy trì",
            "Tỷ lệ trường học có thư viện đạt chuẩn theo quy định của ngành",
            "Diện tích cây ăn quả được cấp mã số vùng trồng")  # fmt: skip
_MEASURES = ("%", "lớp", "%", "mô hình", "%", "ha")
_BOUGHT = ("Thuê hội trường, trang thiết bị", "Bồi dưỡng báo cáo viên", "In tài liệu phát tay",
           "Hỗ trợ tiền ăn cho học viên không hưởng lương", "Chi phí đi lại, thuê xe",
           "Khen thưởng, tổng kết")  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V")


def _task(random_: random.Random) -> str:
    return f"{random_.choice(_VERBS)} {random_.choice(_THINGS)}{random_.choice(_ENDS)}"


def _row(row: int, texts: Sequence[str]) -> Iterator[MadeCell]:
    yield from (MadeCell(text, row, column) for column, text in enumerate(texts))


def tasks(seed: int, count: int, *, groups: bool = True) -> MadeTable:
    """TT, Nội dung, Chủ trì, Phối hợp, Thời gian; group rows after every few tasks."""
    random_ = random.Random(seed)
    cells = list(_row(0, ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp",
                          "Thời gian thực hiện")))  # fmt: skip
    row = 1
    for number in range(1, count + 1):
        if groups and number % 6 == 1 and number // 6 < len(ROMAN):
            cells += _row(row, (ROMAN[number // 6], _GROUPS[number // 6], "", "", ""))
            row += 1
        lead = "nt" if number % 5 == 3 else random_.choice(_LEADS)
        texts = (str(number), _task(random_), lead, random_.choice(_HELPS), random_.choice(_TIMES))
        cells += _row(row, texts)
        row += 1
    return MadeTable(f"tasks-{seed}", tuple(cells), 1, (0.07, 0.38, 0.2, 0.2, 0.15))


def targets(seed: int, years: int = 5) -> MadeTable:
    """Chỉ tiêu by year under a head of two rows: `Kế hoạch` over the years."""
    random_ = random.Random(seed)
    cells = [MadeCell(t, 0, c, 2) for c, t in enumerate(("TT", "Chỉ tiêu", "Đơn vị tính"))]
    cells.append(MadeCell("Kế hoạch từng năm", 0, 3, 1, years))
    cells += [MadeCell(f"Năm {2026 + y}", 1, 3 + y) for y in range(years)]
    for row, (name, unit) in enumerate(zip(_COUNTED, _MEASURES, strict=True), 2):
        first = random_.randint(10, 60)
        values = [f"{first + 7 * y}" if unit != "%" else f"{first + 5 * y},5" for y in range(years)]
        cells += _row(row, (str(row - 1), name, unit, *values))
    return MadeTable(f"targets-{seed}", tuple(cells), 2, (0.07, 0.36, 0.12, *(0.45 / years,) * 5))


def money(seed: int) -> MadeTable:
    """Kinh phí: a row that numbers the columns, amounts with points, a sum over all."""
    random_ = random.Random(seed)
    heads = ("STT", "Nội dung chi", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)", "Ghi chú")
    cells = [*_row(0, heads), *_row(1, [f"({n})" for n in range(1, 7)])]
    total = 0
    for row, name in enumerate(_BOUGHT, 2):
        count, price = random_.randint(2, 40), random_.randint(2, 90) * 100_000
        total += count * price
        note = "Ngân sách xã" if row % 3 == 0 else ""
        cells += _row(row, (str(row - 1), name, str(count), _points(price), _points(count * price),
                            note))  # fmt: skip
    cells += _row(len(_BOUGHT) + 2, ("", "Tổng cộng", "", "", _points(total), ""))
    return MadeTable(f"money-{seed}", tuple(cells), 2, (0.08, 0.32, 0.12, 0.16, 0.18, 0.14))


def merged(seed: int) -> MadeTable:
    """Tasks whose lead body stands once for two or three rows, and group rows over all columns."""
    random_ = random.Random(seed)
    cells = list(_row(0, ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Sản phẩm")))
    row = 1
    for number in range(3):
        cells.append(MadeCell(f"{ROMAN[number]}. {_GROUPS[number]}", row, 0, 1, 5))
        row += 1
        high = 2 + number % 2
        cells.append(MadeCell(random_.choice(_LEADS), row, 2, high))
        for _ in range(high):
            cells += [MadeCell(str(row), row, 0), MadeCell(_task(random_), row, 1)]
            cells += [MadeCell(random_.choice(_TIMES), row, 3), MadeCell("Báo cáo", row, 4)]
            row += 1
    cells.sort(key=lambda c: (c.row, c.column))
    return MadeTable(f"merged-{seed}", tuple(cells), 1, (0.08, 0.42, 0.2, 0.16, 0.14))


def wide(seed: int, count: int) -> MadeTable:
    """Eight columns: what is annexed on landscape pages."""
    random_ = random.Random(seed)
    cells = list(_row(0, ("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian",
                          "Sản phẩm", "Kinh phí (triệu đồng)", "Ghi chú")))  # fmt: skip
    for row in range(1, count + 1):
        cells += _row(row, (
            str(row), _task(random_), random_.choice(_LEADS), random_.choice(_HELPS),
            random_.choice(_TIMES), "Kế hoạch, báo cáo", _points(random_.randint(1, 90) * 50),
            "" if row % 3 else "Nguồn xã hội hóa",
        ))  # fmt: skip
    shares = (0.05, 0.27, 0.14, 0.15, 0.11, 0.1, 0.09, 0.09)
    return MadeTable(f"wide-{seed}", tuple(cells), 1, shares)


def _points(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def from_sample(path: Path) -> Iterator[MadeTable]:
    """The tables of a sample text, one row a line, cells parted by ` | `."""
    run: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if " | " in line:
            run.append([part.strip() for part in line.split("|")])
            continue
        if len(run) > 1:
            width = len(run[0])
            cells = tuple(c for n, row in enumerate(run) for c in _row(n, row[:width]))
            yield MadeTable(f"{path.stem}-{len(run)}", cells, 1, _shares(run, width))
        run = []


def _shares(rows: list[list[str]], width: int) -> tuple[float, ...]:
    lengths = [max(4, min(30, max(len(r[c]) for r in rows if c < len(r)))) for c in range(width)]
    return tuple(n / sum(lengths) for n in lengths)
