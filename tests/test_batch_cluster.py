"""The same run on a Dask cluster that loses a worker, and against an S3 store."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_made import Seen, batch, files, go, records

from ingest.batch.errors import ExecutorLost
from ingest.batch.state import looked_into

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
_ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def _start(program: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{program}", *words]
    return subprocess.Popen(
        command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Path]:
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    words = ("--port", "0", "--no-dashboard", "--no-show", "--scheduler-file", str(file))
    process = _start("dask_scheduler", *words)
    for _ in range(200):
        if file.exists() and file.stat().st_size:
            break
        time.sleep(0.1)
    yield file
    process.terminate()
    process.wait(10)


def _worker(scheduler: Path) -> subprocess.Popen[bytes]:
    words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--scheduler-file", str(scheduler))
    return _start("dask_worker", *words)


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_ends_with_the_same_bytes(
    scheduler: Path, tmp_path: Path
) -> None:
    address = json.loads(scheduler.read_text())["address"]
    workers = [_worker(scheduler), _worker(scheduler)]
    try:
        source = files(tmp_path / "in", **{f"n{k:02}": f"nap {k}" for k in range(10)})
        seen = Seen()
        seen.on_finish = lambda: workers[0].kill() if len(seen.codes) == 3 else None
        done, _ = go(batch([source], tmp_path / "out", scheduler=address), seen)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert done.counts == {"ok": 10}
    go(batch([source], tmp_path / "here"))
    assert records(tmp_path / "out") == records(tmp_path / "here")


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    source = files(tmp_path / "in", a="ok")
    with pytest.raises(ExecutorLost):
        go(batch([source], tmp_path / "out", scheduler="no-such-protocol://x"))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    s3fs = pytest.importorskip("s3fs")
    server_of = pytest.importorskip("moto.server")
    server = server_of.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    import fsspec

    s3fs.S3FileSystem.clear_instance_cache()  # those of another test know another port
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    store.mkdir("plans")
    for name in ("a.txt", "sub/b.txt", "sub/c.txt"):
        store.pipe_file(f"plans/in/{name}", f"ok {name}".encode())
    yield "s3://plans"
    fsspec.filesystem("s3", skip_instance_cache=True).rm("plans", recursive=True)
    server.stop()


def test_inputs_and_records_in_a_store(bucket: str, tmp_path: Path) -> None:
    import fsspec

    made = batch(
        [f"{bucket}/in"], f"{bucket}/out", state=tmp_path, module="ingest.batch.work",
        fingerprint="",
    )  # fmt: skip
    done, seen = go(made)
    assert done.counts == {"ok": 3}, seen.codes
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    there = sorted(store.find("plans/out"))
    assert there == [
        "plans/out/.plan-ingest/manifest.json",
        "plans/out/a.txt.json",
        "plans/out/sub/b.txt.json",
        "plans/out/sub/c.txt.json",
    ]
    assert b'"uri": "sub/b.txt"' in store.cat_file("plans/out/sub/b.txt.json")
    _, again = go(made)
    assert again.begun == [], "unchanged by what the store says of them"
    store.pipe_file("plans/in/a.txt", b"ok other")
    _, again = go(made)
    assert again.begun == ["a.txt"]
    with looked_into(tmp_path) as ledger:
        assert ledger.counts(ledger.last_run().id) == {"ok": 3}


def test_archives_in_a_store_are_looked_into_without_fetching_them(
    bucket: str, tmp_path: Path
) -> None:
    import fsspec

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("a.txt", "k/b.txt", "../c.txt"):
            archive.writestr(name, f"ok {name}")
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    store.pipe_file("plans/in/box.zip", packed.getvalue())
    store.pipe_file("plans/in/hidden.bin", packed.getvalue())
    made = batch(
        [f"{bucket}/in"], f"{bucket}/out", state=tmp_path, module="ingest.batch.work",
        fingerprint="", only=["*box.zip*", "hidden.bin"],
    )  # fmt: skip
    _, seen = go(made)
    assert seen.codes == {
        "box.zip": "unpacked", "box.zip!/a.txt": "ok", "box.zip!/k/b.txt": "ok",
        "box.zip!/../c.txt": "unsafe-member", "hidden.bin": "unsupported",
    }  # fmt: skip
    there = store.find("plans/out")
    assert [p for p in there if p.endswith(".txt.json")] == [
        "plans/out/box.zip!/a.txt.json", "plans/out/box.zip!/k/b.txt.json"
    ]  # fmt: skip
    _, again = go(made)
    assert again.begun == []
