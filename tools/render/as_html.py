"""HTML as portals publish plans: a two-column head table, paragraphs, a two-column signoff."""

from __future__ import annotations

from html import escape

from tools.render.layout import (
    Centred,
    Footnote,
    Head,
    Paragraph,
    Part,
    Signoff,
    Table,
    Title,
)

PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>body {{ font-family: "Times New Roman", serif }} td {{ vertical-align: top }}</style>
</head>
<body>
<div id="menu"><a href="/">Trang chủ</a> | <a href="/van-ban">Văn bản</a></div>
<div class="content">
{body}
</div>
<div id="footer">In trang này</div>
</body>
</html>
"""


def to_html(parts: tuple[Part, ...]) -> bytes:
    """One page, UTF-8; a menu and a footer stand around it, as on a portal."""
    title = next((p.subject for p in parts if isinstance(p, Title)), "")
    body = "\n".join(_part(part) for part in parts)
    return PAGE.format(title=escape(title), body=body).encode()


def _part(part: Part) -> str:
    match part:
        case Head():
            return _pair(
                [*part.left, "-------", part.number or ""],
                [*part.right, "---------------", part.place_date or ""],
            )
        case Title(name, subject, note):
            lines = [f"<strong>{escape(name)}</strong>", f"<strong>{escape(subject)}</strong>"]
            lines += [f"<em>{escape(note)}</em>"] if note else []
            return "\n".join(f'<p style="text-align:center">{line}</p>' for line in lines)
        case Centred(text):
            return f'<p style="text-align:center"><strong>{escape(text)}</strong></p>'
        case Paragraph(heading=True):
            return f"<p><strong>{escape(part.whole)}</strong></p>"
        case Paragraph():
            return f"<p>{escape(part.whole)}</p>"
        case Footnote(text):
            return f"<p><small>{escape(text)}</small></p>"
        case Table(rows):
            return _grid(rows)
        case Signoff(recipients, authority, name):
            return _pair(["Nơi nhận:", *recipients], [*authority, "", "", name])


def _pair(left: list[str], right: list[str]) -> str:
    cells = (
        "<br>\n".join(escape(line) or "&nbsp;" for line in side).join(
            ('<td width="50%"><p>', "</p></td>")
        )
        for side in (left, right)
    )
    return '<table border="0" width="100%"><tr>\n' + "\n".join(cells) + "\n</tr></table>"


def _grid(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return '<table border="1">\n' + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</table>"
