"""Pictures of a report as SVG. All text goes through the escaping of its markup type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

_ROLE_FILL = {
    "lead": "#0b5cad",
    "implement": "#3f8f5a",
    "coordinate": "#d39a1e",
    "advise": "#8a63b0",
}
_WIDTH = 900


def columns(values: Sequence[tuple[str, int]], title: str) -> Markup:
    """Upright bars, one a label, with their figures; wide series leave labels out."""
    if not values:
        return Markup("")
    high = max(v for _, v in values)
    left, top, height = 8, 26, 150
    step = (_WIDTH - 2 * left) / len(values)
    every = max(1, round(64 / step))
    parts = []
    for k, (label, value) in enumerate(values):
        tall = height * value / high
        x = left + k * step
        box = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="#0b5cad">')
        parts.append(box.format(x, top + height - tall, min(step * 0.8, 60), tall))
        parts.append(Markup("<title>{}: {}</title></rect>").format(label, value))
        middle = x + min(step * 0.8, 60) / 2
        if value and step >= 22:
            parts.append(_text(middle, top + height - tall - 5, str(value), "middle"))
        if k % every == 0:
            parts.append(_text(middle, top + height + 18, label, "middle"))
    return _svg(top + height + 26, title, parts)


def stacks(
    rows: Sequence[tuple[str, Counter[str]]], roles: Sequence[tuple[str, str]], title: str
) -> Markup:
    """Lying bars, a piece a role; `roles` are (role, its name). Names are cut at 46 letters."""
    if not rows:
        return Markup("")
    most = max(c.total() for _, c in rows)
    left, line = 350, 26
    parts = []
    for k, (role, name) in enumerate(roles):
        x = left + k * 130
        square = Markup('<rect x="{}" y="6" width="12" height="12" fill="{}"/>')
        parts.append(square.format(x, _ROLE_FILL[role]))
        parts.append(_text(x + 18, 16, name))
    for k, (unit, counts) in enumerate(rows):
        y = 30 + k * line
        short = unit if len(unit) <= 46 else unit[:45] + "…"
        label = Markup('<text x="{}" y="{}" text-anchor="end">{}<title>{}</title></text>')
        parts.append(label.format(left - 8, y + 14, short, unit))
        at = float(left)
        for role, name in roles:
            wide = (_WIDTH - left - 50) * counts[role] / most
            if wide:
                box = Markup(
                    '<rect x="{:.1f}" y="{}" width="{:.1f}" height="18" fill="{}">'
                    "<title>{}: {}</title></rect>"
                )
                parts.append(box.format(at, y, wide, _ROLE_FILL[role], name, counts[role]))
            at += wide
        parts.append(_text(at + 6, y + 14, str(counts.total())))
    return _svg(36 + len(rows) * line, title, parts)


def by_span(months: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Months without gaps; over long spans years instead, so that a bar stays visible."""
    if not months:
        return []
    found = dict(months)
    first, last = months[0][0], months[-1][0]
    start, end = _index(first), _index(last)
    if end - start > 60:
        years: Counter[str] = Counter()
        for month, count in months:
            years[month[:4]] += count
        low, high = int(first[:4]), int(last[:4])
        if high - low > 80:
            return sorted(years.items())
        return [(f"{y:04}", years[f"{y:04}"]) for y in range(low, high + 1)]
    names = [f"{k // 12:04}-{k % 12 + 1:02}" for k in range(start, end + 1)]
    return [(name, found.get(name, 0)) for name in names]


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _text(x: float, y: float, text: str, anchor: str = "start") -> Markup:
    made = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
    return made.format(x, y, anchor, text)


def _svg(height: float, title: str, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg viewBox="0 0 {} {:.0f}" role="img" aria-label="{}" class="picture">')
    return head.format(_WIDTH, height, title) + Markup("").join(parts) + Markup("</svg>")
