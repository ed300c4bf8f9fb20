"""Where a block stands: the plan's year, assessment or cost sections above it, horizons that
headings, lead-ins and labelled times give to what stands below."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter

import regex

from ingest.core.document import Block, Document, Section
from ingest.core.record import DateValue
from ingest.core.text import Span
from ingest.extract.grammar.bare_headings import bare_headings, goals_opening, stages, tells_time
from ingest.extract.grammar.dates import TimeMatch, find_times
from ingest.extract.grammar.later import is_later
from ingest.extract.grammar.line import Line
from ingest.extract.grammar.marks import mark
from ingest.extract.grammar.part_kinds import evaluates, gives_tasks, regulates
from ingest.extract.grammar.plan_years import issued_year, last_cited, plan_year
from ingest.extract.grammar.sentences import sentences
from ingest.extract.grammar.setting import Setting
from ingest.lexicon.fold import key
from ingest.lexicon.role_words import texts

_LABEL = regex.compile(r"(?P<label>[^\s:.;,][^:.;]{0,60}?)\s*:\s*")
_TIME_LABEL = regex.compile(
    r"(?:dự kiến )?(?:thời (?:gian|hạn|điểm)|tiến độ|lộ trình|hoàn thành)(?!\p{L})", regex.I
)
_ASSESSMENT = regex.compile(
    r"""(?:phần\ (?:thứ\ )?\p{L}{1,5}[\s.:–-]{0,3})?(?:sơ\ lược\ |khái\ quát\ (?:về\ )?|về\ |một\ số\ |những\ |các\ )?
    (?:đánh\ giá\ (?:chung|kết\ quả|tình\ hình|thực\ trạng|công\ tác|việc|những|sơ\ bộ|tổng\ quát|mức\ độ|năm\ (?:19|20)|giai\ đoạn|hoạt\ động)
    |đánh\ giá$|nhận\ định|dự\ báo\ tình\ hình|kết\ quả|tình\ hình|thực\ trạng|hiện\ trạng|tồn\ tại|hạn\ chế|khó\ khăn|thuận\ lợi|nguyên\ nhân
    |ưu\ điểm|khuyết\ điểm|nhược\ điểm|đặc\ điểm|bối\ cảnh|sự\ cần\ thiết|bài\ học|kiểm\ điểm|khái\ quát
    |tổng\ quan|thành\ tựu|mặt\ (?:được|làm\ được|mạnh)|cơ\ sở\ (?:thực\ tiễn|pháp\ lý|khoa\ học))""",
    regex.V1 | regex.X | regex.I,
)
_NOT_ASSESSMENT = regex.compile(
    r"kết quả (?:cần đạt|phải đạt|đầu ra|dự kiến|mong đợi|hướng tới|cần)|tình hình mới"
    r"|(?:tăng cường|tổ chức|kiểm tra|khắc phục|giải quyết|báo cáo|theo dõi)(?!\p{L})",
    regex.I,
)
_AIMS = regex.compile(
    r"(?:mục đích|yêu cầu|quan điểm|nguyên tắc|phương châm|ý nghĩa)(?!\p{L})", regex.I
)
_GOALS = regex.compile(r"(?:các |những |một số |về )*(?:mục tiêu|chỉ tiêu)(?!\p{L})", regex.I)
_COSTS = regex.compile(
    r"(?:dự kiến |nguồn |về |tổng |nhu cầu |dự toán |cơ chế )*(?:kinh phí|dự toán|nguồn vốn|vốn|tài chính"
    r"|ngân sách|nguồn lực(?! (?:con|thông tin|lao động|đất|khoa học|số|trẻ|chất lượng|y tế|du lịch))|nhu cầu vốn)",
    regex.I,
)


Sentence = tuple[int, int, str]
"""Where a sentence begins and ends in its line, and its text."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """A period that something above gives; `span` is where it is written."""

    date: DateValue
    span: Span


@dataclass(slots=True)
class Surroundings:
    """Facts about the places of one document, each worked out once."""

    document: Document
    _sections: dict[str, Section] = field(init=False)
    _memo: dict[str | None, tuple[Section, ...]] = field(init=False)
    _horizons: dict[str | None, Horizon | None] = field(init=False)
    _settings: dict[str | None, Setting] = field(init=False)
    _times: dict[str | None, list[tuple[int, tuple[TimeMatch, ...]]]] = field(init=False)
    _read: dict[int, tuple[Line, tuple[Sentence, ...]]] = field(init=False)
    values: tuple[Span | None, ...] = field(init=False)
    told: dict[int, tuple[TimeMatch, ...]] = field(init=False)
    year: int | None = field(init=False)
    since: int | None = field(init=False)
    _root: Setting = field(init=False)
    _titles: tuple[Block | None, ...] = field(init=False)
    _stages: tuple[Block | None, ...] = field(init=False)
    _opening: Block | None = field(init=False)

    def __post_init__(self) -> None:
        self._sections = {s.id: s for s in self.document.sections}
        self._memo, self._horizons, self._settings, self._read = {}, {}, {}, {}
        self.values = tuple(time_value(self.document, b) for b in self.document.blocks)
        issued = issued_year(self.document)
        self.year = plan_year(self.document)
        # an undated plan for 2026 may be of the end of 2025
        self.since = issued if issued or self.year is None else self.year - 1
        if self.since is None:
            self.since = last_cited(self.document)
        title = self.document.zone("title")
        rules = title is not None and regulates(title.of(self.document.flat))
        self._root = Setting(self.year, rules=rules)
        self._titles = bare_headings(self.document)
        self._stages = stages(self.document)
        self._opening = goals_opening(self.document)
        self._times, self.told = {}, {}
        for index, value in enumerate(self.values):
            if value is not None:
                section = self.document.blocks[index].section
                found = tuple(find_times(self.document.flat, value, self.year, labelled=True))
                self.told[index] = found
                self._times.setdefault(section, []).append((index, found))

    def sentences(self, index: int) -> tuple[Line, tuple[Sentence, ...]]:
        """The line of a block and its sentences: targets and deadlines read the same ones."""
        found = self._read.get(index)
        if found is None:
            line = Line.of(self.document.flat, self.document.blocks[index].content)
            cut = tuple((start, end, line.text[start:end]) for start, end in sentences(line.text))
            found = self._read[index] = line, cut
        return found

    def chain(self, id: str | None) -> tuple[Section, ...]:
        """The section and those above it, innermost first."""
        if id not in self._memo:
            section = self._sections.get(id) if id is not None else None
            self._memo[id] = (section, *self.chain(section.parent)) if section else ()
        return self._memo[id]

    def assessment(self, id: str | None) -> bool:
        """Below a heading that reports what was (Đánh giá kết quả, Tồn tại, hạn chế)."""
        return self.setting(id).assessment

    def setting(self, id: str | None) -> Setting:
        """What figures below a heading are read with: its own words, and those above it."""
        found = self._settings.get(id)
        if found is None:
            section = self._sections.get(id) if id is not None else None
            above = self.setting(section.parent) if section else self._root
            found = self._settings[id] = _below(above, section.heading if section else None)
        return found

    def setting_at(self, index: int) -> Setting:
        """The setting of a block: that of its section, and of a heading without a label in it."""
        block, title = self.document.blocks[index], self._titles[index]
        above = self.setting(block.section)
        if title is None or title.section != block.section:
            return above
        return _below(above, self.document.line(title.content))

    def horizon_at(self, index: int) -> Horizon | None:
        """The period that the nearest heading above a block states, with a label or without one,
        else the opening."""
        block, title = self.document.blocks[index], self._titles[index]
        if (stage := self._stages[index]) is not None:
            return horizon_in(self.document, stage.content, self.year)
        inside = title is not None and title.section == block.section
        if inside and title is not None:
            text = self.document.line(title.content)
            if is_later(text) or (own := self._stated(title)) is not None:
                return None if is_later(text) else own
        found = self.horizon(block.section) or self._stated(title)
        if found is None and self._opening is not None:
            return horizon_in(self.document, self._opening.content, self.year)
        return found

    def _stated(self, heading: Block | None) -> Horizon | None:
        if heading is None:
            return None
        text = self.document.line(heading.content)
        if not tells_time(text) or self._repeats_title(text):
            return None
        return horizon_in(self.document, heading.content, self.year)

    def horizon(self, id: str | None) -> Horizon | None:
        """The period that the nearest heading states."""
        if id not in self._horizons:
            self._horizons[id] = self._find_horizon(id)
        return self._horizons[id]

    def _find_horizon(self, id: str | None) -> Horizon | None:
        for section in self.chain(id):
            if section.heading is None or self._repeats_title(section.heading):
                continue
            found = horizon_in(self.document, section.heading_span, self.year)
            if found is not None or is_later(section.heading):
                return found
        return None

    def _repeats_title(self, heading: str) -> bool:
        words = key(heading).split()
        if len(words) < 8:
            return False
        title = self.document.zone("title")
        known = set(key(title.of(self.document.flat)).split()) if title else set()
        return sum(w in known for w in words) / len(words) >= 0.7

    def labelled(self, index: int) -> Horizon | None:
        """The labelled time (`Thời gian thực hiện: …`) of the item that block `index` belongs to."""
        found = self.labelled_times(index)
        dated = [t for t in found if t.date is not None]
        if len(dated) != 1 or dated[0].date is None:
            return None
        return Horizon(dated[0].date, dated[0].span)

    def labelled_times(self, index: int) -> tuple[TimeMatch, ...]:
        block = self.document.blocks[index]
        listed = self._times.get(block.section, [])
        after = bisect_right(listed, index, key=itemgetter(0))
        if after < len(listed):
            return listed[after][1]
        return listed[-1][1] if len(listed) == 1 else ()

    def lead_in(self, block: Block) -> Iterator[Block]:
        """The blocks above it that introduce it, nearest first."""
        seen = 0
        while block.parent is not None and seen < 20:
            block = self.document.blocks[block.parent]
            yield block
            seen += 1


_known: deque[Surroundings] = deque(maxlen=2)


def surroundings(document: Document) -> Surroundings:
    """The facts of one document, worked out once for all who ask.

    Found by identity: to hash a document is to hash all its blocks.
    """
    for known in tuple(_known):
        if known.document is document:
            return known
    made = Surroundings(document)
    _known.append(made)
    return made


def _below(above: Setting, heading: str | None) -> Setting:
    """The setting below a heading that stands in another setting."""
    if heading is None:
        return above
    return Setting(
        above.year,
        above.assessment or (_reports(heading) and not (above.tasks and evaluates(heading))),
        above.aims or _AIMS.match(heading) is not None,
        above.costs or _COSTS.match(heading) is not None,
        above.goals or _GOALS.match(heading) is not None,
        above.tasks or gives_tasks(heading),
        above.rules,
    )


def _reports(heading: str) -> bool:
    return bool(_ASSESSMENT.match(heading)) and not _NOT_ASSESSMENT.search(heading)


def time_value(document: Document, block: Block) -> Span | None:
    """What stands behind a time label: `Thời gian thực hiện:`, `Tiến độ:`."""
    head = document.flat[block.content.start : min(block.content.end, block.content.start + 90)]
    match = _LABEL.match(head) if ":" in head and block.kind != "row" else None
    if match is None:
        return None
    label = match["label"]
    if not _TIME_LABEL.match(label) and key(label) not in texts("time_label"):
        return None
    if len(label.split()) > 7:
        return None
    return Span(block.content.start + match.end(), block.content.end)


def horizon_in(document: Document, span: Span, year: int | None) -> Horizon | None:
    """The first horizon of a heading or lead-in."""
    line = Line.of(document.flat, span)
    marked = mark(line.text, year)
    for time in marked.horizons:
        if time.date is not None and not time.year_assumed:
            place = line.span(time.span.start, time.span.end)
            return Horizon(time.date, place)
    return None


def with_evidence(document: Document, date: DateValue, span: Span) -> DateValue:
    return replace(date, evidence=document.evidence(span))
