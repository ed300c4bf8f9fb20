"""Who issues, where the head does not say: from opening, signature and number."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from ingest.core.document import Document
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.casing import sentence_case
from ingest.extract.grammar.docnumber import head_number
from ingest.lexicon.bodies import by_symbol, expand
from ingest.lexicon.patterns import AUTHORITY

BODY = regex.compile(
    r"(?i)^(?:ủy\s+ban|uỷ\s+ban|ubnd|hđnd|hội\s+đồng|sở|bộ|phòng|ban|đảng|đảng\s+bộ|chi\s+bộ|tỉnh\s+[uủ][ỷy]|thành\s+[uủ][ỷy]|huyện\s+[uủ][ỷy]"
    r"|quận\s+[uủ][ỷy]|thị\s+[uủ][ỷy]|đoàn|tỉnh\s+đoàn|thành\s+đoàn|huyện\s+đoàn|quận\s+đoàn|hội|liên\s+đoàn|trường|trung\s+tâm|viện|cục|chi\s+cục|tổng"
    r"|công\s+an|chính\s+phủ|thủ\s+tướng|quốc\s+hội|văn\s+phòng|bệnh\s+viện|học\s+viện|thanh\s+tra|tòa\s+án|toà\s+án|bảo\s+hiểm|kho\s+bạc"
    r"|ngân\s+hàng|đài|báo|thư\s+viện|bảo\s+tàng|quỹ|nhà\s+(?:văn|thiếu|hát|xuất)|tập\s+đoàn|bưu\s+điện|câu\s+lạc\s+bộ|đội|vườn\s+quốc|liên\s+minh|liên\s+hiệp|ủy\s+viên|bch|công\s+ty|đại\s+học|nhà\s+máy|bộ\s+chỉ\s+huy|mặt\s+trận|hạt|trạm|thường\s+trực"
    r"|công\s+đoàn|cđcs|lđlđ|chi\s+đoàn|chi\s+hội|liên\s+đội|vụ|khoa|tổ|khối|cụm|phân\s+hiệu|quân\s+khu|đồn|kiểm\s+toán|hợp\s+tác\s+xã|tạp\s+chí)\b"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A body's name and the lines that it was read from."""

    name: str
    spans: tuple[Span, ...]


# UBND thành phố Lạng Sơn xây dựng Kế hoạch … · Ban Thường vụ Tỉnh ủy ban hành Kế hoạch …
_OPENING = regex.compile(
    r"""(?:\G|[.,;:”"]\s*|như\s+sau[,:]?\s+)
    (?P<name>(?:Ủy\s+ban|Uỷ\s+ban|UBND|Sở|Bộ|Phòng|Ban|Tỉnh|Thành|Huyện|Quận|Thị|Đảng|Hội|Liên|Trường|Trung|Công|Văn|Chi|Cục|Thanh|BCH|BTV|Đoàn|Viện|Bệnh|Bảo)
      [\p{L}\d&.,\s–-]{0,140}?)
    \s+(?:ban\s+hành|xây\s+dựng|đề\s+ra|tổ\s+chức\s+triển|triển\s+khai)\s+(?:và\s+ban\s+hành\s+)?(?:Kế|kế|Chương|chương|thực|Đề|đề)""",
    regex.VERBOSE,
)


def openings(document: Document) -> list[Name]:
    """The bodies that the preamble lets issue the plan."""
    found: list[Name] = []
    for block in document.blocks:
        if block.zone != "preamble":
            continue
        for m in _OPENING.finditer(document.flat, block.span.start, block.span.end):
            span = Span(*m.span("name"))
            cut = max(document.flat.rfind(c, span.start, span.end) for c in (". ", "; ", "” "))
            if cut >= 0:
                span = span_trim(document.flat, Span(cut + 1, span.end))
            text = document.line(span)
            if BODY.match(text) and text.count(",") < 3:
                found.append(Name(_lower_level(expand(text)), (span,)))
    return found


def _lower_level(name: str) -> str:
    """`Ủy ban nhân dân Quận Ngô Quyền` → `… quận Ngô Quyền` (levels are common nouns)."""
    level = r"(?<=\s)(Tỉnh|Quận|Huyện|Xã|Phường|Thành phố|Thị xã|Thị trấn)(?=\s+\p{Lu})"
    return str(regex.sub(level, lambda m: str(m[1]).lower(), name))


def capacities(document: Document) -> list[Name]:
    """`TM. ỦY BAN NHÂN DÂN` names the body that is signed for."""
    zone = document.zone("signature")
    if zone is None:
        return []
    found = []
    for m in regex.finditer(
        r"(?:TM|T/M|TUN)\s?[.]?\s+(?P<name>\p{Lu}[\p{Lu}\s,]{3,80})(?=\n|$|\f)",
        document.text, pos=zone.start, endpos=zone.end,
    ):  # fmt: skip
        printed = " ".join(m["name"].split("\n")[0].split())
        if regex.match(rf"{AUTHORITY}\b", printed):
            continue
        start = m.start("name")
        cased = sentence_case(printed, document)
        found.append(Name(cased, (Span(start, start + len(m["name"].split(chr(10))[0])),)))
    return found


def symbol(document: Document) -> list[Name]:
    """The body that the symbol of the number stands for."""
    zone = document.zone("head")
    number = head_number(document.flat, zone) if zone else None
    if number is None or not number.number.issuer_code:
        return []
    name = by_symbol(number.number.issuer_code.split("-")[0])
    return [Name(name, (number.span,))] if name else []
