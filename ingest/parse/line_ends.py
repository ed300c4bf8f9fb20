"""What the end of a line tells: whether the next goes on with its sentence."""

from __future__ import annotations

import regex

from ingest.parse.labels import readings

_STOPS = tuple('.;:!?…”")]')


def amid(text: str) -> bool:
    """True for a line that ends amid its sentence."""
    return not text.rstrip().endswith(_STOPS)


# `… theo điểm` / `a) khoản 2 Điều 5`, `… Quyết định số` / `12/2021/…`, `từ ngày` / `20.11.2023`.
# The word alone tells nothing: `1. Quan điểm` / `2. Mục tiêu`, `3. Xã hội số`, `24 ngày`.
_NUMBER_OVER = regex.compile(
    r"""(?i)\b(?:
        số\s+\d{1,6}\s?[/-]
      | điểm\s+[a-zđ]\)?\s?(?:[,;]|(?:và|khoản|điều|mục|của|tại|nêu)\b)
      | (?:khoản|điều|mục)\s+\d{1,3}\s?(?:[,;]|(?:và|khoản|điều|mục|của|tại|nêu)\b)
      | (?:ngày|tháng)\s+\d{1,2}(?:[/.-]\d|[,;]|\s+(?:tháng|năm|và|đến)\b)
      | năm\s+(?:19|20)\d\d\b
      | (?:từ|đến|khoảng|tại|của|và|hoặc)\s+\d )""",
    regex.VERBOSE,
)
_OVER = 12
"""So many characters on either side of a line's end tell it."""


def number_over(last: str, text: str) -> bool:
    """True where `text`, which begins with a figure or a label, goes on the line before it; a
    capital behind a label opens a paragraph."""
    end = last[-_OVER:].rstrip()
    found = _NUMBER_OVER.search(f"{end} {text[: 2 * _OVER]}")
    if found is None or not found.start() < len(end) < found.end():
        return False
    return not any(text[label.end : label.end + 1].isupper() for label in readings(text))


# Words that want another behind them: `… theo dõi việc thực hiện` / `Kế hoạch này; …`.
OPEN_END = regex.compile(
    r"(?i)\b(?:thực\s+hiện|của|và|các|về|trên|với|cho|để|tại|theo|trong|từ|đến|là|được|việc|những|một|do|cùng|hoặc|thuộc)\s*$"
)


def open_bracket(text: str) -> bool:
    """True where a bracket is not closed."""
    depth = 0
    for c in text:
        # The bracket of a label (`a)`) closes nothing.
        depth = depth + 1 if c == "(" else max(depth - (c == ")"), 0)
    return depth > 0
