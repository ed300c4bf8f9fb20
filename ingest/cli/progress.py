"""What a run says while it runs: a bar on a terminal, plain lines elsewhere, or JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.batch.failing import printable
from ingest.batch.outcome import Outcome
from ingest.batch.plan import Job
from ingest.batch.run import Watcher
from ingest.cli.say import Speaker
from ingest.lexicon.reasons import reason

_LINE_EVERY = 30.0
_SHOWN = 3


@contextmanager
def watcher(args: argparse.Namespace, speaker: Speaker) -> Iterator[Watcher]:
    """The one that flags and terminal ask for."""
    if args.log_json:
        yield JsonLines()
    elif args.quiet or args.verbose or not sys.stderr.isatty():
        yield Lines(speaker, args.quiet, args.verbose)
    else:
        bar = Bar(speaker)
        with bar.progress:
            yield bar


class Lines:
    """Failures as they come; where it takes long, a line now and then."""

    def __init__(self, speaker: Speaker, quiet: bool = False, verbose: bool = False) -> None:
        self._speaker = speaker
        self._quiet = quiet
        self._verbose = verbose
        self._inputs = self._done = self._settled = self._failed = 0
        self._started = self._said = time.monotonic()
        self.current: dict[str, None] = {}

    def planned(self, inputs: int) -> None:
        self._inputs = inputs

    def started(self, job: Job) -> None:
        self.current[job.uri] = None

    def finished(self, outcome: Outcome, settled: bool) -> None:
        self.current.pop(outcome.job.uri, None)
        self._done += 1
        self._settled += settled
        self._failed += outcome.failed
        if outcome.failed:
            why = reason(outcome.why, self._speaker.language)
            self._speaker.failure(outcome.code, f"{printable(outcome.job.uri)}: {why}")
        elif self._verbose:
            self._say(outcome, settled)

    def tick(self) -> None:
        now = time.monotonic()
        if not self._quiet and now - self._said > _LINE_EVERY:
            self._said = now
            self._speaker.error(self.line(now))

    def line(self, now: float) -> str:
        """`120 of 5000 files, 3 failed, 4.2 files/s, 19 min left`"""
        rate = (self._done - self._settled) / max(now - self._started, 1e-9)
        rest = duration((self._inputs - self._done) / rate) if rate else "?"
        return self._speaker.text(
            "say.progress", done=self._done, all=self._inputs, failed=self._failed,
            rate=f"{rate:.2f}", rest=rest,
        )  # fmt: skip

    def _say(self, outcome: Outcome, settled: bool) -> None:
        key = "say.unchanged" if settled else "say.done"
        what = self._speaker.text(f"outcome.{outcome.code}")
        seconds = f"{outcome.seconds:.1f}"
        file = printable(outcome.job.uri)
        self._speaker.line(self._speaker.text(key, file=file, what=what, seconds=seconds))


class Bar(Lines):
    """A bar with rate, rest, failures so far and the current files."""

    def __init__(self, speaker: Speaker) -> None:
        super().__init__(speaker)
        self.progress = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("[red]{task.fields[failed]}[/red]"),
            TextColumn("[dim]{task.fields[files]}[/dim]"),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=4,
        )
        self._task = self.progress.add_task("", total=None, rate="", failed="", files="")

    def planned(self, inputs: int) -> None:
        super().planned(inputs)
        self.progress.update(self._task, total=inputs)

    def finished(self, outcome: Outcome, settled: bool) -> None:
        super().finished(outcome, settled)
        self.progress.update(self._task, completed=self._done)

    def tick(self) -> None:
        seconds = max(time.monotonic() - self._started, 1e-9)
        files = [printable(uri)[-40:] for uri in list(self.current)[:_SHOWN]]
        self.progress.update(
            self._task,
            rate=f"{(self._done - self._settled) / seconds:.2f}/s",
            failed=f"{self._failed} ✗" if self._failed else "",
            files=escape(", ".join(files)),
        )


class JsonLines:
    """Each event an object on a line of standard output."""

    def planned(self, inputs: int) -> None:
        self._say(event="planned", inputs=inputs)

    def started(self, job: Job) -> None:
        self._say(event="started", uri=job.uri)

    def finished(self, outcome: Outcome, settled: bool) -> None:
        self._say(
            event="finished", uri=outcome.job.uri, record=outcome.job.target, outcome=outcome.code,
            why=outcome.why, settled=settled, pages=outcome.pages, seconds=round(outcome.seconds, 3),
        )  # fmt: skip

    def tick(self) -> None:
        pass

    def _say(self, **event: object) -> None:
        print(json.dumps(event, ensure_ascii=False), flush=True)


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3.5 h`"""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
