"""Tesseract kept loaded: the same words as the program's, and a page breaks alone."""

from __future__ import annotations

import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import read_made as made
from PIL import Image

from ingest.read import Limits, ocr, ocr_kept
from ingest.read.ocr import OcrFailed, Tesseract
from ingest.read.ocr_kept import KeptTesseract

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None or "vie" not in ocr._languages("tesseract"),
    reason="Tesseract with Vietnamese data is not installed",
)


@pytest.fixture(scope="module")
def head() -> Image.Image:
    """The head of a scanned page."""
    image = made.scans(made.plan())[0]
    return image.crop((0, 60, image.width, 500))


def host() -> ocr_kept._Host:
    found = ocr_kept._host(shutil.which("tesseract") or "", "vie", os.getpid())
    if found is None:
        pytest.skip("no libtesseract of the program's version")
    return found


def test_words_are_those_of_the_program_whatever_came_before(head: Image.Image) -> None:
    host()
    engine = KeptTesseract()
    first = engine.words(head, 200, Limits())
    assert first == Tesseract().words(head, 200, Limits())
    engine.block(head.rotate(180), 150, Limits())
    assert engine.words(head, 200, Limits()) == first


def test_a_page_that_takes_too_long_costs_only_itself(head: Image.Image) -> None:
    host()
    noise = Image.frombytes("L", (3000, 3000), random.Random(3).randbytes(9_000_000))
    with pytest.raises(OcrFailed, match=r"longer than 0\.05 seconds"):
        KeptTesseract().words(noise, 300, Limits(ocr_seconds=0.05))
    assert KeptTesseract().words(head, 200, Limits())


def test_a_host_that_dies_costs_one_page(head: Image.Image) -> None:
    process = host()._process
    assert process is not None
    psutil.Process(process.pid).kill()
    with pytest.raises(OcrFailed, match="without an answer"):
        KeptTesseract().words(head, 200, Limits())
    assert KeptTesseract().words(head, 200, Limits())


def test_a_library_of_another_version_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr_kept, "_version", lambda program: "4.1.1")
    assert ocr_kept._host("/no/such/tesseract", "vie", os.getpid()) is None


def test_data_that_is_missing_is_no_host() -> None:
    assert ocr_kept._host(shutil.which("tesseract") or "", "xxx", os.getpid()) is None


def test_threads_that_start_together_share_one_host(head: Image.Image) -> None:
    host()
    ocr_kept._host.cache_clear()
    before = psutil.Process().children()
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(lambda _: KeptTesseract().words(head, 200, Limits()), range(3)))
    assert found[0] == found[1] == found[2]
    assert len(psutil.Process().children()) == len(before) + 1
