"""A document that a copy wrote into one line, taken apart again at the marks of the genre.

Text extracts of document sites come so: `BỘ Y TẾ CỘNG HÒA … Số: 12/QĐ-BYT Hà Nội, ngày … QUYẾT
ĐỊNH Về việc … Căn cứ …; Điều 1. …`. A line is taken apart only where it holds the Quốc hiệu and,
behind it, the name of a type in capitals. A blank becomes a line end; no other character changes.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ingest.lexicon.document_types import type_names
from ingest.lexicon.patterns import MOTTO, NATIONAL_TITLE

_HEAD = 2500
"""In characters: Quốc hiệu and type stand above this."""
_SHORT = 400
"""What is left behind the type's name in so few characters is its title."""

_NATIONAL = regex.compile(rf"(?:{NATIONAL_TITLE})(?=\s)")
_TYPES = "|".join(
    n.upper().replace(" ", r"\s+") for n in sorted(type_names(heading=True), key=len, reverse=True)
)
_TYPE = regex.compile(rf"(?<![\p{{L}}-])(?:{_TYPES})(?=\s+[^\s:])")
_BREAKS_IN_HEAD = regex.compile(
    rf"""
    \s{{1,40}}(?={NATIONAL_TITLE}) | (?<={NATIONAL_TITLE})\s{{1,40}} | \s{{1,40}}(?=(?i:{MOTTO})) | (?<=Hạnh\s{{1,3}}phúc)\s{{1,40}}
    | \s{{1,40}}(?=Số\s?:?\s?[\d./…_]) | (?<=\s[-–_*]{{3,40}})\s{{1,40}} | \s{{1,40}}(?=[-–_*]{{3,40}}\s)
    # 12/KH-UBND Hà Nội, ngày 5 tháng 3 năm 2020
    | (?<=/\p{{Lu}}[\p{{L}}\d&.,]{{0,20}}(?:\s?[-–\xad]\s?\p{{Lu}}[\p{{L}}\d&.,]{{0,20}}){{0,3}})\s{{1,40}}
      (?=\p{{Lu}}[\p{{L}}.\s]{{1,30}},\s*ngày\s)
    | (?<=năm\s{{0,3}}(?:19|20)\d\d)\s{{1,40}}
    """,
    regex.VERBOSE,
)
_RESOLVER = r"(?:CHỦ\s+TỊCH|BỘ\s+TRƯỞNG|GIÁM\s+ĐỐC|(?:TỔNG\s+)?CỤC\s+TRƯỞNG|HIỆU\s+TRƯỞNG|THỦ\s+TƯỚNG|ỦY\s+BAN|UỶ\s+BAN|HỘI\s+ĐỒNG)"
_GROUND = r"(?:-\s)?(?:Căn\s+cứ|Thực\s+hiện|Xét\s+đề\s+nghị|Theo\s+đề\s+nghị|Triển\s+khai)\s"
_BREAKS = regex.compile(
    rf"""
    \s{{1,40}}(?={_RESOLVER}\s[\p{{Lu}}\s,]{{2,80}}\s(?:-\s)?Căn\s+cứ\s) | (?<=[;.”,]|\p{{Lu}}{{2}}|\d)\s{{1,40}}(?={_GROUND})
    | \s{{1,40}}(?=(?:QUYẾT\s+ĐỊNH|QUYẾT\s+NGHỊ|CHỈ\s+THỊ)\s?:) | (?<=(?:QUYẾT\s+ĐỊNH|QUYẾT\s+NGHỊ)\s?:)\s{{1,40}}
    | \s{{1,40}}(?=Điều\s+\d{{1,2}}[.:]\s) | (?<=[.;:])\s{{1,40}}(?=[IVX]{{1,5}}\s?[./-]\s+\p{{Lu}})
    | (?<=[.;:]|\p{{Lu}}{{2}})\s{{1,40}}(?=\d{{1,2}}(?:\.|(?:\.\d{{1,2}}){{1,3}}\.?)\s+\p{{Lu}})
    | (?<=[.;:])\s{{1,40}}(?=[a-zđ]\)\s|[-+•]\s+\p{{L}}) | \s{{1,40}}(?=N[oơ]i\s+nhận\s?:) | (?<=[;,])\s{{1,40}}(?=-\s\p{{L}})
    | (?<=[./;]|\p{{Lu}}{{2}})\s{{1,40}}(?=(?:TM|KT|TL|TUQ)\.\s?\p{{Lu}}{{2}}) | \s{{1,40}}(?=Ph[uụ]\s+lục\s{{1,40}}(?:[IVX]{{1,4}}|\d{{1,2}})\s)
    """,
    regex.VERBOSE,
)


def unflattened(text: str) -> str:
    """The text, with the lines that hold a whole head taken apart."""
    if not _NATIONAL.search(text):
        return text
    return "\n".join("\n".join(_lines(line)) for line in text.split("\n"))


def _lines(line: str) -> Iterator[str]:
    national = _NATIONAL.search(line, 0, _HEAD)
    named = _TYPE.search(line, national.end(), national.end() + _HEAD) if national else None
    if named is None:
        yield line
        return
    yield from filter(None, _BREAKS_IN_HEAD.split(line[: named.start()]))
    yield named.group()
    rest = line[named.end() :].strip()
    if len(rest) < _SHORT:
        yield rest
    else:
        yield from _BREAKS.split(rest)
