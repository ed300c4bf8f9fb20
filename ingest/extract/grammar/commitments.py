"""The figures of a document's prose with what headings and lead-ins give them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from ingest.core.document import Block
from ingest.core.record import DateValue
from ingest.core.text import Span
from ingest.extract.grammar.comparators import change
from ingest.extract.grammar.figures import Figure, read_figures
from ingest.extract.grammar.later import is_later, only_later
from ingest.extract.grammar.line import Line
from ingest.extract.grammar.recurrence import find_cycles
from ingest.extract.grammar.setting import Setting
from ingest.extract.grammar.spelled import spelled
from ingest.extract.grammar.subjects import heading_subject
from ingest.extract.grammar.surroundings import Horizon, Surroundings, horizon_in
from ingest.lexicon.fold import key

_ZONES = ("body",)
_DIGIT = regex.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Commitment:
    """A figure at `span` of the document, in `sentence`.

    `period_span` is where its horizon is written; `own_time` says that the sentence itself
    writes it.
    """

    block: Block
    index: int
    figure: Figure
    span: Span
    sentence: Span
    subject: str | None
    unit: str | None
    period: DateValue | None
    period_span: Span | None
    own_time: bool
    yearly: bool


@dataclass(frozen=True, slots=True)
class _Given:
    """What the sentences of an item give a figure: `said` is the horizon that those before it
    name, `later` says that it speaks of a time behind that and all above."""

    said: Horizon | None
    later: bool


def commitments(around: Surroundings) -> Iterator[Commitment]:
    """All figures of the body's prose, set-aside ones among them."""
    document = around.document
    for index, block in enumerate(document.blocks):
        if block.zone not in _ZONES or block.kind == "row":
            continue
        if not _numbered(block.content.of(document.flat)):
            continue
        if around.values[index] is None:
            yield from _of_block(around, index, block)


def _numbered(text: str) -> bool:
    """A number in digits, or one of those that are told in words."""
    return _DIGIT.search(text) is not None or next(spelled(text), None) is not None


def _of_block(around: Surroundings, index: int, block: Block) -> Iterator[Commitment]:
    line, found = around.sentences(index)
    setting = around.setting_at(index)
    said: Horizon | None = None
    later = False
    whole_of: Horizon | None = None
    for start, end, text in found:
        if not _numbered(text):
            continue
        if said is None and _PART_OF_IT.match(text):
            said = whole_of
        for figure in read_figures(text, setting):
            if _of_title(around, text, figure):
                continue
            whole = line.span(start, end)
            later = is_later(text, figure.quantity.start) or (later and figure.time is None)
            given = _Given(said, later)
            made = _commitment(around, index, block, figure, line, start, whole, given)
            if made.period is not None and made.period_span is not None and _leads(text, figure):
                said = Horizon(made.period, made.period_span)
            if made.own_time and made.period is not None and made.period_span is not None:
                whole_of = Horizon(made.period, made.period_span)
            yield made


_ISSUES = regex.compile(r"(?:Phê duyệt|Ban hành)\s[^.;]{0,60}(?:Kế hoạch|Đề án|Chương trình|Dự án)")
_NEAR_BY, _NEAR = 2, 40
"""Words on both sides of a number that tell it again, and the characters that hold them."""


def _of_title(around: Surroundings, text: str, figure: Figure) -> bool:
    """`Phê duyệt Đề án sản xuất giống cá tra 3 cấp …`: a number of the name that the title told."""
    if _ISSUES.match(text) is None or (title := around.document.zone("title")) is None:
        return False
    at = figure.quantity
    before, behind = text[max(0, at.start - _NEAR) : at.start], text[at.end : at.end + _NEAR]
    words = before.split()[-_NEAR_BY:], behind.split()[:_NEAR_BY]
    told = " ".join([*words[0], text[at.start : at.end].strip(), *words[1]])
    return key(told) in key(around.document.line(title))


# "Giá trị xuất khẩu đến năm 2030 đạt 400 triệu USD. Trong đó: nông sản 395 triệu USD": of then
_PART_OF_IT = regex.compile(r"[\s•+–-]*Trong đó(?!\p{L})", regex.I)


def _leads(text: str, figure: Figure) -> bool:
    """`Đến năm 2030, …`, `Cây trồng chính năm 2030 (…)`: a time that speaks of the whole item.

    It opens the sentence or the list of its numbers; `tỷ lệ đèn tiết kiệm điện vào năm 2030 đạt …` is said
    of one number alone.
    """
    if figure.time is None or figure.time.span.end > figure.quantity.start:
        return False
    before = text[: figure.time.span.start]
    behind = text[figure.time.span.end :].lstrip()[:1]
    free = before.rfind("(") <= before.rfind(")") and not _numbered(before)
    return free and (len(before.split()) <= _OPENING or behind in ("(", ":"))


_OPENING = 3
"""Words before a time that opens a sentence, at most: `Phấn đấu đến năm 2030, …`."""


def _commitment(
    around: Surroundings,
    index: int,
    block: Block,
    figure: Figure,
    line: Line,
    at: int,
    sentence: Span,
    given: _Given,
) -> Commitment:
    figure, subject = _inherit(around, block, figure)
    period = figure.time.date if figure.time else None
    place = None
    if figure.time is not None:
        place = line.span(at + figure.time.span.start, at + figure.time.span.end)
    own = period is not None
    yearly = figure.yearly
    if period is None and not given.later:
        period, place, again = _given(around, index, block, line, given.said)
        yearly = yearly or again
    # "đến năm 2025, bình quân mỗi năm kết nạp 160": each year up to the horizon
    until = own and period is not None and period.edtf.startswith("../")
    unit = unit_of(figure)
    yearly = yearly and (not own or (until and unit != "%/năm"))
    span = line.span(at + figure.start, at + figure.end)
    return Commitment(
        block, index, figure, span, sentence, subject, unit, period, place, own, yearly
    )


def unit_of(figure: Figure) -> str | None:
    """`%`, `%/năm` for what is written so or grows each year, else the counted noun."""
    if not figure.quantity.percent:
        return (figure.noun.unit or None) if figure.noun else None
    growth = figure.comparator in ("increase", "decrease")
    return "%/năm" if figure.per_year or (growth and figure.yearly) else "%"


def _inherit(around: Surroundings, block: Block, figure: Figure) -> tuple[Figure, str | None]:
    """Subject and growth verb from lead-in or heading, where the sentence has none."""
    if figure.subject is not None and not only_later(figure.subject):
        return figure, figure.subject
    document = around.document
    above = [document.line(b.content) for b in around.lead_in(block)]
    above += [s.heading for s in around.chain(block.section)[:2] if s.heading]
    for text in above:
        lead = text.rstrip(" :")
        subject = heading_subject(lead)
        if len(subject) < 3 or _GENERIC.match(subject):
            continue
        direction = change(lead[-60:], figure.quantity.percent)
        if direction and figure.comparator in ("eq", "gte", "lte"):
            bound = figure.comparator if figure.comparator != "eq" else None
            figure = replace(figure, comparator=direction, bound=bound)
        return figure, subject
    return figure, None


_GENERIC = regex.compile(
    r"(?:nội dung|chỉ tiêu|mục tiêu|đến năm|năm|giai đoạn|cụ thể|kết quả|nhiệm vụ)(?: cụ thể| chung)?(?!\s\p{L}{2,}\s\p{L})",
    regex.I,
)


def _given(
    around: Surroundings, index: int, block: Block, line: Line, said: Horizon | None
) -> tuple[DateValue | None, Span | None, bool]:
    """The horizon from bracket, earlier sentence, lead-in, label or headings, nearest first.

    The last of the three says that it comes round each year.
    """
    bracket = _bracketed(around, line)
    if bracket is not None:
        return bracket
    if said is not None:
        # "Đến năm 2030 có 90 tuyến xe điện. Trong đó, thành phố có 40 tuyến."
        return said.date, said.span, False
    for lead in around.lead_in(block):
        found = horizon_in(around.document, lead.content, around.year)
        if found is not None:
            return found.date, found.span, False
        if is_later(around.document.line(lead.content)):
            return None, None, False
    own = around.labelled(index)
    if own is not None:
        return own.date, own.span, False
    again = any(t.rrule == "FREQ=YEARLY" for t in around.labelled_times(index))
    above = around.horizon_at(index)
    if above is not None:
        return above.date, above.span, again
    return None, None, again


_CLOSING = regex.compile(r"\((?P<inner>[^()]{4,200})\)\s*[.;,]?$")


def _bracketed(
    around: Surroundings, line: Line
) -> tuple[DateValue | None, Span | None, bool] | None:
    """`(hoàn thành trong quý II/2008)` at the end of an item."""
    match = _CLOSING.search(line.text, max(0, len(line.text) - 260))
    if match is None or "%" in match["inner"]:
        return None
    if any(f.aside is None for f in read_figures(match["inner"], Setting(around.year))):
        return None  # "40.000 ha (năm 2023 đạt 25.000 ha)": the time of the number within
    inner = line.span(match.start("inner"), match.end("inner"))
    found = horizon_in(around.document, inner, around.year)
    if found is not None:
        return found.date, found.span, False
    cycles = find_cycles(match["inner"])
    if any(c.rrule == "FREQ=YEARLY" for c in cycles):
        return None, None, True
    return None
