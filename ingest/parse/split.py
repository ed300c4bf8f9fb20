"""Where the documents of a file begin: a decision and the plan it promulgates are two.

A document begins at its head (issuer, Quốc hiệu, number) or, without one, at the line that
names its type. A second one must show more than a type's name in capitals, since a heading
may say `KẾ HOẠCH …` too: a head of its own, or the line `(Kèm theo Quyết định …)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ingest.lexicon.document_types import by_name, type_names
from ingest.lexicon.fold import key
from ingest.lexicon.patterns import AUTHORITY, NATIONAL_LINE
from ingest.parse.lines import Line


@dataclass(frozen=True, slots=True)
class Start:
    """`first` the line a document begins with, `type_line` the one that names its type."""

    first: int
    type_line: int | None
    attached: bool = False


_HEADINGS = {n.upper(): n for n in type_names(heading=True)}
_TYPE = regex.compile(
    r"(?P<name>" + "|".join(n.replace(" ", r"\s+") for n in _HEADINGS) + r")(?P<rest>(?:\s.*)?)"
)
_KEY_NAMES = {key(n): n for n in type_names(heading=True)}
_LONGEST_NAME = 2 * max(map(len, _HEADINGS))
"""In characters, blanks between the words allowed for: a longer line need not be folded."""
ATTACHED = regex.compile(
    r"\(?\s?(?:Ban\s+hành\s+)?[Kk]èm\s+theo\s+(?:\p{L}+\s+){1,6}(?:số|ngày|này)"
)
_NUMBER = regex.compile(r"(?i)số\s?:?\s?[\d./…_\s-]{0,40}[/-]")
_PLACE = regex.compile(r"\(?\p{Lu}[\p{L}.\s]{1,40},\s*(?:ngày|tháng|năm)\b")
_BODY_WORD = regex.compile(
    r"ỦY\s+BAN|UỶ\s+BAN|UBND|HỘI\s+ĐỒNG|HĐND|SỞ\b|BỘ\b|CHI\s+CỤC|CỤC\b|TỔNG\b|PHÒNG\b|BAN\b|BCH\b"
    r"|TỈNH|THÀNH\s+PHỐ|HUYỆN|QUẬN|THỊ\s+XÃ|XÃ\b|PHƯỜNG|ĐẢNG|ĐẢNG\s+BỘ|CHI\s+BỘ|ĐOÀN|HỘI\b|TRƯỜNG|TRUNG\s+TÂM"
    r"|VIỆN|CÔNG\s+AN|CHÍNH\s+PHỦ|THỦ\s+TƯỚNG|QUỐC\s+HỘI|VĂN\s+PHÒNG|BỆNH\s+VIỆN|LIÊN\s+ĐOÀN|CÔNG\s+TY|THANH\s+TRA"
)
_POSITION = regex.compile(
    rf"(?:{AUTHORITY}[.\s]|T/M|K/T|T/L)|(?:PHÓ\s+)?(?:CHỦ\s+TỊCH|GIÁM\s+ĐỐC|BÍ\s+THƯ|CHÁNH|TRƯỞNG|BỘ\s+TRƯỞNG|HIỆU\s+TRƯỞNG|CỤC\s+TRƯỞNG|VIỆN\s+TRƯỞNG)\b(?!\s+(?:ỦY|UBND|UỶ))"
)
_RULE = regex.compile(r"[-–—_*=.\s]{1,80}")
_ARTICLE = regex.compile(r"Điều\s+\d")
_OUTLINE = regex.compile(r"(?:[IVX]{1,5}|\d{1,2})\s?[.)/-]\s|Điều\s+\d|(?i:nơi\s+nhận)")
# Ủy ban nhân dân xã A · Phòng Giáo dục và Đào tạo: an issuer in small letters
_ANY_BODY = regex.compile(rf"(?i)(?:{_BODY_WORD.pattern})[^:|.…]{{0,80}}$")


def type_of_line(text: str) -> tuple[str, str] | None:
    """Official type name and the rest of a line that names a type, else None.

    `KẾ HOẠCH` · `KẾ HOẠCH NĂM 2024` · `Kế hoạch` alone in its line; not `QUYẾT ĐỊNH:`.
    """
    text = text.strip(" *")
    if text.endswith(":") or len(text) > 200:
        return None
    m = _TYPE.fullmatch(text)
    if m:
        return _name(m["name"]), m["rest"].strip()
    if len(text) > _LONGEST_NAME:
        return None
    folded = key(text)
    return (_KEY_NAMES[folded], "") if folded in _KEY_NAMES else None


def said(lines: Sequence[Line], n: int) -> str:
    """A line, with the one below where a copy broke it behind its first word: `QUYẾT` / `ĐỊNH`,
    `Căn` / `cứ Luật …`."""
    text = lines[n].text
    broken = 1 < len(text) < _LONGEST_WORD and text.isalpha() and n + 1 < len(lines)
    below = lines[n + 1].text if broken else ""
    alike = below.partition(" ")[0].isupper() if text.isupper() else below[:1].islower()
    return f"{text} {below}" if alike and text[0].isupper() else text


_LONGEST_WORD = 8


def _name(printed: str) -> str:
    row = by_name(" ".join(printed.split()))
    return row.name if row else printed


def is_head_line(text: str) -> bool:
    """Issuer, Quốc hiệu, number, place and date, or a rule between them."""
    if tells_head(text) or _RULE.fullmatch(text):
        return True
    return text.isupper() and len(text) < 120 and bool(_BODY_WORD.search(text))


def find_starts(lines: Sequence[Line]) -> list[Start]:
    """The documents of a file, in order; at least one."""
    filled = [n for n, line in enumerate(lines) if not line.blank]
    typed = [p for p, n in enumerate(filled) if _names_type(lines, filled, p, n)]
    if not typed or typed[0] > _FARTHEST:
        return [Start(0, None)]
    first = _first_typed(lines, filled, typed)
    n = filled[first]
    top, attached = _top(lines, filled, first), _attached(lines, filled, first)
    starts = [Start(top, n, attached)]
    letter = _letter(lines, top or (n if attached else 0))
    if letter is not None:
        starts = [Start(letter, None), Start(top or n, n, attached)]
    for place in (p for p in typed if p > first):
        n = filled[place]
        head = _head_above(lines, filled, place, stop=starts[-1].type_line or 0)
        attached = _attached(lines, filled, place)
        if (head is not None and _tells(lines, head, n)) or attached:
            starts.append(Start(n if head is None else head, n, attached))
    return starts


_ADDRESSED = regex.compile(r"(?i)[*_\s]{0,4}kính\s+gửi\b")
_SIGNED_OFF = regex.compile(r"(?i)[*_\s]{0,4}nơi\s+nhận\b|.{0,2000}/\s?\.\s*$")


def _letter(lines: Sequence[Line], end: int) -> int | None:
    """The first line of a covering letter above a document, None without one.

    A công văn names no type: its head, `Kính gửi` and `Nơi nhận` tell it, in this order.
    """
    head = address = None
    for n in range(end):
        text = lines[n].text
        if address is not None and _SIGNED_OFF.match(text):
            return head
        if head is not None and _ADDRESSED.match(text):
            address = n
        elif head is None and is_head_line(text) and not _RULE.fullmatch(text):
            near = lines[n : min(n + _HEAD_LINES, end)]
            head = n if sum(tells_head(x.text) for x in near) > 1 else None
    return None


_HEAD_LINES = 8
_FARTHEST = 60
"""In filled lines: a document that names its type does so above this."""
_FRAGMENTS = 3
"""Lines of a head, one below the other, that a copy broke so that nothing tells them: `Cà`."""
_LONGEST_FRAGMENT = 60


def _names_type(lines: Sequence[Line], filled: Sequence[int], place: int, n: int) -> bool:
    """A line that names a type; not the `QUYẾT ĐỊNH` whose colon was lost above `Điều 1`."""
    named = type_of_line(said(lines, n))
    if named is None:
        return False
    below = lines[filled[place + 1]].text if place + 1 < len(filled) else ""
    return named[0] != "Quyết định" or bool(named[1]) or not _ARTICLE.match(below)


def _first_typed(lines: Sequence[Line], filled: Sequence[int], typed: Sequence[int]) -> int:
    """The first type line, or one below it that has the head: a web page repeats the title above
    the document. What is parted from it by an outline is another document."""
    for place in typed:
        head = _wide_head(lines, filled, place)
        if place > _FARTHEST or any(
            _OUTLINE.match(lines[n].text) for n in filled[typed[0] : place]
        ):
            break
        if head is not None and _tells(lines, head, filled[place]):
            return place
    return typed[0]


def _top(lines: Sequence[Line], filled: Sequence[int], place: int) -> int:
    """The first line of the first document: what a web page shows above its head is not of it."""
    head = _wide_head(lines, filled, place)
    if head is None or not any(
        NATIONAL_LINE.search(line.text) for line in lines[head : filled[place]]
    ):
        return 0
    while head and (lines[head - 1].text.isupper() or _ANY_BODY.match(lines[head - 1].text)):
        head -= 1
    return head


def _wide_head(lines: Sequence[Line], filled: Sequence[int], place: int) -> int | None:
    """As `_head_above`, over lines of a head that were broken so that nothing tells them."""
    first, strange = None, 0
    for n in reversed(filled[max(place - 30, 0) : place]):
        text = lines[n].text
        if is_head_line(text):
            first, strange = n, 0
        elif strange < _FRAGMENTS and len(text) < _LONGEST_FRAGMENT and not _OUTLINE.match(text):
            strange += 1
        else:
            break
    return first


def _attached(lines: Sequence[Line], filled: Sequence[int], place: int) -> bool:
    return any(ATTACHED.match(lines[n].text) for n in filled[place + 1 : place + 9])


def _head_above(lines: Sequence[Line], filled: Sequence[int], place: int, stop: int) -> int | None:
    """The first line of the head that stands right above a type line."""
    first = None
    for n in reversed(filled[max(place - 14, 0) : place]):
        text = lines[n].text
        if n <= stop or not is_head_line(text):
            break
        if _POSITION.match(text) and not NATIONAL_LINE.search(text):
            break
        first = n
    return first


def _tells(lines: Sequence[Line], first: int, type_line: int) -> bool:
    """True where the lines hold a Quốc hiệu, a number or a date: a rule alone is no head."""
    return any(tells_head(line.text) for line in lines[first:type_line])


def tells_head(text: str) -> bool:
    """A Quốc hiệu, a number, or place and date: what only a head has."""
    return bool(NATIONAL_LINE.search(text) or _NUMBER.match(text) or _PLACE.match(text))
