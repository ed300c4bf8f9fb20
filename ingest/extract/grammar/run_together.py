"""Lines of the sign-off that a copy ran together: recipients, authority, post and name."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ingest.core.text import Span, span_trim
from ingest.lexicon.patterns import AUTHORITY

# Nơi nhận: - Như Điều 3; - UBND tỉnh (b/c); - Lưu: VT.
_RECIPIENTS = regex.compile(r"(?i)(?:nơi\s+nhận\s{0,3}:?\s{0,3})?[-–+•]\s")
_NEXT_RECIPIENT = regex.compile(r"(?<=[;,.)])\s{0,5}(?=[-–+•]\s{0,3}\p{L})")
# TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn An
_SIGNS = regex.compile(
    rf"(?:{AUTHORITY})\s?[./]\s?\p{{Lu}}{{2}}|\p{{Lu}}{{2,}}(?:\s\p{{Lu}}{{2,}})"
)
_AUTHORITY = rf"(?<=\p{{Lu}}{{2}})\s{{1,5}}(?=(?:{AUTHORITY})\s?[./]\s?\p{{Lu}}{{2}})"
_DEPUTY = r"(?<=\p{Lu}{2})\s{0,5}(?=PHÓ\s+\p{Lu}{2})"
_POST = r"(?<=NHÂN\s{1,2}DÂN|THƯỜNG\s{1,2}VỤ|CHẤP\s{1,2}HÀNH|THƯỜNG\s{1,2}TRỰC)\s{1,5}(?=(?:CHỦ\s+TỊCH|BÍ\s+THƯ)\b(?!\s+ỦY))"
_NAME = r"(?<=\p{Lu}{2})\s{0,5}(?=\p{Lu}\p{Ll}{1,6}\s+\p{Lu}\p{Ll})"
_PARTS = regex.compile(rf"{_AUTHORITY}|{_DEPUTY}|{_POST}|{_NAME}")
_STROKE = regex.compile(r"\s\|(?:\s|$)")
"""Between the two cells of the sign-off's table."""
_LONGEST = 400


def apart(flat: str, line: Span) -> Iterator[Span]:
    """The line, or the lines that were run together in it."""
    if len(line) > 4 * _LONGEST:
        yield line
        return
    for cell in _cut(flat, line, _STROKE):
        yield from _parts(flat, cell)


def _parts(flat: str, line: Span) -> Iterator[Span]:
    if _RECIPIENTS.match(flat, line.start, line.end):
        yield from _cut(flat, line, _NEXT_RECIPIENT)
    elif len(line) <= _LONGEST and _SIGNS.match(flat, line.start, line.end):
        yield from _cut(flat, line, _PARTS)
    else:
        yield line


def _cut(flat: str, line: Span, between: regex.Pattern[str]) -> Iterator[Span]:
    start = line.start
    for m in between.finditer(flat, line.start, line.end):
        part = span_trim(flat, Span(start, m.start()))
        if len(part):
            yield part
        start = m.end()
    rest = span_trim(flat, Span(start, line.end))
    if len(rest):
        yield rest
