"""The review page in a real Chromium: by keyboard, over a reload, with hostile text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_records import made
from review_browser import chromium, serving, write

from ingest.review.corrections import corrections_path, load_corrections

HOSTILE = "<img src=x onerror=\"document.title='PWNED'\"><script>document.title='PWNED'</script>"


def _keys(driver: Any, keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(keys).perform()


def _css(driver: Any, selector: str) -> Any:
    return driver.find_element("css selector", selector)


def _said(driver: Any) -> str:
    return str(_css(driver, ".list [aria-current] .said").text)


def _until(driver: Any, ready: Any) -> None:
    from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    ignored = (NoSuchElementException, StaleElementReferenceException)
    WebDriverWait(driver, 15, 0.05, ignored_exceptions=ignored).until(ready)


def test_the_queue_by_keyboard(tmp_path: Path) -> None:
    """Open, follow the queue, correct, accept, reject, undo, re-run: the correction holds."""
    out = tmp_path / "out"
    record = made(1, hostile=HOSTILE)
    record["documents"][0]["targets"][0]["confidence"] = 0.1
    path = write(out / "plan.txt.json", record)
    with serving(out) as url, chromium(tmp_path) as driver:
        driver.get(url)
        _keys(driver, "j")
        _until(driver, lambda d: _css(d, "#decision"))
        first = _said(driver)
        assert _css(driver, ".paper .now").text in record["pages"][0]["text"]

        _keys(driver, "c")
        assert driver.switch_to.active_element.get_attribute("name") == "f-subject"
        field = _css(driver, "[name='f-value']")
        field.clear()
        field.send_keys("12.5\n")
        _until(driver, lambda d: _said(d) != first)
        assert load_corrections(path)[0].value == 12.5

        second = _said(driver)
        _keys(driver, "a")
        _until(driver, lambda d: _said(d) != second)
        third = _said(driver)
        _keys(driver, "r")
        _until(driver, lambda d: _said(d) != third)
        assert [c.op for c in load_corrections(path)] == ["replace", "test", "remove"]
        _keys(driver, "u")
        _until(driver, lambda d: _said(d) == third)
        assert [c.op for c in load_corrections(path)] == ["replace", "test"]

        here = _said(driver)
        _keys(driver, "j")
        _until(driver, lambda d: _said(d) != here)
        _keys(driver, "k")
        _until(driver, lambda d: _said(d) == here)

        again = json.loads(json.dumps(record))
        for item in again["documents"][0]["assignments"]:
            item["confidence"] = 0.5
        write(path, again)
        driver.get(url + "en/r/plan.txt.json")
        listed = [e.text for e in driver.find_elements("css selector", ".list li")]
        assert any("12.5" in line and "corrected" in line for line in listed)

        assert "PWNED" not in driver.title
        assert "<script>" in _css(driver, ".paper").text
        assert not driver.find_elements("css selector", ".paper img, .paper script")
        assert corrections_path(path).is_file()


def test_add_from_selected_words(tmp_path: Path) -> None:
    path = write(tmp_path / "out" / "plan.txt.json", made(2))
    with serving(tmp_path / "out") as url, chromium(tmp_path) as driver:
        driver.get(url + "vi/r/plan.txt.json?view=text")
        driver.execute_script(
            "const m = document.querySelector('.paper .m');getSelection().selectAllChildren(m);"
        )
        words = driver.execute_script("return String(getSelection())")
        _keys(driver, "n")
        _until(driver, lambda d: _css(d, "#quote"))
        assert _css(driver, "#quote").get_attribute("value").strip() == words.strip()
        _css(driver, "[name='f-value']").send_keys("7")
        _css(driver, "[name='f-subject']").send_keys("việc mới")
        _css(driver, ".fields .main").click()
        _until(driver, lambda d: "việc mới" in _said(d))
        [line] = load_corrections(path)
        assert line.op == "add"
        assert line.value["evidence"][0]["quote"].split() == words.split()


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_runs_out_of_the_window(tmp_path: Path, width: int) -> None:
    """No sideways scrolling, both panes in view, a long hostile word broken."""
    write(tmp_path / "out" / "plan.txt.json", made(3, hostile=" " + "dài" * 400))
    with serving(tmp_path / "out") as url, chromium(tmp_path, width) as driver:
        for page in ("vi/", "en/r/plan.txt.json"):
            driver.get(url + page)
            size = driver.execute_script(
                "const e = document.documentElement; return [e.scrollWidth, e.clientWidth];"
            )
            assert size[0] <= size[1]
            logged = [x for x in driver.get_log("browser") if x["level"] == "SEVERE"]
            assert logged == []
