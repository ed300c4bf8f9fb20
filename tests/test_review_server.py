"""The review page over HTTP: closed to others, everything escaped, decisions written."""

from __future__ import annotations

import hashlib
import html
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_records import made
from review_browser import NOW, serving, write

from ingest.assemble.schema import problems
from ingest.cli import main
from ingest.lexicon.messages import Language, text
from ingest.review.corrections import all_lines, corrections_path, load_corrections
from ingest.review.files import load
from ingest.review.reapply import reapply
from ingest.review.server.forms import FIELDS, Wrong, entered, shown
from ingest.review.server.queue import Queue

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
TARGET = "/documents/d1/targets/targets~1II.1~11"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    path = write(tmp_path / "out" / "a" / "plan.txt.json", made(1, hostile=HOSTILE))
    write(tmp_path / "out" / "b.txt.json", made(2))
    with serving(tmp_path / "out") as url:
        yield url, path


def _get(url: str, headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            body = answer.read().decode("utf-8", "replace")
            return answer.status, body, dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


def _post(url: str, headers: dict[str, str] | None = None, **form: str) -> tuple[int, str]:
    data = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url, data=data, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_without_the_token_there_is_nothing(desk: tuple[str, Path]) -> None:
    url, _ = desk
    root = url.removesuffix("t0ken/")
    assert _get(root)[0] == 404
    assert _get(root + "wrong/en/")[0] == 404
    assert _get(url + "en/")[0] == 200


def test_other_hosts_and_origins_are_refused(desk: tuple[str, Path]) -> None:
    """A name that was made to point here, or a form on another site."""
    url, path = desk
    assert _get(url + "en/", {"Host": "evil.example:80"})[0] == 403
    where = url + "en/r/a/plan.txt.json"
    form = {"action": "accept", "item": TARGET}
    assert _post(where, {"Origin": "http://evil.example"}, **form)[0] == 403
    assert not corrections_path(path).exists()


def test_nothing_outside_of_the_folder(desk: tuple[str, Path]) -> None:
    url, path = desk
    outside = write(path.parent.parent.parent / "secret.json", made(3))
    assert outside.exists()
    for name in ("../secret.json", "..%2Fsecret.json", "%2e%2e/secret.json", "/etc/passwd"):
        assert _get(url + "en/r/" + name)[0] == 404
    assert _get(url + "static/..%2Frendering.py")[0] == 404


@pytest.mark.parametrize("language", ["en", "vi"])
def test_document_text_is_escaped_and_headers_are_strict(
    desk: tuple[str, Path], language: Language
) -> None:
    url, _ = desk
    for page in ("", "r/a/plan.txt.json", "r/a/plan.txt.json?item=/documents/d1/title"):
        status, body, headers = _get(f"{url}{language}/{page}")
        assert status == 200
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert f'<html lang="{language}">' in body
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', body)


def test_hostile_queries_are_text(desk: tuple[str, Path]) -> None:
    url, _ = desk
    words = urllib.parse.quote(HOSTILE)
    status, body, _ = _get(f"{url}en/r/a/plan.txt.json?item=new&kind=targets&quote={words}&page=x")
    assert status == 200
    assert "<script>alert" not in body


def test_correct_undo_and_hold_over_a_re_run(desk: tuple[str, Path]) -> None:
    url, path = desk
    where = url + "en/r/a/plan.txt.json"
    before = path.read_bytes()
    form = {"action": "correct", "item": TARGET, "why": "nhìn nhầm", "f-value": "12.5"}
    assert _post(where, **form)[0] == 200
    [line] = all_lines(corrections_path(path))
    assert (line.op, line.path, line.value) == ("replace", TARGET + "/value", 12.5)
    assert (line.who, line.when, line.why) == ("an", NOW, "nhìn nhầm")
    assert path.read_bytes() == before, "the record itself is never edited"
    again = made(1, hostile=HOSTILE)
    again["documents"][0]["targets"][0]["confidence"] = 0.61
    write(path, again)
    body = _get(f"{where}?item={urllib.parse.quote(TARGET)}")[1]
    assert 'value="12.5"' in body
    assert _post(where, action="undo")[0] == 200
    assert load_corrections(path) == []
    assert len(all_lines(corrections_path(path))) == 2


def test_accept_reject_and_the_rest(desk: tuple[str, Path]) -> None:
    url, path = desk
    where = url + "en/r/a/plan.txt.json"
    _post(where, action="accept", item=TARGET)
    _post(where, action="reject", item=TARGET.replace("~11", "~12"))
    _post(where, action="accept-rest")
    result = reapply(load(path), load_corrections(path))
    assert not result.unfit
    assert problems(result.record) == []
    assert (
        len(result.record["documents"][0]["targets"])
        == len(load(path)["documents"][0]["targets"]) - 1
    )
    waiting = {w.name: w for w in Queue(path.parent.parent).waiting()}
    assert waiting["a/plan.txt.json"].done
    assert not waiting["b.txt.json"].done


def test_add_an_item_on_words_of_the_text(desk: tuple[str, Path]) -> None:
    url, path = desk
    where = url + "en/r/a/plan.txt.json"
    form = {
        "action": "add", "item": "new", "kind": "deadlines", "document": "d1", "page": "1",
        "quote": "Thực hiện  Quyết định số 71/QĐ-UBND", "f-kind": "by", "f-date": "2024-06-30",
        "f-action": "Nộp báo cáo", "f-units": "Sở Y tế\nSở Nội vụ",
    }  # fmt: skip
    assert _post(where, **form)[0] == 200
    result = reapply(load(path), load_corrections(path))
    made_item = result.record["documents"][0]["deadlines"][-1]
    assert made_item["units"] == ["Sở Y tế", "Sở Nội vụ"]
    assert made_item["date"]["precision"] == "day"
    assert made_item["review"] == "added"
    assert problems(result.record) == []
    assert _post(where, **{**form, "quote": "không có trong văn bản"})[0] == 422


@pytest.mark.parametrize(
    ("field", "text", "wrong"),
    [
        ("f-value", "29.000", "29.000 could be"),
        ("f-value", "nhiều", "no number"),
        ("f-value", "", "is empty"),
        ("f-period", "30/6/2025", "no date"),
        ("f-comparator", "bigger", "none of the choices"),
    ],
)
def test_wrong_entries_are_named_and_kept(
    desk: tuple[str, Path], field: str, text: str, wrong: str
) -> None:
    url, path = desk
    form = {"action": "correct", "item": TARGET, field: text}
    status, body = _post(url + "en/r/a/plan.txt.json", **form)
    assert status == 422
    assert wrong in body
    assert not corrections_path(path).exists()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60", 60), ("5,5", 5.5), ("10-15", {"min": 10, "max": 15}), ("29000", 29000),
        ("77/85", {"numerator": 77, "denominator": 85}), ("0.125", 0.125),
    ],
)  # fmt: skip
def test_quantities(text: str, value: object) -> None:
    field = next(f for f in FIELDS["targets"] if f.name == "value")
    assert entered(field, text, {"value": 1}) == value


def test_forms_give_back_what_they_show() -> None:
    """A form that is sent unchanged corrects nothing."""
    for seed in range(3):
        document = made(seed)["documents"][0]
        for kind, fields in FIELDS.items():
            found = document.get(kind)
            for item in found if isinstance(found, list) else [found] if found else []:
                for field in fields:
                    old = item if field.name == "" else item[field.name]
                    if field.widget == "number" and old is not None:
                        assert entered(field, shown(field, item), item)["text"] == old["text"]
                    elif isinstance(old, dict) and "edtf" in old:
                        assert entered(field, shown(field, item), item)["edtf"] == old["edtf"]
                    else:
                        assert entered(field, shown(field, item), item) == old


def test_units_need_a_role() -> None:
    field = next(f for f in FIELDS["assignments"] if f.name == "units")
    with pytest.raises(Wrong):
        entered(field, "Sở Y tế", {"units": []})


def test_page_images_come_only_from_the_unchanged_source(tmp_path: Path) -> None:
    from PIL import Image

    sources = tmp_path / "in"
    sources.mkdir()
    Image.new("RGB", (200, 280), "white").save(sources / "scan.png")
    record = made(1, "scan.png")
    record["source"]["media_type"] = "image/png"
    record["source"]["sha256"] = hashlib.sha256((sources / "scan.png").read_bytes()).hexdigest()
    record["pages"][0] |= {"origin": "ocr", "width": 595.0, "height": 842.0}
    write(tmp_path / "out" / "scan.png.json", record)
    with serving(tmp_path / "out", sources) as url:
        status, _, headers = _get(url + "page/1/scan.png.json")
        assert (status, headers["content-type"]) == (200, "image/png")
        assert _get(url + "page/2/scan.png.json")[0] == 404
        assert "<svg" in _get(url + "en/r/scan.png.json")[1]
        Image.new("RGB", (201, 280), "white").save(sources / "scan.png")
        assert _get(url + "page/1/scan.png.json")[0] == 404
        assert "<svg" not in _get(url + "en/r/scan.png.json")[1]
        record["source"]["uri"] = "../out/scan.png.json"
        write(tmp_path / "out" / "scan.png.json", record)
        assert _get(url + "page/1/scan.png.json")[0] == 404


def test_the_queue_puts_doubt_first(tmp_path: Path) -> None:
    for seed, doubt in ((1, 0.9), (2, 0.2), (3, 0.5)):
        record = made(seed)
        document = record["documents"][0]
        for name in ("targets", "deadlines", "assignments", "citations"):
            for item in document[name]:
                item["confidence"] = 0.95
        document["targets"][0]["confidence"] = doubt
        write(tmp_path / f"{seed}.json", record)
    (tmp_path / "broken.json").write_text('{"schema_version": "1.0.0", "documents": 3}')
    queue = Queue(tmp_path)
    assert [w.name for w in queue.waiting()] == ["broken.json", "2.json", "3.json", "1.json"]


def test_a_thousand_records_open_quickly(tmp_path: Path) -> None:
    """The goal is two seconds; the bound leaves room for a busy machine."""
    text = json.dumps(made(1), ensure_ascii=False, indent=1)
    for k in range(1000):
        (tmp_path / f"{k}.txt.json").write_text(text, "utf-8")
    start = time.perf_counter()
    assert len(Queue(tmp_path).waiting()) == 1000
    assert time.perf_counter() - start < 6


def test_apply_writes_corrected_records_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = write(out / "a.txt.json", made(1))
    with serving(out) as url:
        _post(url + "en/r/a.txt.json", action="correct", item=TARGET, **{"f-value": "12.5"})
    assert main(["review", str(out), "--apply", str(tmp_path / "fixed")]) == 0
    fixed = load(tmp_path / "fixed" / "a.txt.json")
    assert fixed["documents"][0]["targets"][0]["value"] == 12.5
    again = made(1)
    again["documents"][0]["targets"][0]["value"] = 1.25
    write(path, again)
    assert main(["review", str(out), "--apply", str(tmp_path / "fixed")]) == 1
    assert main(["review", str(out), "--apply", str(out)]) == 2


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_record_that_cannot_be_shown_says_why_and_what_to_do(
    desk: tuple[str, Path], language: Language
) -> None:
    """One of a later version, and one with keys amiss, gave “Internal Server Error”."""
    url, path = desk
    whole = made(3)
    write(path.parent / "later.json", {**whole, "schema_version": "9.0.0"})
    write(path.parent / "amiss.json", {**whole, "documents": [{}]})
    corrections_path(path).write_text('{"op": "repl', "utf-8")
    for name, outcome in (
        ("later.json", "newer-schema"), ("amiss.json", "not-a-record"),
        ("plan.txt.json", "corrections-broken"),
    ):  # fmt: skip
        status, page, headers = _get(f"{url}{language}/r/a/{name}")
        assert status == 500
        assert html.escape(text(f"outcome.{outcome}", language)) in page
        assert html.escape(text(f"remedy.{outcome}", language)) in page
        assert f'href="/t0ken/{language}/"' in page
        assert "default-src 'none'" in headers["content-security-policy"]
