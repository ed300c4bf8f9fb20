"""Which numbers are no promise: results, old targets quoted again, costs, names, ages, spans."""

from __future__ import annotations

from functools import cache
from typing import Literal

import regex

from ingest.core.record import Fraction
from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.line import last_match
from ingest.extract.grammar.marks import Marked
from ingest.extract.grammar.measures import Noun
from ingest.extract.grammar.numbers import Quantity
from ingest.extract.grammar.setting import Setting
from ingest.extract.grammar.standing_facts import (
    is_addressed,
    is_base,
    is_layer,
    is_qualifier,
    is_rule,
    is_standing,
    is_term,
    promised,
)
from ingest.lexicon.target_words import alternatives, words

Aside = Literal["assessment", "purpose", "result", "restated", "baseline", "cost", "report", "rule"]
_FLAGS = regex.V1 | regex.X | regex.I


# not "thí điểm 03 mô hình", "nâng cấp 12 công trình", "tổng số 50 hộ", "mỗi tuần 2 buổi"
_NOT_NAME = r"(?<!(?:thí|tổng|trong|nâng|cung|học|luyện|diễn|trợ|góp|một|kiểm|mỗi|từng)\ )"


@cache
def _ordinal(bare: bool) -> regex.Pattern[str]:
    names = alternatives("ordinal")
    if bare:
        names = f"(?:{names}|{alternatives('ordinal-bare')})"
    return regex.compile(rf"(?<!\p{{L}}){_NOT_NAME}{names}\s*(?:số\s)?$", _FLAGS)


_CAPITAL_PLACE = regex.compile(
    r"(?:Thuế cơ sở|Khu vực|Quận|Phường|Tổ|Đội|Khu phố|Ấp|Thôn|Khu|Tiểu khu|Buôn|Làng|Lô|Bản)\s$"
)
_AGE = regex.compile(r"^\s(?:tuổi|tháng tuổi|năm tuổi)(?!\p{L})")
_LIFE = regex.compile(
    r"tuổi thọ|số năm sống|(?:độ )?tuổi (?:trung bình|bình quân|kết hôn)", regex.I
)
_YEARS = regex.compile(r"[^,;:.()]{0,14}(?<!\p{L})tuổi")
_YEARS_OF = regex.compile(r"(?<!\p{L})(?:kỷ niệm|lần thứ|ngày|tuổi|từ đủ|dưới đủ)\s$", regex.I)


# "03 chương trình này", "một trong 4 cơ quan": things known already
_KNOWN = regex.compile(r"\s(?:này|đó|ấy|nêu trên|nói trên|kể trên|trên đây)(?!\p{L})", regex.I)
_OUT_OF = regex.compile(r"(?:một|1|01) trong (?:số )?$", regex.I)


_SPANS = regex.compile(r"số năm|tuổi thọ", regex.I)


@cache
def _bounded() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{alternatives('lte')}|{alternatives('gte')})\s*$", _FLAGS)


@cache
def _condition() -> regex.Pattern[str]:
    """`ở nơi có từ 05 hộ trở lên …`: which places are meant."""
    return regex.compile(
        rf"""(?<!\p{{L}}){alternatives("condition")}(?!\p{{L}})[^,;:.()•]{{0,30}}?\ có\ (?:đủ\ )?
        (?:từ|trên|dưới|ít\ nhất|tối\ thiểu|hơn)\ (?:đủ\ )?$""",
        _FLAGS,
    )


def counts_nothing(bare: str, quantity: Quantity, noun: Noun | None) -> bool:
    """A number that names, dates or measures age or time, not something to be reached."""
    before = bare[max(0, quantity.start - 40) : quantity.start]
    if quantity.percent:
        return bare[max(0, quantity.start - 2) : quantity.start].strip() in ("×", "*", "x")
    if _condition().search(bare[max(0, quantity.start - 80) : quantity.start]):
        return True
    behind = bare[quantity.end : quantity.end + 14]
    if _AGE.match(behind) or _YEARS.match(behind):
        return not _LIFE.search(bare[max(0, quantity.start - 120) : quantity.start])
    if _YEARS_OF.search(before) or _CAPITAL_PLACE.search(before):
        return True
    if isinstance(quantity.value, Fraction):
        return (
            noun is None or quantity.value == Fraction(24, 7) or noun.kind in ("duration", "time")
        )
    if noun is None:
        return bool(_ordinal(True).search(before))
    if is_layer(before, noun.unit) or is_addressed(before) or is_qualifier(bare, quantity):
        return True
    if noun.kind == "duration":
        return not _SPANS.search(bare[max(0, quantity.start - 80) : quantity.start])
    if noun.kind == "measure" and is_base(before, quantity):
        return True
    if _KNOWN.match(bare[noun.unit_end : noun.unit_end + 16]) or _OUT_OF.search(before):
        return True
    if _MADE_OF.search(before) and noun.unit.split(" ")[0] in _PARTS:
        return True
    if noun.kind == "time":
        return not _bounded().search(before)
    if noun.kind is None and _ordinal(False).search(before):
        # "lớp 05 học sinh" is a count, "lớp 5" and "mẫu số 04" are names
        digits = bare[quantity.start : quantity.digits]
        if not (len(digits) == 2 and digits[0] == "0") or _NUMBERED.search(before):
            return True
    # "mỗi tháng ít nhất 02 kỳ" is a count, "báo cáo 02 kỳ" is none
    told = noun.unit == "kỳ" and _bounded().search(before) is not None
    return (_idle(noun) and not told) or _CLAUSES.search(before) is not None


# mẫu số 04 Phụ lục I; Điều 28, 30 và 32 Nghị định …
_NUMBERED = regex.compile(
    r"(?<!\p{L})(?:số|điều|khoản|điểm|mục|tiết|mẫu|phụ lục|biểu|chương|quyết định|nghị quyết)\s$",
    regex.I,
)
_CLAUSES = regex.compile(
    r"(?<!\p{L})(?:Điều|khoản|Mục|Chương|Mẫu)(?: số)? \d{1,3}(?:(?:,| và|, và| đến| hoặc) (?:Điều |khoản )?\d{1,3}){0,6}(?:,| và| hoặc) (?:Điều |khoản )?$",
    regex.I,
)


def _idle(noun: Noun) -> bool:
    lower = noun.unit.lower()
    first = lower.split(" ")
    return (
        lower in words("idle")
        or " ".join(first[:2]) in words("idle")
        or (first[0] in words("idle") and len(first) == 1)
    )


@cache
def _cues(use: Literal["past", "restated", "hope", "raise", "cost"]) -> regex.Pattern[str]:
    # "diện tích được cấp chứng chỉ đạt 40.000 ha" is not "chỉ đạt"
    return regex.compile(rf"(?<!\p{{L}})(?<!chứng\ ){alternatives(use)}(?!\p{{L}})", _FLAGS)


_BACK = 500
"""How far back a clause is read for words of the past or of money."""
_PARTS = ("thành", "người", "đồng", "chức")
_MADE_OF = regex.compile(r"gồm(?:\scó)?\s*$")
_AGAINST = regex.compile(r"so với[^,;()]*$", regex.I)
_DONE = regex.compile(r"[^:;]{0,120}(?<!\p{L})đã(?!\p{L})[^:;]{0,40}:")
_REPORTS = regex.compile(r"báo cáo|giao ban", regex.I)
_MEASURED = regex.compile(r"so với[^,;()]*", regex.I)
_RISES = regex.compile(r"\s*(?:[•(][^,;]{0,40})?(?:lên|xuống)\s")
_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_AGAIN = regex.compile(r"\s*(?:đạt|chiếm|bằng|tương đương|tỷ lệ|tỉ lệ)?\s*[\d.,]+\s?%\s*")
_ACHIEVED = regex.compile(r"\p{L}\s+được\s*$")


def aside_of(
    marked: Marked,
    quantity: Quantity,
    noun: Noun | None,
    start: int,
    time: TimeMatch | None,
    subject: str | None,
    setting: Setting,
) -> Aside | None:
    """Why a number is set aside, None for a target. `start` is where its own words begin."""
    year, costs = setting.year, setting.costs
    if setting.rules or setting.assessment:
        return "rule" if setting.rules else "assessment"
    bare = marked.bare
    if setting.aims and not quantity.percent and not promised(bare, quantity):
        return "purpose"
    clause = bare.rfind(";", max(0, quantity.start - _BACK), quantity.start) + 1
    clause = max(clause, quantity.start - _BACK)
    bracket = _bracket(bare, quantity.start)
    if bracket is not None and _set_in_brackets(marked.text, bracket, quantity, year):
        return "restated"
    pre = bare[max(clause, start) : quantity.start]
    if _AGAINST.search(pre):
        return "baseline"
    if _RISES.match(bare[quantity.end : quantity.end + 60]):
        return "baseline"
    if time is not None and year is not None and _over(time, year):
        return "result"
    if _DONE.match(bare):
        return "result"
    if is_rule(bare, clause, quantity):
        return "rule"
    if _said_of_past(bare[clause : quantity.start]):
        return "result"
    if is_standing(bare, clause, quantity, noun.unit if noun else None):
        return "result"
    if is_term(bare, quantity):
        return "cost"
    if noun is not None and noun.kind == "money":
        return _money(bare[clause : quantity.start], setting)
    if costs and not _cues("raise").search(bare[clause : quantity.start]):
        return "cost"
    often = noun is not None and noun.unit.startswith("lần")
    if often and _REPORTS.search(bare[clause : quantity.start]):
        return "report"
    return None


def is_start(bare: str, quantity: Quantity) -> bool:
    """`từ 50% (năm 2020) lên 52%`: where the change begins."""
    behind = bare[quantity.end : quantity.end + 60]
    return _UPWARD.match(behind) is not None


_UPWARD = regex.compile(r"\s*(?:[•(][^,;]{0,40}?)?(?:tăng\s)?(?:lên|xuống)\s")


def _bracket(bare: str, at: int) -> tuple[int, int] | None:
    """The innermost bracket round a place."""
    opened = bare.rfind("(", max(0, at - 400), at)
    if opened < 0 or bare.rfind(")", opened, at) >= 0:
        return None
    closed = bare.find(")", at, at + 400)
    return opened, closed if closed >= 0 else len(bare)


def _set_in_brackets(
    text: str, bracket: tuple[int, int], quantity: Quantity, year: int | None
) -> bool:
    inner = text[bracket[0] + 1 : bracket[1]]
    if _cues("restated").search(inner) or _cues("past").search(inner):
        return True
    # "(giảm 20% so với năm 2024)" is measured against a past year, "(năm 2024: 20%)" is of it
    years = [int(y) for y in _YEAR.findall(_MEASURED.sub("", inner))]
    if years and year is not None and max(years) < year:
        return True
    # "77/85 (90,6%)": the same number said again
    return _AGAIN.fullmatch(inner) is not None


def _over(time: TimeMatch, year: int) -> bool:
    """The horizon lies before the plan."""
    if time.date is None or time.year_assumed:
        return False
    end = time.date.edtf.split("/")[-1]
    if time.form == "school-year" or end == ".." or not end[:4].isdigit():
        end = time.date.edtf.split("/")[-1] if end != ".." else "9999"
    return end[:4].isdigit() and int(end[:4]) < year


def _said_of_past(words_before: str) -> bool:
    last = last_match(_cues("past"), words_before)
    if last is not None:
        # "phấn đấu doanh thu ước đạt 20 tỷ đồng" is a promise, "ước đạt 95% kế hoạch" is not
        behind = 0 if last[0].lower().startswith("ước") else last.end()
        if not _cues("hope").search(words_before[behind:]):
            return True
    return bool(_ACHIEVED.search(words_before[-40:]) and not _cues("hope").search(words_before))


# in the part on money only what is to be raised is a target; "Dân đóng góp: 67 tỷ đồng" says
# where the money for the plan comes from
_RAISING = regex.compile(r"vận động|huy động|quyên góp|kêu gọi|thu hút|gây quỹ", regex.I)


@cache
def _ceiling() -> regex.Pattern[str]:
    return regex.compile(
        rf"""(?<!\p{{L}}){alternatives("ceiling")}(?!\p{{L}})[^,;:()]{{0,60}}?
        (?<!\p{{L}}){alternatives("lte")}\s*$""",
        _FLAGS,
    )


@cache
def _income() -> regex.Pattern[str]:
    """`thu từ dịch vụ môi trường rừng bình quân 60 tỷ đồng/năm`."""
    return regex.compile(
        r"""(?<!\p{L})(?:tổng\ thu|nguồn\ thu|số\ thu|thu\ từ|thu\ (?=[^,;.]{3,60}\ đạt))
        [^,;:()]{0,100}\s*$""",
        _FLAGS,
    )


def _money(words_before: str, setting: Setting) -> Aside | None:
    costs = setting.costs
    # "Mục tiêu: … chi phí xử lý không vượt quá 450 đồng/kg"
    if setting.goals and not costs and _ceiling().search(words_before[-160:]):
        return None
    raised = last_match(_cues("raise"), words_before)
    if raised is None and setting.goals and not costs and _income().search(words_before[-200:]):
        return None
    if raised is None or (costs and not _RAISING.search(words_before[-200:])):
        return "cost"
    spent = last_match(_cues("cost"), words_before)
    # "nhu cầu vốn đầu tư … 412 tỷ đồng" is a cost, "dự toán …; vận động … 80 triệu đồng" is not
    if spent is not None and spent.start() <= raised.start() <= spent.end() + 1:
        return "cost"
    if spent is not None and "," in words_before[raised.end() : max(raised.end(), spent.start())]:
        return "cost"
    return None
