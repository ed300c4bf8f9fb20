"""Text that knows where each of its characters came from.

A repair never rewrites a string: it proposes `Edit`s and `Text.apply` carries them out.
Offsets count Unicode code points; every span is half-open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """`[start, end)` in code points of some text."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if not 0 <= start <= end:
            raise ValueError(f"not a span: [{start}, {end})")
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end


# A page of a plan makes a thousand spans: their slots are filled in half the time that the
# `__init__` of a frozen dataclass takes.
_set_start = Span.__dict__["start"].__set__
_set_end = Span.__dict__["end"].__set__


LINE_HYPHEN = "\u2028"
"""The blank of a flat text (`Document.flat`) at which a line ends behind a word's hyphen."""
_CUT_WORD = re.compile(rf"(?<=-){LINE_HYPHEN}\s*+")


def one_line(text: str) -> str:
    """Flat text as one line, blanks collapsed: what values are made of.

    A word that a line end cuts at its hyphen is whole: `kinh tế-` / `xã hội`.
    """
    if LINE_HYPHEN in text:
        text = _CUT_WORD.sub("", text)
    return " ".join(text.split())


def span_trim(text: str, span: Span, also: str = "") -> Span:
    """The span without blanks (and characters of `also`) at both ends."""
    start, end = span.start, span.end
    while start < end and ((c := text[start]).isspace() or c in also):
        start += 1
    while end > start and ((c := text[end - 1]).isspace() or c in also):
        end -= 1
    return span if start == span.start and end == span.end else Span(start, end)


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposal: put `new` in the place of `span`.

    `rule` names the repair that proposes it, `confidence` in [0, 1] is how often such a
    proposal is right.
    """

    span: Span
    new: str
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the value and the run of the raw text that it came from.

    `rule` is empty for a run that was copied character by character.
    """

    value: Span
    raw: Span
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """A string with its origin.

    `pieces` cover `value` and `raw` without a gap and in order.
    """

    value: str
    raw: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, raw: str) -> Text:
        """Text as it was read, untouched."""
        whole = Span(0, len(raw))
        return cls(raw, raw, (Piece(whole, whole),) if raw else ())

    def apply(self, edits: Iterable[Edit]) -> Text:
        """Carry out `edits`, which speak of `self.value` and may not overlap.

        An edit that touches an earlier change swallows it whole: the new change then
        reaches back to everything both of them stood for.
        """
        todo = _in_order(edits, len(self.value))
        if not todo:
            return self
        pieces: list[Piece] = []
        out: list[str] = []
        value_at = raw_at = length = 0

        def emit(new: str, raw_length: int, rule: str, confidence: float) -> None:
            nonlocal raw_at, length
            if new or raw_length:
                value, raw = Span(length, length + len(new)), Span(raw_at, raw_at + raw_length)
                pieces.append(Piece(value, raw, rule, confidence))
                out.append(new)
                length, raw_at = value.end, raw.end

        for group in _groups(list(self.changes()), todo):
            emit(self.value[value_at : group.start], group.start - value_at, "", 1.0)
            emit(group.new(self.value), group.raw_length, group.rule, group.confidence)
            value_at = group.end
        emit(self.value[value_at:], len(self.value) - value_at, "", 1.0)
        return Text("".join(out), self.raw, tuple(pieces))

    def changes(self) -> Iterator[Piece]:
        """The runs that differ from the raw text, in order."""
        return (p for p in self.pieces if p.rule)

    def origins(self, spans: Iterable[Span]) -> list[Span]:
        """Where in the raw text the characters of each span came from."""
        starts = [p.value.start for p in self.pieces]
        return [self._origin(starts, span) for span in spans]

    def destinations(self, spans: Iterable[Span]) -> list[Span]:
        """Where the characters of each span of the raw text stand now."""
        starts = [p.raw.start for p in self.pieces]
        return [self._destination(starts, span) for span in spans]

    def _destination(self, starts: list[int], span: Span) -> Span:
        if not starts:
            return Span(0, 0)
        first = self.pieces[max(bisect_right(starts, span.start) - 1, 0)]
        last = self.pieces[max(bisect_right(starts, max(span.end - 1, span.start)) - 1, 0)]
        start, end = first.value.start, last.value.end
        if not first.rule:
            start += span.start - first.raw.start
        if not last.rule:
            end = last.value.start + span.end - last.raw.start
        return Span(min(start, end), max(start, end))

    def _origin(self, starts: list[int], span: Span) -> Span:
        if not starts:
            return Span(0, 0)
        first = self.pieces[max(bisect_right(starts, span.start) - 1, 0)]
        last = self.pieces[max(bisect_right(starts, max(span.end - 1, span.start)) - 1, 0)]
        start = first.raw.start if first.rule else first.raw.start + span.start - first.value.start
        end = last.raw.end if last.rule else last.raw.start + span.end - last.value.start
        return Span(min(start, end), max(start, end))


@dataclass(slots=True)
class _Group:
    """Edits and earlier changes that touch each other: one change of the new text."""

    start: int
    end: int
    pieces: list[Piece]
    edits: list[Edit]

    @property
    def raw_length(self) -> int:
        gained = sum(len(p.raw) - len(p.value) for p in self.pieces)
        return self.end - self.start + gained

    @property
    def rule(self) -> str:
        names = [r for p in self.pieces for r in p.rule.split("+")] + [e.rule for e in self.edits]
        return "+".join(dict.fromkeys(names))

    @property
    def confidence(self) -> float:
        return min([p.confidence for p in self.pieces] + [e.confidence for e in self.edits])

    def new(self, old: str) -> str:
        out: list[str] = []
        at = self.start
        for edit in self.edits:
            out += [old[at : edit.span.start], edit.new]
            at = edit.span.end
        return "".join([*out, old[at : self.end]])


def _groups(changes: list[Piece], edits: list[Edit]) -> Iterator[_Group]:
    units: list[tuple[Span, Piece | Edit]] = [(p.value, p) for p in changes]
    units += [(e.span, e) for e in edits]
    units.sort(key=lambda u: u[0])
    group: _Group | None = None
    for span, unit in units:
        if group is None or span.start >= group.end:
            if group is not None:
                yield group
            group = _Group(span.start, span.end, [], [])
        group.end = max(group.end, span.end)
        if isinstance(unit, Piece):
            group.pieces.append(unit)
        else:
            group.edits.append(unit)
    if group is not None:
        yield group


def _in_order(edits: Iterable[Edit], length: int) -> list[Edit]:
    todo = sorted(edits, key=lambda e: e.span)
    end = 0
    for edit in todo:
        if edit.span.start < end or edit.span.end > length:
            raise ValueError(f"edit {edit.rule} overlaps another or leaves the text: {edit.span}")
        end = edit.span.end
    return todo
