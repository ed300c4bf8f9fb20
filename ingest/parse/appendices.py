"""Appendices that no `Phụ lục` line names: a list, form or table behind the signature."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ingest.parse.labels import Label, readings
from ingest.parse.lines import Line
from ingest.parse.paragraphs import Paragraph
from ingest.parse.split import ATTACHED

# DANH MỤC NHIỆM VỤ … · BIỂU TỔNG HỢP …: what lists and forms are called, in capitals
_LIST = regex.compile(
    r"""(?:DANH\s+(?:MỤC|SÁCH)|BIỂU|BẢNG|MẪU|KHUNG|LỊCH|TIẾN\s+ĐỘ|PHÂN\s+(?:CÔNG|BỔ|KỲ)|DỰ\s+TOÁN
    |TỔNG\s+HỢP|HỆ\s+THỐNG|(?:CÁC\s+)?CHỈ\s+TIÊU)\b""",
    regex.VERBOSE,
)
_FORM = regex.compile(r"(?i)(?:biểu|mẫu)(?:\s+mẫu)?(?:\s+số)?\s?:?\s?\d{1,2}[a-z]?\s?[.:]?")
_TITLE_LINES = 4


def unnamed(lines: Sequence[Line], first: int, end: int) -> int:
    """The line with which such an appendix begins on `[first, end)`; `end` without one.

    Told by the line `(Kèm theo Kế hoạch số …)` below its title in capitals, or by the name of a
    list in capitals. `first` is a line behind that of the recipients or the signature.
    """
    for n in range(first, end):
        text = lines[n].text
        if not text:
            continue
        if _names_list(text):
            return n
        if ATTACHED.match(text):
            top = _title_top(lines, n, first)
            if top < n:
                return top
    return end


def _names_list(text: str) -> bool:
    return bool(text.isupper() and _LIST.match(text)) or _FORM.fullmatch(text) is not None


def _title_top(lines: Sequence[Line], at: int, first: int) -> int:
    top = seen = at
    for n in range(at - 1, first - 1, -1):
        if not lines[n].text:
            continue
        if not lines[n].text.isupper() or seen - n > 2 or at - n > 2 * _TITLE_LINES:
            break
        top = seen = n
    return top


def title_of(lines: Sequence[Line]) -> tuple[Paragraph, int] | None:
    """The title of an appendix without a label, as a paragraph that opens the section `PL`, and
    how many lines it takes; None where the first line has a label."""
    filled = [n for n, line in enumerate(lines) if line.text]
    if not filled or ((found := readings(lines[filled[0]].text)) and found[0].kind == "appendix"):
        return None
    taken = 0
    for n in filled[:_TITLE_LINES]:
        text = lines[n].text
        if not (text.isupper() or (not taken and _names_list(text))) or readings(text):
            break
        taken = n + 1
    if not taken:
        return None
    title = tuple(line for line in lines[:taken] if line.text)
    return Paragraph(title, labels=(Label("appendix", (1,), "PL", "", "", 0),)), taken
