"""Hostile inputs through the whole pipeline, one after another, for as long as it is told.

    python bench/fuzz.py --minutes 60 --seed 1 [--findings DIR]
    python bench/fuzz.py --seed 1 --only 4711        # that one again, with its traceback

A finding is: an exception that is no IngestError; one that a reader met in code of ours and
told as `damaged`; a record that breaks its schema or quotes what is not there; two results for
the same bytes; more processor time or memory than the bounds. It is saved as a file named by
seed and number, with the traceback beside it. A mutator of our own and no coverage-guided
engine: an input takes some hundredths of a second, so structure earns more than guidance.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import psutil
from fuzz_inputs import made

from ingest.assemble.schema import dumps
from ingest.core.record import Record
from ingest.errors import IngestError, InvalidRecord
from ingest.pipeline import ingest_file
from ingest.read.limits import Limits

_OURS = f"{Path(__file__).resolve().parent.parent / 'ingest'}/"
_TWICE = 20
_LIMITS = Limits(ocr_seconds=20)
_LOOK_EVERY = 0.5
_STALLED = 120.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--trials", type=int, default=10**9, help="end after so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first trial")
    parser.add_argument("--only", type=int, help="this trial alone, in this process")
    parser.add_argument("--seconds", type=float, default=12.0, help="of the processor, for one")
    parser.add_argument("--micros", type=float, default=100.0, help="more for each byte of it")
    parser.add_argument("--memory", type=int, default=1536, help="MiB")
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    args = parser.parse_args()
    if args.only is not None:
        sys.exit(_alone(args.seed, args.only))
    fuzz = Fuzz(args)
    fuzz.run()
    print(f"{fuzz.trials} inputs, seed {args.seed}: {dict(fuzz.told.most_common())}")
    print(f"{fuzz.found} findings" + (f" in {args.findings}" if fuzz.found else ""))
    sys.exit(bool(fuzz.found))


@dataclass(slots=True)
class Fuzz:
    """Trials in a child process, which is replaced where it oversteps or dies."""

    args: argparse.Namespace
    trials: int = 0
    found: int = 0
    told: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        end = time.monotonic() + self.args.minutes * 60
        said = time.monotonic()
        number = self.args.start
        while time.monotonic() < end and self.trials < self.args.trials:
            ours, theirs = multiprocessing.Pipe()
            child = multiprocessing.Process(target=_serve, args=(theirs, self.args), daemon=True)
            child.start()
            theirs.close()
            alive = True
            while alive and time.monotonic() < end and self.trials < self.args.trials:
                alive = self._trial(ours, child, number)
                number += 1
                if time.monotonic() - said > 60:
                    said = time.monotonic()
                    print(f"{self.trials}: {self.found} findings, {dict(self.told)}", flush=True)
            ours.close()
            _end(child)

    def _trial(self, line: Connection, child: multiprocessing.Process, number: int) -> bool:
        """False where the child is no more."""
        line.send(number)
        self.trials += 1
        before, started = _used(child), time.monotonic()
        bound = self.args.seconds + len(_input(self.args.seed, number)[1]) * self.args.micros / 1e6
        try:
            used = 0.0
            while not line.poll(_LOOK_EVERY):
                used = _used(child) - before
                if used > bound or time.monotonic() - started > _STALLED + 4 * bound:
                    self._keep(number, "slow", f"more than {used:.0f} s of the processor")
                    return False
            code, trouble = line.recv()
        except (EOFError, OSError):
            self._keep(number, "died", f"exit code {child.exitcode}")
            return False
        self.told[code] += 1
        if used > bound and not trouble:
            code, trouble = "slow", f"{used:.0f} s of the processor"
        if trouble:
            self._keep(number, code, trouble)
        return True

    def _keep(self, number: int, what: str, why: str) -> None:
        self.found += 1
        name, data = _input(self.args.seed, number)
        self.args.findings.mkdir(parents=True, exist_ok=True)
        stem = f"{self.args.seed}-{number}-{what}"
        (self.args.findings / f"{stem}-{name}").write_bytes(data)
        (self.args.findings / f"{stem}.why").write_text(why, "utf-8", "backslashreplace")
        print(f"finding {stem}: {why.splitlines()[-1][:200]}", flush=True)


def _input(seed: int, number: int) -> tuple[str, bytes]:
    return made(Random(f"{seed}/{number}"))


def _serve(line: Connection, args: argparse.Namespace) -> None:
    most = args.memory << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        while True:
            try:
                number = line.recv()
            except EOFError:
                return
            line.send(_tried(Path(folder), args.seed, number))


def _tried(folder: Path, seed: int, number: int) -> tuple[str, str]:
    """The outcome, and what is wrong with it or an empty text."""
    name, data = _input(seed, number)
    path = folder / name
    path.write_bytes(data)
    try:
        record = ingest_file(path, name, _LIMITS)
        trouble = "\n".join(_wrong(record))
        if number % _TWICE == 0 and dumps(ingest_file(path, name, _LIMITS)) != dumps(record):
            trouble += "\ntwo results for the same bytes"
        return "ok", trouble.strip()
    except InvalidRecord:
        return "invalid-record", traceback.format_exc()
    except IngestError as error:
        return error.outcome, _hidden(error)
    except MemoryError:
        return "memory", traceback.format_exc()
    except Exception:
        return "crashed", traceback.format_exc()


def _hidden(error: IngestError) -> str:
    """The traceback of an exception that code of ours caused, told as a fault of the file."""
    cause = error.__cause__
    if cause is None or isinstance(cause, IngestError):
        return ""
    if isinstance(cause, MemoryError):
        return "".join(traceback.format_exception(cause))
    if not str(error).startswith("cannot be read as"):
        return ""  # foreseen, and told in words of its own
    frames = traceback.extract_tb(cause.__traceback__)
    ours = bool(frames) and frames[-1].filename.startswith(_OURS)
    return "".join(traceback.format_exception(cause)) if ours else ""


def _wrong(record: Record) -> Iterator[str]:
    """Evidence that does not quote its page."""
    pages = [page.text for page in record.pages]
    for document in record.documents:
        for items in (document.citations, document.targets, document.deadlines):
            for item in items:
                for e in item.evidence:
                    if pages[e.page - 1][e.start : e.end] != e.quote:
                        yield f"{item.id}: {e.quote!r} is not what stands there"


def _used(child: multiprocessing.Process) -> float:
    """Seconds of the processor, of the child and of what it has started."""
    try:
        process = psutil.Process(child.pid)
        family = [process, *process.children(recursive=True)]
        return sum(sum(p.cpu_times()[:4]) for p in family[:1]) + sum(
            sum(p.cpu_times()[:2]) for p in family[1:]
        )
    except psutil.Error:
        return 0.0


def _end(child: multiprocessing.Process) -> None:
    try:
        for process in psutil.Process(child.pid).children(recursive=True):
            process.kill()
    except psutil.Error:
        pass
    child.kill()
    child.join()


def _alone(seed: int, number: int) -> int:
    name, data = _input(seed, number)
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        code, trouble = _tried(Path(folder), seed, number)
        seconds = time.process_time() - started
    print(f"{name}, {len(data)} bytes: {code}, {seconds:.1f} s\n{trouble}")
    return bool(trouble)


if __name__ == "__main__":
    main()
