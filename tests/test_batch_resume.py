"""Done once, done: what a run skips, what it does again, and that both end the same."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from batch_made import Seen, batch, files, go, policy, records

from ingest.batch.errors import Busy, NoLedger
from ingest.batch.run import Stop
from ingest.batch.seal import seal_of
from ingest.batch.state import looked_into, opened
from ingest.errors import CannotWrite


def _facts(output: Path) -> list[str]:
    with looked_into(output / ".plan-ingest") as ledger:
        return list(ledger.facts())


def test_unchanged_inputs_are_skipped_and_changed_ones_are_not(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok one", b="ok two"), tmp_path / "out"
    go(batch([source], output))
    before = records(output)
    _, seen = go(batch([source], output))
    assert seen.begun == [] and seen.settled == {"a.txt", "b.txt"}
    files(source, b="ok 2nd")  # same length, other bytes
    _, seen = go(batch([source], output))
    assert seen.begun == ["b.txt"]
    assert records(output)["a.txt.json"] == before["a.txt.json"]
    assert b"2nd" in records(output)["b.txt.json"]


def test_another_version_or_a_lost_or_touched_record_is_done_again(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok one", b="ok two", c="ok 3"), tmp_path / "out"
    go(batch([source], output))
    whole = records(output)
    (output / "a.txt.json").unlink()
    (output / "b.txt.json").write_text("{}")
    _, seen = go(batch([source], output))
    assert sorted(seen.begun) == ["a.txt", "b.txt"]
    assert records(output) == whole
    _, seen = go(batch([source], output, fingerprint="f2"))
    assert len(seen.begun) == 3


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled as soon as they are written."""
    monkeypatch.setattr("ingest.batch.seal._SETTLED", 0)


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("an unchanged file was read")

    monkeypatch.setattr("ingest.batch.reuse.content_of", read)
    monkeypatch.setattr("ingest.batch.reuse.read_record", read)


@pytest.mark.usefixtures("settled")
def test_unchanged_files_are_not_read_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """A run that goes on would else read a whole archive of scans before it begins."""
    source, output = files(tmp_path / "in", a="ok one", b="raise"), tmp_path / "out"
    go(batch([source], output))
    request.getfixturevalue("no_reading")
    _, seen = go(batch([source], output))
    assert seen.begun == [] and seen.codes == {"a.txt": "ok", "b.txt": "crashed"}


def test_what_was_touched_just_now_is_read_again(tmp_path: Path) -> None:
    """Disks that keep times to two seconds would not show a second write."""
    (tmp_path / "a.txt").write_text("ok")
    assert seal_of(str(tmp_path / "a.txt")) is None


@pytest.mark.usefixtures("settled")
def test_size_and_time_alone_do_not_hide_a_change(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok one"), tmp_path / "out"
    go(batch([source], output))
    for path, other in ((source / "a.txt", "ok 2nd"), (output / "a.txt.json", "{}")):
        status = path.stat()
        path.write_text(other.ljust(status.st_size))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        _, seen = go(batch([source], output))
        assert seen.begun == ["a.txt"], path


@pytest.mark.usefixtures("settled")
def test_rehash_trusts_no_seal(tmp_path: Path) -> None:
    """A disk that loses bits changes neither size nor time."""
    source, output = files(tmp_path / "in", a="ok one", b="ok two"), tmp_path / "out"
    go(batch([source], output))
    with opened(str(output), output / ".plan-ingest") as ledger:
        ledger._write("UPDATE input SET record_sha256 = 'other' WHERE uri = ?", ("a.txt",))
        ledger._write("UPDATE input SET sha256 = 'other' WHERE uri = ?", ("b.txt",))
    _, seen = go(batch([source], output))
    assert seen.begun == []
    _, seen = go(batch([source], output, policy=policy(rehash=True)))
    assert sorted(seen.begun) == ["a.txt", "b.txt"]


def test_a_ledger_of_an_earlier_version_is_completed(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok one"), tmp_path / "out"
    go(batch([source], output))
    with opened(str(output), output / ".plan-ingest") as ledger:
        for column in ("seal", "record_seal"):
            ledger._write(f"ALTER TABLE input DROP COLUMN {column}")
    _, seen = go(batch([source], output))
    assert seen.begun == [] and seen.settled == {"a.txt"}


def test_force_and_limit(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok", b="ok", c="ok"), tmp_path / "out"
    files(source, a="ok 1", b="ok 2", c="ok 3")
    done, seen = go(batch([source], output, policy=policy(limit=1)))
    assert seen.begun == ["a.txt"] and done.counts == {"ok": 1, "pending": 2}
    done, seen = go(batch([source], output))
    assert seen.begun == ["b.txt", "c.txt"] and done.counts == {"ok": 3}
    _, seen = go(batch([source], output, policy=policy(force=True)))
    assert len(seen.begun) == 3


def test_failures_rest_until_asked_for_or_until_they_are_given_more(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="raise", b="ok"), tmp_path / "out"
    done, _ = go(batch([source], output))
    assert done.counts == {"crashed": 1, "ok": 1}
    _, seen = go(batch([source], output))
    assert seen.begun == [] and seen.codes["a.txt"] == "crashed"
    _, seen = go(batch([source], output, policy=policy(retry_failed=True)))
    assert seen.begun == ["a.txt"]
    (source / "c.txt").write_text("missing")
    _, seen = go(batch([source], output))
    _, seen = go(batch([source], output))
    assert seen.begun == ["c.txt"], "its cause was outside the file"


def test_a_failing_input_keeps_no_older_record(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok"), tmp_path / "out"
    go(batch([source], output))
    files(source, a="raise")
    go(batch([source], output))
    assert records(output) == {}


def test_a_moved_file_keeps_its_work_and_its_record_says_the_new_name(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok kế hoạch", b="ok"), tmp_path / "out"
    go(batch([source], output))
    (source / "sub").mkdir()
    (source / "a.txt").rename(source / "sub" / 'tên "mới".txt')
    (source / "b.txt").rename(source / "b.md")  # the end of a name says how text is read
    _, seen = go(batch([source], output))
    assert seen.begun == ["b.md"]
    fresh = tmp_path / "fresh"
    go(batch([source], fresh))
    for name, record in records(fresh).items():
        assert records(output)[name] == record


def test_a_record_whose_old_name_stands_in_its_text_is_made_anew(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="a.txt"), tmp_path / "out"
    go(batch([source], output))
    (source / "a.txt").rename(source / "b.txt")
    _, seen = go(batch([source], output))
    assert seen.begun == ["b.txt"]


def test_a_run_cut_short_ends_as_one_that_was_not(tmp_path: Path) -> None:
    names = {f"n{k}": f"ok {k}" for k in range(12)}
    source, output, whole = files(tmp_path / "in", **names), tmp_path / "out", tmp_path / "whole"
    stop, seen = Stop(), Seen()
    seen.on_finish = lambda: setattr(stop, "asked", len(seen.codes) >= 4)
    done, _ = go(batch([source], output), seen, stop)
    assert 4 <= done.counts["ok"] < 12
    assert done.counts["ok"] == len(records(output)), "what was under way was finished"
    _, rest = go(batch([source], output))
    assert not set(rest.begun) & set(seen.codes)
    go(batch([source], whole))
    assert records(output) == records(whole)
    assert _facts(output) == _facts(whole)


def test_half_written_files_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok"), tmp_path / "out"
    go(batch([source], output))
    part = output / ".plan-ingest" / ".part-x"
    part.write_text("half")
    go(batch([source], output))
    assert not part.exists()


def test_one_run_at_a_time(tmp_path: Path) -> None:
    state = tmp_path / ".plan-ingest"
    with opened(str(tmp_path), state), pytest.raises(Busy), opened(str(tmp_path), state):
        pass


def test_an_output_that_is_a_file_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(CannotWrite):
        go(batch([files(tmp_path / "in", a="ok")], tmp_path / "out"))


def test_status_reads_while_a_run_writes(tmp_path: Path) -> None:
    state = tmp_path / ".plan-ingest"
    with pytest.raises(NoLedger), looked_into(state):
        pass
    with opened(str(tmp_path), state) as ledger:
        number = ledger.begin(0, json.dumps({"workers": 1}))
        with looked_into(state) as other:
            assert other.last_run().id == number
