"""Bars as SVG: drawn by hand, so that a report is one file that needs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_ROW = 24
_LABEL = 260
_BAR = 420
_TEXT = 'dominant-baseline="middle" font-size="13"'


def bars(rows: Sequence[tuple[str, float, str]], colour: str, most: float | None = None) -> str:
    """A horizontal bar a row of (label, value ≥ 0, value as text).

    `most` is the value of the longest possible bar, by default the largest of `rows`.
    """
    most = most or max((value for _, value, _ in rows), default=0) or 1
    height = _ROW * len(rows) + 4
    width = _LABEL + _BAR + 110
    parts = [
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        ' xmlns="http://www.w3.org/2000/svg">'
    ]
    for place, (label, value, said) in enumerate(rows):
        y = place * _ROW
        length = max(1, round(_BAR * value / most))
        middle = y + _ROW // 2
        parts.append(
            f"<g><title>{escape(label)}: {escape(said)}</title>"
            f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end" {_TEXT}>{_short(label)}</text>'
            f'<rect x="{_LABEL}" y="{y + 4}" width="{length}" height="{_ROW - 8}" fill="{colour}"/>'
            f'<text x="{_LABEL + length + 6}" y="{middle}" {_TEXT}>{escape(said)}</text></g>'
        )
    return "".join(parts) + "</svg>"


def _short(label: str) -> str:
    return escape(label if len(label) <= 38 else f"…{label[-37:]}")
