"""Hundreds of bad inputs in one run: each exactly one outcome, no traceback, no hang, nothing
written outside the output, good neighbours unharmed, inputs not modified.

    python bench/bad_inputs.py [--mutants 40] [--seed 1]
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fuzz_inputs import mutated
from made import SAMPLES, command, environment

_GOOD = 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutants", type=int, default=40, help="of each sample file")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, output = folder / "in", folder / "out"
        source.mkdir()
        for k, (kind, data) in enumerate(_contents(args.mutants, random.Random(args.seed))):
            (source / f"{k:04}-{kind}").write_bytes(data)
        _names(source)
        good = sorted((SAMPLES / "text").glob("*.txt"))[:_GOOD]
        for path in good:
            shutil.copy(path, source / f"good-{path.name}")
        before = _digests(source)
        started = time.perf_counter()
        words = command(
            "run", source, source / "vanished", "-o", output, "--log-json",
            "--timeout", 90, "--stall", 60, "--page-timeout", 30, "--memory", "2G",
        )  # fmt: skip
        done = subprocess.run(words, capture_output=True, env=environment(), check=False)
        seconds = time.perf_counter() - started
        problems = list(_problems(done, source, folder, before))
        outcomes = Counter(e["outcome"] for e in _events(done.stdout))
        print(f"{sum(outcomes.values())} inputs in {seconds:.0f} s: {dict(outcomes.most_common())}")
        for event in _events(done.stdout):
            if event["outcome"] == "crashed":
                print(f"  crashed: {event['uri']!r}: {event['why']}")
        print("\n".join(problems) or "no problems")
        sys.exit(bool(problems))


def _problems(
    done: subprocess.CompletedProcess[bytes], source: Path, folder: Path, before: dict[str, str]
) -> Iterator[str]:
    events = _events(done.stdout)
    uris = [e["uri"] for e in events]
    expected = sum(len(names) for _, _, names in os.walk(source)) + 1
    planned = json.loads(done.stdout.splitlines()[0])["inputs"]
    if done.returncode != 1:
        yield f"exit code {done.returncode}: {done.stderr.decode()[-500:]}"
    if len(uris) != planned or len(set(uris)) != len(uris):
        yield f"{len(uris)} outcomes for {planned} inputs"
    alone = sum("!/" not in uri for uri in uris)
    if alone != expected:
        yield f"{alone} outcomes for {expected} files"
    if b"Traceback" in done.stderr + done.stdout:
        yield "a traceback"
    if _digests(source) != before:
        yield "inputs were modified"
    if sorted(p.name for p in folder.iterdir()) != ["in", "out"] or list(folder.rglob("escaped*")):
        yield "something was written outside the output"
    good = [e for e in events if "good-" in e["uri"]]
    if len(good) != _GOOD + 1 or any(e["outcome"] != "ok" for e in good):
        yield f"good neighbours: {good}"


def _events(said: bytes) -> list[dict[str, str]]:
    events = [json.loads(line) for line in said.decode("utf-8").splitlines()]
    return [e for e in events if e["event"] == "finished"]


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root) / name
            if path.is_file():
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _contents(mutants: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    samples = [p for kind in ("pdf", "docx", "html", "scan") for p in (SAMPLES / kind).iterdir()]
    for path in sorted(samples):
        whole = path.read_bytes()
        share = 4 if path.parent.name == "scan" else 1  # each of these takes seconds
        for _ in range(mutants // share):
            yield f"mutant{path.suffix}", mutated(whole, chance)
    yield "bomb.docx", _zipped({"word/document.xml": b"a" * 300_000_000})
    yield (
        "entities.docx",
        _zipped({"[Content_Types].xml": _laughs(), "word/document.xml": _laughs()}),
    )
    yield "outside.docx", _zipped({"../../../escaped.txt": b"x", "word/document.xml": b"<a/>"})
    text = (SAMPLES / "text" / "so-trong.txt").read_bytes()
    box = _box(text)
    yield "box.zip", box
    for _ in range(mutants):
        yield "mutant.zip", mutated(_zipped({f"{k}.txt": text[:500] for k in range(3)}), chance)
    yield "entities.html", _laughs()
    yield "deep.html", b"<div>" * 200_000
    yield "line.txt", "Kế hoạch số ".encode() * 400_000
    yield "zeros.txt", bytes(1_000_000)
    yield "deep.pdf", b"%PDF-1.4\n1 0 obj\n" + b"[" * 100_000
    for size in (1, 2, 3, 5, 17, 100):
        yield "noise", chance.randbytes(size)
        yield "noise.pdf", b"%PDF-1.7\n" + chance.randbytes(size)
        yield "noise.png", b"\x89PNG\r\n\x1a\n" + chance.randbytes(size)
        yield "noise.docx", b"PK\x03\x04" + chance.randbytes(size)


def _zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _box(text: bytes) -> bytes:
    """One good member among all that a member may do wrong."""
    packed = io.BytesIO()
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two members of one name
        for name in (
            "../../escaped",
            "/escaped",
            "..\\escaped",
            "C:/escaped",
            "a",
            "a",
            "a.json/b",
        ):
            archive.writestr(name, text)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb", bytes(300_000_000))
        archive.writestr("inner.zip", _zipped({"x": text}))
        archive.writestr("x/" * 500, b"not a folder")
        archive.writestr("\n\x1b[31m", text)
        archive.writestr("good-member.txt", text)
    return packed.getvalue()


def _laughs() -> bytes:
    """Entities that unpack to a thousand million words."""
    lines = ['<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10)]
    return "".join([*lines, "]><z>&a9;</z>"]).encode()


def _names(source: Path) -> None:
    """Names and kinds of files that programs stumble over."""
    text = (SAMPLES / "text" / "so-trong.txt").read_bytes()
    odd = [unicodedata.normalize("NFD", "kế hoạch.txt"), "new\nline.txt", "x" * 255, "-rf", " ", "'",
           '"', "$(touch escaped)", "%s%n", "[red]", "\x1b[31m", "..txt", "con", "é.txt"]  # fmt: skip
    for name in odd:
        (source / name).write_bytes(text)
    Path(os.fsdecode(os.fsencode(source) + b"/\xff\xfe.txt")).write_bytes(text)
    os.mkfifo(source / "pipe")
    (source / "loop").symlink_to(source / "loop")
    (source / "dangling").symlink_to(source / "nowhere")
    (source / "up").symlink_to("..")
    (source / "device").symlink_to("/dev/zero")
    (source / "locked.txt").write_bytes(text)
    (source / "locked.txt").chmod(0)


if __name__ == "__main__":
    main()
