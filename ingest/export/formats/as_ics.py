"""iCalendar (RFC 5545): deadlines as events."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from ingest.core.record import Deadline, PlanDocument
from ingest.export.days import bounds
from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_file
from ingest.export.tables import Entry

if TYPE_CHECKING:
    from icalendar import Event

_SUMMARY = 140
_DAY = datetime.timedelta(days=1)
_VIETNAM = datetime.timezone(datetime.timedelta(hours=7))  # no summer time
# What a program can be made to search for ever: rules finer than a day have no place in a plan.
_PART = r"[A-Z]{1,12}=[A-Z0-9,+-]{1,200}"
_RULE = regex.compile(
    rf"(?:{_PART};){{0,20}}FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;{_PART}){{0,20}}"
)
_LINE_END = regex.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Slot:
    """First day, day after the last, rule; `anchor` says where the first day is from."""

    first: datetime.date
    end: datetime.date
    rrule: str | None = None
    anchor: str | None = None


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is the calendar file. Events are written as they come."""
    report = Report()
    with new_file(target) as part, part.open("wb") as file:
        file.write(_head().removesuffix(_END))
        for entry in entries:
            for document in entry.record.documents:
                for event in _events(entry, document, report):
                    file.write(event.to_ical())
                    report.count("events")
        file.write(_END)
    return report


def _head() -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//plan-ingest//deadlines//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Kế hoạch: thời hạn")
    return bytes(calendar.to_ical())


def _events(entry: Entry, document: PlanDocument, report: Report) -> Iterator[Event]:
    issued = issue_day(entry, document)
    for deadline in document.deadlines:
        where = f"{entry.name} {document.id} {deadline.id}"
        if deadline.kind in ("ongoing", "conditional") and not deadline.rrule:
            report.note("no-day", where)
            continue
        found = slot(deadline, issued)
        if found is None:
            report.note("no-day", where)
            continue
        yield _event(entry, document, deadline, found, issued)


def issue_day(entry: Entry, document: PlanDocument) -> datetime.date | None:
    """First day that the date of issue covers; of an attachment without one, its decision's."""
    day = bounds(document.date.edtf)[0] if document.date else None
    if day is not None or document.relation is None:
        return day
    above = document.relation.document
    other = next((d for d in entry.record.documents if d.id == above), None)
    return bounds(other.date.edtf)[0] if other is not None and other.date else None


def slot(deadline: Deadline, issued: datetime.date | None) -> Slot | None:
    """When the event stands; None where the deadline has no day.

    - `by`: the last day (`../2025` is 31 December 2025).
    - Others with a date: its first to its last day; an open end is the day that is known.
    - With a rule: the first day on or after the anchor that fits the rule. Anchor is the first
      day of `date` where there is one, else the day of issue; with neither there is no event.
    """
    first, last = bounds(deadline.date.edtf) if deadline.date else (None, None)
    if deadline.rrule:
        anchor, name = (first, "date") if first else (issued, "issue-date")
        start = first_occurrence(deadline.rrule, anchor) if anchor else None
        return Slot(start, start + _DAY, deadline.rrule, name) if start else None
    if deadline.kind == "by" and last:
        return Slot(last, last + _DAY)
    begin, end = first or last, last or first
    return Slot(begin, end + _DAY) if begin and end else None


def first_occurrence(rule: str, anchor: datetime.date) -> datetime.date | None:
    """RFC 5545 wants DTSTART to be an occurrence itself. None for a rule that has none.

    >>> first_occurrence("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", datetime.date(2023, 12, 1))
    datetime.date(2024, 11, 15)
    """
    from dateutil.rrule import rrulestr

    if not _RULE.fullmatch(rule):
        return None
    start = datetime.datetime.combine(anchor, datetime.time())
    try:
        found = rrulestr(rule, dtstart=start).after(start, inc=True)
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None


def _event(
    entry: Entry,
    document: PlanDocument,
    deadline: Deadline,
    slot: Slot,
    issued: datetime.date | None,
) -> Event:
    from icalendar import Event

    event = Event()
    key = f"plan-ingest:{entry.name}#{document.id}/{deadline.id}"
    event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, key)}@plan-ingest")
    # The same record gives the same calendar: the stamp is the day of issue, not today.
    stamp = issued or datetime.date(1970, 1, 1)
    midnight = datetime.time(tzinfo=datetime.UTC)
    event.add("dtstamp", datetime.datetime.combine(stamp, midnight))
    _when(event, deadline, slot)
    event.add("summary", _summary(deadline))
    event.add("description", _lines("\n".join(_description(document, deadline))))
    event.add("categories", [deadline.kind])
    event.add("transp", "TRANSPARENT")
    event.add("x-plan-ingest-record", _line(entry.name))
    event.add("x-plan-ingest-id", _line(f"{document.id}/{deadline.id}"))
    event.add("x-plan-ingest-confidence", f"{deadline.confidence:g}")
    if deadline.inferred:
        event.add("x-plan-ingest-inferred", "TRUE")
    return event


def _when(event: Event, deadline: Deadline, slot: Slot) -> None:
    """Whole days; with a time of day, that time in Viet Nam, written in UTC."""
    said = deadline.time or (deadline.date.time if deadline.date else None)
    one_day = slot.end - slot.first == _DAY
    time = _clock(said) if said and one_day and not slot.rrule else None
    if time is None:
        event.add("dtstart", slot.first)
        event.add("dtend", slot.end)
    else:
        local = datetime.datetime.combine(slot.first, time, _VIETNAM)
        event.add("dtstart", local.astimezone(datetime.UTC))
    if slot.rrule:
        from icalendar.prop import vRecur

        event.add("rrule", vRecur.from_ical(slot.rrule))
        event.add("x-plan-ingest-anchor", slot.anchor)


def _clock(text: str) -> datetime.time | None:
    try:
        return datetime.time.fromisoformat(text)
    except ValueError:
        return None


def _lines(text: str) -> str:
    """Text with no control characters but line ends: no text may end a line of the calendar."""
    return str(_CONTROL.sub("\ufffd", _LINE_END.sub("\n", text)))


def _line(text: str) -> str:
    return " ".join(_lines(text).split())


def _summary(deadline: Deadline) -> str:
    text = _line(deadline.action or deadline.text)
    if len(text) <= _SUMMARY:
        return text
    return text[:_SUMMARY].rsplit(" ", 1)[0] + " …"


def _description(document: PlanDocument, deadline: Deadline) -> Iterator[str]:
    """The whole text is here, however short the summary."""
    yield deadline.text
    if deadline.date:
        yield f"Thời hạn: {deadline.date.text}"
    time = deadline.time or (deadline.date.time if deadline.date else None)
    if time:
        yield f"Giờ: {time}"
    if deadline.units:
        yield f"Đơn vị: {'; '.join(deadline.units)}"
    if deadline.recipient:
        yield f"Nơi nhận: {deadline.recipient}"
    if deadline.via:
        yield f"Qua: {deadline.via}"
    number = document.number.text if document.number else None
    title = document.title.text if document.title else None
    said = " ".join(p for p in (document.type.name if document.type else None, number, title) if p)
    if said:
        yield f"Văn bản: {said}"
    if deadline.section:
        yield f"Mục: {deadline.section}"
    if deadline.evidence:
        yield f"Trang: {deadline.evidence[0].page}"


EXPORTER = Exporter(
    "ics",
    "file",
    {
        "en": "one calendar, an event a deadline",
        "vi": "một tệp lịch, mỗi thời hạn một sự kiện",
    },
    write,
)
