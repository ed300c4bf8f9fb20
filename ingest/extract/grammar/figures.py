"""The numbers of a sentence: what each counts, how it is meant, by when, and whether it is a
promise, a result or a cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from ingest.core.record import Comparator, Fraction
from ingest.extract.grammar.comparators import Bound, Comparison, compare
from ingest.extract.grammar.dates import TimeMatch
from ingest.extract.grammar.marks import Marked, mark
from ingest.extract.grammar.measures import Noun
from ingest.extract.grammar.numbers import Quantity
from ingest.extract.grammar.results import Aside, aside_of
from ingest.extract.grammar.setting import Setting
from ingest.extract.grammar.slots import Slot, find_slots, times_of
from ingest.extract.grammar.subjects import subject_after, subject_before
from ingest.lexicon.target_words import alternatives, words


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence; all places are offsets in the sentence.

    `subject` is None where the sentence does not say it. `aside` says why the number is no
    target. `start` and `end` enclose the number with the words that belong to it.
    """

    quantity: Quantity
    noun: Noun | None
    comparator: Comparator
    bound: Bound | None
    subject: str | None
    time: TimeMatch | None
    yearly: bool
    aside: Aside | None
    start: int
    end: int
    per_year: bool = False


_RATE_YEAR = regex.compile(r"^\s?/\s?năm(?!\p{L})", regex.I)


@lru_cache(maxsize=2048)
def read_figures(text: str, setting: Setting) -> tuple[Figure, ...]:
    """The numbers of a sentence (at most `sentences.MOST` long) that count something, in order."""
    return tuple(_figures(mark(text, setting.year), setting))


def _figures(marked: Marked, setting: Setting) -> list[Figure]:
    slots = list(find_slots(marked))
    times = times_of(marked, slots)
    figures: list[Figure] = []
    for slot, time in zip(slots, times, strict=True):
        figure = _figure(marked, slot, time, setting, figures[-1] if figures else None)
        if figure is not None:
            figures.append(figure)
    return _shared_subjects(figures, marked.bare)


def _figure(
    marked: Marked,
    slot: Slot,
    time: TimeMatch | None,
    setting: Setting,
    before: Figure | None,
) -> Figure | None:
    bare, quantity = marked.bare, slot.quantity
    pre, post = bare[slot.start : quantity.start], bare[quantity.end : slot.near]
    how = compare(pre, quantity.start, quantity, post)
    noun = slot.noun
    subject, end = _subject(marked, slot, how)
    rate = _RATE_YEAR.match(post[:8]) is not None
    if before is not None and rate and _same_change(before, how, subject, pre):
        how = replace(how, comparator=before.comparator)
    respect = _RESPECT.match(post) if quantity.percent else None
    if respect is not None:
        # "giảm 5% về số vụ, 10% về số người chết"
        subject, end = respect["what"].strip(), quantity.end + respect.end("what")
        if before is not None and _RESPECT.match(pre):
            how = replace(how, comparator=before.comparator, bound=how.bound or before.bound)
    if noun is None and not quantity.percent and not _bare_count(quantity, subject, post):
        # "Số giáo viên giỏi cấp trường: 15; cấp huyện: 4"
        again = before is not None and before.noun is None and not before.quantity.percent
        if not (again and subject and pre.rstrip().endswith(":")):
            return None
    yearly = _yearly(marked, slot, noun)
    aside = aside_of(marked, quantity, noun, slot.start, time, subject, setting)
    return Figure(
        quantity,
        noun,
        how.comparator,
        how.bound,
        subject,
        time,
        yearly,
        aside,
        how.start,
        end,
        rate,
    )


def _same_change(before: Figure, how: Comparison, subject: str | None, pre: str) -> bool:
    """`nông nghiệp tăng 3,2%/năm; công nghiệp 11%/năm`: the verb is said once for both."""
    if not (before.per_year and before.quantity.percent and how.comparator == "eq"):
        return False
    changes = before.comparator in ("increase", "decrease")
    return changes and subject is not None and pre.rstrip().endswith(subject)


_RESPECT = regex.compile(r"\s*(?:cả\s)?về (?P<what>[^,;.()•]{2,50})", regex.I)


def _subject(marked: Marked, slot: Slot, how: Comparison) -> tuple[str | None, int]:
    """Subject and the end of what belongs to the number."""
    bare, quantity, noun = marked.bare, slot.quantity, slot.noun
    before = subject_before(bare[slot.start : how.start])
    if noun is not None and noun.kind == "money":
        named = _named_fund(marked.text[slot.start : how.start])
        return named or _raised(bare, slot, before), noun.end
    if noun is not None:
        if before and how.comparator in ("increase", "decrease"):
            return before, noun.end
        behind = None
        if noun.kind == "measure":
            behind = subject_after(bare, noun.unit_end, slot.end, slot.last)
        labelled = bare[slot.start : how.start].rstrip().endswith(":")
        return _counted(noun, before, quantity, behind, labelled), noun.end
    more = _MORE.match(bare, quantity.end, slot.end)
    begin = more.end() if more else quantity.end
    after = subject_after(bare, begin, slot.end, slot.last) if quantity.percent else None
    portion = _PORTION.search(bare, slot.start, how.start) is not None
    if after is None and before is None and (towards := _TOWARDS.match(bare, begin, slot.end)):
        return towards["what"].strip(), towards.end("what")
    if after is None and before is None and quantity.percent and _PLAN.match(bare, begin, slot.end):
        after = subject_after(bare, begin, slot.end, slot.last, plan=True)
    if after is None or (before and (portion or _SHARE.match(before))):
        return before, quantity.end
    return after[0], after[1]


# "trên 80% đối với trâu, bò; 85% đối với gia cầm"
_TOWARDS = regex.compile(r"\s*đối với (?P<what>[^;.()•\d]{2,60})", regex.I)
# "hoàn thành 100% kế hoạch thao giảng"
_PLAN = regex.compile(
    r"\s*(?:kế hoạch|chỉ tiêu|nhiệm vụ)\s(?!năm|quý|tháng|đề ra|giao|được|trên|của|và|do|đã)\p{Ll}",
    regex.I,
)
# "90% trở lên tổ chức đảng"
_MORE = regex.compile(r"\s?trở (?:lên|xuống)(?=\s)", regex.I)
# "diện tích đất giao thông chiếm 12% đất xây dựng": what stands behind is the whole
_PORTION = regex.compile(r"(?<!\p{L})chiếm(?: tỷ lệ| tỉ lệ)?(?: từ)?\s*$", regex.I)
_SHARE = regex.compile(r"(?:tỷ|tỉ) lệ |mức |tốc độ ", regex.I)
_EACH = regex.compile(
    r"(?:mỗi|từng) [^,;•]{2,60}?(?= có| tổ chức| đăng ký| xây dựng| trồng| phấn đấu| cử| bố trí| thực hiện| kết nạp|$)",
    regex.I,
)


def _counted(
    noun: Noun,
    before: str | None,
    quantity: Quantity,
    behind: tuple[str, int] | None,
    labelled: bool,
) -> str | None:
    """`labelled` says that a colon parts the number from `before`: `cấp huyện: 16 giải`."""
    if noun.kind == "measure" and behind is not None:
        return behind[0]
    each = _EACH.search(before or "")
    if noun.kind is not None:
        return before or noun.phrase
    counted, _, rate = noun.unit.partition("/")
    bare = counted.strip() in words("classifier") and not each  # "đàn lợn đạt 6.200 con"
    if before and (labelled or bare or rate[:1].isdigit()):
        return before  # "cấp huyện: 16 giải", "nhân lực y tế đạt 12 người/1 vạn dân"
    if counted.strip() in words("times"):
        return (str(each[0]) if each and rate else before) or noun.phrase
    if each and not isinstance(quantity.value, Fraction):
        return str(each[0])
    if _RATE.search(noun.unit) and noun.phrase.lower().startswith(noun.unit):
        return str(counted.strip() + noun.phrase[len(noun.unit) :])
    return str(_RATE.sub("", noun.phrase))


@cache
def _fund() -> regex.Pattern[str]:
    return regex.compile(
        rf"""(?P<name>(?:(?<!\p{{L}})quỹ\ )?(?:“[^”]{{2,120}}”|"[^"]{{2,120}}"))
        [\s,:]*(?:{alternatives("equals")}[\s,:]*){{0,3}}$""",
        regex.V1 | regex.X | regex.I,
    )


def _named_fund(before: str) -> str | None:
    """`vận động quỹ “Khuyến học” đạt 25 triệu đồng`: the name in quotes is what is raised."""
    match = _fund().search(before[-200:])
    return str(match["name"]) if match else None


_RATE = regex.compile(r"\s?/\s?(?:năm|tháng|quý|tuần|ngày)$", regex.I)
_SOURCE = regex.compile(r" từ (?:nguồn )?[^,;.()•]{3,60}")


def _raised(bare: str, slot: Slot, before: str | None) -> str | None:
    """`vận động 2,5 tỷ đồng từ nguồn xã hội hóa`."""
    source = _SOURCE.match(bare[slot.noun.end : slot.end]) if slot.noun else None
    if before and source and len(before.split()) <= 2:
        return before + str(source[0]).rstrip()
    return before


_NUMBER_OF = regex.compile(r"(?:tổng )?số |số lượng |tổng ", regex.I)
_LETTER = regex.compile(r"\s*\p{L}")


def _bare_count(quantity: Quantity, subject: str | None, post: str) -> bool:
    """`Số lớp tập huấn: 05.`: a number without a noun behind it counts what is named before."""
    if subject is None or isinstance(quantity.value, Fraction):
        return False
    named = _NUMBER_OF.match(subject)
    return named is not None and not _LETTER.match(post)


def _yearly(marked: Marked, slot: Slot, noun: Noun | None) -> bool:
    if _RATE_YEAR.match(marked.bare[slot.quantity.end :][:8]):
        return True
    if noun is not None and noun.unit.endswith("/năm"):
        return True
    for time in marked.yearly:
        if time.span.end <= slot.quantity.start:
            between = marked.bare[time.span.end : slot.quantity.start]
            if ";" not in between:
                return True
        elif time.span.start < slot.end:
            between = marked.bare[slot.quantity.end : time.span.start]
            # "400 lượt người, bình quân mỗi năm 100 lượt": said of the number behind it
            return slot.last or "," not in between
    return False


def _unit(figure: Figure) -> str | None:
    return figure.noun.unit if figure.noun else None


def _shared_subjects(figures: list[Figure], bare: str) -> list[Figure]:
    """`đạt 60% và đến 2030 đạt 80% trung tâm …`: one subject for both numbers."""
    found = list(figures)
    for at in range(1, len(found)):
        unit = _unit(found[at])
        # "đạt 40.000 ha (năm 2023 đạt 25.000 ha)": the second says no more than its unit
        if unit and unit == _unit(found[at - 1]) and (found[at].subject or unit).lower() == unit:
            found[at] = replace(found[at], subject=found[at - 1].subject)
        # "giá trị xuất khẩu 15 triệu USD, tăng gấp 1,8 lần năm 2007": so many times the same
        if unit == "lần" and found[at].subject == unit and found[at].comparator == "increase":
            found[at] = replace(found[at], subject=found[at - 1].subject)
        # "giảm tỷ lệ hộ nghèo từ 16,9% xuống còn 12,5%; riêng thôn A …"
        if found[at].subject is None and found[at - 1].aside == "baseline":
            found[at] = replace(found[at], subject=found[at - 1].subject)
    for at in range(len(found) - 2, -1, -1):
        ahead = found[at + 1]
        # "thu ngân sách đạt 9 tỷ đồng, tăng 8% so với dự toán; chi …": the clause is over
        if at and ";" in bare[found[at].end : ahead.start]:
            continue
        if found[at].subject is None and found[at].quantity.percent == ahead.quantity.percent:
            found[at] = replace(found[at], subject=ahead.subject)
    for at in range(1, len(found)):
        if found[at].subject is None:
            found[at] = replace(found[at], subject=found[at - 1].subject)
    return found
