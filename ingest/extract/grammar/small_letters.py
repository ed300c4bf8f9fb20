"""Names of bodies that go on in small letters: `Hội Người khuyết tật`, `Ban Chỉ đạo phòng, chống …`.

Positions are token indices; a function returns the index after what it read, or its own start.
"""

from __future__ import annotations

from ingest.extract.grammar.phrases import Tokens

FUNCTION = {
    "là", "có", "được", "cần", "phải", "sẽ", "đã", "đang", "và", "của", "cho", "với", "về",
    "theo", "trong", "tại", "trên", "khi", "để", "thuộc", "cùng", "các", "từ", "đến", "do",
    "nếu", "hoặc", "liên", "trực", "số", "ngày", "năm", "tháng", "quý", "ở", "bị", "gồm",
    "như", "sau", "trước", "giai", "qua", "vào", "nhằm", "đối", "nơi", "những", "mọi",
}  # fmt: skip
PERIODS = {"năm", "tháng", "quý", "tuần", "ngày"}

_STOPS = {",", ";", ".", ":", ")", "(", "|", "và", "/"}
_NOT_LOWER = ("verb", "qualifier", "plural", "group", "head", "field", "person")
_MAX_LOWER = 6
_PURPOSEFUL = {"ban chỉ đạo", "bcđ", "ban chỉ huy", "bch", "tổ công tác", "ban bảo vệ", "quỹ"}
_PURPOSES = {
    "phát triển", "xây dựng", "thực hiện", "công tác", "cải cách", "chuyển đổi", "phòng chống",
    "phòng ,", "đổi mới", "giảm nghèo", "sắp xếp", "tổng điều", "diễn tập", "an toàn",
    "giải phóng", "ứng phó", "ứng dụng",
}  # fmt: skip
"""How what a steering committee is for begins: `phát triển du lịch`, `thực hiện quy chế`."""
_NOT_WITHIN = ("body", "plural", "person", "group")
_BEFORE_LEVEL = {"các", "từng", "mỗi", "toàn", "bàn", "cấp", "ủy", "trên", "của", "tại", "ở", "cho"}
_MAX_PURPOSE = 12


def purpose(t: Tokens, at: int, first: int) -> int:
    """`Ban Chỉ đạo` + `phòng, chống dịch bệnh`: what it is for, though it begins like a verb."""
    field = t.mark(at, "field")
    named = field > max(t.mark(at, "verb"), at + 3) and not t.capital(at)
    if " ".join(t.keys[first:at]) not in _PURPOSEFUL:
        return at
    if named:
        return field
    return _against(t, at) if t.key(at) == "phòng" else _purpose_of(t, at)


def _against(t: Tokens, at: int) -> int:
    """`Ban Chỉ đạo` + `phòng, chống khủng bố`: up to a stop, a verb or a territory."""
    first = at + 1 + (t.key(at + 1) == ",")
    if t.key(first) != "chống" or t.capital(at):
        return at
    j = first + 1
    while j < min(len(t), first + _MAX_PURPOSE) and t.words[j][0].islower():
        village = t.key(j) in ("buôn", "bản")  # `buôn lậu`, `bản quyền`
        if t.key(j) in FUNCTION or t.mark(j, "verb") >= j + 2:
            break
        if t.mark(j, "level") and not village:
            break
        j += 1
    return j if j > first + 1 else at


def _purpose_of(t: Tokens, at: int) -> int:
    """`Ban Chỉ đạo` + `phát triển du lịch` before `xã họp`: a territory and a verb show it."""
    if f"{t.key(at)} {t.key(at + 1)}" not in _PURPOSES or t.capital(at):
        return at
    for j in range(at + 2, min(len(t), at + _MAX_PURPOSE)):
        if t.mark(j, "level") and t.key(j - 1) not in _BEFORE_LEVEL and t.key(j + 1) != "hội":
            over = t.mark(j, "level")
            return j if over == len(t) or t.mark(over, "verb") or t.key(over) in _STOPS else at
        marked = t.key(j - 1) != "ở" and any(t.mark(j, x) for x in _NOT_WITHIN)
        if marked or not t.words[j][0].islower():  # `dân chủ ở cơ sở` goes on
            return at
    return at


def gathered(t: Tokens, at: int, limit: int) -> int:
    """`Hiệp hội` + `Các nhà bán lẻ`: whom the body brings together, in small letters."""
    j = at + 1
    while j < min(limit, at + _MAX_LOWER) and t.words[j][0].islower():
        if t.key(j) in FUNCTION or t.key(j) in _STOPS or t.mark(j, "level"):
            break
        if j > at + 1 and t.mark(j, "verb") >= j + 2:
            break
        j += 1
    return j if j > at + 1 else at


def lower(t: Tokens, at: int, limit: int) -> int:
    """The end of a name that goes on in lower case: `Hội Người khuyết` + `tật`.

    Only up to what shows that the name is over: a verb of two syllables, a stop, a territory.
    """
    j = at
    while j < min(limit, at + _MAX_LOWER + 1):
        timely = t.key(j) in ("hằng", "hàng") and t.key(j + 1) in PERIODS
        if t.key(j) == "-" and j > at and t.words[j + 1 : j + 2] and t.words[j + 1][0].islower():
            j += 1  # `Vụ Pháp luật` + `dân sự - kinh tế`
            continue
        if timely or t.key(j) in _STOPS or t.mark(j, "level") or t.mark(j, "verb") >= j + 2:
            return j
        if t.key(j) in FUNCTION or t.capital(j):
            return j  # `Cửa khẩu` + `quốc tế` + `Lao Bảo`
        if not t.words[j][0].islower() or t.key(j) in ("ông", "bà"):
            return at
        if any(t.mark(j, label) for label in _NOT_LOWER):
            return at
        j += 1
    return j if j == len(t) else at
