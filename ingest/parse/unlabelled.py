"""Where the body of a paper without any numbering begins: directives, công văn, short plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from ingest.parse.lines import Line
from ingest.parse.paragraphs import Paragraph, paragraphs, wrapping
from ingest.parse.zones import Layout

_ADDRESS = regex.compile(r"(?i)[*_\s]{0,4}kính\s+gửi\b")
_GROUND = regex.compile(r"(?i)(?:căn\s+cứ|theo\s+đề\s+nghị|xét\s+đề\s+nghị|trên\s+cơ\s+sở)\b")
# …, Chủ tịch Ủy ban nhân dân huyện yêu cầu: · … như sau: · … chỉ thị:
_LEADS = regex.compile(
    r"""(?i)(?:yêu\s+cầu|chỉ\s+thị|đề\s+nghị|chỉ\s+đạo|giao|sau(?:\s+đây)?|kế\s+hoạch|nội\s+dung
    |nhiệm\s+vụ|biện\s+pháp|giải\s+pháp|công\s+việc)\b[^:.;]{0,120}:\s*$""",
    regex.VERBOSE,
)
# Ủy ban nhân dân huyện yêu cầu Phòng Y tế … · Giao Sở Nội vụ … · đề nghị các xã …
_ORDERS = regex.compile(
    r"""(?:(?:^|[,;.:]\s+|\p{L}\s+)(?:[Yy]êu\s+cầu|[Đđ]ề\s+nghị|[Gg]iao|[Cc]hỉ\s+đạo)
    (?:\s+(?:cho|đồng\s+chí|Thủ\s+trưởng|các\s+đồng\s+chí))?\s+(?:các\s|\p{Lu}))""",
    regex.VERBOSE,
)
_LONGEST_ADDRESSEE = 150
_READ = 4000
"""Characters of a paragraph that are looked at."""


def opened(lines: Sequence[Line], found: Layout) -> Layout:
    """The layout with a body, where no label told one: it begins behind the opening that leads
    to it with a colon, else with the first order. Background above stays in the preamble."""
    first, end = found.preamble
    if found.body[0] < found.body[1] or first >= end:
        return found
    wrap = wrapping(lines[first:end])
    parts = paragraphs(lines[first:end], wrap if wrap.ragged else None)
    at = _first_of_body(parts)
    if at is None:
        return found
    start = parts[at].lines[0].number
    return replace(found, preamble=(first, start), body=(start, end))


def _first_of_body(parts: Sequence[Paragraph]) -> int | None:
    for k in range(_behind_address(parts), len(parts)):
        text = parts[k].text[:_READ]
        if _LEADS.search(text, max(0, len(text) - 200)) and k + 1 < len(parts):
            return k + 1
        if _ORDERS.search(text) and not text.isupper():
            return k
        if parts[k].mark and not _GROUND.match(text.lstrip("-–+* ")):
            return k
    return None


def _behind_address(parts: Sequence[Paragraph]) -> int:
    """The paragraph behind `Kính gửi:` and the names below it; the first without one."""
    at = next((k for k, p in enumerate(parts[:4]) if _ADDRESS.match(p.text)), None)
    if at is None:
        return 0
    k = at + 1
    while k < len(parts) and _addressee(parts[k], parts[k - 1]):
        k += 1
    return k


def _addressee(part: Paragraph, above: Paragraph) -> bool:
    if len(part.text) > _LONGEST_ADDRESSEE:
        return False
    goes_on = above.text.rstrip().endswith((";", ":", ","))
    return bool(part.mark) or goes_on or part.text.rstrip().endswith(";")
