"""Words that end an inherited horizon: `giai đoạn sau`, `các năm tiếp theo`, `cuối kỳ`."""

from __future__ import annotations

import regex

_LATER = regex.compile(
    r"""(?<!\p{L})(?:
      (?:(?:các|những)\ )?(?:giai\ đoạn|năm\ học|năm|nhiệm\ kỳ|thời\ gian|thời\ kỳ)
        \ (?:sau(?!\ (?:đây|khi|:))|tiếp\ theo|kế\ tiếp|còn\ lại|tới)
      |cuối\ (?:kỳ|giai\ đoạn|nhiệm\ kỳ)|về\ sau|về\ lâu\ dài|sau\ đó
    )(?!\p{L})(?!\ (?:ngày|tháng|năm)\ \d|\ \d|:?\ (?:của|thực\ hiện))""",
    regex.V1 | regex.X | regex.I,
)
_LONGEST = 400
_SIGNS = ("sau", "tiếp", "lại", "tới", "cuối", "lâu dài")
"""One of them is in all that `_LATER` finds; to look for them is far cheaper."""


def is_later(text: str, end: int | None = None) -> bool:
    """Whether the words up to `end` speak of a time that is not the one named above."""
    end = len(text) if end is None else end
    start = max(0, end - _LONGEST)
    low = text[start:end].lower()
    return any(s in low for s in _SIGNS) and _LATER.search(text, start, end) is not None


def only_later(text: str) -> bool:
    """`Các năm tiếp theo`, `Cuối kỳ`: nothing but the time."""
    return _LATER.fullmatch(text.strip(" ,:"), 0, _LONGEST) is not None
