"""Whatever the bytes: a record that keeps its laws, or an error of ours that says why not."""

from __future__ import annotations

import random
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stages import TEXTS

from ingest.assemble.schema import as_json, dumps, problems
from ingest.core.record import Record
from ingest.errors import IngestError
from ingest.pipeline import ingest_file

STRANGE = "\u0000\u0007\u00a0\u200b\u202e\u0301\ufeff\ufffd\U0001f600\r\x0b\x0c\x85\u2028|\\*_#"


@cache
def sample(number: int) -> str:
    return TEXTS[number % len(TEXTS)].read_text("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


def ingest(folder: Path, data: bytes, name: str = "made.txt") -> Record | None:
    """The record of these bytes, or None where an IngestError says why there is none."""
    path = folder / name
    path.write_bytes(data)
    try:
        return ingest_file(path)
    except IngestError as error:
        assert error.what and "Traceback" not in error.what
        return None


def check(folder: Path, data: bytes) -> None:
    """The laws of every record; `ingest_file` has validated schema and quotes already."""
    record = ingest(folder, data)
    again = ingest(folder, data)
    if record is None:
        assert again is None
        return
    assert again is not None and dumps(record) == dumps(again)
    assert problems(as_json(record)) == []
    for page in record.pages:
        assert unicodedata.is_normalized("NFC", page.text)
        rebuilt(page.text, [(c.start, c.end) for c in page.repair.changes])
    for document in record.documents:
        ids = [s.id for s in document.sections]
        assert len(ids) == len(set(ids))
        assert all(s.parent is None or s.parent in ids for s in document.sections)
        for field in ("citations", "targets", "deadlines", "assignments"):
            items = getattr(document, field)
            assert len({i.id for i in items}) == len(items)
            assert all(i.evidence for i in items)
            assert all(getattr(i, "section", None) in [None, *ids] for i in items)


def rebuilt(text: str, changes: list[tuple[int, int]]) -> None:
    """Changes are in order and part no other: so the text as read can be put together again."""
    at = 0
    for start, end in changes:
        assert at <= start <= end <= len(text)
        at = end


@settings(max_examples=10)
@given(st.integers(0, 11), st.floats(0, 1), st.floats(0, 1))
def test_a_plan_cut_anywhere(folder: Path, number: int, a: float, b: float) -> None:
    text = sample(number)
    start, end = sorted(int(x * len(text)) for x in (a, b))
    check(folder, text[start:end].encode())


@settings(max_examples=10)
@given(st.integers(0, 11), st.integers(0, 2**32))
def test_a_plan_with_its_lines_shuffled(folder: Path, number: int, seed: int) -> None:
    lines = sample(number).split("\n")
    random.Random(seed).shuffle(lines)
    check(folder, "\n".join(lines).encode())


@settings(max_examples=10)
@given(st.integers(0, 11), st.integers(0, 2**32), st.integers(1, 60))
def test_a_plan_with_strange_characters(folder: Path, number: int, seed: int, count: int) -> None:
    chance = random.Random(seed)
    letters = list(sample(number))
    for _ in range(count):
        letters.insert(chance.randrange(len(letters) + 1), chance.choice(STRANGE))
    check(folder, "".join(letters).encode())


@pytest.mark.parametrize("number", range(0, len(TEXTS), 4))
def test_a_plan_in_decomposed_letters_says_the_same(folder: Path, number: int) -> None:
    """NFD in, NFC out: all values as from the composed text."""
    text = sample(number)
    plain = ingest(folder, text.encode())
    decomposed = ingest(folder, unicodedata.normalize("NFD", text).encode())
    assert plain and decomposed
    assert decomposed.documents == plain.documents


@pytest.mark.parametrize("number", range(1, len(TEXTS), 4))
def test_line_ends_and_a_mark_at_the_start_change_nothing(folder: Path, number: int) -> None:
    text = sample(number)
    plain = ingest(folder, text.encode())
    other = ingest(folder, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert plain and other and other.documents == plain.documents


@settings(max_examples=60)
@given(st.text(max_size=300))
@example("KẾ HOẠCH")
@example("I.\n1.\na)\n-")
@example("Nơi nhận:\nKT. CHỦ TỊCH")
@example("QUYẾT ĐỊNH:\nĐiều 1.\nKẾ HOẠCH\n(Kèm theo Quyết định số /QĐ-UBND)")
def test_any_text(folder: Path, text: str) -> None:
    check(folder, text.encode("utf-8", "surrogatepass"))


MAGIC = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xfe\xff"])


@settings(max_examples=60)
@given(MAGIC, st.binary(max_size=400))
def test_any_bytes(folder: Path, magic: bytes, data: bytes) -> None:
    check(folder, magic + data)


def test_a_long_line_without_an_end_takes_no_time(folder: Path) -> None:
    """No pattern may be quadratic: the limit is far above what a linear run takes."""
    piece = "Thực hiện Quyết định số 12/QĐ-UBND ngày 01/02/2021 của UBND tỉnh về trồng cây; "
    record = ingest(folder, (piece * 400).encode())
    assert record is not None
