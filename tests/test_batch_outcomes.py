"""Each outcome code is provoked here or in the test named, documented, and has a remedy."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_made import batch, files, go, records
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest import errors
from ingest.batch import errors as batch_errors
from ingest.batch.errors import DiskFull
from ingest.batch.outcome import ALWAYS_RETRIED
from ingest.errors import CannotWrite, IngestError, InvalidRecord
from ingest.lexicon.load import read_toml
from ingest.read.limits import Limits

REAL = {"module": "ingest.batch.work", "fingerprint": ""}
ELSEWHERE = {
    "ok": "test_batch_resume",
    "pending": "test_batch_resume: test_force_and_limit",
    "timed-out": "test_batch_guard",
    "stalled": "test_batch_guard",
    "out-of-memory": "test_batch_guard",
    "killed": "test_batch_guard",
    "name-clash": "test_batch_plan",
    "busy": "test_batch_resume: test_one_run_at_a_time",
    "no-ledger": "test_batch_resume: test_status_reads_while_a_run_writes",
    "executor-lost": "test_batch_cluster",
    "unpacked": "test_batch_zip",
    "unsafe-member": "test_batch_zip",
    "changed": "test_batch_hazards",
    "lexicon": "test_lexicon",
    "failed": "the name of the family; no file ends with it",
}


def _locked_pdf(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "x")
    canvas.save()


INPUTS: dict[str, Callable[[Path], object]] = {
    "unreadable": os.mkfifo,
    "empty": lambda p: p.write_bytes(b""),
    "unsupported": lambda p: p.write_bytes(b"\x7fELF" + b"\0\1\2" * 300),
    "damaged": lambda p: p.write_bytes(b"%PDF-1.7\nnothing more"),
    "no-text": lambda p: p.write_bytes(b"  \n \n"),
    "encrypted": _locked_pdf,
    "too-large": lambda p: p.write_bytes(b"x" * 5000),
}


@pytest.mark.parametrize("code", INPUTS)
def test_bad_inputs(tmp_path: Path, code: str) -> None:
    (tmp_path / "in").mkdir()
    INPUTS[code](tmp_path / "in" / "bad")
    limits = Limits(max_bytes=4000 if code == "too-large" else 1 << 20)
    _, seen = go(batch([tmp_path / "in"], tmp_path / "out", limits=limits, **REAL))
    assert seen.codes == {"bad": code}
    assert records(tmp_path / "out") == {}


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    _, seen = go(batch([tmp_path / "gone"], tmp_path / "out", **REAL))
    assert seen.codes == {"gone": "unreadable"}


def test_no_engine_for_a_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    Image.new("L", (300, 300), 255).save(tmp_path / "scan.png")
    monkeypatch.setattr("ingest.read.ocr.shutil.which", lambda name: None)
    _, seen = go(batch([tmp_path / "scan.png"], tmp_path / "out", **REAL))
    assert seen.codes == {"scan.png": "missing-tool"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidRecord("x"), "invalid-record"),
        (RuntimeError("x"), "crashed"),
        (MemoryError(), "out-of-memory"),
    ],
)
def test_defects_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def ingest_file(*_: object) -> None:
        raise error

    monkeypatch.setattr("ingest.batch.work.ingest_file", ingest_file)
    _, seen = go(batch([files(tmp_path / "in", a="x", b="y")], tmp_path / "out", **REAL))
    assert set(seen.codes.values()) == {code}


def test_another_version_on_a_worker(tmp_path: Path) -> None:
    real = {**REAL, "fingerprint": "of another version", "strict": True}
    _, seen = go(batch([files(tmp_path / "in", a="x")], tmp_path / "out", **real))
    assert seen.codes == {"a.txt": "version-differs"}


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, CannotWrite)]
)  # fmt: skip
def test_a_full_disk_ends_the_run_and_the_rest_stays_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[CannotWrite]
) -> None:
    source, output = files(tmp_path / "in", a="ok", b="ok b", c="ok c"), tmp_path / "out"
    real, calls = os.fsync, []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:  # record and folder of `a`, then the record of `b`
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(kind):
        go(batch([source], output))
    monkeypatch.undo()
    assert list(records(output)) == ["a.txt.json"], "no half-written file stays"
    _, seen = go(batch([source], output))
    assert seen.begun == ["b.txt", "c.txt"]


def test_a_name_that_cannot_be_written_costs_that_file(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok", b="ok"), tmp_path / "out"
    (output / "a.txt.json").mkdir(parents=True)
    _, seen = go(batch([source], output))
    assert seen.codes == {"a.txt": "cannot-write", "b.txt": "ok"}


def test_every_code_is_documented_with_its_remedy_and_provoked() -> None:
    messages = read_toml("messages")
    said = (Path(__file__).parent.parent / "docs" / "outcomes.md").read_text("utf-8")
    provoked = {*INPUTS, *ELSEWHERE, "missing-tool", "invalid-record", "crashed", "out-of-memory",
                "version-differs", "disk-full", "cannot-write"}  # fmt: skip
    classes = [c for module in (errors, batch_errors) for c in vars(module).values()]
    raised = {c.outcome for c in classes if isinstance(c, type) and issubclass(c, IngestError)}
    assert raised | ALWAYS_RETRIED <= provoked
    for code in provoked:
        assert f"`{code}`" in said, code
        assert messages["outcome"][code]["vi"] in said, code
        if code not in ("ok", "unpacked", "pending"):
            for language in ("en", "vi"):
                assert messages["remedy"][code][language] in said, (code, language)
