"""What a number counts: the noun or unit of measure behind it, and what of it names a place."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from ingest.lexicon.target_words import MeasureKind, measures, words

# μg/m3 is one token
_TOKEN = regex.compile(r"[\p{L}\p{M}\d²³%]+(?:[/-][\p{L}\p{M}]+(?:(?<=m)[23](?!\d))?)*|[^\s\p{L}]")
_RATE = regex.compile(
    r" ?/ ?(?:\d[\d.]* )?[\p{L}²³]+(?:(?<=[mM])[23](?!\d))?(?: (?:dân|trẻ|viên|sinh|bàn|nhân|phố|gia đình))?"
    r"(?: ?/ ?[\p{L}]+)?"
)
# "lít/người/ngày đêm", "kWh/người năm"
_PER = regex.compile(
    r"(?:(?<=/ngày) đêm|(?<=/người|/hộ) (?:năm|tháng|ngày đêm|ngày))(?!\p{L}| ?\d)"
)
# "tấn búp tươi/ngày": what the measure is of stands before the rate
_OF_KIND = regex.compile(
    r"(?: (?!và |hoặc |trên |mỗi |cho |đến |từ )\p{Ll}{2,7}){1,3} ?/ ?(?:ngày đêm|ngày|năm|tháng|giờ|ca|người|hộ|ha)(?!\p{L})"
)
_MONEY = regex.compile(r" ?(?P<unit>đồng|vnđ|vnd|usd|đô la|eur|euro)(?!\p{L})", regex.I)
_LEVEL = regex.compile(r" (?:xã|phường|huyện|tỉnh|thành|cơ|trung|trên|dưới|quốc|\d|[IVX])")
_DENSITY = regex.compile(r"/\d{1,3}(?:\.\d{3})+ [\p{L}]+(?: (?:dân|sống|đẻ))?")
_PER_TIME = regex.compile(r"/(?:năm|tháng|quý|tuần|ngày)$", regex.I)
_WINDOW = 160
MOST = 8
"""Syllables of a counted noun, at most: `công trình cấp nước tập trung`."""
_LONG = 12
"""Syllables of a counted noun that has no place to cut it, at most."""
_SHORT = 4
"""Syllables of the first of several nouns joined by commas, at most."""
_REACHES = frozenset(("đạt", "là", "có", "còn", "chiếm", "tăng", "giảm", ":"))
_BUILT = frozenset(("công trình", "dự án", "vật liệu", "hợp đồng", "giấy phép", "doanh nghiệp"))
"""Nouns that `xây dựng` belongs to: `công trình xây dựng xanh`."""
_MODAL = frozenset(("phải", "cần", "sẽ", "đã", "đang", "tự", "không", "chưa"))


@dataclass(frozen=True, slots=True)
class Noun:
    """The noun phrase at `[start, end)` of a line.

    `unit` is what is counted (`trường tiểu học`), `phrase` the same with the place or
    complement that follows (`trường tiểu học thuộc quận Bình Thủy`), ending at `end`.
    `kind` is None for a noun, else the kind of measure.
    """

    start: int
    unit: str
    unit_end: int
    phrase: str
    end: int
    kind: MeasureKind | None


def read_noun(text: str, at: int, scale: str = "") -> Noun | None:
    """The noun phrase that begins at `at`, None where none does."""
    start = at + (text[at : at + 1] == " ")
    money = _MONEY.match(text, at)
    if money:
        rate = _RATE.match(text, money.end())
        end = rate.end() if rate else money.end()
        unit = f"{scale} {text[money.start('unit') : end]}".strip()
        return Noun(start, unit, end, unit, end, "money")
    density = _DENSITY.match(text, at)
    if density:
        unit = f"{scale} {density[0].strip().lower()}".strip()
        return Noun(start, unit, density.end(), unit, density.end(), "measure")
    tokens = list(_TOKEN.finditer(text, start, min(len(text), start + _WINDOW)))
    if not tokens or tokens[0].start() != start:
        return None
    measured = _measure(text, start, tokens, scale)
    return measured or _counted(text, start, tokens, scale)


def _measure(text: str, start: int, tokens: list[regex.Match[str]], scale: str) -> Noun | None:
    known = measures()
    for count in (3, 2, 1):
        if len(tokens) < count:
            continue
        end = tokens[count - 1].end()
        head = text[start:end].lower()
        kind = known.get(head.split("/")[0] if count == 1 else head)
        if kind is not None:
            rate = _PER.match(text, end) or _RATE.match(text, end) or _OF_KIND.match(text, end)
            end = rate.end() if rate else end
            unit = f"{scale} {text[start:end].lower()}".strip()
            follows = _phrase_end(text, tokens, count)
            return Noun(start, unit, end, text[start:follows], follows, kind)
    return None


def _counted(text: str, start: int, tokens: list[regex.Match[str]], scale: str) -> Noun | None:
    acts = words("acts")
    if _said(tokens, 0, 1) in acts or _said(tokens, 0, 2) in acts:
        return None
    count = 0
    while count < min(len(tokens), MOST + 1):
        if not _goes_on(tokens, count):
            break
        count += 1
        school = count < len(tokens) and tokens[count][0].lower() == "học"  # 01 lần/năm học
        if _PER_TIME.search(tokens[count - 1][0]) and not school:
            break  # "02 đợt/năm kiểm tra vệ sinh": the rate ends the unit
    if count == 0:
        return None
    named = count = _whole(text, start, tokens, min(count, MOST)) if count <= MOST else count
    if count <= MOST and tokens[0][0].lower() in words("event"):
        named = _before_topic(tokens, count)  # "lớp tập huấn | kỹ năng bán hàng"
    if count > MOST:
        # the complement goes on to the preposition: "lớp tập huấn kỹ năng … cho 80 hội viên"
        count = _run(tokens, count)
        named = _before_topic(tokens, MOST)
        if named == MOST:
            named = count = _whole(text, start, tokens, count if count <= _LONG else MOST)
    listed = _joined(tokens, _levels(tokens, named)) if named == count else named
    whole = max(count, listed)
    if _told(tokens, whole):
        whole = _run(tokens, whole + 1)
    end = tokens[listed - 1].end()
    rate = _RATE.match(text, end)
    unit_end = rate.end() if rate else end
    unit = f"{scale} {text[start:unit_end].lower()}".strip()
    follows = max(_phrase_end(text, tokens, whole), unit_end)
    return Noun(start, unit, unit_end, text[start:follows], follows, None)


def _run(tokens: list[regex.Match[str]], at: int) -> int:
    """Where the noun phrase that holds token `at - 1` ends."""
    while at < min(len(tokens), 2 * MOST) and _goes_on(tokens, at):
        at += 1
    return at


def _before_topic(tokens: list[regex.Match[str]], count: int) -> int:
    """A noun too long for a unit ends before what it is about: `lớp tập huấn | kỹ năng …`."""
    topics = words("topic")
    for at in range(1, count):
        pair = " ".join(t[0] for t in tokens[at : at + 2]).lower()
        if tokens[at][0].lower() in topics or pair in topics:
            return at
    return count


def _joined(tokens: list[regex.Match[str]], count: int) -> int:
    """`bác sĩ, điều dưỡng`, `tin, bài`: nouns of one kind joined by commas are one unit."""
    kinds = words("joined")
    at = count
    while count <= _SHORT and at + 1 < len(tokens) and tokens[at][0] == ",":
        begin = at + 1
        known = next((n for n in (3, 2, 1) if _said(tokens, begin, n) in kinds), 0)
        if not known:
            break
        after = _run(tokens, begin + known)
        # "đàn bò đạt 500 con, lợn đạt 1.300 con": a number of its own begins a clause
        if _counts(tokens, after):
            break
        # a subject with its own verb begins a clause: "…, giáo viên chịu trách nhiệm"
        if after - begin > MOST or _said(tokens, after, 1) in _MODAL:
            break
        at = after
    return at


def _counts(tokens: list[regex.Match[str]], at: int) -> bool:
    """`lợn | đạt 1.300`, `dịch vụ | : 70`."""
    if _said(tokens, at, 1) not in _REACHES:
        return False
    return any(t[0][0].isdigit() for t in tokens[at + 1 : at + 4])


def _told(tokens: list[regex.Match[str]], at: int) -> bool:
    """What the counted do or suffer begins: `học sinh | bị điểm liệt`, `cán bộ | phụ trách …`."""
    told = words("told")
    return _said(tokens, at, 1) in told or _said(tokens, at, 2) in told


# "văn bằng, chứng chỉ", "nhà ở": a word that ends a phrase elsewhere is part of a noun here
_COMPOUNDS = frozenset(
    ("nhà ở", "chỗ ở", "đất ở", "văn bằng", "công bằng", "cân bằng", "bằng cấp", "bằng khen", "bằng sáng",
     "bằng tốt", "bằng đại", "bằng thạc", "bằng lái")
)  # fmt: skip


def in_compound(tokens: list[regex.Match[str]], at: int) -> bool:
    """Whether token `at` belongs to such a noun; `20 nhà ở xã …` are houses at a place."""
    word = tokens[at][0].lower()
    if word not in ("ở", "bằng") or (word == "ở" and _said(tokens, at + 1, 1) in words("place")):
        return False
    return (at > 0 and _said(tokens, at - 1, 2) in _COMPOUNDS) or _said(tokens, at, 2) in _COMPOUNDS


def _said(tokens: list[regex.Match[str]], at: int, count: int) -> str:
    return " ".join(t[0] for t in tokens[at : at + count]).lower()


def _goes_on(tokens: list[regex.Match[str]], at: int) -> bool:
    """Whether token `at` still belongs to the noun: no verb, preposition or place."""
    word = tokens[at][0]
    if not word[0].isalpha():
        return False
    pair = f"{word} {tokens[at + 1][0]}".lower() if at + 1 < len(tokens) else ""
    stops = words("stop")
    if (at == 0 and pair in words("noun")) or in_compound(tokens, at):
        return True
    if pair == "xây dựng" and at > 1 and _said(tokens, at - 2, 2) in _BUILT:
        return True
    if word.lower() in stops or pair in stops or (at > 0 and _told(tokens, at)):
        return False
    place = words("place")
    if word.lower() == "cấp" and not _LEVEL.search(pair):
        return True
    if at == 1 and word[0].isupper() and tokens[0][0].lower() in words("place"):
        return False  # "04 tỉnh | Đắk Lắk, Gia Lai"
    if at > 0 and word.lower() == "tuyến" and _LEVEL.search(pair):
        return False
    if at > 0 and (word.lower() in place or pair in place):
        # "quốc gia", "thành phố" after the head is a place; "nông thôn", "địa phương" are words
        return tokens[at - 1][0].lower() in ("nông", "giao", "các", "số", "từng")
    return True


def _levels(tokens: list[regex.Match[str]], count: int) -> int:
    """`xã, phường, thị trấn` counts as one noun."""
    place = words("place")
    if (
        tokens[0][0].lower() not in place
        and " ".join(t[0] for t in tokens[:2]).lower() not in place
    ):
        return count
    at = count
    while at + 1 < len(tokens) and tokens[at][0] in (",", "và"):
        pair = " ".join(t[0] for t in tokens[at + 1 : at + 3]).lower()
        if pair in place:
            at += 3
        elif tokens[at + 1][0].lower() in place:
            at += 2
        else:
            break
    return at


def _whole(text: str, start: int, tokens: list[regex.Match[str]], count: int) -> int:
    """A cut may not fall inside a name: back to before a run of capitals that goes on."""
    while count > 1 and count < len(tokens) and tokens[count][0][0].isupper():
        if count <= _SHORT and tokens[0][0][0].isupper() and tokens[count - 1][0][0].islower():
            break  # `Nhà Văn hóa | Khu phố`
        count -= 1
    return max(count, 1)


_ATTRIBUTE = frozenset(("thuộc", "tại", "của", "trên", "trong", "ở", "cấp", "tuyến", "về", "cho"))
_END = frozenset(".,;:()")


def _levels_on(tokens: list[regex.Match[str]], at: int) -> bool:
    place = words("place")
    pair = " ".join(t[0] for t in tokens[at : at + 2]).lower()
    return at < len(tokens) and (tokens[at][0].lower() in place or pair in place)


def _phrase_end(text: str, tokens: list[regex.Match[str]], count: int) -> int:
    """The noun with one attribute after it: `… thuộc quận Bình Thủy`, `… cấp xã`."""
    at, end = count, int(tokens[count - 1].end())
    place = words("place")
    if at < len(tokens) and (tokens[at][0].lower() in _ATTRIBUTE or tokens[at][0].lower() in place):
        at += 1
        while at < len(tokens) and at < count + 8:
            if tokens[at][0] in (",", "và") and _levels_on(tokens, at + 1):
                at += 1
                continue
            if (
                tokens[at][0][0] in _END
                or not tokens[at][0][0].isalpha()
                or (tokens[at][0].lower() in words("stop") and tokens[at][0].lower() not in place)
            ):
                break
            at += 1
        if at > count + 1:
            end = tokens[at - 1].end()
    return end
