"""The parts of one document, as ranges of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ingest.lexicon.patterns import AUTHORITY
from ingest.parse.labels import readings
from ingest.parse.lines import Line
from ingest.parse.split import ATTACHED, Start, type_of_line


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
_END = regex.compile(r"\.?\s?/\s?\.\s*[”\")]*\s*$")
_ORDER = regex.compile(r"(?:QUYẾT\s+ĐỊNH|QUYẾT\s+NGHỊ|CHỈ\s+THỊ)\s?:")


def layout(lines: Sequence[Line], start: Start, end: int) -> Layout:
    """Zones of the document on lines `[start.first, end)`."""
    appendix = _appendix_start(lines, start, end)
    tail = _tail(lines, start, appendix)
    if start.type_line is None:
        title = (start.first, start.first)
        title = _untyped_title(lines, start.first, tail[0])
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


def _headish(text: str) -> bool:
    return bool(regex.match(r"Kính\s+gửi|\p{Lu}[\p{L}.\s]{1,40},\s*ngày", text))


def _title_end(lines: Sequence[Line], type_line: int, end: int) -> int:
    n, last = type_line + 1, type_line + 1
    named = type_of_line(lines[type_line].text)
    taken = bool(named and named[1])
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


def _ends_title(lines: Sequence[Line], first: int, n: int, gap: bool, taken: bool) -> bool:
    text = lines[n].text
    if regex.fullmatch(r"[-–—_*=.\s]{2,80}", text) or _ORDER.match(text):
        return True
    if readings(text):
        return True
    if taken and text.isupper() and AUTHORITY_LINE.match(text) and not lines[n - 1].text.isupper():
        return True
    if taken and gap and text.isupper() and AUTHORITY_LINE.match(text):
        return True
    if taken and regex.match(r"Căn\s+cứ\b|Theo\s+đề\s+nghị|Xét\s+đề\s+nghị|Kính\s+gửi", text):
        return True
    follows_sentence = taken and (gap or len(text) > 60 or regex.search(r"số\s+\d", text))
    return bool(follows_sentence and _OPENER.match(text) and not text.isupper())


def _body_start(lines: Sequence[Line], start: int, end: int) -> int:
    """The first labelled line, or the one after `QUYẾT ĐỊNH:`; all is preamble if there is none."""
    for n in range(start, end):
        if _ORDER.match(lines[n].text):
            return n + 1
        if lines[n].blank:
            continue
        found = readings(lines[n].text)
        # Party resolutions and old papers may number their grounds: not seen, not handled.
        if found and not (found[0].kind == "letter" and not lines[n - 1].blank):
            return n
        if lines[n].text.isupper() and n > start and not AUTHORITY_LINE.match(lines[n].text):
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
    above = [x.text for x in lines[max(n - 8, 0) : n] if not x.blank]
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
        elif at < end or len(text) > 60 or _END.search(text):
            break
    return at


def _appendix_start(lines: Sequence[Line], start: Start, end: int) -> int:
    """The first `Phụ lục` line behind the signature or recipients."""
    first = (start.type_line or start.first) + 1
    seen = False
    for n in range(first, end):
        text = lines[n].text
        seen = seen or bool(RECIPIENTS.match(text) or _END.search(text))
        found = readings(text) if seen and text[:1] == "P" else ()
        if found and found[0].kind == "appendix":
            return n
    return end
