"""Numbers that say how things stand or what a rule demands: no promise of the plan."""

from __future__ import annotations

from functools import cache

import regex

from ingest.extract.grammar.numbers import Quantity
from ingest.lexicon.target_words import alternatives, words

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


# "các xã có tỷ lệ giải ngân dưới 30% phải cam kết …": which of them
_OF_THOSE = regex.compile(
    r"(?<!\p{L})(?:các|những)\s[^,;:.()]{2,40}\scó\s[^,;:.()]{0,40}(?:dưới|trên|từ|không\ đạt)\s$",
    _FLAGS,
)
_MUST = regex.compile(r"\s(?:phải|thì|cần)(?!\p{L})", _FLAGS)


def is_rule(bare: str, start: int, quantity: Quantity) -> bool:
    """How points are given, who must do a thing, in the clause that begins at `start`."""
    must = _MUST.match(bare, quantity.end, min(len(bare), quantity.end + 12))
    if must and _OF_THOSE.search(bare, max(start, quantity.start - 80), quantity.start):
        return True
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


# "UBND 12 phường": how many bodies are spoken to; "tại UBND 12 phường" are places of a task
_ADDRESSED = regex.compile(
    r"(?<!\p{L})(?<!(?i:tại|ở)\ )(?:UBND|Ủy\ ban\ nhân\ dân|Uỷ\ ban\ nhân\ dân|Ban\ [Cc]ông\ tác\ Mặt\ trận|MTTQ|Công\ an)\s$",
    regex.V1 | regex.X,
)


def is_addressed(before: str) -> bool:
    """`UBND 12 phường tổ chức …`: the number counts the bodies themselves."""
    return _ADDRESSED.search(before) is not None


@cache
def _layered() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){alternatives('layered')}\s$", _FLAGS)


def is_layer(before: str, unit: str) -> bool:
    """`chính quyền địa phương 02 cấp`: how a thing is built."""
    return unit.split(" ")[0] in words("layer") and _layered().search(before) is not None


# "90% doanh nghiệp có từ 25 lao động trở lên tự kiểm tra": which of them; "100% xã có từ 2 sân
# bóng trở lên" promises both
_WHICH = regex.compile(r"%\s[^,;:.()•]{2,50}\scó\s(?:từ|trên|dưới)\s$")
_THEY_DO = regex.compile(r"\s[\p{L}\s]{2,40}?\strở\s(?:lên|xuống)\s(?!và|hoặc)\p{Ll}")


def is_qualifier(bare: str, quantity: Quantity) -> bool:
    """The size of those that a share is of, before what they are to do."""
    if not _THEY_DO.match(bare, quantity.end, min(len(bare), quantity.end + 60)):
        return False
    return _WHICH.search(bare, max(0, quantity.start - 70), quantity.start) is not None
