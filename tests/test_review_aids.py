"""What helps a reviewer: words for dates, upright scans, other readings, sections and units."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_records import made
from PIL import Image, ImageDraw
from review_browser import chromium, serving, write

from ingest.core.text import Span
from ingest.repair.alternatives import alternatives
from ingest.review.corrections import correct, load_corrections
from ingest.review.reapply import reapply
from ingest.review.server.forms import FIELDS, entered, shown
from ingest.review.server.readings import as_read, words_in_doubt
from ingest.review.server.turned import upright
from ingest.review.spoken import date_words, due_words, recurrence_words

ABOUT: dict[str, Any] = {
    "decision": "1", "who": "an", "when": "2026-01-01T00:00:00Z", "why": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("edtf", "en", "vi"),
    [
        ("2019-06-13", "13 Jun 2019", "13/06/2019"),
        ("2023-01", "Jan 2023", "tháng 01/2023"),
        ("2023", "2023", "2023"),
        ("2023-35", "Q3 2023", "quý III/2023"),
        ("2020-40", "first half of 2020", "6 tháng đầu năm 2020"),
        ("../2030", "by 2030", "đến 2030"),
        ("2021/..", "from 2021", "từ 2021"),
        ("2021/2025", "2021–2025", "2021–2025"),
        ("2023-77", "2023-77", "2023-77"),
        ("no date", "no date", "no date"),
    ],
)
def test_dates_in_words(edtf: str, en: str, vi: str) -> None:
    assert (date_words(edtf, "en"), date_words(edtf, "vi")) == (en, vi)


@pytest.mark.parametrize(
    ("rule", "en", "vi"),
    [
        ("FREQ=YEARLY", "every year", "hằng năm"),
        ("FREQ=MONTHLY;INTERVAL=6", "every 6 months", "6 tháng một lần"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", "every year on 15 Dec", "ngày 15/12 hằng năm"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20",
         "every year on day 20 of Mar, Jun, Sep, Dec", "ngày 20 các tháng 03, 06, 09, 12 hằng năm"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "every month on day 25", "ngày 25 hằng tháng"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day of the month",
         "ngày cuối tháng hằng tháng"),
        ("FREQ=WEEKLY;BYDAY=FR", "every week on Friday", "thứ Sáu hằng tuần"),
        ("FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=13"),
        ("FREQ=YEARLY;COUNT=3", "FREQ=YEARLY;COUNT=3", "FREQ=YEARLY;COUNT=3"),
        ("x", "x", "x"),
    ],
)  # fmt: skip
def test_recurrences_in_words_or_as_they_are(rule: str, en: str, vi: str) -> None:
    assert (recurrence_words(rule, "en"), recurrence_words(rule, "vi")) == (en, vi)


def test_the_time_of_day_is_said() -> None:
    due = {"date": {"edtf": "2025-12-20"}, "time": "07:30", "rrule": None}
    assert due_words(due, "vi") == "20/12/2025 07:30"


def _sheet() -> tuple[Image.Image, dict[str, Any], list[list[float]]]:
    """A page of bars for lines of print, more to its upper left, and their boxes in points."""
    image = Image.new("RGB", (595, 842), "white")
    boxes = [[60.0, 70.0 + 30 * k, 300.0 + 20 * (k % 4), 82.0 + 30 * k] for k in range(12)]
    for x0, y0, x1, y1 in boxes:
        ImageDraw.Draw(image).rectangle((x0, y0, x1, y1), "black")
    return image, {"origin": "ocr", "width": 595.0, "height": 842.0}, boxes


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scan_is_shown_as_it_was_read(turn: int) -> None:
    image, page, boxes = _sheet()
    lying = image.rotate(turn, expand=True)
    shown_image = upright(lying, page, boxes)
    assert shown_image.size == image.size
    assert shown_image.getpixel((70, 76)) == (0, 0, 0)
    assert shown_image.getpixel((70, 800)) == (255, 255, 255)


def test_a_page_that_tells_nothing_stays_as_it_is() -> None:
    image, page, boxes = _sheet()
    assert upright(image.rotate(180), page, []) == image.rotate(180)
    assert upright(image.rotate(180), page | {"origin": "text-layer"}, boxes) == image.rotate(180)


def test_other_readings_of_words_without_marks() -> None:
    text = "Uy ban nhan dan xa ban hanh Ke hoach nay\nva giao Van phong thuc hien"
    found = {text[r.span.start : r.span.end]: r.readings for r in alternatives(text, [Span(0, 40)])}
    assert found["Uy"][0][0] == "Ủy"
    assert found["hoach"][0][0] == "hoạch"
    assert "Van" not in found
    assert all(0 < share <= 1 for readings in found.values() for _, share in readings)


def test_runs_as_read_lead_back_and_forth() -> None:
    changes = [{"start": 3, "end": 7, "raw": "nhan"}, {"start": 12, "end": 14, "raw": "xãã"}]
    read = as_read("Ủy nhân dân xã Đá", changes)
    assert read.raw == "Ủy nhan dân xãã Đá"
    assert read.source(Span(12, 14)).of(read.raw) == "xãã"
    assert read.source(Span(15, 17)).of(read.raw) == "Đá"
    assert read.now(Span(16, 18)).of("Ủy nhân dân xã Đá") == "Đá"
    assert read.change(Span(3, 7)) == changes[0]
    assert read.change(Span(8, 11)) is None


def test_words_in_doubt_name_what_else_they_became() -> None:
    record = _repaired()
    found = {w.raw: w for w in words_in_doubt(record, record["documents"][0]["title"])}
    assert ("Khác", None) in found["Khac"].others
    assert words_in_doubt(record, {"evidence": []}) == []


def _repaired() -> dict[str, Any]:
    record = made(1)
    text = "Kế hoạch Khác\nviệc Khắc phục"
    record["pages"] = [{
        "number": 1, "text": text, "origin": "ocr", "width": None, "height": None,
        "repair": {"status": "restored", "model": "m", "changes": [
            {"start": 9, "end": 13, "raw": "Khac", "rule": "diacritics", "confidence": 0.9},
            {"start": 19, "end": 23, "raw": "Khac", "rule": "diacritics", "confidence": 0.6},
        ]},
    }]  # fmt: skip
    quote = {"page": 1, "start": 14, "end": 28, "quote": text[14:28]}
    record["documents"][0]["title"] = {"text": "việc Khắc phục", "evidence": [quote]}
    return record


def test_roles_are_written_in_the_language_of_the_page() -> None:
    field = next(f for f in FIELDS["assignments"] if f.name == "units")
    units = [{"name": "Sở Y tế", "role": "lead"}, {"name": "Sở Nội vụ", "role": "coordinate"}]
    said = shown(field, {"units": units}, "vi")
    assert said == "chủ trì: Sở Y tế\nphối hợp: Sở Nội vụ"
    for text in (said, shown(field, {"units": units}, "en"), "Chủ  trì : Sở Y tế"):
        assert entered(field, text, {"units": units})[0]["role"] == "lead"


def test_a_section_that_is_none_gives_its_place_to_the_one_above() -> None:
    record = made(1)
    document = record["documents"][0]
    inner = next(s for s in document["sections"] if s["parent"])
    path = "/documents/d1/sections/" + inner["id"].replace("/", "~1")
    held = [t["id"] for t in document["targets"] if t["section"] == inner["id"]]
    result = reapply(record, [correct(record, "remove", path, None, **ABOUT)])
    assert result.unfit == ()
    made_new = result.record["documents"][0]
    assert inner["id"] not in {s["id"] for s in made_new["sections"]}
    moved = [t["section"] for t in made_new["targets"] if t["id"] in held]
    assert moved == [inner["parent"]] * len(held)


def test_sections_and_units_are_in_the_queue_and_a_reading_is_taken(tmp_path: Path) -> None:
    out = tmp_path / "out"
    record = json.loads(json.dumps(_repaired()))
    for document in record["documents"]:
        for name, value in document.items():
            if isinstance(value, list):
                document[name] = []
        for name in ("number", "date", "place", "period", "issuer", "filing"):
            document[name] = None
        document["type"]["evidence"] = []  # of another text than the page has now
    unit = {"id": "units/1", "name": "Phòng Khác", "texts": [], "kind": None, "generic": False,
            "items": [], "level": None, "body": None,
            "evidence": [{"page": 1, "start": 0, "end": 13, "quote": "Kế hoạch Khác"}]}  # fmt: skip
    record["documents"][0]["units"] = [unit]
    path = write(out / "plan.txt.json", record)
    with serving(out) as url, chromium(tmp_path) as driver:
        driver.get(url + "vi/r/plan.txt.json?item=/documents/d1/units/units~11")
        button = driver.find_element("css selector", ".reading[data-old='Khác'][data-new='Khắc']")
        button.click()
        field = driver.find_element("css selector", "[name='f-name']")
        assert field.get_attribute("value") == "Phòng Khắc"
        assert load_corrections(path) == []
        driver.find_element("css selector", "#save").click()
        wait = pytest.importorskip("selenium.webdriver.support.ui").WebDriverWait
        wait(driver, 15, 0.05).until(lambda d: load_corrections(path))
    assert [c.value for c in load_corrections(path)] == ["Phòng Khắc"]
