"""A folder of records is read alike by all: nothing of it left out, nothing else taken for it."""

from __future__ import annotations

from pathlib import Path

from ingest.core.record_files import record_files
from ingest.export.records import _files
from ingest.review.files import records


def test_records_of_hidden_inputs_count_and_a_runs_own_files_do_not(tmp_path: Path) -> None:
    wanted = ["a.txt.json", ".b.txt.json", "box.zip!/.c.txt.json", ".d/e.txt.json"]
    others = [".plan-ingest/manifest.json", "sub/.plan-ingest/x.json", ".part-1.json", "a.txt"]
    for name in wanted + others:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"schema_version": "1.1.0"}')
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.json").mkdir()
    for found in (record_files(tmp_path), records(tmp_path), _files(tmp_path)):
        assert sorted(p.relative_to(tmp_path).as_posix() for p in found) == sorted(wanted)
