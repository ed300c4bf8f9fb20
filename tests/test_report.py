"""The report: a site that stands alone, escapes, sorts, filters, and links to the words."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from made_records import made
from review_browser import chromium, write

from ingest.cli import main
from ingest.review.brief import brief
from ingest.review.corrections import correct, corrections_path, line
from ingest.review.marked import Mark, pieces, raw_text
from ingest.review.report.gather import Gathered
from ingest.review.report.pictures import by_span, columns, stacks
from ingest.review.report.rows import Rows
from ingest.review.when import horizon, last_day, precision, valid

HOSTILE = "<script>document.title='PWNED'</script><b>x</b>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    write(out / "a" / "kế hoạch #1.txt.json", made(1))
    path = write(out / "b.txt.json", made(2, hostile=HOSTILE))
    data = json.loads(path.read_text("utf-8"))
    fix = correct(
        data, "replace", "/documents/d1/targets/targets~1II.1~11/value", 123.25,
        decision="1", who="an", when="2026-01-01T00:00:00Z", why="",
    )  # fmt: skip
    corrections_path(path).write_text(line(fix), "utf-8")
    assert main(["report", str(out), "-o", str(tmp_path / "site")]) == 0
    return tmp_path / "site"


def test_pages_in_both_languages_escape_everything(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) == 1 + 2 * (7 + 2)
    for page in pages:
        html = page.read_text("utf-8")
        assert "<script>document" not in html
        assert "http://" not in html
        assert "https://" not in html


def test_corrections_are_shown(site: Path) -> None:
    html = (site / "en" / "targets.html").read_text("utf-8")
    assert "123.25" in html
    assert "corrected" in html


def links_lead(site: Path) -> None:
    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.hrefs: list[str] = []
            self.ids: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.hrefs += [v for k, v in attrs if k == "href" and v]
            self.ids += [v for k, v in attrs if k == "id" and v]

    read = {}
    for page in site.rglob("*.html"):
        read[page.resolve()] = Links()
        read[page.resolve()].feed(page.read_text("utf-8"))
    for page, found in read.items():
        assert [i for i, n in Counter(found.ids).items() if n > 1] == [], page
        for href in found.hrefs:
            file, _, anchor = href.partition("#")
            target = (page.parent / unquote(file)).resolve() if file else page
            assert target in read, (page, href)
            if anchor:
                assert unquote(anchor) in read[target].ids, (page, href)


def test_every_link_leads_somewhere(site: Path) -> None:
    links_lead(site)


def test_long_tables_go_on_over_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One table of half a million rows would be a page that no browser opens."""
    monkeypatch.setattr("ingest.review.report.site.ROWS", 3)
    for number in range(4):
        write(tmp_path / "out" / f"{number}.json", made(number))
    whole = Gathered()
    for path in sorted((tmp_path / "out").glob("*.json")):
        whole.add(json.loads(path.read_text("utf-8")), path.stem)
    assert main(["report", str(tmp_path / "out"), "-o", str(tmp_path / "site")]) == 0
    folder = tmp_path / "site" / "en"
    for name in ("targets", "horizons", "deadlines", "timeline", "assignments"):
        table = {"horizons": "targets", "timeline": "deadlines"}.get(name, name)
        rows = len(getattr(whole, table))
        pages = sorted(folder.glob(f"{name}.html")) + sorted(folder.glob(f"{name}-*.html"))
        assert len(pages) == -(-rows // 3) > 1, name
        texts = [page.read_text("utf-8") for page in pages]
        assert sum(text.count('href="documents/') for text in texts) == rows, name
        assert f"Rows 1 to 3 of {rows}." in texts[0]
    links_lead(tmp_path / "site")


def test_rows_come_by_key_and_those_without_one_last() -> None:
    rows: Rows[str] = Rows()
    assert list(rows.pages(2)) == [[]]
    for row, key in (("a", "2030"), ("b", ""), ("c", "2025"), ("d", "2030")):
        rows.add(row, key)
    assert list(rows.pages(3)) == [["a", "b", "c"], ["d"]]
    assert list(rows.pages(3, by_key=True)) == [["c", "a", "d"], ["b"]]
    assert rows.counts() == [("2025", 1), ("2030", 2), ("", 1)] and len(rows) == 4


def test_the_same_records_give_the_same_site(site: Path, tmp_path: Path) -> None:
    assert main(["report", str(tmp_path / "out"), "-o", str(tmp_path / "again")]) == 0
    for page in site.rglob("*.html"):
        assert page.read_bytes() == (tmp_path / "again" / page.relative_to(site)).read_bytes()


def test_tables_sort_and_filter(site: Path, tmp_path: Path) -> None:
    with chromium(tmp_path) as driver:
        driver.get((site / "en" / "targets.html").as_uri())
        assert driver.title != "PWNED"

        def column(number: int) -> list[Any]:
            rows = driver.find_elements("css selector", "#targets tbody tr")
            cells = [
                r.find_elements("css selector", "td")[number] for r in rows if r.is_displayed()
            ]
            return [c.get_attribute("data-sort") or c.text for c in cells]

        driver.find_elements("css selector", "#targets th button")[1].click()
        values = [float(v) for v in column(1)]
        assert values == sorted(values)
        driver.find_elements("css selector", "#targets th button")[1].click()
        assert [float(v) for v in column(1)] == sorted(values, reverse=True)
        word = driver.find_element("css selector", "#targets tbody td").text.split()[0]
        box = driver.find_element("css selector", "#targets-filter")
        box.send_keys(word)
        assert 0 < len(column(1)) <= len(values)
        box.send_keys(" khongcotrongbang")
        assert column(1) == []
        logged = [x for x in driver.get_log("browser") if x["level"] == "SEVERE"]
        assert logged == []


def test_paper_shows_every_column_and_no_controls(site: Path, tmp_path: Path) -> None:
    with chromium(tmp_path) as driver:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        driver.set_window_size(1040, 735)  # A4 landscape within its margins, at 96 dots an inch
        for name in ("index", "targets", "deadlines", "assignments", "units"):
            driver.get((site / "vi" / f"{name}.html").as_uri())
            wide = driver.execute_script(
                "return [document.documentElement, ...document.querySelectorAll('.scroll')]"
                ".map((e) => e.scrollWidth - e.clientWidth)"
            )
            assert max(wide) <= 1, (name, wide)
            hidden = driver.find_elements("css selector", ".tools, header.bar")
            assert not any(e.is_displayed() for e in hidden)


def test_pieces_give_the_text_back() -> None:
    text = "Đến năm 2025 có 60% hộ."
    found = [Mark(1, 0, 12, "/a", "targets"), Mark(1, 8, 19, "/b", "deadlines")]
    changes = [{"start": 16, "end": 19, "raw": "6O%"}]
    made_pieces = pieces(text, found, changes)
    assert "".join(p.text for p in made_pieces) == text
    assert [p.raw for p in made_pieces if p.raw is not None] == ["6O%"]
    both = [p for p in made_pieces if len(p.marks) == 2]
    assert [p.text for p in both] == ["2025"]


def test_raw_text_is_rebuilt() -> None:
    changes = [{"start": 0, "end": 3, "raw": "Den"}, {"start": 8, "end": 8, "raw": "x"}]
    assert raw_text("Đến năm 2025", changes, 0, 12) == "Den năm x2025"


@pytest.mark.parametrize(
    ("edtf", "last"),
    [
        ("2025", "2025-12-31"), ("../2025", "2025-12-31"), ("2023-35", "2023-09-30"),
        ("2024-02", "2024-02-29"), ("2021/..", None), (None, None), ("2023-77", None),
        ("2020-40", "2020-06-30"), ("2024/2025", "2025-12-31"),
    ],
)  # fmt: skip
def test_when_something_ends(edtf: str | None, last: str | None) -> None:
    assert last_day(edtf) == last
    assert horizon(edtf) == (last[:4] if last else None)


def test_dates_that_a_record_may_hold() -> None:
    assert all(map(valid, ("2025", "../2030", "2021/2025", "2023-35", "2024-02-29", "2021/..")))
    assert not any(map(valid, ("", "..", "2023-02-30", "30/6/2025", "2023-13", "x", "1/2/3")))
    assert precision("2020-40") == "half"


def test_pictures_are_xml_and_escape() -> None:
    bars = columns([("<b>", 3), ("2026", 0)], 'a"b')
    lying = stacks([("Sở <i>Y</i> tế", Counter(lead=2))], [("lead", "Leads")], "t")
    for picture in (bars, lying):
        ElementTree.fromstring(str(picture))
        assert "<b>" not in picture
        assert "<i>" not in picture
    assert columns([], "none") == ""


def test_months_have_no_gaps_and_long_spans_are_years() -> None:
    assert by_span([("2024-11", 1), ("2025-01", 2)]) == [
        ("2024-11", 1),
        ("2024-12", 0),
        ("2025-01", 2),
    ]
    assert by_span([("2000-01", 1), ("2030-01", 1)])[0] == ("2000", 1)


def spoilt(out: Path) -> Path:
    """A folder with one record, one of a later version, one without its texts, and a stranger."""
    whole = made(3)
    write(out / "a.json", whole)
    write(out / "b.json", {**whole, "schema_version": "9.0.0"})
    write(out / "c.json", {**whole, "pages": [{"number": 1}]})
    write(out / "d.json", {"schema_version": "1.0.0"})
    return out


@pytest.mark.parametrize("command", ["report", "review"])
def test_what_is_no_record_is_named_and_the_others_are_shown(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One spoilt file among thousands ended the report, some with a traceback."""
    out, target = spoilt(tmp_path / "out"), tmp_path / "made"
    more = ["-o", str(target)] if command == "report" else ["--apply", str(target)]
    assert main(["--lang", "en", command, str(out), *more]) == 1
    said = capsys.readouterr()
    assert said.err.count("[not-a-record]") == 2
    assert said.err.count("[newer-schema]") == 1
    names = {p.name for p in target.rglob("a.*")}
    assert names == ({"a.html"} if command == "report" else {"a.json"})
    assert not list(target.rglob("b.*"))


@pytest.mark.parametrize(
    "words", [("report", "-o", "made"), ("review", "--apply", "made"), ("validate",), ("review",)]
)
def test_a_folder_without_records_is_told(
    tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty site, or silence and exit code 0, let a wrong path pass for a good result."""
    (tmp_path / "none").mkdir()
    more = [str(tmp_path / w) if w == "made" else w for w in words[1:]]
    assert main([words[0], str(tmp_path / "none"), *more]) == 2
    assert "[no-records]" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_a_long_path_wraps_and_a_number_does_not(tmp_path: Path) -> None:
    """The path of an unnumbered plan, nine folders deep, pushed the confidence off the page."""
    for name, number in (("a", "47/KH-UBND"), ("b", None)):
        record = made(4)
        record["source"]["uri"] = f"{'Phòng Văn hóa và Thông tin/' * 9}{name}.txt"
        for document in record["documents"]:
            document["number"] = number and {**made(4)["documents"][0]["number"], "text": number}
        write(tmp_path / "out" / f"{name}.json", record)
    main(["report", str(tmp_path / "out"), "-o", str(tmp_path / "site")])
    html = (tmp_path / "site" / "en" / "targets.html").read_text("utf-8")
    assert 'class="nowrap" href="documents/a.html' in html
    assert 'class="nowrap" href="documents/b.html' not in html
    assert 'href="documents/b.html' in html


def test_the_kind_of_a_law_is_said_once() -> None:
    """Its title has the word in it: “Luật Luật Giáo dục”."""
    law = {"type_code": "Luật", "number": None, "date": None, "title": "Luật Giáo dục"}
    assert brief("citations", law) == "Luật Giáo dục"
    assert brief("citations", {**law, "type_code": "QĐ", "title": "phê duyệt"}) == "QĐ phê duyệt"
