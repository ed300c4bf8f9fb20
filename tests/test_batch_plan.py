"""Every input has a job, each job its own record, and no record leaves the output."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from ingest.batch.ledger import Ledger
from ingest.batch.plan import Job, plan
from ingest.errors import NameClash
from ingest.review.corrections import corrections_path


def _plan(*inputs: Path, output: Path | None = None, **choice: list[str]) -> list[Job]:
    return list(plan(inputs, output or Path("/nowhere"), **choice))


def test_a_folder_is_walked_in_order_and_the_output_inside_it_is_no_input(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "out/old.json", "x/.plan-ingest/m.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    jobs = _plan(tmp_path, output=tmp_path / "out")
    assert [j.uri for j in jobs] == ["b.txt", "a/1.txt", "a/2.txt"]
    assert [j.target for j in jobs] == ["b.txt.json", "a/1.txt.json", "a/2.txt.json"]


def test_exclude_and_only_take_names_and_paths(tmp_path: Path) -> None:
    for name in ("a.txt", "a.pdf", "sub/a.txt", "sub/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [j.uri for j in _plan(tmp_path, only=["*.pdf"])] == ["a.pdf"]
    assert [j.uri for j in _plan(tmp_path, only=["sub/*"], exclude=["a.*"])] == ["sub/b.txt"]


def test_what_does_not_exist_and_folders_that_vanish_are_accounted_for(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert [j.uri for j in _plan(gone)] == ["gone"]
    sub = tmp_path / "in" / "sub"
    sub.mkdir(parents=True)
    jobs = plan([tmp_path / "in"], tmp_path / "out")
    (tmp_path / "in" / "a").write_text("x")
    first = next(jobs)
    sub.rmdir()
    assert [first.uri, *(j.uri for j in jobs)] == ["a", "sub"]


@pytest.mark.parametrize(
    "name",
    [
        "dài" * 80,
        "x" * 255,
        "y" * 245,
        unicodedata.normalize("NFD", "kế hoạch.txt"),
        "a\nb.txt",
        "a b.txt",
    ],
)
def test_odd_names_have_a_record_that_a_disk_takes(tmp_path: Path, name: str) -> None:
    name = name.encode()[:255].decode("utf-8", "ignore")
    (tmp_path / name).write_text("x")
    (job,) = _plan(tmp_path)
    assert job.uri == name
    assert len(os.fsencode(corrections_path(Path(job.target)))) <= 255
    assert job.target.endswith(".json")


def test_a_name_that_is_no_utf_8_is_escaped(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("x")
    (job,) = _plan(tmp_path)
    assert job.uri == "\\xff.txt"
    assert Path(job.place).read_text() == "x"


def test_keys_of_a_store_do_not_lead_out(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [("s3://b/../../etc/x", "../../etc/x"), ("s3://b//x", "/x"), ("s3://b/./x", "./x")]
    monkeypatch.setattr("ingest.batch.plan.walk_remote", lambda url: keys)
    for job in plan(["s3://b"], "/out"):
        resolved = Path(os.path.normpath(f"/out/{job.target}"))
        assert resolved.is_relative_to("/out"), job.target


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert [j.uri for j in _plan(tmp_path)] == ["self"]


def test_two_inputs_of_one_record_are_refused_before_any_work(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")
    number = ledger.begin(0, "{}")
    with pytest.raises(NameClash, match="b/x"):
        ledger.plan(number, [Job("a/x", "x", "x.json"), Job("b/x", "x", "x.json")])
    with pytest.raises(NameClash):
        ledger.plan(number, [Job("x", "x", "x.json"), Job("d", "d", "x.json/d.json")])
    assert ledger.counts(number) == {}
    ledger.close()
