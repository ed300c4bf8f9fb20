"""Sections from labels: the order of levels is learnt from each document itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ingest.core.document import Section
from ingest.core.text import Span, one_line, span_trim
from ingest.lexicon.patterns import STANDS_AS
from ingest.parse.labels import RANK, Label
from ingest.parse.paragraphs import Paragraph

# No plan nests deeper; beyond it, numbering that starts anew is a slip or no outline at all.
_DEEPEST = 8
_STRUCTURAL = frozenset({"appendix", "part", "chapter", "group", "upper", "roman", "article"})


@dataclass(slots=True)
class _Open:
    label: Label
    id: str
    titled: bool


class Outline:
    """Takes paragraphs in reading order and keeps the chain of open sections."""

    def __init__(self) -> None:
        self._stack: list[_Open] = []
        self._seen: Counter[str] = Counter()
        self._fresh = False
        self._empty = False
        self.sections: list[Section] = []

    @property
    def current(self) -> str | None:
        return self._stack[-1].id if self._stack else None

    def reset(self) -> None:
        """Leave all sections: the closing, or an appendix, begins."""
        self._stack.clear()

    def text(self) -> None:
        """Text came by: the last section is not empty."""
        self._empty = False

    def heading(self) -> None:
        """A heading without a label came by: numbering that starts anew is no sub-list."""
        self._fresh = True

    def accepts(self, labels: Sequence[Label]) -> bool:
        """False for what only looks like a label: a number that fits nowhere in the outline."""
        if all(x.guess for x in labels):
            return any(x.follows(o.label) for x in labels for o in self._stack)
        return any(
            label.first
            or label.kind in _STRUCTURAL
            or len(label.numbers) > 1
            or label.numbers[-1] <= 3
            or any(label.kind == o.label.kind for o in self._stack)
            for label in labels
        )

    def open(self, paragraph: Paragraph, flat: str) -> Section:
        """The section that a labelled paragraph opens."""
        likely = paragraph.labels[0]
        heading = heading_span(paragraph, likely, flat)
        titled = heading is not None
        label, depth = self._place(paragraph.labels, titled)
        self._fresh = False
        del self._stack[depth:]
        parent = self.current
        id = self._unique(self._path(label))
        if label.end != likely.end or label.kind != likely.kind:
            heading = heading_span(paragraph, label, flat)
        section = Section(
            id=id,
            label=label.printed,
            heading=one_line(heading.of(flat)) or None if heading else None,
            parent=parent,
            span=Span(
                paragraph.span.start,
                heading.end if heading else paragraph.span.start + len(label.printed),
            ),
            heading_span=heading or Span(paragraph.start, paragraph.start),
        )
        self._stack.append(_Open(label, id, titled))
        self._empty = heading is not None and heading.end >= span_trim(flat, paragraph.span).end - 1
        self.sections.append(section)
        return section

    def retitle(self, heading: Span, flat: str) -> None:
        """Give the last section the heading that stands on the lines below its label."""
        last = self.sections[-1]
        whole = Span(last.heading_span.start, heading.end) if last.heading else heading
        text = one_line(whole.of(flat))
        self.sections[-1] = Section(
            last.id, last.label, text, last.parent, Span(last.span.start, heading.end), whole
        )

    def _place(self, labels: Sequence[Label], titled: bool) -> tuple[Label, int]:
        """The reading that fits best and how many open sections stay open above it."""
        for depth in range(len(self._stack) - 1, -1, -1):
            if titled and self._leaves(labels[0], depth):
                continue
            for label in labels:
                other = self._stack[depth].label
                if other.guess and label.kind == "roman" and label.numbers == other.numbers:
                    # `H.` was taken for `II.`, and now `II.` comes: the reader loses strokes.
                    return label.next(), depth
                if label.follows(other) and _style_fits(label, other):
                    return label, depth
        # A misread numeral counts only where it comes next; else the other reading stands.
        label = self._likeliest([x for x in labels if not x.guess] or labels)
        if len(label.numbers) > 1:
            below = self._lettered if label.kind == "letter" else self._decimal_depth
            return label, below(label)
        same = [d for d, o in enumerate(self._stack) if o.label.kind == label.kind]
        if same and not (label.first and self._is_sublist(label, same[-1], titled)):
            return label, same[-1]
        if label.kind in _STRUCTURAL:
            depth = len(self._stack)
            while depth and RANK[self._stack[depth - 1].label.kind] > RANK[label.kind]:
                depth -= 1
            return label, depth
        return label, len(self._stack)

    def _leaves(self, label: Label, depth: int) -> bool:
        """`3. Kinh phí` behind the sentences `1. …`, `2. …` below `2. Trồng cây`: a title goes on
        with the titles."""
        if depth == 0:
            return False
        inner, outer = self._stack[depth], self._stack[depth - 1]
        same = inner.label.kind == outer.label.kind and inner.label.style == outer.label.style
        return same and outer.titled and not inner.titled and label.follows(outer.label)

    def _is_sublist(self, label: Label, depth: int, titled: bool) -> bool:
        """A list that starts anew below another level (`a)` > `1.`), in another style, or right
        below a title that has nothing else (`2. Trồng cây` > `1. …`). Roman ones stand within
        others in no plan: a second `I.` is a slip of the writer (`I~2`)."""
        deeper = depth < len(self._stack) - 1
        if self._fresh or len(self._stack) >= _DEEPEST:
            return False
        above = self._stack[depth]
        if label.kind == "roman" and label.style == above.label.style:
            return False
        if deeper or label.style != above.label.style:
            return True
        plain = label.kind == "decimal" and len(above.label.numbers) == 1
        return plain and self._empty and above.titled and not titled

    def _likeliest(self, labels: Sequence[Label]) -> Label:
        open_kinds = {o.label.kind for o in self._stack}
        firsts = [x for x in labels if x.first]
        known = [x for x in labels if x.kind in open_kinds]
        return (firsts or known or list(labels))[0]

    def _decimal_depth(self, label: Label) -> int:
        """`2.1` goes below an open `2`, beside an open `2.x`, else below the last non-decimal."""
        for depth in range(len(self._stack) - 1, -1, -1):
            numbers = self._stack[depth].label.numbers
            if self._stack[depth].label.kind != "decimal":
                continue
            if len(numbers) < len(label.numbers) and label.numbers[: len(numbers)] == numbers:
                return depth + 1
            if len(numbers) == len(label.numbers):
                return depth
        depth = len(self._stack)
        while depth and self._stack[depth - 1].label.kind in ("decimal", "letter", "small"):
            depth -= 1
        return depth

    def _lettered(self, label: Label) -> int:
        """`a1)` goes below an open `a)`."""
        for depth in range(len(self._stack) - 1, -1, -1):
            open = self._stack[depth].label
            if open.kind == "letter" and open.numbers == label.numbers[:1]:
                return depth + 1
        return len(self._stack)

    def _path(self, label: Label) -> str:
        above = list(self._stack)
        if label.kind == "decimal" and len(label.numbers) > 1:
            # A decimal label replaces what it repeats: `2.1` under `2` under `II` is `II.2.1`.
            while (
                above
                and above[-1].label.kind == "decimal"
                and (above[-1].label.numbers == label.numbers[: len(above[-1].label.numbers)])
            ):
                above.pop()
        return f"{above[-1].id}.{label.path}" if above else label.path

    def _unique(self, id: str) -> str:
        self._seen[id] += 1
        return id if self._seen[id] == 1 else f"{id}~{self._seen[id]}"


def _style_fits(label: Label, other: Label) -> bool:
    """`a.` … `b)` is one list with a slip; `1.` and `1)` are two levels."""
    return label.kind != "decimal" or label.style == other.style or len(label.numbers) > 1


_RUN_IN = regex.compile(r"[^.;:!?“”()]{2,150}(?:\([^()]{1,80}\)[^.;:!?“”()]{0,60})?:(?=\s+\S)")
# Điều 1. Phê duyệt Chương trình …, với nội dung chính như sau: · Điều 1. Ban hành kèm theo …
_DECIDES = regex.compile(
    r"(?i)\b(?:quyết\s+định\s+này|nghị\s+quyết\s+này|kèm\s+theo|(?:như\s+)?sau\s*:?\s*$|sau\s+đây)"
)
# Điều 2. Giao Sở Tư pháp căn cứ Danh mục kèm theo Quyết định này có trách nhiệm: whose the points are
_CHARGES = regex.compile(r"có\s+trách\s+nhiệm\s*:?\s*$")
# Các Sở: Tài chính, Nội vụ, Y tế rà soát …: names behind the colon, no title before it
_MEMBERS = regex.compile(
    r"[Cc]ác\s+(?:[Bb]ộ|[Ss]ở|[Pp]hòng|[Pp]hường|[Xx]ã|[Hh]uyện|[Tt]ỉnh)\s?:"
    r"\s+\p{Lu}[\p{L}\s-]{1,45}(?:,\s+(?!Bộ|Sở|Ban|Phòng|UBND|Ủy|Uỷ)\p{Lu}[\p{L}\s-]{1,45})"
)
# 2. Cơ quan quản lý: Sở Y tế tỉnh Hà Nam:
_STANDING = regex.compile(STANDS_AS + r":[^.;:]{2,150}:\s*$")
_SENTENCE_END = regex.compile(r"[.;]\s*$|/\s?\.\s*$")


def heading_span(paragraph: Paragraph, label: Label, flat: str) -> Span | None:
    """The heading of a labelled paragraph; None where the label opens a sentence.

    A line that ends in `.` or `;` is no heading, but for a run-in title: `1. Bảo tàng: …`.
    A closing colon is dropped.
    """
    start = min(paragraph.span.start + label.end, paragraph.span.end)
    content = span_trim(flat, Span(start, paragraph.span.end))
    if not len(content):
        return None
    text = content.of(flat)
    # An article opens a sentence (`Điều 4. Các Ông (Bà): …`): it has no run-in title.
    if label.kind == "article" and _DECIDES.search(text) and not _CHARGES.search(text):
        return None
    whole = label.kind == "article" or _MEMBERS.match(text) or _STANDING.match(text)
    run_in = None if whole else _RUN_IN.match(text)
    if run_in:
        return span_trim(flat, Span(content.start, content.start + run_in.end() - 1))
    if _SENTENCE_END.search(text) and not text.endswith("..."):
        return None
    return span_trim(flat, content, also=":")
