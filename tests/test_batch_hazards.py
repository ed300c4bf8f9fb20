"""What happens to disks and files under a run: full, changing, vanishing; inputs stay as they are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_made import Seen, batch, files, go, records

from ingest.batch.errors import DiskFull
from ingest.batch.places import at_hand
from ingest.cli import main
from ingest.errors import ExitCode, Unreadable

REAL = {"module": "ingest.batch.work", "fingerprint": ""}
SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB; skipped where this user may not mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    _mounted("tmpfs", "-t", "tmpfs", "-o", "size=1m", disk)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def _mounted(*words: object) -> None:
    done = subprocess.run(["mount", *map(str, words)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no mounts here: {done.stderr.decode().strip()}")


def test_a_disk_that_is_really_full(tmp_path: Path, small_disk: Path) -> None:
    texts = {f"f{k:02}": f"ok {k} " + "x" * 60_000 for k in range(40)}
    source, output = files(tmp_path / "in", **texts), small_disk / "out"
    with pytest.raises(DiskFull):
        go(batch([source], output))
    whole = {name for name in records(output) if name.endswith(".json")}
    assert whole and whole == set(records(output)), "no half-written file stays"
    assert len(whole) < 40
    _mounted("-o", "remount,size=20m", small_disk)
    _, seen = go(batch([source], output))
    assert set(seen.codes.values()) == {"ok"}
    assert len(seen.settled) >= len(whole) - 1, "what was written is not done again"
    go(batch([source], tmp_path / "whole"))
    assert records(output) == records(tmp_path / "whole")


def test_the_command_says_that_the_disk_is_full(
    tmp_path: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for k in range(60):
        (source / f"{k}.txt").write_text("Kế hoạch\n" + f"- việc số {k}\n" * 3000, "utf-8")
    (small_disk / "ballast").write_bytes(bytes(600_000))
    words = ["--lang", "en", "run", str(source), "-o", str(small_disk / "out"), "--workers", "1"]
    assert main(words) == ExitCode.CANNOT_WRITE
    said = capsys.readouterr().err
    assert "disk-full" in said and "Traceback" not in said
    assert not list(small_disk.rglob(".part-*"))


@pytest.mark.parametrize("deed", ["append", "replace"])
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    from ingest.batch import work as module

    source = files(tmp_path / "in", a="Kế hoạch một", b="Kế hoạch hai")
    real = module.ingest_file

    def meanwhile(path: Path, *rest: object) -> object:
        record = real(path, *rest)  # type: ignore[arg-type]
        if path.name == "a.txt" and deed == "append":
            with path.open("a", encoding="utf-8") as file:
                file.write("\nthêm")
        elif path.name == "a.txt":
            (tmp_path / "new").write_text("Kế hoạch ba ", "utf-8")
            (tmp_path / "new").replace(path)
        return record

    monkeypatch.setattr(module, "ingest_file", meanwhile)
    _, seen = go(batch([source], tmp_path / "out", **REAL))
    assert seen.codes == {"a.txt": "changed", "b.txt": "ok"}
    assert list(records(tmp_path / "out")) == ["b.txt.json"]
    monkeypatch.undo()
    _, seen = go(batch([source], tmp_path / "out", **REAL))
    assert seen.codes == {"a.txt": "ok", "b.txt": "ok"}
    assert seen.begun == ["a.txt"], "it is tried again by itself"


def test_a_folder_that_vanishes_during_the_run(tmp_path: Path) -> None:
    source = files(tmp_path / "in", a="ok")
    files(source / "sub", b="ok", c="ok")
    seen = Seen()
    seen.on_finish = lambda: shutil.rmtree(source / "sub", ignore_errors=True)
    _, seen = go(batch([source], tmp_path / "out", **REAL), seen)
    assert seen.codes == {"a.txt": "ok", "sub/b.txt": "unreadable", "sub/c.txt": "unreadable"}


def test_inputs_are_never_modified(tmp_path: Path) -> None:
    source = tmp_path / "in"
    for kind in ("text", "docx", "html", "pdf"):
        shutil.copytree(SAMPLES / kind, source / kind)
    shutil.copy(SAMPLES / "scan" / "so-trong.pdf", source)
    shutil.make_archive(str(source / "box"), "zip", SAMPLES / "text")
    (source / "bad.pdf").write_bytes(b"%PDF-1.7")
    before = _state(source)
    assert main(["run", str(source), "-o", str(tmp_path / "out"), "--quiet"]) == 1
    assert main(["run", str(source), "-o", str(tmp_path / "out"), "--quiet"]) == 1
    assert _state(source) == before


def _state(folder: Path) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    for root, folders, names in os.walk(folder):
        for name in (".", *folders, *names):
            path = Path(root) / name
            status = path.stat()
            data = path.read_bytes() if path.is_file() else b""
            found[str(path)] = (status.st_mtime_ns, status.st_mode, status.st_ino, data)
    return found


def test_a_folder_that_cannot_be_listed_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was told as “a folder”, which nobody could act on; root may list all, hence the stub."""
    locked = tmp_path / "locked"
    locked.mkdir()
    with at_hand(str(locked), 1) as path:
        assert path == locked

    def refuse(path: object) -> Iterator[object]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("ingest.batch.places.os.scandir", refuse)
    why = "a folder that cannot be listed: Permission denied"
    with pytest.raises(Unreadable, match=why), at_hand(str(locked), 1):
        pass
