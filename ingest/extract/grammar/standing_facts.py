"""Numbers that say how things stand or what a rule demands: no promise of the plan."""

from __future__ import annotations

import regex

from ingest.extract.grammar.numbers import Quantity

_FLAGS = regex.V1 | regex.X | regex.I
_OPENS = regex.compile(r"[\s,•]*(?:(?:trong\ đó|theo\ đó|và|bên\ cạnh\ đó)[\s,]*)?", _FLAGS)
# "07 sở, ngành đã công bố …", "12/12 huyện đã ban hành": the counted have done it
_DONE_BY = regex.compile(
    r"[^.;:()•]{0,60}?(?<!\p{L})đã(?!\p{L})(?![^.;:]{0,80}(?<!\p{L})(?:phải|cần|sẽ|được)(?!\p{L}))",
    _FLAGS,
)
# "…, hiện còn 1.250 hồ sơ": what is left
_LEFT = regex.compile(
    r"(?:^|[,;:])\s*(?:bên\ cạnh\ đó\s*,\s*|tuy\ nhiên\s*,\s*)?(?:hiện\ |vẫn\ |hiện\ vẫn\ )?còn"
    r"(?:\ (?:khoảng|gần|trên|hơn))?\s*$",
    _FLAGS,
)
# "Cụm 2: Bao gồm 5 xã …": of what a named thing is made up
_MADE_UP = regex.compile(r"(?:^|:)\s*(?:bao\ )?gồm(?:\ có)?\s*$", _FLAGS)
_PLACES = ("xã", "phường", "huyện", "quận", "thị", "thành", "tỉnh", "thôn", "bản", "ấp", "đặc")
# "lãi suất 4%/năm trong 36 tháng": a condition of the policy; not "phụ cấp cho 120 y tế thôn",
# "miễn lệ phí cho 100% hộ nghèo", "hệ số sử dụng đất 2,4 lần"
_TERMS = regex.compile(
    r"(?<!\p{L})(?:lãi\ suất|thuế\ suất|hệ\ số(?!\ (?:sử\ dụng|sinh))|tỷ\ giá|phụ\ cấp|lệ\ phí|mức\ (?:vay|phí|phạt|đóng))"
    r"(?:(?!(?<!\p{L})(?:cho(?!\ vay)|đối\ với|kịp\ thời|đầy\ đủ)(?!\p{L}))[^,;:.()]){0,40}$",
    _FLAGS,
)
# "từ 60% trở xuống được tính 3 điểm; trên 60% thì cứ thêm 5% được cộng …": how points are given
_RULE = regex.compile(
    r"""(?<!\p{L})(?:được\ (?:tính|cộng|trừ)(?:\ thêm)?\ [\d,.]{1,6}\ điểm|thì\ cứ\ (?:thêm|tăng|giảm)
    |bị\ trừ\ [\d,.]{1,6}\ điểm)""",
    _FLAGS,
)


_STRIVES = regex.compile(r"(?<!\p{L})(?:phấn\ đấu|quyết\ tâm)(?!\p{L})[^;.]*$", _FLAGS)


def promised(bare: str, quantity: Quantity) -> bool:
    """`Phấn đấu sửa chữa 40 nhà`: a promise also where the purpose of the plan is told."""
    return _STRIVES.search(bare, max(0, quantity.start - 200), quantity.start) is not None


_PER = regex.compile(r"(?<!\p{L})(?:trên|mỗi|cho|trong|từng)\s$", _FLAGS)


def is_base(before: str, quantity: Quantity) -> bool:
    """`điện bình quân trên 1 m2 sàn`, `giá trị sản phẩm trên 1 ha`: what is reckoned by."""
    return quantity.value == 1 and _PER.search(before) is not None


def is_rule(bare: str, start: int, quantity: Quantity) -> bool:
    """How points are given, in the clause that begins at `start`."""
    return _RULE.search(bare, start, min(len(bare), quantity.end + 60)) is not None


def is_term(bare: str, quantity: Quantity) -> bool:
    """The rate of a loan, a tax, an allowance."""
    return _TERMS.search(bare, max(0, quantity.start - 60), quantity.start) is not None


def is_standing(bare: str, start: int, quantity: Quantity, unit: str | None) -> bool:
    """How many have done a thing, how many are left, of how many places something is made up.

    `start` is where the clause of the number begins.
    """
    pre = bare[max(start, quantity.start - 80) : quantity.start]
    if unit is not None and unit.split(" ")[0] in _PLACES and _MADE_UP.search(pre):
        return True
    if _LEFT.search(pre):
        return not quantity.percent
    opens = _OPENS.fullmatch(pre) is not None
    end = min(len(bare), quantity.end + 160)
    return opens and _DONE_BY.match(bare, quantity.end, end) is not None
