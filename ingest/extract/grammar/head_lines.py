"""The lines of a head that may name its issuer: without motto, number, place and date."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ingest.core.document import Document
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.docnumber import head_number
from ingest.extract.grammar.imprint import find_place
from ingest.extract.grammar.issuing import BODY
from ingest.lexicon.patterns import NATIONAL_LINE

_STOP = regex.compile(
    r"(?i)^(?:số\s?[:\d./]|số$|\*|v/v|[-–—_=*.\s]+$|dự\s+thảo|mật|tối\s+mật|hỏa\s+tốc|hoả\s+tốc|khẩn|đến\b|công\s+văn)"
)
_DATED = regex.compile(r"ngày\s+(?:\d|tháng|[.…])")
_BEFORE_NUMBER = regex.compile(r"(?i)số\s{0,5}:?\s{0,40}$")
# BCH ĐOÀN TỈNH ĐẮK LẮK      ĐOÀN TNCS HỒ CHÍ MINH: in the place of the Quốc hiệu
_YOUTH = regex.compile(
    r"(?i)(?<=\S)\s{2,200}ĐOÀN\s+(?:TNCS|THANH\s+NIÊN\s+CỘNG\s+SẢN)\s+HỒ\s+CHÍ\s+MINH\s*$"
)
# BAN CHẤP HÀNH TRUNG ƯƠNG      ĐOÀN TNCS HỒ CHÍ MINH: of that Union, one name
_CENTRAL = regex.compile(r"(?i)ban\s+chấp\s+hành\s+trung\s+ương")


def head_lines(document: Document) -> list[Span]:
    """The left column's lines, top to bottom. A copy may have broken motto, number and place over
    lines (`CỘNG` / `HÒA XÃ HỘI …`) or put them behind the issuer in one line."""
    zone = document.zone("head")
    if zone is None:
        return []
    cuts = sorted(_others(document, zone))
    found: list[Span] = []
    for m in regex.finditer(r"[^\n\f]+", document.text, pos=zone.start, endpos=zone.end):
        left = _left(Span(*m.span()), cuts, document.flat)
        for line in _bodies(document.flat, span_trim(document.flat, left, also="*|-–—_=")):
            text = line.of(document.flat)
            # `- Báo và Đài tỉnh;`: a list of recipients, above the text of a cut file
            if not text or ";" in text or _STOP.match(text) or _DATED.search(text):
                continue
            if ":" in text or (text.endswith(".") and not text.isupper()):
                continue  # a sentence, a label: `Theo đề nghị của Giám đốc Sở Y tế:`
            if text.endswith("."):
                line = span_trim(document.flat, line, also=".")
            if text.isupper() or BODY.match(text):
                found.append(line)
            if _CENTRAL.fullmatch(text) and (youth := _YOUTH.search(document.flat, *m.span())):
                found.append(span_trim(document.flat, Span(*youth.span())))
    return found


# BAN NHÂN DÂN TỈNH … · … LÀO CAI, CHỦ TỊCH ỦY · HỘI ĐỒNG NHÂN · BỘ TRƯỞNG BỘ Y: a file cut amid
# its head, a title run into it; Ban nhân dân ấp is a body
_CUT = regex.compile(
    r"""(?i)ban\s+nhân\s+dân\s(?!(?:khu|ấp|thôn|tổ|xóm|bản)\b)|.{0,200}(?:,\s*(?:chủ\s+tịch|giám\s+đốc|bộ\s+trưởng)\b
    |\bchủ\s+tịch\s+[uủ][ỷy]$|\b(?:hội\s+đồng|ban)\s+nhân$)|(?:[uủ][ỷy]|hội\s+đồng|bộ|sở|phòng|ban)$
    |hội\s+đồng\s+nhân\s(?!dân\b)|bộ\s+trưởng\b|ban\s+hành\b""",
    regex.VERBOSE,
)


def is_cut(name: str) -> bool:
    """A name that no body has: what is left of a head that was cut, or of a title run into it."""
    return _CUT.match(name) is not None


# ỦY BAN NHÂN DÂN TỈNH GIA LAI SỞ Y TẾ: the body above and the issuer, run together in one line
_BELOW = regex.compile(
    r"""
    (?<=^(?:ỦY\s+BAN|UỶ\s+BAN|UBND)\s.{5,60})\s+
        (?=(?:SỞ|(?<!VĂN\s{1,3})PHÒNG(?!\s?,)|TRƯỜNG|BAN\s+QUẢN\s+LÝ|THANH\s+TRA|TRUNG\s+TÂM)\s)
    | (?<=^BỘ\s.{3,60})\s+(?=(?:TỔNG\s+CỤC|CỤC|VỤ|TRƯỜNG|VIỆN)\s)
    | (?<=^(?:SỞ|PHÒNG)\s.{3,60})\s+(?=(?:TRƯỜNG|CHI\s+CỤC|TRUNG\s+TÂM|THƯ\s+VIỆN|BẢO\s+TÀNG|BỆNH\s+VIỆN)\s)
    """,
    regex.VERBOSE,
)


def _bodies(flat: str, line: Span) -> Iterator[Span]:
    """The line, or the two bodies that it names one behind the other."""
    text = line.of(flat)
    below = _BELOW.search(text) if text.isupper() and len(text) < 150 else None
    if below is None:
        yield line
        return
    yield Span(line.start, line.start + below.start())
    yield Span(line.start + below.end(), line.end)


def _others(document: Document, zone: Span) -> Iterator[Span]:
    """What stands in a head besides its issuer."""
    flat = document.flat
    for m in NATIONAL_LINE.finditer(flat, zone.start, zone.end):
        yield Span(*m.span())
    number = head_number(flat, zone)
    after = zone.start
    if number is not None:
        after = number.span.end
        window = max(after - len(number.span) - 50, zone.start)
        before = _BEFORE_NUMBER.search(flat, window, number.span.start)
        yield Span(before.start() if before else number.span.start, after)
    placed = find_place(document, zone, after)
    if placed is not None and zone.covers(placed[1]):
        yield Span(placed[0].start, placed[1].end)


def _left(line: Span, cuts: list[Span], flat: str) -> Span:
    """The line's part before the first cut, or the one behind it where nothing stands before."""
    if youth := _YOUTH.search(flat, line.start, line.end):
        line = Span(line.start, youth.start())
    for cut in cuts:
        if cut.touches(line):
            before = span_trim(flat, Span(line.start, max(cut.start, line.start)), also="|")
            if len(before):
                return before
            line = Span(min(cut.end, line.end), line.end)
    return line
