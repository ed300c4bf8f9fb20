"""Pattern fragments that several stages share. Verbose mode; a specimen above each.

Blanks may come in runs (see `Document.flat`), hence `\\s+`; every repeat is bounded so that
no text can make a pattern slow.
"""

from __future__ import annotations

import regex

UPPER = r"\p{Lu}"
"""A capital letter, Vietnamese ones included."""

DASH = r"[-–—‐‑−]"

# `13`, `04`; blank places may be dots or an ellipsis: `ngày … tháng … năm 2023`
BLANK = r"(?:[.…_]{1,40}\s{0,5})"

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:19|20)\d\d"

# ngày 13 tháng 6 năm 2019 · ngày tháng 01 năm 2023 · ngày … tháng … năm 2023
LONG_DATE = rf"""
    [Nn]gày \s{{0,10}} (?: (?P<day>\d{{1,2}}) | {BLANK} )? \s{{0,10}}
    tháng \s{{0,10}} (?: (?P<month>\d{{1,2}}) | {BLANK} )? \s{{0,10}}
    năm \s{{0,10}} (?: (?P<year>\d{{4}}) | (?P<year_blank>{BLANK}|20\d?(?!\d)) )
"""

# ngày 04/6/2018 · 4.6.2018 is no date · 13-4-2007 (party)
SHORT_DATE = (
    rf"(?<![\d/.-])(?P<day>{DAY})(?P<sep>[/-])(?P<month>{MONTH})(?P=sep)(?P<year>{YEAR})(?![\d/])"
)

# UBND · SGD&ĐT · LĐ-TBXH is two segments · TWĐTN · BVHTTDL · CP · SVH,TT&DL
SEGMENT = r"[\p{Lu}][\p{L}\d&.,]{0,24}?"
SYMBOL_END = r"(?![\p{L}\d/])"

SERIAL = r"\d{1,6}[A-Za-zđĐ]{0,2}"

# 31/2021/QH15 · 351/2017/UBTVQH14
ASSEMBLY = rf"(?P<serial>{SERIAL})/(?P<year>{YEAR})/(?P<symbol>(?:QH|UBTVQH)\d{{1,2}})"

# 1929/KH-SVHTTDL · 30/2020/NĐ-CP · 3105/BVHTTDL-TV · 55/2005/TTLT-BNV-VPCP
STATE = rf"""
    (?P<serial>{SERIAL})\s?/\s?(?:(?P<year>{YEAR})/)?
    (?P<symbol>[\p{{Lu}}][\p{{L}}\d&.,]{{0,24}}?(?:\s?-\s?[\p{{Lu}}][\p{{L}}\d&.,]{{0,24}}?){{1,4}})
"""

# 87-KH/TU · 11 – CT/TW · 08-HD/BTGTW · 367 - QĐ/TWĐTN-VP
PARTY = rf"""
    (?P<serial>{SERIAL})\s?{DASH}\s?(?P<type>\p{{Lu}}[\p{{L}}]{{1,4}})\s?/\s?
    (?P<issuer>\p{{Lu}}[\p{{L}}\d&.]{{0,24}}?(?:\s?-\s?[\p{{Lu}}][\p{{L}}\d&.]{{0,24}}?){{0,3}})
"""

# Cơ quan quản lý: Sở Y tế · what a body is, before its name; `Đơn vị chủ trì:` is a label
STANDS_AS = r"(?:Cơ\s+quan|Đơn\s+vị)\s+(?:chủ\s+quản|quản\s+lý|điều\s+phối)"

# CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, both spellings of HÒA; XàHỘI in copies that took the two
# bytes of `Ã` and a hard blank for one letter
NATIONAL_TITLE = r"CỘNG\s+H(?:ÒA|OÀ)\s+X(?:Ã\s+|à\s{0,3})HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM"
# Độc lập - Tự do - Hạnh phúc; some copies lose every dash
MOTTO = rf"Độc\s+lập\s{{0,3}}{DASH}?\s{{0,3}}Tự\s+do\s{{0,3}}{DASH}?\s{{0,3}}Hạnh\s+phúc"
PARTY_TITLE = r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"

TYPE_VARIETY = r"(?i:liên\s+tịch|liên\s+ngành|phối\s+hợp|hành\s+động)"
"""What may follow a type's name in a heading: `CHƯƠNG TRÌNH HÀNH ĐỘNG`, `KẾ HOẠCH LIÊN TỊCH`."""

NATIONAL_LINE = regex.compile(rf"(?i){NATIONAL_TITLE}|{MOTTO}|{PARTY_TITLE}")
AUTHORITY = r"(?:TM|KT|TL|TUQ|TUN|Q|T/M|K/T|T/L)"
