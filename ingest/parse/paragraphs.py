"""Lines joined to paragraphs.

Three layouts occur: a line a paragraph, lines wrapped at the page's width (scans), and blank
lines between paragraphs, which a page break may set amid a sentence too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from ingest.core.text import Span
from ingest.parse.labels import Label, bullet, readings
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
_STOP = regex.compile(r"[.;:!?…”\")\]]\s*$|/\.\s*$")


def wrap_width(lines: Sequence[Line]) -> int:
    """The width at which lines were broken, in characters; 0 where a line is a paragraph."""
    lengths = sorted(len(line.text) for line in lines if not line.blank)
    if not lengths or lengths[-1] > 160:
        return 0
    return lengths[int(len(lengths) * 0.9)]


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Paragraphs of the body, in order. Lines of tables are left out by the caller."""
    width = wrap_width(lines)
    found: list[Paragraph] = []
    run: list[Line] = []
    gap = True
    for line in lines:
        if line.blank:
            gap = True
            continue
        if run and not (_opens(line, run, gap, width) or _breaks(run, line, width, gap)):
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
        return gap or not _amid(run[-1].text) or not line.text[2:3].islower()
    labels = readings(line.text)
    if not labels:
        return False
    if gap or not _amid(run[-1].text):
        return True
    if len(run) == 1 and readings(run[0].text):
        return True
    return run[-1].text.isupper() or _short(run[-1], line, width)


# The grounds of a preamble follow each other without a gap, each a paragraph of its own.
_GROUND = regex.compile(r"(?:Căn\s+cứ|Thực\s+hiện|Theo\s+đề\s+nghị|Xét\s+đề\s+nghị)\s")


def _amid(text: str) -> bool:
    return not _STOP.search(text)


def _breaks(run: Sequence[Line], line: Line, width: int, gap: bool) -> bool:
    """True where an unlabelled line begins a new paragraph."""
    last, first = run[-1].text, line.text[:1]
    whole = " ".join(x.text for x in run[-12:])  # enough for brackets; bounded
    if last.isupper() != line.text.isupper() and (last.isupper() or line.text.isupper()):
        return not (first.islower() or _open_bracket(whole))
    if _GROUND.match(line.text) and not _amid(last):
        return True
    if gap:
        return not _continues(whole, line, run, width)
    if width == 0:
        return True
    return (
        _short(run[-1], line, width)
        and not first.islower()
        and not (_amid(last) and _open_bracket(whole))
    )


def _short(last: Line, line: Line, width: int) -> bool:
    """True for a line that was ended on purpose: the next word would still have fitted into it."""
    return len(last.text) + 1 + len(line.text.split()[0]) + _SLACK <= width


def _continues(whole: str, line: Line, run: Sequence[Line], width: int) -> bool:
    """True where a blank line stands amid a sentence: a page break, seldom anything else."""
    new = line.text
    if not _amid(whole) and not _open_bracket(whole):
        return False
    if whole.isupper() or new.isupper():
        return False
    if new[:1].islower():
        return True
    # `… tham mưu` / `UBND quận …`: only a long text paragraph is taken to go on with a capital.
    labelled = bool(readings(run[0].text))
    if _NAMED.match(new):
        return False
    # Over a page's end a line that fills the page's width goes on, labelled or not.
    full = width > 0 and len(run[-1].text) >= 0.8 * width
    if full and line.page != run[-1].page and (len(run) > 1 or _OPEN_END.search(whole)):
        return True
    return not labelled and len(whole) >= 80 and _amid(whole) and (new[:1].isalpha())


# Words that want another behind them: `… theo dõi việc thực hiện` / `Kế hoạch này; …`.
_OPEN_END = regex.compile(
    r"(?i)\b(?:thực\s+hiện|của|và|các|về|trên|với|cho|để|tại|theo|trong|từ|đến|là|được|việc|những|một|do|cùng|hoặc|thuộc)\s*$"
)


def _open_bracket(text: str) -> bool:
    depth = 0
    for c in text:
        # The bracket of a label (`a)`) closes nothing.
        depth = depth + 1 if c == "(" else max(depth - (c == ")"), 0)
    return depth > 0
