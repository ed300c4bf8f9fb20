"""The calendar in the libraries that calendar programs are made of, recurrences worked out."""

from __future__ import annotations

import datetime
from pathlib import Path

import export_made
import icalendar
import pytest

from ingest.core.record import Record
from ingest.export.exporter import Options
from ingest.export.formats import as_ics
from ingest.export.tables import Entry

ENTRY = Entry("ke-hoach.txt.json", export_made.record())
YEARLY = "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"


@pytest.fixture
def calendar(tmp_path: Path) -> bytes:
    as_ics.write([ENTRY], str(tmp_path / "plans.ics"), Options())
    return (tmp_path / "plans.ics").read_bytes()


def test_vobject_reads_the_same_events(calendar: bytes) -> None:
    vobject = pytest.importorskip("vobject")
    read = vobject.readOne(calendar.decode("utf-8"))
    seen = {e.uid.value: (e.summary.value, e.dtstart.value) for e in read.vevent_list}
    other = {
        str(e["uid"]): (str(e["summary"]), e["dtstart"].dt)
        for e in icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    }
    assert seen == other
    assert len(seen) >= 3


def test_what_recurs_comes_round_on_its_days(calendar: bytes) -> None:
    recurring = pytest.importorskip("recurring_ical_events")
    read = icalendar.Calendar.from_ical(calendar)
    found = recurring.of(read).between(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31))
    yearly = [e["DTSTART"].dt for e in found if "X-PLAN-INGEST-ANCHOR" in e]
    assert YEARLY in {d.rrule for p in _record().documents for d in p.deadlines}
    assert sorted(yearly) == [datetime.date(y, 11, 15) for y in (2026, 2027, 2028)]


def _record() -> Record:
    return ENTRY.record


@pytest.mark.parametrize("rule", ["FREQ=DAILY\r\nX:1", "FREQ=YEARLY;BYMONTH=1\n", "FREQ=DAILY;A"])
def test_a_rule_that_would_end_its_line_is_none(rule: str) -> None:
    assert as_ics.first_occurrence(rule, datetime.date(2024, 1, 1)) is None
