"""Times: every expression of the grammar, EDTF and RFC 5545 of it, and what is no time."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from edtf import parse_edtf
from stages import Case, cases, parse_text

from ingest.core.text import Span
from ingest.extract.grammar.dates import TimeMatch, find_times, parse_full_date
from ingest.extract.grammar.due_labels import field_times
from ingest.extract.grammar.line import Line
from ingest.extract.grammar.surroundings import time_value
from ingest.lexicon import time_words


def times(text: str, year: int | None = None) -> list[TimeMatch]:
    return find_times(text, Span(0, len(text)), year)


def labelled(text: str) -> list[dict[str, Any]]:
    """A labelled line stands in an item of a plan."""
    document = parse_text(f"KẾ HOẠCH\n\nThử\n\nI. NHIỆM VỤ\n\n1. Việc\n\n- {text}\n")[0]
    value = time_value(document, document.blocks[-1])
    assert value is not None
    found = field_times(document, value, None)
    return [
        {
            "edtf": t.date.edtf if t.date else None,
            "precision": t.date.precision if t.date else None,
            "kind": t.kind,
            "rrule": t.rrule,
        }
        for t in found
    ]


def plain(text: str) -> list[dict[str, Any]]:
    return [
        {
            "edtf": t.date.edtf if t.date else None,
            "precision": t.date.precision if t.date else None,
            "kind": t.kind,
            "rrule": t.rrule,
        }
        for t in times(text)
        if not t.invalid
    ]


@pytest.mark.parametrize(
    "case", [c for k in ("made", "expressions") for c in cases("dates", k)], ids=lambda c: c.id
)
def test_made(case: Case) -> None:
    wanted: Any = case.expected
    wanted = wanted if isinstance(wanted, list) else [] if wanted is None else [wanted]
    got = labelled(case.text) if case.text.startswith("Thời gian") else plain(case.text)
    assert len(got) == len(wanted), got
    for found, want in zip(got, wanted, strict=True):
        assert {k: found[k] for k in want if k in found} == {k: want[k] for k in want if k in found}


@pytest.mark.parametrize("case", cases("dates", "untouched"), ids=lambda c: c.id)
def test_untouched(case: Case) -> None:
    found = [t for t in times(case.text) if (t.date or t.rrule) and not t.occasion]
    assert found == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("ngày 05 tháng 3 năm 2021", "2021-03-05"),
        ("07/9/2020", "2020-09-07"),
        ("21-3-2011", "2011-03-21"),
        ("ngày tháng 01 năm 2023", "2023-01"),
        ("ngày … tháng … năm 2023", "2023"),
        ("ngày ___ tháng 4 năm 2022", "2022-04"),
        ("ngày   /6/2023", "2023-06"),
        ("ngày …/…/2023", "2023"),
        ("ngày ... tháng ... năm ...", None),
        ("ngày 31/02/2020", None),
        ("ngày 30 tháng 02 năm 2020", None),
    ],
)
def test_date_of_issue(text: str, edtf: str | None) -> None:
    """Blanks stay blank, what no calendar knows has no value."""
    date = parse_full_date(text)
    assert (date.edtf if date else None) == edtf


def test_every_day_of_a_leap_year_and_its_neighbours() -> None:
    """29 February only where there is one; day and month never change places."""
    for year, month, day in itertools.product((2023, 2024), range(1, 13), range(1, 32)):
        text = f"trước ngày {day:02d}/{month}/{year}"
        found = times(text)
        assert len(found) == 1
        exists = (
            day
            <= [31, 29 if year == 2024 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        )
        edtf = f"{year}-{month:02d}-{day:02d}" if exists else None
        assert (found[0].date.edtf if found[0].date else None) == edtf
        assert found[0].invalid is not exists


EVERY = ("hàng", "hằng", "mỗi")


@pytest.mark.parametrize("word", EVERY)
@pytest.mark.parametrize(
    ("unit", "rule"),
    [
        ("năm", "FREQ=YEARLY"),
        ("quý", "FREQ=MONTHLY;INTERVAL=3"),
        ("tháng", "FREQ=MONTHLY"),
        ("tuần", "FREQ=WEEKLY"),
        ("ngày", "FREQ=DAILY"),
    ],
)
def test_every_interval(word: str, unit: str, rule: str) -> None:
    assert [t.rrule for t in times(f"{word} {unit} báo cáo")] == [rule]


@pytest.mark.parametrize("day", sorted(time_words.values("weekday")))
def test_every_weekday(day: str) -> None:
    rule = f"FREQ=WEEKLY;BYDAY={time_words.weekday(day)}"
    assert [t.rrule for t in times(f"họp {day} hằng tuần")] == [rule]
    rrulestr(rule)


@pytest.mark.parametrize("text", ["I", "II", "III", "IV", "1", "2", "3", "4"])
def test_every_quarter(text: str) -> None:
    found = times(f"trong quý {text}/2025")[0]
    assert found.date is not None
    assert found.date.edtf == f"2025-{32 + (time_words.quarter(text) or 0)}"
    parse_edtf(found.date.edtf)


def test_a_fixed_day_overrides_its_interval() -> None:
    text = "định kỳ hằng quý (trước ngày 18 tháng cuối quý), 6 tháng, năm (trước ngày 12/12)"
    assert [t.rrule for t in times(text)] == [
        "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=18",
        "FREQ=MONTHLY;INTERVAL=6",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=12",
    ]


def test_time_of_day_stands_beside_the_date() -> None:
    found = times("7 giờ 30 phút ngày 20/3/2025; trước 16 giờ thứ năm hằng tuần")
    assert [t.time for t in found] == ["07:30", "16:00"]


def test_blanks_in_runs_and_page_breaks_change_nothing() -> None:
    """Where a page break with its footnote stood there are hundreds of blanks."""
    text = "gửi trước ngày" + " " * 700 + "20   tháng\n\t6  năm 2025"
    found = times(text)
    assert [t.date.edtf for t in found if t.date] == ["2025-06-20"]
    assert found[0].span.of(text).startswith("trước") and found[0].span.end == len(text)


def test_a_line_leads_back_to_its_source() -> None:
    text = "a  b\n\nc d"
    line = Line.of(text, Span(0, len(text)))
    assert line.text == "a b c d"
    assert [line.span(i, i + 1).of(text) for i in (0, 2, 4, 6)] == ["a", "b", "c", "d"]


def test_a_year_is_assumed_only_where_the_caller_gives_one() -> None:
    assert times("trước ngày 10/6")[0].date is None
    found = times("trước ngày 10/6", 2025)[0]
    assert found.date is not None and found.date.edtf == "2025-06-10"
    assert found.year_assumed and found.date.inferred


HOSTILE = [
    "a", "1", "% ", "ngày ", "15/11 ", "hàng năm, ", "định kỳ 6 tháng (", " ", "ngày 15/6 và ",
    "năm 2025 - ", "(21/4) ", "thứ hai, ", "quý I, ", "06 tháng, ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.process_time()
        times(text, 2025)
        return time.process_time() - begin

    seconds(2_000)
    assert seconds(40_000) < 10 * seconds(10_000) + 0.5
