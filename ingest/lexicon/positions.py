"""Posts that sign documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from ingest.lexicon.fold import bare
from ingest.lexicon.load import rows

TITLES = (
    r"(?:GS|PGS|TS|ThS|Ths|THS|BS|BSCKI{1,2}|CK\s?I{1,2}|KS|CN|DS|LS|NGƯT|NGND|NSƯT|TTƯT|Giáo\s+sư|Phó\s+Giáo\s+sư"
    r"|Tiến\s+sĩ|Thạc\s+sĩ|Bác\s+sĩ|Kỹ\s+sư|(?:Thiếu|Trung|Thượng|Đại)\s+(?:tá|úy|uý|tướng)|Ông|Bà)"
)
"""Academic titles and ranks before a name: they are no part of it (NĐ 30/2020)."""


@dataclass(frozen=True, slots=True)
class PositionRow:
    name: str
    specimen: str


@cache
def position_pattern() -> regex.Pattern[str]:
    """`PHÓ CHỦ TỊCH`, `Q. GIÁM ĐỐC`, `PHÓ BÍ THƯ THƯỜNG TRỰC`; words after it are the match's."""
    names = sorted((r.name for r in rows("positions", PositionRow)), key=lambda n: (-len(n), n))
    either = "|".join(n.replace("Ủ", "[ỦU]").replace(" ", r"\s+") for n in names)
    return regex.compile(
        rf"(?i:(?:Q\.\s?|QUYỀN\s+)?(?:KIÊM\s+)?(?:PHÓ\s+)?(?:{either})(?:\s+THƯỜNG\s+TRỰC)?)(?![\p{{Ll}}])"
    )


def is_position(text: str, misread: bool = False) -> bool:
    """A line that begins with a post; with `misread`, also one in capitals that lost a mark under a
    stamp (`CHỦ TICH`): it is no name, and is kept as read."""
    if position_pattern().match(text):
        return True
    return misread and text.isupper() and _bare_pattern().fullmatch(bare(text)) is not None


@cache
def _bare_pattern() -> regex.Pattern[str]:
    names = sorted({bare(row.name).upper() for row in rows("positions", PositionRow)})
    either = "|".join(name.replace(" ", r"\s+") for name in names if " " in name)
    return regex.compile(rf"(?i:(?:PHO\s+)?(?:{either}))")
