"""Lines joined to paragraphs.

Four layouts occur: a line a paragraph; lines wrapped at the page's width (scans); blank lines
between paragraphs, which a page break may set amid a sentence too; and the ragged lines of a web
page's source, broken wherever its mark-up reached the editor's width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from ingest.core.text import Span
from ingest.parse.labels import Label, bullet, readings
from ingest.parse.line_ends import OPEN_END, amid, number_over, open_bracket
from ingest.parse.lines import Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Consecutive lines that belong together; `labels` or `mark` open the first one."""

    lines: tuple[Line, ...]
    labels: tuple[Label, ...] = ()
    mark: str = ""
    mark_end: int = 0
    span: Span = field(init=False)

    def __post_init__(self) -> None:
        span = Span(self.lines[0].span.start, self.lines[-1].span.end)
        object.__setattr__(self, "span", span)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines if line.text)

    @property
    def start(self) -> int:
        """Where its content begins, behind label or bullet, as an offset of the file."""
        skip = self.labels[0].end if self.labels else self.mark_end
        return min(self.span.start + skip, self.span.end)


# Letters differ in breadth: so many characters more or less fit into a line.
_SLACK = 4
_NEGATIVE = regex.compile(r"[-–]\s?\d")
_NAMED = regex.compile(r"[\p{L}\s]{2,40}:")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How the lines of a text were broken: at `width` characters, 0 where a line is a paragraph;
    `ragged` where many ended long before the width, amid a sentence."""

    width: int
    ragged: bool = False


_LONGEST = 160
"""In characters: what is longer was not broken at a page's width."""
_RAGGED_LEAST = 3
_RAGGED_SHARE = 0.15


def wrapping(lines: Sequence[Line]) -> Wrap:
    """How these lines were broken, told by those that surely go on with the next."""
    lengths = sorted(len(line.text) for line in lines if not line.blank)
    if not lengths:
        return Wrap(0)
    usual = [n for n in lengths if n <= _LONGEST] or lengths
    width = usual[int(len(usual) * 0.9)]
    broken = [(a, b) for a, b in pairwise(lines) if a.text and b.text and _goes_on(a.text, b.text)]
    early = sum(_short(a, b, width) for a, b in broken)
    if early >= _RAGGED_LEAST and early >= _RAGGED_SHARE * len(broken):
        return Wrap(width, ragged=True)
    return Wrap(0 if lengths[-1] > _LONGEST else width)


def _goes_on(last: str, text: str) -> bool:
    """True where a line surely goes on with the next: a small letter, or `… số` / `12/2021/…`."""
    if text[0].isdigit():
        return number_over(last, text)
    return text[0].islower() and amid(last) and not readings(text)


def paragraphs(lines: Sequence[Line], ragged: Wrap | None = None) -> list[Paragraph]:
    """Paragraphs of the body, in order. Lines of tables are left out by the caller.

    `ragged` tells how the lines of the whole document were broken, where that was so.
    """
    wrap = ragged or wrapping(lines)
    found: list[Paragraph] = []
    run: list[Line] = []
    gap = True
    for line in lines:
        if line.blank:
            gap = True
            continue
        gap = gap and line.over != "on"
        if run and not (_opens(line, run, gap, wrap.width) or _breaks(run, line, wrap, gap)):
            run.append(line)
        else:
            if run:
                found.append(_paragraph(run))
            run = [line]
        gap = False
    if run:
        found.append(_paragraph(run))
    return found


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    text = lines[0].text
    labels = readings(text)
    item = None if labels else bullet(text)
    mark, end = item or ("", 0)
    return Paragraph(tuple(lines), labels, mark, end)


def _opens(line: Line, run: Sequence[Line], gap: bool, width: int) -> bool:
    """True where the line opens a new labelled paragraph or bullet item."""
    if bullet(line.text):
        # In wrapped text a dash between two words may come to stand first in a line
        # (`kinh tế` / `- xã hội`): then the line before ends amid the sentence.
        # … and in a range (`từ 10` / `- 15% mỗi năm`) with a figure.
        if not gap and _NEGATIVE.match(line.text) and run[-1].text[-1:].isdigit():
            return False
        return gap or not amid(run[-1].text) or not line.text[2:3].islower()
    labels = readings(line.text)
    if not labels:
        return False
    if gap or not amid(run[-1].text):
        return True
    if number_over(run[-1].text, line.text):
        return False
    headed = len(run) == 1 and bool(readings(run[0].text))
    if _laid_on(run, line):  # `… trong quý` / `IV/2024`, but `1. Sở Y tế` / `a) Chủ trì …`
        named = any(line.text[label.end : label.end + 1].isupper() for label in labels)
        return run[-1].text.isupper() or (headed and named)
    if headed:
        return True
    return run[-1].text.isupper() or _short(run[-1], line, width)


# The grounds of a preamble follow each other without a gap, each a paragraph of its own.
_GROUND = regex.compile(r"(?:Căn\s+cứ|Thực\s+hiện|Theo\s+đề\s+nghị|Xét\s+đề\s+nghị)\s")


# `…; ` / `Ủy ban nhân dân tỉnh ban hành Kế hoạch …`: who issues, behind the last ground
_ISSUES = regex.compile(
    r"(?:UBND|Ủy\s+ban|Uỷ\s+ban|Sở|Phòng|Ban|Bộ|Tỉnh|Thành|Huyện|Quận|Đảng|Trường|Hội|Đoàn|Liên\s+đoàn|Công\s+an)\s"
    r"[^.;]{0,100}?(?:ban\s+hành|xây\s+dựng|đề\s+ra|triển\s+khai|$)"
)


# `Kế hoạch số 12/KH-` / `UBND ngày …`, `giai đoạn 2021-` / `2025`
_CUT_AT_HYPHEN = regex.compile(r"(?:[\p{Lu}\d]|/\p{Lu}\p{L}{0,6})[-–]$|\p{Ll}-$")


_LETTER = regex.compile(r"\p{L}")


def _told_apart(run: Sequence[Line], line: Line) -> bool:
    """False where a line in capitals may be the rest of a sentence: `… trong quý` / `IV/2024`, or
    one without letters that of a heading: `… ĐẾN NĂM` / `2030`."""
    last = run[-1].text
    goes_on = _laid_on(run, line) and not last.isupper() and amid(last)
    return not goes_on and _LETTER.search(line.text) is not None


def _laid_on(run: Sequence[Line], line: Line) -> bool:
    """True where a reader saw both lines: it set a blank line where a paragraph ends."""
    return line.over == "on" or (line.laid and line.page == run[-1].page)


def _breaks(run: Sequence[Line], line: Line, wrap: Wrap, gap: bool) -> bool:
    """True where an unlabelled line begins a new paragraph."""
    width = wrap.width
    last, first = run[-1].text, line.text[:1]
    whole = " ".join(x.text for x in run[-12:])  # enough for brackets; bounded
    heads = last.isupper() or (not _LETTER.search(last) and whole.isupper())
    capitals = heads, line.text.isupper()
    if capitals[0] != capitals[1] and (gap or _told_apart(run, line)):
        return not (first.islower() or open_bracket(whole))
    if _GROUND.match(line.text) and (not amid(last) or last.endswith(",")):
        return True
    if last.endswith(";") and _GROUND.match(run[0].text) and _ISSUES.match(line.text):
        return True
    laid = _laid_on(run, line)
    if line.over == "on":
        return False
    if (line.over and not capitals[1]) or (gap and laid):
        return not (amid(whole) and first.islower()) and not open_bracket(whole)
    if gap:
        return not _continues(whole, line, run, width)
    if last.isupper() and last.endswith(","):
        return False  # `I. MỤC ĐÍCH,` / `YÊU CẦU`
    if _CUT_AT_HYPHEN.search(last[-9:]):
        return False
    if first.isdigit() and _goes_on(last, line.text):
        return False
    if laid or width == 0:
        return not laid
    if wrap.ragged and len(last) > _LONGEST:
        return not (first.islower() and amid(last))
    if wrap.ragged and amid(last):
        return _headed(run, line, width)
    return (
        _short(run[-1], line, width)
        and not first.islower()
        and not (amid(last) and open_bracket(whole))
    )


def _headed(run: Sequence[Line], line: Line, width: int) -> bool:
    """True below a labelled heading, in lines that were broken anywhere: `1. Mục đích` / `Xác
    định các`; its own second line begins with a small letter, or behind a word that wants more."""
    length = sum(len(x.text) + 1 for x in run)
    return (
        (len(run) == 1 or length <= width // 2)
        and bool(readings(run[0].text))
        and not line.text[:1].islower()
        and not OPEN_END.search(run[-1].text[-20:])
        and _short(run[-1], line, width)
    )


def _short(last: Line, line: Line, width: int) -> bool:
    """True for a line that was ended on purpose: the next word would still have fitted into it."""
    return len(last.text) + 1 + len(line.text.split()[0]) + _SLACK <= width


def _continues(whole: str, line: Line, run: Sequence[Line], width: int) -> bool:
    """True where a blank line stands amid a sentence: a page break, seldom anything else."""
    new = line.text
    if not amid(whole) and not open_bracket(whole):
        return False
    if whole.isupper() or new.isupper():
        return _heading_over(run, line, width)
    if new[:1].islower():
        return True
    # `… tham mưu` / `UBND quận …`: only a long text paragraph is taken to go on with a capital.
    labelled = bool(readings(run[0].text))
    if _NAMED.match(new):
        return False
    # Over a page's end a line that fills the page's width goes on, labelled or not.
    full = width > 0 and len(run[-1].text) >= 0.8 * width
    if full and line.page != run[-1].page and (len(run) > 1 or OPEN_END.search(whole)):
        return True
    return not labelled and len(whole) >= 80 and amid(whole) and (new[:1].isalpha())


def _heading_over(run: Sequence[Line], line: Line, width: int) -> bool:
    """True for the second line of a labelled heading in capitals that a page break cuts.

    Capitals are broader: of a line that they fill, fewer than of others.
    """
    last = run[-1]
    over = line.page != last.page and last.text.isupper() and line.text.isupper()
    return over and bool(readings(run[0].text)) and len(last.text) >= 0.5 * width > 0
