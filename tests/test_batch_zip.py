"""A ZIP archive is a folder of inputs: each member one outcome, whatever it is or is called."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from batch_made import batch, files, go, policy, records

from ingest.batch.bag import write_bag
from ingest.batch.plan import plan
from ingest.batch.state import looked_into
from ingest.batch.zipped import holds_inputs, read_member
from ingest.cli import main
from ingest.errors import Damaged, TooLarge
from ingest.read.limits import Limits

REAL = {"module": "ingest.batch.work", "fingerprint": ""}
SAMPLES = Path(__file__).parent.parent / "samples"
TEXT = (SAMPLES / "text" / "so-trong.txt").read_bytes()
Members = dict[str | zipfile.ZipInfo, bytes]


def zipped(path: Path, members: Members, method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name) if isinstance(name, str) else name
            info.compress_type = method
            archive.writestr(info, data)
    return path


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def locked(path: Path, name: str) -> None:
    """Sets the mark of encryption on a member."""
    data = bytearray(path.read_bytes())
    raw = name.encode()
    for magic, flags, at_name in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = -1
        while (at := data.find(magic, at + 1)) >= 0:
            if data[at + at_name : at + at_name + len(raw)] == raw:
                data[at + flags] |= 1
    path.write_bytes(data)


def uris(*inputs: Path, **choice: list[str]) -> list[str]:
    return [job.uri for job in plan(inputs, "/nowhere", **choice)]


def test_members_have_records_as_files_in_a_folder_have(tmp_path: Path) -> None:
    scan = (SAMPLES / "docx" / "phu-luc-bang.docx").read_bytes()
    zipped(tmp_path / "in" / "box.zip", {"a/1.txt": TEXT, "a/": b"", "kế hoạch.docx": scan})
    (tmp_path / "plain" / "a").mkdir(parents=True)
    (tmp_path / "plain" / "a" / "1.txt").write_bytes(TEXT)
    (tmp_path / "plain" / "kế hoạch.docx").write_bytes(scan)
    _, seen = go(batch([tmp_path / "in"], tmp_path / "out", **REAL))
    assert seen.codes == {
        "box.zip": "unpacked", "box.zip!/a/1.txt": "ok", "box.zip!/kế hoạch.docx": "ok"
    }  # fmt: skip
    go(batch([tmp_path / "plain"], tmp_path / "out2", **REAL))
    packed, plain = records(tmp_path / "out"), records(tmp_path / "out2")
    assert sorted(packed) == [f"box.zip!/{name}" for name in sorted(plain)]
    for name, record in plain.items():
        uri = name.removesuffix(".json")
        expected = record.replace(
            f'"uri": "{uri}"'.encode(), f'"uri": "box.zip!/{uri}"'.encode()
        )  # fmt: skip
        assert packed[f"box.zip!/{name}"] == expected


def test_the_command_takes_an_archive_and_accounts_for_it(tmp_path: Path) -> None:
    box = zipped(tmp_path / "box", {"a.txt": TEXT})  # what it is, its content says
    assert main(["run", str(box), "-o", str(tmp_path / "out"), "--workers", "1", "--quiet"]) == 0
    told = json.loads((tmp_path / "out" / ".plan-ingest" / "manifest.json").read_text("utf-8"))
    assert told["outcomes"] == {"ok": 1, "unpacked": 1}
    first, second = told["inputs"]
    assert first["sha256"] == hashlib.sha256(box.read_bytes()).hexdigest()
    assert first["record"] is None and first["why"] == "1 members"
    assert second["input"] == f"{box}!/a.txt"
    assert second["sha256"] == hashlib.sha256(TEXT).hexdigest()
    assert main(["status", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize("folder", ["docx"])
def test_documents_that_are_zip_files_are_no_archives(folder: str, tmp_path: Path) -> None:
    for path in (SAMPLES / folder).iterdir():
        assert not holds_inputs(str(path))
    marked = zipped(tmp_path / "a.odt", {"mimetype": b"application/vnd", "content.xml": b"<a/>"})
    assert not holds_inputs(str(marked))
    sheet = zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<a/>", "xl/x.xml": b"<a/>"})
    assert not holds_inputs(str(sheet))
    assert uris(sheet) == ["a.xlsx"]


def test_what_is_unchanged_is_known_by_content_in_and_out_of_archives(tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    zipped(source / "box.zip", {"a.txt": b"ok a", "b.txt": b"ok b"})
    go(batch([source], output, module="ingest.batch.work"))
    _, again = go(batch([source], output, module="ingest.batch.work"))
    assert again.settled == {"box.zip", "box.zip!/a.txt", "box.zip!/b.txt"}
    zipped(source / "box.zip", {"c.txt": b"new", "a.txt": b"ok a", "b.txt": b"changed"})
    files(source, free="ok b")
    (source / "free.txt").write_bytes(b"ok a")
    _, third = go(batch([source], output, module="ingest.batch.work"))
    assert third.begun == ["box.zip", "box.zip!/c.txt", "box.zip!/b.txt"]
    assert third.settled == {"box.zip!/a.txt", "free.txt"}


def test_names_that_lead_out_links_and_devices_write_nothing(tmp_path: Path) -> None:
    bad: Members = {
        "../../escaped.txt": TEXT, "/etc/escaped.txt": TEXT, "C:\\escaped.txt": TEXT,
        "a\\..\\..\\escaped.txt": TEXT, link("link.txt"): b"/etc/passwd", "x/" * 40 + "y": TEXT,
        "n" * 2000: TEXT,
    }  # fmt: skip
    zipped(tmp_path / "in" / "box.zip", {**bad, "good.txt": TEXT, "w\\in.txt": TEXT})
    _, seen = go(batch([tmp_path / "in"], tmp_path / "deep" / "out", **REAL))
    codes = list(seen.codes.values())
    assert codes == ["unpacked", *["unsafe-member"] * len(bad), "ok", "ok"]
    assert sorted(records(tmp_path / "deep" / "out")) == [
        "box.zip!/good.txt.json", "box.zip!/w/in.txt.json"
    ]  # fmt: skip
    assert not list(tmp_path.rglob("*escaped*"))
    _, again = go(batch([tmp_path / "in"], tmp_path / "deep" / "out", **REAL))
    assert not again.begun, "what failed rests until it is asked for"


def test_two_members_of_one_name_are_two_inputs(tmp_path: Path) -> None:
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(tmp_path / "box.zip", "w") as archive,
    ):
        for name in ("a.txt", "a.txt", "./a.txt", "b", "b.json/c", "d.json/e", "d", ".h", ".h"):
            archive.writestr(name, TEXT)
    found = [uri.removeprefix("box.zip!/") for uri in uris(tmp_path / "box.zip")]
    assert found == ["box.zip", "a.txt", "a~2.txt", "a~3.txt", "b", "~2/b.json/c", "d.json/e",
                     "d~2", ".h", ".h~2"]  # fmt: skip
    _, seen = go(batch([tmp_path / "box.zip"], tmp_path / "out", **REAL))
    assert list(seen.codes.values()) == ["unpacked", *["ok"] * 9]


def test_many_members_of_one_name_take_no_time(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for k in range(10_000):
            archive.writestr(f"{k:05}", b"x")
    data = packed.getvalue()
    for k in range(10_000):
        data = data.replace(b"%05d" % k, b"aaaaa") if k < 0 else data
    (tmp_path / "box.zip").write_bytes(_renamed(data))
    assert len(set(uris(tmp_path / "box.zip"))) == 10_001


def _renamed(data: bytes) -> bytes:
    """All names of five letters made `aaaaa`, in the directory of the archive alone."""
    raw = bytearray(data)
    at = raw.find(b"PK\x01\x02")
    while raw[at : at + 4] == b"PK\x01\x02":
        raw[at + 46 : at + 51] = b"aaaaa"
        at += 51
    return bytes(raw)


def test_names_in_other_encodings(tmp_path: Path) -> None:
    path = zipped(tmp_path / "box.zip", {"XXXXXXX.txt": TEXT, "YYYYYYY.txt": TEXT})
    data = path.read_bytes()
    data = data.replace(b"XXXXXXX", "kế h".encode()[:7].ljust(7, b"o"))  # UTF-8, not marked so
    path.write_bytes(data.replace(b"YYYYYYY", b"\x82t\x82\xff\xfe__"))  # CP437
    assert uris(path)[1:] == ["box.zip!/kế ho.txt", "box.zip!/été\u00a0■__.txt"]
    _, seen = go(batch([path], tmp_path / "out", **REAL))
    assert list(seen.codes.values()) == ["unpacked", "ok", "ok"]


def test_bombs_locked_and_broken_members_cost_themselves(tmp_path: Path) -> None:
    path = tmp_path / "in" / "box.zip"
    inner = zipped(tmp_path / "inner.zip", {"x.txt": TEXT}).read_bytes()
    zipped(path, {
        "bomb.txt": bytes(60_000_000), "large.txt": os.urandom(2_000_000), "locked.txt": TEXT,
        "broken.txt": TEXT * 3, "empty.txt": b"", "inner.zip": inner, "good.txt": TEXT,
    })  # fmt: skip
    locked(path, "locked.txt")
    data = bytearray(path.read_bytes())
    at = data.find(b"broken.txt") + len("broken.txt") + 30
    data[at : at + 20] = bytes(20)
    path.write_bytes(data)
    limits = Limits(max_bytes=1_000_000)
    _, seen = go(batch([path], tmp_path / "out", limits=limits, **REAL))
    assert {uri.removeprefix("box.zip!/"): code for uri, code in seen.codes.items()} == {
        "box.zip": "too-large", "bomb.txt": "too-large", "large.txt": "too-large",
        "locked.txt": "encrypted", "broken.txt": "damaged", "empty.txt": "empty",
        "inner.zip": "unsupported", "good.txt": "ok",
    } | {"box.zip": "unpacked"}  # fmt: skip
    _, seen = go(batch([path], tmp_path / "out3", **REAL))
    assert seen.codes["box.zip!/bomb.txt"] == "too-large"


def test_a_packing_that_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "box.zip", {"a.txt": TEXT}, zipfile.ZIP_LZMA)
    _, seen = go(batch([path], tmp_path / "out", **REAL))
    assert seen.codes == {"box.zip": "unpacked", "box.zip!/a.txt": "unsupported"}
    path = zipped(tmp_path / "b.zip", {"a.txt": TEXT}, zipfile.ZIP_BZIP2)
    _, seen = go(batch([path], tmp_path / "out", **REAL))
    assert seen.codes == {"b.zip": "unpacked", "b.zip!/a.txt": "ok"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data[:-40], "damaged"),
        (lambda data: b"PK\x03\x04" + data[200:300], "damaged"),
        (lambda data: data[:-10] + struct.pack("<I", 1 << 28) + data[-6:], "too-large"),
    ],
)
def test_an_archive_that_cannot_be_listed_has_one_outcome(
    change: object, code: str, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "in" / "box.zip", {f"{k}.txt": TEXT for k in range(9)})
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    files(tmp_path / "in", good="Kế hoạch")
    _, seen = go(batch([tmp_path / "in"], tmp_path / "out", **REAL))
    assert seen.codes == {"box.zip": code, "good.txt": "ok"}


def test_an_archive_of_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path / "box.zip", {"folder/": b""})
    _, seen = go(batch([path], tmp_path / "out", **REAL))
    assert seen.codes == {"box.zip": "empty"}


def test_a_bomb_of_many_members_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.batch.zipped._TOTAL_MATTERS", 1_000_000)
    path = zipped(tmp_path / "box.zip", {f"{k}": bytes(900_000) for k in range(9)})
    _, seen = go(batch([path], tmp_path / "out", **REAL))
    assert seen.codes == {"box.zip": "too-large"}


def test_only_and_exclude_look_into_archives(tmp_path: Path) -> None:
    path = zipped(tmp_path / "box.zip", {"a.txt": b"x", "b.pdf": b"x", "__MACOSX/._a.txt": b"x"})
    assert uris(path, only=["*.txt"], exclude=["__MACOSX"]) == ["box.zip!/a.txt"]
    assert uris(path, exclude=["box.zip"]) == []


def test_an_archive_that_changes_during_the_run(tmp_path: Path) -> None:
    path = zipped(tmp_path / "box.zip", {"a.txt": b"x", "b.txt": b"y"})
    jobs = list(plan([path], "/nowhere"))
    assert read_member(jobs[2].place, 10) == b"y"
    with pytest.raises(TooLarge):
        read_member(jobs[2].place, 0)
    zipped(path, {"b.txt": b"new and longer"})
    with pytest.raises(Exception, match="changed"):
        read_member(jobs[2].place, 100)
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(Damaged):
        read_member(jobs[1].place, 100)


def test_a_failed_member_is_tried_again_when_asked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "box.zip", {"a": b"", "b": b"x"})
    go(batch([path], tmp_path / "out", **REAL))
    _, seen = go(batch([path], tmp_path / "out", policy=policy(retry_failed=True), **REAL))
    assert seen.begun == ["box.zip!/a"]


@pytest.mark.parametrize("only", [[], ["*.txt"]])
def test_a_bag_holds_the_archive_itself(tmp_path: Path, only: list[str]) -> None:
    path = zipped(tmp_path / "in" / "box.zip", {"../x.txt": TEXT, "a.txt": TEXT, "b.txt": TEXT})
    output, bag = tmp_path / "out", tmp_path / "bag"
    go(batch([tmp_path / "in"], output, only=only, **REAL))
    state = output / ".plan-ingest"
    with looked_into(state) as ledger:
        write_bag(ledger, str(output), state, bag, sources=True)
    found = {p.relative_to(bag / "data" / "sources").as_posix() for p in bag.rglob("sources/**/*")}
    assert found == {"box.zip"}
    assert (bag / "data" / "sources" / "box.zip").read_bytes() == path.read_bytes()
    assert (bag / "data" / "records" / "box.zip!" / "a.txt.json").is_file()
