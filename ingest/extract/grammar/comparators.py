"""At least, at most, about, more by, less by: the words before and behind a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from ingest.core.record import Comparator
from ingest.extract.grammar.line import last_match
from ingest.extract.grammar.numbers import Quantity
from ingest.lexicon.target_words import alternatives

Bound = Literal["gte", "lte"]
_FLAGS = regex.V1 | regex.X | regex.I
_WINDOW = 60


# "thuộc nhóm 10 tỉnh dẫn đầu": a place among the first ten
_RANK = regex.compile(
    r"(?<!\p{L})(?:(?:trong nhóm|thuộc nhóm|nhóm|top|tốp)|(?:xếp|đứng|giữ|vươn lên)(?: hạng| vị trí)* (?:thứ|hạng))\s*$",
    regex.I,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`start` is where the words before the number begin."""

    comparator: Comparator
    bound: Bound | None
    start: int


@cache
def _before() -> regex.Pattern[str]:
    return regex.compile(
        rf"""(?<!\p{{L}})(?:(?P<gte>{alternatives("gte")})|(?P<lte>{alternatives("lte")})
        |(?P<approx>{alternatives("approx")}))
        (?:\ (?:là|từ|mức|khoảng|đạt|có|bình\ quân|được))?[\s•]*$""",
        _FLAGS,
    )


@cache
def _behind() -> regex.Pattern[str]:
    return regex.compile(
        rf"""^[^,;.()•]{{0,70}}?(?<!\p{{L}})(?:(?P<gte>{alternatives("gte-after")})
        |(?P<lte>{alternatives("lte-after")}))(?!\p{{L}})""",
        _FLAGS,
    )


_PER_YEAR = regex.compile(r"\s?/\s?năm", regex.I)
_BREAK = regex.compile(r"[,;:•]")
_STOP = regex.compile(r"[;:,]")
# "tỷ lệ hộ nghèo giảm bình quân/năm: trên 2%": nothing but the pace stands before the colon
_PACE = regex.compile(
    r"[\s/•]*(?:(?:bình quân|trung bình|hàng năm|hằng năm|mỗi năm|năm)[\s/•]*){0,3}:\s*", regex.I
)
# "mức giảm 1 - 1,5%/năm" is a change, "mức giảm nghèo" a noun
_EXTENT = regex.compile(
    r"(?<!\p{L})mức (?:(?P<rise>tăng)|giảm)(?: bình quân| trung bình)?\s*$", regex.I
)
# "Số phòng đọc tối thiểu mỗi cơ sở: 6 phòng": the bound stands in the name
_NAMED = regex.compile(
    r"(?<!\p{L})(?:(?P<gte>tối thiểu|ít nhất|thấp nhất)|tối đa|nhiều nhất|cao nhất)(?= )[^;,.:\d•]{1,40}(?::|\slà)\s*$",
    regex.I,
)
# not "tăng cường", "hạ tầng"; "tỷ lệ tăng dân số" is a noun
_NOT_CHANGE = r"(?!\ (?:cường|tốc|gia|ca|tầng|thủy|lưu|nghèo\ và|thiểu))"


@cache
def _change() -> regex.Pattern[str]:
    return regex.compile(
        rf"""(?<!\p{{L}})(?<!(?:tỷ\ lệ|tỉ\ lệ|mức|gia|suy)\ )
        (?:(?P<rise>{alternatives("rise")})|(?P<fall>{alternatives("fall")})){_NOT_CHANGE}(?!\p{{L}})""",
        _FLAGS,
    )


@cache
def _level() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){alternatives('level')}(?!\p{{L}})", _FLAGS)


@cache
def _graded() -> regex.Pattern[str]:
    """`100% chi bộ xếp loại hoàn thành tốt nhiệm vụ trở lên`: the grade goes up from there."""
    return regex.compile(rf"(?<!\p{{L}}){alternatives('grade')}(?!\p{{L}})", _FLAGS)


# "có từ 80% chi bộ hoàn thành tốt nhiệm vụ trở lên": the number is where it goes up from
_FROM = regex.compile(r"(?<!\p{L})từ\s$", regex.I)


def compare(pre: str, at: int, quantity: Quantity, post: str) -> Comparison:
    """How the number is meant; `pre` is the text before it (ending at `at`), `post` behind it."""
    window = pre[-_WINDOW:]
    match = _before().search(window)
    bound: Bound | None = None
    start = at
    approx = False
    if match:
        start = at - len(window) + match.start()
        approx = match["approx"] is not None
        bound = None if approx else ("gte" if match["gte"] is not None else "lte")
    behind = _behind().match(post[: _WINDOW + 20])
    if behind and bound is None and (_FROM.search(window) or not _graded().search(behind[0])):
        bound = "gte" if behind["gte"] is not None else "lte"
    if bound is None and not approx and (named := _NAMED.search(window)):
        bound = "gte" if named["gte"] is not None else "lte"
    yearly = _PER_YEAR.match(post) is not None
    direction = change(pre[: len(pre) - (at - start)], quantity.percent, yearly)
    if direction is not None:
        return Comparison(direction, bound, start)
    if _RANK.search(window):
        bound = "lte"  # also "xếp thứ 15 trở lên": a better place is a lesser number
    if bound is not None:
        return Comparison(bound, None, start)
    return Comparison("approx" if approx else "eq", None, start)


def change(pre: str, percent: bool, yearly: bool = False) -> Literal["increase", "decrease"] | None:
    """`tăng bình quân`, `giảm` before the number, unless a level word stands between."""
    pre = pre[-400:]
    if percent and (extent := _EXTENT.search(pre[-_WINDOW:])):
        return "increase" if extent["rise"] is not None else "decrease"
    last = last_match(_change(), pre)
    if last is None:
        return None
    between = pre[last.end() :]
    # "tăng bình quân đạt 10%/năm", "tốc độ tăng trưởng đạt 8%/năm": still growth
    if _level().search(between) and not (yearly and between.rstrip().endswith("đạt")):
        return None
    # "kỹ thuật tiết kiệm nước cho 600 lượt nông dân" saves water, not farmers
    if not percent and (" và " in between or " cho " in between or _BREAK.search(between)):
        return None
    if percent and _STOP.search(between) and not _PACE.fullmatch(between):
        return None
    return "increase" if last["rise"] is not None else "decrease"
