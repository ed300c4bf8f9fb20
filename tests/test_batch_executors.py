"""The runner knows only `concurrent.futures.Executor`: any will do, and one that breaks is told."""

from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import batch_made
import pytest
from batch_made import Here, Seen, files, records, settings

from ingest.batch.errors import ExecutorLost
from ingest.batch.ledger import Ledger
from ingest.batch.plan import plan
from ingest.batch.run import Stop, run
from ingest.batch.state import opened


def _go(ledger: Ledger, executor: Executor, source: Path, output: Path) -> Seen:
    number, seen = ledger.begin(0, "{}"), Seen()
    ledger.plan(number, plan([source], output))
    run(ledger, number, settings(output), executor, batch_made.work, 3, seen, Stop())
    return seen


@pytest.mark.parametrize("kind", [Here, ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor(kind: type[Executor], tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok", b="ok 2", c="missing"), tmp_path / "out"
    with opened(str(output), tmp_path / "state") as ledger, kind() as executor:
        seen = _go(ledger, executor, source, output)
    assert seen.codes == {"a.txt": "ok", "b.txt": "ok", "c.txt": "missing-tool"}
    assert list(records(output)) == ["a.txt.json", "b.txt.json"]


def test_a_pool_that_breaks_leaves_its_files_for_the_next_run(tmp_path: Path) -> None:
    source, output = files(tmp_path / "in", a="ok", b="vanish", c="ok 3"), tmp_path / "out"
    with opened(str(output), tmp_path / "state") as ledger:
        with ProcessPoolExecutor(1) as executor, pytest.raises(ExecutorLost):
            _go(ledger, executor, source, output)
        assert "pending" in ledger.counts(ledger.last_run().id)
        files(source, b="ok")
        seen = _go(ledger, Here(), source, output)
        assert ledger.counts(ledger.last_run().id) == {"ok": 3}
    assert set(seen.codes.values()) == {"ok"}


def test_an_exception_of_the_executor_costs_its_file(tmp_path: Path) -> None:
    class Dropping(Here):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            if "b.txt" in args[0].job.uri:
                return super().submit(lambda: 1 // 0)
            return super().submit(fn, *args, **kwargs)

    source, output = files(tmp_path / "in", a="ok", b="ok", c="ok"), tmp_path / "out"
    with opened(str(output), tmp_path / "state") as ledger:
        seen = _go(ledger, Dropping(), source, output)
    assert seen.codes == {"a.txt": "ok", "b.txt": "killed", "c.txt": "ok"}
