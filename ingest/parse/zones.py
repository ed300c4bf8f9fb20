"""The parts of one document, as ranges of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ingest.lexicon.patterns import AUTHORITY, TYPE_VARIETY
from ingest.parse.appendices import unnamed
from ingest.parse.labels import readings
from ingest.parse.lines import Line
from ingest.parse.split import ATTACHED, Start, is_head_line, said, tells_head, type_of_line


@dataclass(frozen=True, slots=True)
class Layout:
    """Line numbers, half-open: `head[0] == first`, `tail` holds recipients and signature.

    `title` covers type line, trích yếu and the `(Kèm theo …)` line; `preamble` what stands
    between title and outline; `appendix` what follows the tail.
    """

    head: tuple[int, int]
    title: tuple[int, int]
    preamble: tuple[int, int]
    body: tuple[int, int]
    tail: tuple[int, int]
    appendix: tuple[int, int]


_OPENER = regex.compile(
    r"(?:Căn\s+cứ|Thực\s+hiện|Theo\s+đề\s+nghị|Xét|Để\s|Nhằm\s|Trên\s+cơ\s+sở|Kính\s+gửi|Thi\s+hành|Tiếp\s+tục\s+thực\s+hiện)\b"
)
AUTHORITY_LINE = regex.compile(
    r"(?:ỦY\s+BAN|UỶ\s+BAN|UBND|BỘ\s+TRƯỞNG|CHỦ\s+TỊCH|GIÁM\s+ĐỐC|HỘI\s+ĐỒNG|THỦ\s+TƯỚNG|CHÍNH\s+PHỦ|THỐNG\s+ĐỐC|TỔNG|CHÁNH|HIỆU\s+TRƯỞNG|BAN\s|CỤC\s+TRƯỞNG|TRƯỞNG\s)"
)
RECIPIENTS = regex.compile(r"(?i)[*_\s]{0,4}nơi\s+nhận\b\s{0,3}:?")
SIGNATURE_LINE = regex.compile(
    rf"""
    (?:{AUTHORITY})\s?[./]?\s?\p{{Lu}}{{2}}        # TM. ỦY BAN · KT CHỦ TỊCH
    | (?:Q\.\s?)? (?:PHÓ\s+|QUYỀN\s+|THƯỜNG\s+TRỰC\s+)? (?:TỔNG\s+)?
      (?:CHỦ\s+TỊCH|CHỦ\s+NHIỆM|GIÁM\s+ĐỐC|BÍ\s+THƯ|TRƯỞNG|BỘ\s+TRƯỞNG|THỨ\s+TRƯỞNG|THỐNG\s+ĐỐC
        |CHÁNH|HIỆU\s+TRƯỞNG|CỤC\s+TRƯỞNG|VỤ\s+TRƯỞNG|VIỆN\s+TRƯỞNG|CHI\s+CỤC|THỦ\s+TƯỚNG|ĐỘI\s+TRƯỞNG
        |ỦY\s+VIÊN|UỶ\s+VIÊN|BAN\s+THƯỜNG\s+VỤ|THỦ\s+TRƯỞNG|TRẠM\s+TRƯỞNG|VIỆN|CHỈ\s+HUY)
    """,
    regex.VERBOSE,
)
_SIGNED = regex.compile(
    r"(?i)[(\[]\s{0,2}(?:đã\s+k[ýí]|ký\s+(?:tên|và)|chữ\s+ký)[^)\]]{0,40}[)\]]$"
)
_STUB = regex.compile(rf"(?:{AUTHORITY})\s?\.?")
_END = regex.compile(r"\.?\s?/\s?\.\s*[”\")]*\s*$")
_ORDER = regex.compile(r"(?:QUYẾT\s+ĐỊNH|QUYẾT\s+NGHỊ|CHỈ\s+THỊ)\s?:")


def layout(lines: Sequence[Line], start: Start, end: int) -> Layout:
    """Zones of the document on lines `[start.first, end)`."""
    appendix = _appendix_start(lines, start, end)
    tail = _tail(lines, start, appendix)
    if start.type_line is None:
        title = _untyped_title(lines, start.first, tail[0])
        if title[0] == title[1]:
            title = _title_below_head(lines, start.first, tail[0])
        head = (start.first, title[0])
    else:
        head = (start.first, start.type_line)
        title = (start.type_line, _title_end(lines, start.type_line, tail[0]))
    body = _body_start(lines, title[1], tail[0])
    return Layout(head, title, (title[1], body), (body, tail[0]), tail, (tail[1], end))


def _untyped_title(lines: Sequence[Line], first: int, end: int) -> tuple[int, int]:
    """A công văn has no type line: its trích yếu is the `V/v …` line."""
    for n in range(first, min(first + 30, end)):
        if regex.match(r"V/v\b|Về\s+việc", lines[n].text):
            stop = n + 1
            while stop < end and not lines[stop].blank and not _headish(lines[stop].text):
                stop += 1
            return n, stop
    return first, first


_LONGEST_HEAD = 16
"""In lines, from its first mark on."""


def _title_below_head(lines: Sequence[Line], first: int, end: int) -> tuple[int, int]:
    """The capitals below the head of a paper that names no type we know, or whose copy lost the
    line; an empty range behind the head where there are none, the first line without a head."""
    told = [n for n in range(first, min(first + 60, end)) if tells_head(lines[n].text)]
    if len(told) < 2 or told[1] - told[0] > _LONGEST_HEAD:
        return first, first
    below = told[1] + 1
    for n in range(below, min(told[0] + _LONGEST_HEAD, end)):
        if lines[n].text and not is_head_line(lines[n].text):
            break
        below = n + 1 if tells_head(lines[n].text) else below
    start = next((n for n in range(below, end) if not lines[n].blank), below)
    stop = start
    while stop < end and (lines[stop].blank or _titles(lines[stop].text)):
        stop += 1
    while stop > start and lines[stop - 1].blank:
        stop -= 1
    return (start, stop) if stop > start else (below, below)


def _titles(text: str) -> bool:
    return text.isupper() and not readings(text) and not AUTHORITY_LINE.match(text)


def _headish(text: str) -> bool:
    return bool(regex.match(r"Kính\s+gửi|\p{Lu}[\p{L}.\s]{1,40},\s*ngày", text))


def _title_end(lines: Sequence[Line], type_line: int, end: int) -> int:
    named = type_of_line(whole := said(lines, type_line))
    n = last = type_line + 1 + (whole != lines[type_line].text)
    taken = bool(named and named[1] and not regex.fullmatch(TYPE_VARIETY, named[1]))
    gap = False
    while n < min(end, type_line + 40):
        line = lines[n]
        if line.blank:
            gap, n = True, n + 1
            continue
        attached = bool(ATTACHED.match(line.text)) or _open(lines, type_line, n)
        if not attached and _ends_title(lines, type_line, n, gap, taken):
            break
        if not attached and gap and taken and not line.text[:1].islower():
            break
        taken, gap = taken or not attached, False
        n += 1
        last = n
    return last


def _open(lines: Sequence[Line], first: int, n: int) -> bool:
    """True on the later lines of a bracket `(Kèm theo …` that is still open."""
    text = " ".join(x.text for x in lines[first + 1 : n])
    return "Kèm theo" in text.replace("kèm", "Kèm") and text.count("(") > text.count(")")


_LONG_LINE = 160
"""Code points that no line of a title has, though a paragraph on one line does."""


def _is_paragraph(text: str) -> bool:
    """A whole sentence on one line, right below the title: `Giao thông thủy là … nói chung.`"""
    sentence = text[:1].isupper() and not text.isupper() and text.endswith((".", ":", ";"))
    return sentence and len(text) > _LONG_LINE


def _ends_title(lines: Sequence[Line], first: int, n: int, gap: bool, taken: bool) -> bool:
    text = said(lines, n)
    if regex.fullmatch(r"[-–—_*=.\s]{2,80}", text) or _ORDER.match(text):
        return True
    if readings(text):
        return True
    apart = gap or not lines[n - 1].text.isupper()
    if taken and text.isupper() and AUTHORITY_LINE.match(text):
        return apart or _resolves(lines, first, n)
    if taken and (_GROUND.match(text) or _is_paragraph(text)):
        return True
    above = " ".join(x.text for x in lines[first:n])
    if taken and _in_capitals(above) and text[:1].isupper() and not text.isupper():
        return not (_in_capitals(text) or _PART_OF_TITLE.match(text))
    # `Thực hiện Quyết định số` / `15/QĐ-TTg …`: the line may have been broken anywhere
    whole = f"{text} {lines[n + 1].text}" if n + 1 < len(lines) else text
    follows_sentence = taken and (gap or len(text) > 60 or regex.search(r"số\s+\d", whole))
    return bool(follows_sentence and _OPENER.match(text) and not text.isupper())


_GROUND = regex.compile(r"[-–+*]?\s{0,3}(?:Căn\s+cứ\b|Theo\s+đề\s+nghị|Xét\s+đề\s+nghị|Kính\s+gửi)")
# A title in capitals may end with a line in small letters: Năm học 2023 - 2024 · Giai đoạn …
_PART_OF_TITLE = regex.compile(
    r"(?:[Nn]ăm|[Gg]iai\s+đoạn|[Nn]hiệm\s+kỳ|[Hh]ọc\s+kỳ|[Tt]ừ|[Đđ]ến|[Tt]rên\s+địa|[Kk]hóa|[Vv]ề|[Tt]ại|[Qq]uý|[Tt]háng)\s[^.;]{0,80}$"
)
_RESOLVING = ("Quyết định", "Nghị quyết", "Nghị định", "Thông tư", "Thông tư liên tịch", "Chỉ thị")
_OPEN_END = regex.compile(r"(?:CỦA|VÀ|TẠI|DO|THUỘC|VỀ|CHO|VỚI|TRÌNH|GIỮA)\s*$|,\s*$")


def _resolves(lines: Sequence[Line], type_line: int, n: int) -> bool:
    """The body that decides, between the title in capitals and the first ground."""
    named = type_of_line(said(lines, type_line))
    rest = n + 1 + (said(lines, n) != lines[n].text)
    below = next(
        (said(lines, k) for k in range(rest, min(rest + 3, len(lines))) if lines[k].text), ""
    )
    return bool(
        named
        and named[0] in _RESOLVING
        and _GROUND.match(below)
        and not _OPEN_END.search(lines[n - 1].text)
    )


def _in_capitals(text: str) -> bool:
    """True for capitals with a `QĐ-TTg` among them; False for text without letters."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def _body_start(lines: Sequence[Line], start: int, end: int) -> int:
    """The first labelled line, or the one after `QUYẾT ĐỊNH:`; all is preamble if there is none."""
    for n in range(start, end):
        if _ORDER.match(whole := said(lines, n)):
            return n + 1 + (whole != lines[n].text)
        if lines[n].blank:
            continue
        found = readings(lines[n].text)
        # Party resolutions and old papers may number their grounds: not seen, not handled.
        if found and not (found[0].kind == "letter" and not lines[n - 1].blank):
            return n
        above = said(lines, n - 1) if n > start else ""
        # not the second line of `BỘ TRƯỞNG BỘ NÔNG NGHIỆP VÀ` / `PHÁT TRIỂN NÔNG THÔN`
        named = AUTHORITY_LINE.match(whole) or AUTHORITY_LINE.match(above)
        number = lines[n].text[:1].isdigit()  # `… sửa đổi Nghị định` / `92/2006/NĐ-CP;`
        if lines[n].text.isupper() and n > start and not named and not number:
            return n
    return end


def _tail(lines: Sequence[Line], start: Start, end: int) -> tuple[int, int]:
    first = (start.type_line or start.first) + 1
    at = next((n for n in range(first, end) if RECIPIENTS.match(lines[n].text)), None)
    if at is None:
        at = _signature_start(lines, first, end)
        return (at, end)
    while at > first and (lines[at - 1].blank or _above_recipients(lines, at - 1)):
        at -= 1
    while at < end and lines[at].blank:
        at += 1
    return at, end


def _above_recipients(lines: Sequence[Line], n: int) -> bool:
    """True for a signature line that a column-wise reader put above `Nơi nhận`."""
    text = lines[n].text
    if _END.search(text) or len(text) > 80 or readings(text):
        return False
    if text.isupper() and SIGNATURE_LINE.match(text):
        return True
    if _SIGNED.match(text):
        return True
    above = [x.text for x in lines[max(n - 8, 0) : n] if x.text and not _SIGNED.match(x.text)]
    name = regex.fullmatch(r"(?:\p{Lu}[\p{L}.]*\s?){2,6}", text) is not None
    return name and bool(above) and above[-1].isupper() and bool(SIGNATURE_LINE.match(above[-1]))


def _signature_start(lines: Sequence[Line], first: int, end: int) -> int:
    """Without `Nơi nhận`: the signature lines that stand behind the last paragraph."""
    at = end
    for n in range(end - 1, max(end - 30, first - 1), -1):
        text = lines[n].text
        if not text:
            continue
        if text.isupper() and SIGNATURE_LINE.match(text) and not readings(text):
            at = n
        elif at < end or len(text) > 60 or _END.search(text) or readings(text):
            break
    return _with_stub(lines, at, first) if at < end else _signed_below(lines, first, end)


def _with_stub(lines: Sequence[Line], at: int, first: int) -> int:
    """`TM.` / `ỦY BAN NHÂN DÂN`: a copy broke the first line of the signature behind its dot."""
    above = [n for n in range(max(first, at - 4), at) if not lines[n].blank]
    broken = len(above) > 1 and _STUB.fullmatch(lines[above[-2]].text)
    return above[-2] if broken and lines[above[-1]].text.isupper() else at


def _signed_below(lines: Sequence[Line], first: int, end: int) -> int:
    """The signature right below the `./.` of a copy that goes on behind it with other text."""
    closed = False
    for n in range(first, end):
        text = lines[n].text
        if closed and text:
            if text.isupper() and SIGNATURE_LINE.match(text) and not readings(text):
                return n
            closed = False
        closed = closed or _END.search(text) is not None
    return end


def _appendix_start(lines: Sequence[Line], start: Start, end: int) -> int:
    """The first line of an appendix behind the signature or recipients: `Phụ lục`, or a list."""
    first = (start.type_line or start.first) + 1
    seen, signed = False, end
    for n in range(first, end):
        text = lines[n].text
        told = RECIPIENTS.match(text) or (seen and text.isupper() and SIGNATURE_LINE.match(text))
        signed = n + 1 if told and signed == end else signed
        seen = seen or bool(told or _END.search(text))
        found = readings(text) if seen and text[:1] == "P" else ()
        if found and found[0].kind == "appendix":
            return min(n, unnamed(lines, signed, n))
    return unnamed(lines, signed, end)
