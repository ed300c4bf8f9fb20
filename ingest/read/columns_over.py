"""Recipients and signature that a page break cuts: two columns that go on at the top of a page.

Word and LibreOffice set them as a table without rules, whose one row breaks where the page ends.
The two columns are where the page before shows them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from ingest.core.pages import Box, Page, Word
from ingest.read.lines import Line
from ingest.read.marks import starts_with_mark, texts_that_may_start

_LOOK_BACK = 60
_ABOVE = 3
_HANGING = 40.0
_ROOM = 4.0
_MOST_NAMES = 4
# `3`, `- 3 -`, `Trang 3/4`
_PAGE_NUMBER = regex.compile(r"(?i:trang |page )?[-–— ]{0,4}\d{1,4}(?: ?/ ?\d{1,4})?[-–— ]{0,4}")


@dataclass(frozen=True, slots=True)
class SignOff:
    """Lines `[first, end)`: what is left of the recipients, and of the signature beside them."""

    first: int
    end: int
    recipients: tuple[Line, ...]
    signature: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where recipients begin, and the white between them and the signature, in points."""

    left: float
    gutter: tuple[float, float]


def sign_off_over(lines: Sequence[Line], before: Page | None) -> SignOff | None:
    """The rest of a sign-off with which the page before ends, where both columns go on.

    Only where a name is still to come: the signature of the page before ends in capitals.
    """
    place = _place(before) if before is not None and lines else None
    if before is None or place is None:
        return None
    heads = before.text.split("\n", _ABOVE)[:_ABOVE]
    first = next((n for n, x in enumerate(lines[:_ABOVE]) if _opens(x, place, heads)), None)
    if first is None:
        return None
    left: list[Line] = []
    right: list[Line] = []
    end = first
    while end < len(lines) and (parts := _parts(lines[end], place)) is not None:
        if parts[1] and (not right or right[-1].text.isupper()):
            right += parts[1]
        elif parts[1]:
            break
        left += parts[0]
        end += 1
    if not left or not right or not _is_name(right[-1].text):
        return None
    return SignOff(first, end, tuple(left), tuple(right))


def _opens(line: Line, place: _Place, heads: Sequence[str]) -> bool:
    """False for a running head, which stood on the page before too."""
    return line.text not in heads and _parts(line, place) is not None


def _parts(line: Line, place: _Place) -> tuple[list[Line], list[Line]] | None:
    """The line's parts on either side of the white; None where words stand elsewhere."""
    end, start = place.gutter
    left: list[Line] = []
    right: list[Line] = []
    for run in line.runs:
        if run.x0 >= start - _ROOM:
            right.append(run)
        elif run.x1 <= max(end, start - _ROOM) and not right:
            left.append(run)
        else:
            return None
    if left and not place.left - _ROOM <= left[0].x0 <= place.left + _HANGING:
        return None
    return _whole(left), _whole(right)


def _whole(runs: list[Line]) -> list[Line]:
    return [Line(tuple(t for run in runs for t in run.tokens))] if runs else []


def _is_name(text: str) -> bool:
    return 1 < len(text.split()) <= _MOST_NAMES + 2 and text[:1].isupper() and not text.isupper()


def _place(before: Page) -> _Place | None:
    """Where the columns stand on a page that ends with them; None where it ends otherwise."""
    words = _last_words(before)
    # the signature is read behind the recipients, and stands beside them
    at = next((n for n, (a, b) in enumerate(pairwise(words), 1) if _above(b.box, a.box)), None)
    if at is None:
        return None
    left, right = words[:at], words[at:]
    gutter = max(w.box.x1 for w in left), min(w.box.x0 for w in right)
    last = before.text[right[0].span.start : right[-1].span.end].rsplit("\n", 1)[-1]
    if gutter[0] >= gutter[1] or not last.isupper():
        return None
    return _Place(left[0].box.x0, gutter)


def _above(one: Box, other: Box) -> bool:
    return (one.y0 + one.y1) / 2 < (other.y0 + other.y1) / 2 - _ROOM


def _last_words(page: Page) -> Sequence[Word]:
    """The words of a page from `Nơi nhận` on, without its number."""
    text = page.text
    lines = text.split("\n")
    end = len(text)
    if _PAGE_NUMBER.fullmatch(lines[-1]):
        end -= len(lines.pop()) + 1
    lines = lines[-_LOOK_BACK:]
    for number in reversed(texts_that_may_start("recipients", lines)):
        if starts_with_mark("recipients", lines[number]):
            at = end - sum(map(len, lines[number:])) - (len(lines) - 1 - number)
            first = bisect_left(page.words, at, key=lambda w: w.span.start)
            last = bisect_left(page.words, end, key=lambda w: w.span.start)
            return page.words[first:last]
    return ()
