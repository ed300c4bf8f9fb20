"""A sentence with its times and quotations blanked out, and what each of its times is.

Length stays: a place in `bare` is the same place in `text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from ingest.core.text import Span
from ingest.extract.grammar.dates import TimeMatch, find_times

BLANK = "•"
_QUOTED = regex.compile(r"“[^”]{1,600}”|\"[^\"]{1,300}\"")
_CITED = regex.compile(r"\d{1,5}(?:/\d{4})?\s?[/-]\s?\p{Lu}[\p{L}\d/&-]{0,40},?\s*$")
# "so với năm 2020", "(giá so sánh năm 2010)"
_BASELINE = regex.compile(
    r"so với[^,;.()]{0,60}$|cùng kỳ[^,;.()]{0,30}$|gấp (?:đôi|[\d,.]{1,5} lần|\p{L}{2,4} lần)\s*$|(?<!\p{L})giá (?:so sánh|cố định|gốc|hiện hành|thực tế|của)?"
    r"[^,;.()\d]{0,12}$",
    regex.I,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """`bare` is `text` with times and quotations as `•`; `horizons` are the times that a number
    can be due by, `yearly` the intervals of a year, all with spans in `text`."""

    text: str
    bare: str
    horizons: tuple[TimeMatch, ...]
    yearly: tuple[TimeMatch, ...]
    times: tuple[TimeMatch, ...]


_KEPT = 4000
"""Code points of a text that is marked once for all who ask, at most."""


def mark(text: str, year: int | None) -> Marked:
    """The text with its times; targets and deadlines read the same sentences."""
    return _marked(text, year) if len(text) <= _KEPT else _mark(text, year)


@lru_cache(maxsize=2048)
def _marked(text: str, year: int | None) -> Marked:
    return _mark(text, year)


def _mark(text: str, year: int | None) -> Marked:
    times = tuple(find_times(text, Span(0, len(text)), year))
    quoted = [Span(m.start(), m.end()) for m in _QUOTED.finditer(text)]
    bare = _blanked(text, sorted([*(t.span for t in times), *quoted]))
    horizons = tuple(t for t in times if _horizon(text, t, quoted))
    yearly = tuple(t for t in times if t.rrule == "FREQ=YEARLY" and not _against(text, t))
    return Marked(text, bare, horizons, yearly, times)


def _blanked(text: str, spans: list[Span]) -> str:
    pieces, at = [], 0
    for span in spans:
        if span.end > at:
            start = max(at, span.start)
            pieces += [text[at:start], BLANK * (span.end - start)]
            at = span.end
    return "".join([*pieces, text[at:]])


def _horizon(text: str, time: TimeMatch, quoted: list[Span]) -> bool:
    if time.date is None or time.occasion or time.lead == "baseline":
        return False
    if any(q.covers(time.span) for q in quoted):
        return False
    before = text[max(0, time.span.start - 80) : time.span.start]
    if _STANDARD.search(before) or _APPROVED.match(text, time.span.end, time.span.end + 60):
        return False
    return not _CITED.search(before) and not _BASELINE.search(before)


def _against(text: str, time: TimeMatch) -> bool:
    """`so với trung bình hằng năm`: what a change is measured against."""
    return _BASELINE.search(text, max(0, time.span.start - 80), time.span.start) is not None


# "Quy hoạch … giai đoạn 2021 - 2030, tầm nhìn đến năm 2050 được phê duyệt tại …": another's name
_APPROVED = regex.compile(
    r"(?:, (?:tầm nhìn|định hướng)[^,;.()]{0,30})?\s(?:đã )?(?:được|do) [^,;.()]{0,30}?(?:phê duyệt|ban hành)(?!\p{L})",
    regex.I,
)


# "(theo chuẩn nghèo giai đoạn 2022 - 2025)": the years of a rule, not of what it measures; but
# "số xã đạt chuẩn nông thôn mới năm 2025"
_STANDARD = regex.compile(
    r"(?<!\p{L})(?<!đạt )(?:chuẩn|tiêu chí|bộ tiêu chí|quy định)(?: \p{L}+){0,5} $", regex.I
)


def cited(text: str, time: TimeMatch) -> bool:
    """The date of a document that the text names."""
    return bool(_CITED.search(text[max(0, time.span.start - 80) : time.span.start]))
