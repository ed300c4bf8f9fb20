"""Reading order of the two places where a Vietnamese document has two columns.

The head: issuer and number left, Quốc hiệu, Tiêu ngữ, place and date right. The end: Nơi nhận
left, signature right. Both are read left column first, then the right one. Everything else is
read line by line, so that a justified paragraph or a table without rules is never torn apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import regex

from ingest.core.pages import Page
from ingest.lexicon.fold import bare
from ingest.lexicon.positions import position_pattern
from ingest.read.columns_over import sign_off_over
from ingest.read.legacy_fonts import shown
from ingest.read.lines import Line, Token
from ingest.read.marks import may_start, starts_with_mark, texts_that_may_start

_HEAD_SHARE = 0.45
_HEAD_LINES = 10
_AFTER_MOTTO = 7
_MOTTO_WITHIN = 16
_SIGNATURE_LINES = 40
_SIGNER_LINES = 14
_RIGHT_HALF = 0.42
_CROSSING = 0.3
_WIDER = 45.0
"""In points: a name, centred, reaches so much further left than `THỨ TRƯỞNG` above it."""
_STOPS = (";", ".", "/", ":", ",")
_FILED = regex.compile(r"(?i)[-+•*]?\s{0,3}lưu\b")
_PLACE_DATE = regex.compile(r"[^,]{2,50}, ?ngay.{0,14}thang.{0,10}nam", regex.S)


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines `[first, end)` are two columns: one to be read before the other."""

    first: int
    end: int
    one: tuple[Line, ...]
    other: tuple[Line, ...]


def columns_of(
    lines: list[Line], width: float, height: float, before: Page | None = None
) -> list[Columns]:
    """The two-column zones of a page, top to bottom, not overlapping.

    A sign-off with which the page `before` ends may go on here.
    """
    found = [_head(lines, width, height), _signers(lines, width), _end(lines, width)]
    if (over := sign_off_over(lines, before)) is not None:
        # the name first: the rest of the signature is what was read last
        found.insert(0, Columns(over.first, over.end, over.signature, over.recipients))
    zones: list[Columns] = []
    for zone in sorted((z for z in found if z is not None), key=lambda z: z.first):
        if not zones or zone.first >= zones[-1].end:
            zones.append(zone)
    return zones


def _motto_at(line: Line) -> int | None:
    """Index of the token at which Quốc hiệu or Tiêu ngữ begins in the line."""
    texts = [t.text for t in line.tokens[:_MOTTO_WITHIN]]
    for at in texts_that_may_start("motto", texts):
        if starts_with_mark("motto", " ".join([t.text for t in line.tokens[at : at + 6]])):
            return at
    return None


def _head(lines: list[Line], width: float, height: float) -> Columns | None:
    split = last = None
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if line.middle > _HEAD_SHARE * height:
            break
        at = _motto_at(line)
        x = line.tokens[at].box.x0 if at is not None else _date_x(line)
        if x is not None and x > 0.3 * width:
            split = x if split is None else min(split, x)
            last = number
        if last is not None and number > last + _AFTER_MOTTO:
            break
    if split is None or last is None:
        return None
    return _zone(lines, 0, _head_end(lines, last, split), split - 1)


def _date_x(line: Line) -> float | None:
    for segment in line.segments:
        text = shown(segment.text)
        if "," in text and _PLACE_DATE.match(bare(text)):
            return segment.x0
    return None


def _head_end(lines: list[Line], last: int, split: float) -> int:
    """One past the last line after the motto that has both columns, a number or a date."""
    end = last + 1
    for number in range(last + 1, min(len(lines), last + _AFTER_MOTTO)):
        line = lines[number]
        if _cut(line, split) is None:
            break
        sides = {s.x0 + s.x1 < 2 * split for s in line.segments}
        goes_on = end == number and line.x0 >= split and _next_line(lines[number - 1], line)
        if (
            goes_on
            or len(sides) == 2
            or starts_with_mark("head", line.text)
            or _date_x(line) is not None
        ):
            end = number + 1
    return end


def _next_line(before: Line, line: Line) -> bool:
    """True where no room is left between the two, as within a wrapped line."""
    return line.middle - before.middle < 1.35 * max(before.height, line.height)


def _end(lines: list[Line], width: float) -> Columns | None:
    for number, line in enumerate(lines):
        first = line.segments[0]
        if starts_with_mark("recipients", first.text) and "kinh" not in bare(first.text[:5]):
            split = _signature_x(lines[max(0, number - 3) : number + _SIGNATURE_LINES], line, width)
            if split is not None:
                zone = _signature_zone(lines, number, split)
                return _turned(zone) if zone and zone.end == len(lines) and _cut_off(zone) else zone
    return None


def _cut_off(zone: Columns) -> bool:
    """True where the page ends amid a recipient, below which the filing line is still to come."""
    texts = [line.text for line in zone.one]
    filed = any(_FILED.match(text) for text in texts)
    return not filed and not texts[-1].endswith(_STOPS) and not zone.other[-1].text.isupper()


def _turned(zone: Columns) -> Columns:
    return Columns(zone.first, zone.end, zone.other, zone.one)


def _signers(lines: list[Line], width: float) -> Columns | None:
    """Two who sign side by side, or recipients that nobody headed `Nơi nhận` beside a signer."""
    for number, line in enumerate(lines):
        left, *others = line.segments
        if len(others) != 1 or others[0].x0 < _RIGHT_HALF * width or not _signs(others[0]):
            continue
        if left.x1 - left.x0 > _RIGHT_HALF * width or starts_with_mark("recipients", left.text):
            continue
        end = number + 1
        right = others[0].x0
        while end < min(len(lines), number + _SIGNER_LINES) and not _ends_signers(lines[end]):
            middle = (left.x1 + right) / 2
            right = min([right, *(s.x0 for s in lines[end].segments if s.x0 > middle)])
            end += 1
        split = right - 1
        while end > number + 1 and any(_cut(x, split) is None for x in lines[number:end]):
            end -= 1
        return _zone(lines, number, end, split)
    return None


def _signs(segment: Line) -> bool:
    """`TM. ỦY BAN NHÂN DÂN`, `KT. GIÁM ĐỐC`, `HIỆU TRƯỞNG`: in capitals, as those who sign stand."""
    text = segment.text
    if not text.isupper():
        return False
    return starts_with_mark("signature", text) or position_pattern().match(text) is not None


def _ends_signers(line: Line) -> bool:
    return starts_with_mark("recipients", line.text)


def _signature_x(lines: list[Line], recipients: Line, width: float) -> float | None:
    """Where the signature column begins: right of the recipients, by a mark or a wide gap."""
    least = recipients.x0 + 0.25 * width
    marked, wide = [], []
    for line in lines:
        for at, token in enumerate(line.tokens[:30]):
            if token.box.x0 <= least or not may_start("signature", token.text):
                continue
            if starts_with_mark("signature", " ".join(t.text for t in line.tokens[at : at + 2])):
                marked.append(token.box.x0)
                break
        wide += [s.x0 for s in line.segments if s.x0 > least and s.x0 > 0.4 * width]
    if marked:
        near = [x for x in wide if x > min(marked) - 0.12 * width]
        return min([*marked, *near]) - 1
    return min(wide) - 1 if wide else None


def _signature_zone(lines: list[Line], number: int, split: float) -> Columns | None:
    first = number
    while first > 0 and number - first < 3 and lines[first - 1].x0 >= split - 10:
        first -= 1
    end = number
    while end < len(lines) and _cut(lines[end], split) is not None:
        end += 1
    return _zone(lines, first, end, split)


def _zone(lines: list[Line], first: int, end: int, split: float) -> Columns | None:
    left: list[Line] = []
    right: list[Line] = []
    for number in range(first, end):
        cut = _cut(lines[number], split)
        if cut is None:
            if left and right:
                end = number
                break
            left, right, first = [], [], number + 1
            continue
        left += cut[0]
        right += cut[1]
    return Columns(first, end, tuple(left), tuple(right)) if left and right else None


def _cut(line: Line, split: float) -> tuple[list[Line], list[Line]] | None:
    """The line's parts left and right of `split`; None where it runs across."""
    left: list[Token] = []
    right: list[Token] = []
    for segment in line.segments:
        before, after = split - segment.x0, segment.x1 - split
        share = min(before, after) / max(1.0, segment.x1 - segment.x0)
        if share > _CROSSING and (gap := _gap_near(segment, split)) is not None:
            left += segment.tokens[:gap]
            right += segment.tokens[gap:]
        elif share > _CROSSING:
            return None
        else:
            (left if before > after else right).extend(segment.tokens)
    return [Line(tuple(left))] if left else [], [Line(tuple(right))] if right else []


def _gap_near(segment: Line, split: float) -> int | None:
    """The token before which a segment over the split may be cut: at the motto, or where a
    gap wider than the segment's others lies on the split."""
    motto = _motto_at(segment)
    if motto:
        return motto
    gaps = [
        (after.box.x0 - before.box.x1, at, before.box.x1, after.box.x0)
        for at, (before, after) in enumerate(pairwise(segment.tokens), 1)
    ]
    for gap, at, x0, x1 in sorted(gaps, reverse=True)[:1]:
        others = sorted(g for g, *_ in gaps)
        usual = others[len(others) // 2]
        if x0 - 6 <= split <= x1 + _WIDER and gap > max(2.0 * usual, 0.5 * segment.height):
            return at
    return None
