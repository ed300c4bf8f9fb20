"""A review server in a thread, and a real Chromium to look at it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from ingest.review.server.app import make_app
from ingest.review.server.desk import Desk

TOKEN = "t0ken"
NOW = "2026-01-02T03:04:05Z"


def write(path: Path, record: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    return path


@contextmanager
def serving(folder: Path, sources: Path | None = None) -> Iterator[str]:
    """The URL of a server over `folder`, up to the language: `http://…/t0ken/`."""
    desk = Desk(folder, sources, "an", lambda: NOW)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(desk, TOKEN, "en"), log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    for _ in range(500):
        if server.started:
            break
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/{TOKEN}/"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def chromium(folder: Path, width: int = 1280) -> Iterator[Any]:
    """A fresh browser that speaks to no one else. Skips where none is installed."""
    driver_path = shutil.which("chromedriver")
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not driver_path or not browser:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium and chromedriver are needed here")
        pytest.skip("Chromium and chromedriver are not installed")
    webdriver = pytest.importorskip("selenium.webdriver")
    service = pytest.importorskip("selenium.webdriver.chrome.service")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900",
    ):  # fmt: skip
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=service.Service(driver_path))
    try:
        yield driver
    finally:
        driver.quit()
